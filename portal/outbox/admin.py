"""Letters in the admin: what was sent to whom, what failed and why, and another try for those given up.

The texts are not shown: they may hold single-use links, such as that of a new password.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.notice_kinds import kind_choices, kind_name
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter
from portal.outbox.services import send_again


class KindColumn(Column):
    def get_value(self, letter: Letter) -> str:
        return kind_name(letter.kind)


class LetterFilterSet(WagtailFilterSet):
    kind = ChoiceFilter(label=_("Kind"), choices=kind_choices)

    class Meta:
        model = Letter
        fields = ["state", "kind", "locale"]


class LetterIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Letter]:
        return super().get_base_queryset().for_list()


class LetterInspectView(ReadOnlyInspectView):
    send_again_url_name: str | None = None

    def get_kind_display_value(self) -> str:
        return kind_name(self.object.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.user_has_permission_for_instance("change", self.object)
        can_send_again = self.object.state == LetterState.DEAD and may_change
        return super().get_context_data(can_send_again=can_send_again, **kwargs)


class SendAgainView(PermissionCheckedMixin, BaseOperationView):
    """Put a letter that was given up back into the queue. POST only."""

    model = Letter
    http_method_names = ["post"]
    permission_required = "change"
    inspect_url_name: str | None = None
    success_message = _("The letter will be sent again.")

    def perform_operation(self) -> None:
        if self.object.state == LetterState.DEAD:
            send_again(letter=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        self.success_url_name = self.inspect_url_name
        return super().get_success_url()


class LetterViewSet(ReadOnlyViewSet):
    model = Letter
    name = "letters"
    icon = "mail"
    menu_label = _("Letters")
    menu_order = 820
    add_to_settings_menu = True
    index_view_class = LetterIndexView
    inspect_view_class = LetterInspectView
    inspect_template_name = "outbox/letter_inspect.html"
    list_display = [
        "subject",
        "recipient",
        KindColumn("kind", label=_("Kind")),
        "state",
        "attempts",
        "last_error",
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
    ]
    filterset_class = LetterFilterSet
    search_fields = ["recipient", "subject", "message_id"]
    search_backend_name = None
    inspect_view_fields = [
        "subject",
        "recipient",
        "user",
        "kind",
        "channel",
        "locale",
        "unit",
        "state",
        "attempts",
        "last_error",
        "created_at",
        "next_attempt_at",
        "sent_at",
        "message_id",
    ]

    @property
    def send_again_view(self) -> Any:
        return self.construct_view(SendAgainView)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(send_again_url_name=self.get_url_name("send_again"), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        again = path("send-again/<int:pk>/", self.send_again_view, name="send_again")
        return [*super().get_urlpatterns(), again]
