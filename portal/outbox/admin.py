"""Letters in the admin: what was sent to whom, what failed and why, and what staff may do about it.

The texts are not shown: they may hold single-use links, such as that of a new password.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from portal.core.models import Unit
from portal.core.notice_kinds import kind_choices, kind_name
from portal.core.permissions import ALL_UNITS
from portal.core.read_only_admin import READ, ReadOnlyInspectView, ReadOnlyViewSet
from portal.outbox.admin_many import SendManyView
from portal.outbox.admin_operations import CancelView, SendAgainView, SuppressView
from portal.outbox.enums import LOST, WAITING, Channel
from portal.outbox.models import Letter
from portal.outbox.policy import letter_policy
from portal.outbox.private_recipients import hidden_letters, is_hidden, mask
from portal.outbox.reasons import explain
from portal.outbox.suppression import reason_against


class KindColumn(Column):
    def get_value(self, letter: Letter) -> str:
        return kind_name(letter.kind)


class ReasonColumn(Column):
    """The last failure in words for people, and the server's own under it."""

    def get_value(self, letter: Letter) -> str:
        if not letter.last_error:
            return explain(letter)
        return format_html('{}<br><small class="w-text-grey-600">{}</small>', explain(letter), letter.last_error[:200])


def units_in_reach(request: Any) -> QuerySet[Unit]:
    """The units whose letters the person may see."""
    units = letter_policy.units(request.user, READ)
    return Unit.objects.all() if units is ALL_UNITS else Unit.objects.filter(pk__in=units)


class LetterFilterSet(WagtailFilterSet):
    kind = ChoiceFilter(label=_("Kind"), choices=kind_choices)
    locale = ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    unit = ModelChoiceFilter(label=_("Unit"), queryset=units_in_reach)
    created_at = DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Letter
        fields = ["state", "kind", "channel", "locale", "unit", "created_at"]


class LetterIndexView(IndexView):
    send_many_url_name: str | None = None

    def get_base_queryset(self) -> QuerySet[Letter]:
        return super().get_base_queryset().for_list()

    def get_table(self, object_list: Iterable[Letter]) -> Any:
        return super().get_table([mask(self.request.user, letter) for letter in object_list])

    def search_queryset(self, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        """Whoever may not know a recipient does not find letters by it either."""
        found = super().search_queryset(queryset)
        if not self.is_searching:
            return found
        otherwise = Q(subject__icontains=self.search_query) | Q(message_id__icontains=self.search_query)
        return found.exclude(hidden_letters(self.request.user) & ~otherwise)

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.user_has_permission("change"):
            return []
        address = f"{reverse(self.send_many_url_name)}?{self.request.GET.urlencode()}"
        return [HeaderButton(_("Send again what was given up"), url=address, icon_name="rotate")]


class LetterInspectView(ReadOnlyInspectView):
    send_again_url_name: str | None = None
    cancel_url_name: str | None = None

    suppress_url_name: str | None = None

    def get_object(self, *args: Any, **kwargs: Any) -> Letter:
        letter: Letter = super().get_object(*args, **kwargs)
        return mask(self.request.user, letter)

    def get_kind_display_value(self) -> str:
        return kind_name(self.object.kind)

    def get_last_error_display_value(self) -> str:
        return gettext(self.object.last_error) if self.object.last_error else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.object
        may_change = self.user_has_permission_for_instance("change", letter)
        suppressed = letter.channel == Channel.EMAIL and bool(reason_against(letter.recipient))
        return super().get_context_data(
            explanation=explain(letter),
            can_send_again=may_change and letter.state in LOST and not letter.scrubbed_at and not suppressed,
            can_cancel=may_change and letter.state in WAITING,
            can_suppress=letter.channel == Channel.EMAIL and may_change and not suppressed,
            is_suppressed=suppressed,
            reports=[] if is_hidden(self.request.user, letter) else letter.reports.all(),
            **kwargs,
        )


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
        "channel",
        "state",
        "attempts",
        ReasonColumn("last_error", label=_("Reason")),
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
        "scrubbed_at",
        "message_id",
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(send_many_url_name=self.get_url_name("send_many"), **kwargs)

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {f"{name}_url_name": self.get_url_name(name) for name in ("send_again", "cancel", "suppress")}
        return super().get_inspect_view_kwargs(**names, **kwargs)

    @property
    def send_many_view(self) -> Any:
        kwargs = self.get_index_view_kwargs() | {"template_name": "outbox/letters_send_many.html"}
        return self.construct_view(SendManyView, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("send-again/<int:pk>/", self.construct_view(SendAgainView), name="send_again"),
            path("send-again/", self.send_many_view, name="send_many"),
            path("cancel/<int:pk>/", self.construct_view(CancelView), name="cancel"),
            path("suppress/<int:pk>/", self.construct_view(SuppressView), name="suppress"),
        ]
