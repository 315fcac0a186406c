"""Letters in the admin: what was sent to whom, what failed and why, and another try for those given up.

The texts are not shown: they may hold single-use links, such as that of a new password.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.notice_kinds import kind_choices, kind_name
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.outbox.enums import LOST, Channel, SuppressionReason
from portal.outbox.models import Letter
from portal.outbox.services import send_again
from portal.outbox.suppression import SuppressedError, reason_against, suppress


class KindColumn(Column):
    def get_value(self, letter: Letter) -> str:
        return kind_name(letter.kind)


def in_words(error: str) -> str:
    """Why a letter failed: our own sentences in the reader's language, those of servers as they came."""
    return gettext(error) if error else ""


class ErrorColumn(Column):
    def get_value(self, letter: Letter) -> str:
        return in_words(letter.last_error)


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

    suppress_url_name: str | None = None

    def get_kind_display_value(self) -> str:
        return kind_name(self.object.kind)

    def get_last_error_display_value(self) -> str:
        return in_words(self.object.last_error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.object
        may_change = self.user_has_permission_for_instance("change", letter)
        suppressed = letter.channel == Channel.EMAIL and bool(reason_against(letter.recipient))
        return super().get_context_data(
            can_send_again=letter.state in LOST and may_change and not suppressed,
            can_suppress=letter.channel == Channel.EMAIL and may_change and not suppressed,
            is_suppressed=suppressed,
            reports=letter.reports.all(),
            **kwargs,
        )


class SendAgainView(PermissionCheckedMixin, BaseOperationView):
    """Put a letter that did not arrive back into the queue. POST only."""

    model = Letter
    http_method_names = ["post"]
    permission_required = "change"
    inspect_url_name: str | None = None
    success_message = _("The letter will be sent again.")

    def perform_operation(self) -> None:
        if self.object.state not in LOST:
            return
        try:
            send_again(letter=self.object, by=self.request.user)
        except SuppressedError:
            self.success_message = _("The address is suppressed. Lift that first, then send the letter again.")

    def get_success_url(self) -> str:
        self.success_url_name = self.inspect_url_name
        return super().get_success_url()


class SuppressView(PermissionCheckedMixin, BaseOperationView):
    """Send no more letters to the recipient of this one. POST only."""

    model = Letter
    http_method_names = ["post"]
    permission_required = "change"
    inspect_url_name: str | None = None
    success_message = _("No more letters go to this address.")

    def perform_operation(self) -> None:
        letter = self.object
        if letter.channel == Channel.EMAIL:
            suppress(address=letter.recipient, reason=SuppressionReason.BY_HAND, letter=letter, by=self.request.user)

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
        ErrorColumn("last_error", label=_("Last error")),
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

    @property
    def suppress_view(self) -> Any:
        return self.construct_view(SuppressView)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {f"{name}_url_name": self.get_url_name(name) for name in ("send_again", "suppress")}
        return super().get_common_view_kwargs(**names, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        again = path("send-again/<int:pk>/", self.send_again_view, name="send_again")
        no_more = path("suppress/<int:pk>/", self.suppress_view, name="suppress")
        return [*super().get_urlpatterns(), again, no_more]
