"""Wagtail's screens (8.0) that name rows of everybody to everybody in the admin, scoped by the permission policies.

Their addresses stand before Wagtail's own (`portal.core.admin_urls`), so that nothing else changes.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from wagtail.admin.views import chooser
from wagtail.admin.views.bulk_action.dispatcher import index as stock_bulk_action
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from portal.core.admin_guards import may_take_away
from portal.core.reach import pages_to_link, within_reach


# --- the admin's API of files ---------------------------------------------------------------------------------
class _FilesWithinReach:
    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()  # type: ignore[misc]
        reach = within_reach(self.request.user, rows.model)  # type: ignore[attr-defined]
        return rows.filter(pk__in=reach.order_by().values("pk"))


class ReachedImages(_FilesWithinReach, ImagesAdminAPIViewSet):
    """Images of the collections from which the person may choose, or which the person keeps."""


class ReachedDocuments(_FilesWithinReach, DocumentsAdminAPIViewSet):
    """Documents, likewise."""


# --- actions on several rows ----------------------------------------------------------------------------------
def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """Wagtail names the rows that the person may not act on; of those out of reach it is not even told."""
    model = _model(app_label, model_name)
    asked = _asked(request, model, app_label, model_name, action)
    known = set(within_reach(request.user, model).filter(pk__in=asked).values_list("pk", flat=True))
    if not known:
        raise Http404("No such rows.")
    parameters = request.GET.copy()
    parameters.setlist("id", [str(pk) for pk in asked if pk in known])
    request.GET = parameters  # type: ignore[assignment]
    request.META["QUERY_STRING"] = parameters.urlencode()  # the form is sent to it again
    actionable, _without_access = _action_class(app_label, model_name, action)(request, model).get_actionable_objects()
    if not any(may_act(request.user, row, action) for row in actionable):
        raise PermissionDenied
    return stock_bulk_action(request, app_label, model_name, action)


def may_act(user: Any, row: Model, action: str) -> bool:
    """Whether a row that Wagtail would act on may be acted on: a page is taken away by those who may add one."""
    return not isinstance(row, Page) or action not in {"delete", "move"} or may_take_away(user, row)


def _model(app_label: str, model_name: str) -> type[Model]:
    try:
        return apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404("No such rows.") from error


def _asked(request: HttpRequest, model: type[Model], app_label: str, model_name: str, action: str) -> list[Any]:
    ids = request.GET.getlist("id")
    if "all" not in ids:
        return [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 19]
    action_class = _action_class(app_label, model_name, action)
    return list(action_class(request, model).get_all_objects_in_listing_query(request.GET.get("childOf")))


def _action_class(app_label: str, model_name: str, action: str) -> Any:
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404("No such action.")
    return action_class


# --- choosing pages -------------------------------------------------------------------------------------------
class _LiveTitleColumn(chooser.PageTitleColumn):
    cell_template_name = "wagtailadmin/chooser/link_title_cell.html"

    def get_value(self, instance: Page) -> str:
        return link_title(instance)


class _LiveParentColumn(chooser.ParentPageColumn):
    def get_value(self, instance: Page) -> Page:
        return with_live_title(instance.get_parent())


def link_title(page: Page) -> str:
    """The title that readers see; of what nobody sees yet, that of the draft."""
    return page.title if page.live else page.get_admin_display_title()


def with_live_title(page: Page) -> Page:
    """The page, not to be saved, whose title in the admin is the one readers see: a draft of another park may have
    another.
    """
    if page.live:
        page.draft_title = page.title
    return page


class _LiveTitles:
    """Names pages by `link_title`."""

    @property
    def columns(self) -> list[Any]:
        stock = super().columns  # type: ignore[misc]
        return [self._column(column) for column in stock]

    def _column(self, column: Any) -> Any:
        replaced = {chooser.PageTitleColumn: _LiveTitleColumn, chooser.ParentPageColumn: _LiveParentColumn}
        column.__class__ = replaced.get(type(column), type(column))
        return column


class BrowsePages(_LiveTitles, chooser.BrowseView):
    """Pages below a page: live ones and those the person works on."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponseBase:
        if parent_page_id and not pages_to_link(request.user).filter(pk=parent_page_id).exists():
            raise Http404("No such page.")
        return super().get(request, parent_page_id)

    def get_object_list(self) -> QuerySet[Page]:
        with_live_title(self.parent_page)
        return super().get_object_list()


class SearchPages(_LiveTitles, chooser.SearchView):
    """Search in the same pages; the hook `construct_page_chooser_queryset` narrows both."""


class ChosenPages(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        ids = [int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and len(pk) < 19]
        pages: Any = pages_to_link(request.user).filter(pk__in=ids)
        return self.render_chosen_response([_chosen(page) for page in pages.specific()])


def _chosen(page: Page) -> dict[str, Any]:
    return {
        "id": page.pk,
        "parentId": page.get_parent().pk,
        "adminTitle": link_title(page),
        "editUrl": reverse("wagtailadmin_pages:edit", args=(page.pk,)),
        "url": page.url,
    }


# --- reports --------------------------------------------------------------------------------------------------
class PageTypesUsage(PageTypesUsageReportView):
    """Numbers of pages by type; the page edited last is named to those who work on it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        last = [item.last_edited_page_id for item in page_types if item.last_edited_page_id]
        known = set(within_reach(self.request.user, Page).filter(pk__in=last).values_list("pk", flat=True))
        for item in page_types:
            if item.last_edited_page_id not in known:
                item.last_edited_page = None
        return page_types
