"""Suppressed addresses in the admin: why nothing goes there, since when, and the way to lift it."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.outbox.delivery_models import Suppression
from portal.outbox.suppression import lift


class SuppressionFilterSet(WagtailFilterSet):
    in_force = BooleanFilter(label=_("In force"), field_name="lifted_at", lookup_expr="isnull")

    class Meta:
        model = Suppression
        fields = ["reason", "source"]


class SuppressionInspectView(ReadOnlyInspectView):
    lift_url_name: str | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = self.object.lifted_at is None
        can_lift = in_force and self.user_has_permission_for_instance("change", self.object)
        return super().get_context_data(can_lift=can_lift, **kwargs)


class LiftView(PermissionCheckedMixin, BaseOperationView):
    """Let letters go to the address again. POST only."""

    model = Suppression
    http_method_names = ["post"]
    permission_required = "change"
    inspect_url_name: str | None = None
    success_message = _("Letters go to this address again. Those that were given up can be sent again one by one.")

    def perform_operation(self) -> None:
        lift(suppression=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        self.success_url_name = self.inspect_url_name
        return super().get_success_url()


class SuppressionViewSet(ReadOnlyViewSet):
    model = Suppression
    name = "suppressions"
    icon = "mail"
    menu_label = _("Suppressed addresses")
    menu_order = 821
    add_to_settings_menu = True
    inspect_view_class = SuppressionInspectView
    inspect_template_name = "outbox/suppression_inspect.html"
    list_display = [
        "address",
        "reason",
        "source",
        DateColumn("since", label=_("Since"), sort_key="since"),
        DateColumn("lifted_at", label=_("Lifted"), sort_key="lifted_at"),
    ]
    filterset_class = SuppressionFilterSet
    search_fields = ["address", "evidence"]
    search_backend_name = None
    inspect_view_fields = [
        "address",
        "reason",
        "source",
        "evidence",
        "letter",
        "unit",
        "since",
        "by",
        "lifted_at",
        "lifted_by",
    ]

    @property
    def lift_view(self) -> Any:
        return self.construct_view(LiftView)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(lift_url_name=self.get_url_name("lift"), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("lift/<int:pk>/", self.lift_view, name="lift")]
