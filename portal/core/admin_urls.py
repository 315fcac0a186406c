"""Addresses of the admin that stand before Wagtail's own of the same form; reversing finds Wagtail's."""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.core import admin_guards as guards
from portal.core import admin_reach as scoped
from portal.core import file_guard

_action = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"
_types = "reports/page-types-usage/"
urlpatterns = decorate_urlpatterns(
    [
        path("bulk/<str:app_label>/<str:model_name>/<str:action>/", scoped.bulk_action),
        path("images/<int:image_id>/delete/", file_guard.delete_image),
        path("documents/delete/<int:document_id>/", file_guard.delete_document),
        path("choose-page/", scoped.BrowsePages.as_view()),
        path("choose-page/<int:parent_page_id>/", scoped.BrowsePages.as_view()),
        path("choose-page/search/", scoped.SearchPages.as_view()),
        path("choose-page/chosen-multiple/", scoped.ChosenPages.as_view()),
        path(_types, scoped.PageTypesUsage.as_view()),
        path(f"{_types}results/", scoped.PageTypesUsage.as_view(results_only=True)),
        path("pages/<int:parent_page_id>/", guards.explore),
        path("pages/<int:parent_page_id>/results/", guards.explore_results),
        path("pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", guards.move_confirm),
        path(f"pages/workflow/action/{_action}", guards.workflow_action),
        path(f"pages/workflow/collect_action_data/{_action}", guards.collect_workflow_action_data),
        path("pages/workflow/confirm_cancellation/<int:page_id>/", guards.confirm_workflow_cancellation),
        path("pages/workflow/preview/<int:page_id>/<int:task_id>/", guards.workflow_preview),
        path("failwhale/", guards.no_failure_on_purpose),
        path("workflows/task_chooser/", guards.task_chooser),
        path("workflows/task_chooser/results/", guards.task_chooser_results),
        path("workflows/task_chooser/create/", guards.task_chooser_create),
        path("workflows/task_chooser/<int:task_id>/", guards.task_chosen),
    ],
    require_admin_access,
)
