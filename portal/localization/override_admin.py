"""What reviewers let pass: a list for revisers and auditors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from portal.core.enums import RecordKind, Role
from portal.core.models import Membership
from portal.core.permissions import READING, UnitPermissionPolicy, current_memberships
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.localization.checks.names import name_of_check
from portal.localization.menu import MENU
from portal.localization.models import FindingOverride

_READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.REVISER})


class OverridePolicy(UnitPermissionPolicy):
    """Revisers see what was let pass in their languages; auditors and administrators of the portal see all."""

    def __init__(self) -> None:
        super().__init__(FindingOverride, kind=RecordKind.TRANSLATION, unit_lookup=None)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        if not user.is_active or not READING & set(actions):
            return False
        return user.is_superuser or bool(self._members(user))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        rows = FindingOverride.objects.all()
        if not self.user_has_any_permission(user, actions):
            return rows.none()
        locales = {member.locale_id for member in self._members(user)}
        return rows if user.is_superuser or None in locales else rows.filter(locale__in=locales)

    def _members(self, user: Any) -> list[Membership]:
        return [one for one in current_memberships(user) if one.role in _READERS and one.unit_id is None]


override_policy = OverridePolicy()


class MessageColumn(TitleColumn):
    def get_value(self, row: FindingOverride) -> str:
        return Truncator(row.message).chars(120)


class OverrideFilterSet(WagtailFilterSet):
    created_at = DateFromToRangeFilter(label=_("Let pass at"), widget=DateRangePickerWidget)

    class Meta:
        model = FindingOverride
        fields = ["locale", "code", "created_at"]


class OverrideIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[FindingOverride]:
        return super().get_base_queryset().select_related("locale", "by")


class OverrideInspectView(ReadOnlyInspectView):
    def get_code_display_value(self) -> str:
        return name_of_check(self.object.code)

    def get_locale_display_value(self) -> str:
        return self.object.locale.get_display_name()


class OverrideViewSet(ReadOnlyViewSet):
    model = FindingOverride
    name = "overrides"
    icon = "check"
    menu_label = _("Findings let pass")
    menu_order = 60
    menu_hook = MENU
    index_view_class = OverrideIndexView
    inspect_view_class = OverrideInspectView
    filterset_class = OverrideFilterSet
    search_fields = ["message", "reason"]
    search_backend_name = None
    list_display: ClassVar[list[Any]] = [
        MessageColumn("message", label=_("Finding"), url_name="overrides:inspect", sort_key="code"),
        Column("reason", label=_("Reason")),
        Column("locale", label=_("Language"), accessor="locale.get_display_name"),
        Column("by", label=pgettext_lazy("finding let pass", "By")),
        DateColumn("created_at", label=_("Let pass at"), sort_key="created_at"),
    ]
    list_export: ClassVar[list[str]] = ["code", "path", "message", "reason", "by", "created_at"]
    inspect_view_fields: ClassVar[list[str]] = ["code", "path", "message", "reason", "locale", "by", "created_at"]
