"""Orders in the admin: what became of many sources that were sent at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.permissions import register_permission_policy

from portal.core.enums import RecordKind, Role
from portal.core.permissions import UnitPermissionPolicy, current_memberships
from portal.core.read_only_admin import ReadOnlyViewSet
from portal.localization.enums import JobState, OrderState
from portal.localization.menu import MENU
from portal.localization.models import TranslationOrder
from portal.localization.notes import shown
from portal.localization.operations import Operation
from portal.localization.rule_admin import kind_label
from portal.localization.services.orders import cancel_order, progress, seen_to, without_work
from portal.localization.services.queue import retry_all

#: Who sees the orders of everybody.
OVERSEERS = {Role.ADMINISTRATOR, Role.AUDITOR}


class OrderPolicy(UnitPermissionPolicy):
    """People see and cancel their own orders; administrators of the portal all, and auditors read them."""

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        wanted = set(actions) - {"add", "delete"}
        return bool(wanted) and user.is_active and (user.is_superuser or bool(current_memberships(user)))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = set(actions)
        rows = TranslationOrder.objects.all()
        if not self.user_has_any_permission(user, wanted):
            return rows.none()
        of_portal = [member for member in current_memberships(user) if member.unit_id is None]
        oversees = any(member.role in OVERSEERS and self._allows(member.role, wanted) for member in of_portal)
        return rows if user.is_superuser or oversees else rows.filter(requested_by=user)


order_policy = OrderPolicy(TranslationOrder, kind=RecordKind.TRANSLATION, unit_lookup=None)
register_permission_policy(TranslationOrder, order_policy)


class KindColumn(Column):
    def get_value(self, order: TranslationOrder) -> str:
        return kind_label(order.content_type)


class SizeColumn(Column):
    def get_value(self, order: TranslationOrder) -> int:
        return len(order.object_ids)


class LanguagesColumn(Column):
    def get_value(self, order: TranslationOrder) -> str:
        return " · ".join(locale.get_display_name() for locale in order.target_locales.all())


class OrderIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[TranslationOrder]:
        rows = super().get_base_queryset().select_related("content_type", "requested_by")
        return rows.prefetch_related("target_locales")

    def get_list_buttons(self, instance: TranslationOrder) -> list[Any]:
        return []


class OrderInspectView(InspectView):
    cancel_url_name: str | None = None
    retry_url_name: str | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = progress(order=self.object)
        expected = len(self.object.object_ids) * self.object.target_locales.count()
        may_change = self.user_has_permission_for_instance("change", self.object)
        # Wagtail's own would show a list of numbers.
        return super().get_context_data(
            kind=kind_label(self.object.content_type),
            languages=LanguagesColumn("languages").get_value(self.object),
            expected=expected,
            seen_to=seen_to(order=self.object, counts=counts),
            counts=[(JobState(state).label, number, state) for state, number in counts.items() if number],
            without_work=without_work(order=self.object, counts=counts),
            error=shown(self.object.last_error),
            is_at_work=self._is_at_work(counts),
            can_cancel=may_change and self._is_at_work(counts),
            can_retry=may_change and counts.get(JobState.FAILED, 0),
            **kwargs,
        )

    def _is_at_work(self, counts: dict[str, int]) -> bool:
        waiting = self.object.state == OrderState.WAITING
        return waiting or bool(counts.get(JobState.QUEUED) or counts.get(JobState.RUNNING))


class _OrderOperation(Operation):
    """A button on an order, whose page it leads back to."""

    model = TranslationOrder
    inspect_url_name: str | None = None

    def get_success_url(self) -> str:
        self.success_url_name = self.inspect_url_name
        return reverse(self.inspect_url_name, args=[self.object.pk])


class CancelOrderView(_OrderOperation):
    success_message = gettext_lazy("The order is cancelled. What was translated stays.")

    def perform_operation(self) -> None:
        cancel_order(order_id=self.object.pk, by=self.request.user)


class RetryOrderView(_OrderOperation):
    success_message: Any = ""

    def perform_operation(self) -> None:
        number = retry_all(jobs=self.object.jobs.all(), by=self.request.user)
        messages.success(
            self.request,
            ngettext("%(count)d translation is queued again.", "%(count)d translations are queued again.", number)
            % {"count": number},
        )


class OrderViewSet(ReadOnlyViewSet):
    model = TranslationOrder
    name = "translation_orders"
    icon = "list-ul"
    menu_label = _("Orders")
    menu_order = 20
    menu_hook = MENU
    index_view_class = OrderIndexView
    inspect_view_class = OrderInspectView
    inspect_template_name = "localization/order_inspect.html"
    list_display = [
        DateColumn("created_at", label=_("Sent at"), sort_key="created_at"),
        KindColumn("content_type", label=_("Kind of content")),
        SizeColumn("size", label=_("Sources")),
        LanguagesColumn("languages", label=_("Into languages")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("requested_by", label=_("Sent by")),
    ]
    list_filter = ["state"]
    search_backend_name = None

    @property
    def cancel_view(self) -> Any:
        return self.construct_view(CancelOrderView)

    @property
    def retry_view(self) -> Any:
        return self.construct_view(RetryOrderView)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {"retry_url_name": self.get_url_name("retry"), "cancel_url_name": self.get_url_name("cancel")}
        return super().get_common_view_kwargs(**own, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("retry/<int:pk>/", self.retry_view, name="retry"),
            path("cancel/<int:pk>/", self.cancel_view, name="cancel"),
        ]
