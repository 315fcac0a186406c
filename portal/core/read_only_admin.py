"""Admin screens of rows that only services write: list, inspection and history, scoped row by row.

Wagtail's generic views (8.0) ask the permission policy about the model, not about the row. Here every view of the
viewset asks about the row too, and a row out of scope does not exist. No choosers, no forms: for records that staff
edit see `portal.core.scoped_admin`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf.locale import LANG_INFO
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import URLPattern, path
from django.utils import timezone, translation
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

READ = ("view", "change", "delete")


class ScopedViewMixin:
    """Mixed into every view of a viewset: lists are scoped, and a row out of scope does not exist."""

    model: type[Model]
    request: Any
    permission_required: str | None
    any_permission_required: Iterable[str] | None

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()  # type: ignore[misc]
        return self._in_scope(READ, rows) if rows.model is self.model else rows

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        row = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self._in_scope(self._actions(), self.model._default_manager.filter(pk=row.pk)).exists():
            raise Http404
        return row

    def _actions(self) -> list[str]:
        if self.permission_required:
            return [self.permission_required]
        return list(self.any_permission_required or READ)

    def _in_scope(self, actions: Iterable[str], rows: QuerySet[Any]) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, actions)
        return rows.filter(pk__in=allowed.order_by().values("pk"))


class ReadOnlyInspectView(InspectView):
    """Moments in the reader's time and languages by their names; Wagtail shows UTC and codes."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if value is None:
            return "—"
        return timezone.localtime(value) if isinstance(value, datetime) else value

    def get_locale_display_value(self) -> str:
        code = self.object.locale
        return str(translation.get_language_info(code)["name_translated"]) if code in LANG_INFO else code


class ReadOnlyViewSet(ModelViewSet):
    """List, inspection and history under the policy registered for the model; no form, whatever a role allows."""

    inspect_view_class = ReadOnlyInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> None:
        return None

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**none, **kwargs})

    def get_history_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_history_view_kwargs(any_permission_required=READ, header_buttons=[], **kwargs)

    def get_permissions_to_register(self) -> Any:
        return super().get_permissions_to_register().none()

    @property
    def url_finder_class(self) -> type:
        return type("InspectURLFinder", (super().url_finder_class,), {"edit_url_name": self.get_url_name("inspect")})

    def get_urlpatterns(self) -> list[URLPattern]:
        pk = f"<{self.pk_path_converter}:pk>"
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"inspect/{pk}/", self.inspect_view, name="inspect"),
            path(f"history/{pk}/", self.history_view, name="history"),
            path(f"history-results/{pk}/", self.history_results_view, name="history_results"),
        ]
