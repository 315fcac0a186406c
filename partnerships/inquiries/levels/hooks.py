"""What the service levels add to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from partnerships.inquiries.levels.access import calendar_policy, level_policy
from partnerships.inquiries.levels.admin import CalendarViewSet, LevelViewSet
from partnerships.models import WorkCalendar
from portal.core.days import today

register_snippet(LevelViewSet)
register_snippet(CalendarViewSet)

_READ = ("view", "change")


class PolicyMenuItem(MenuItem):
    """Offered to whoever may read one of its records."""

    def __init__(self, viewset: Any, policy: Any, order: int) -> None:
        model: Any = viewset.model
        address = reverse(model.snippet_viewset.get_url_name("list"))
        name = f"inquiry-{model._meta.model_name}"
        super().__init__(viewset.menu_label, address, name=name, icon_name=viewset.icon, order=order)
        self.policy = policy

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(self.policy.user_has_any_permission(request.user, _READ))


@hooks.register("register_inquiries_menu_item")
def offer_levels() -> MenuItem:
    return PolicyMenuItem(LevelViewSet, level_policy, 60)


@hooks.register("register_inquiries_menu_item")
def offer_calendars() -> MenuItem:
    return PolicyMenuItem(CalendarViewSet, calendar_policy, 70)


@hooks.register("register_snippet_listing_buttons")
def offer_year(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to this year of a working calendar, from the list and above its form."""
    if isinstance(snippet, WorkCalendar):
        yield Button(
            _("Year"),
            reverse("calendar_year", args=[snippet.pk, today().year]),
            attrs={"aria-label": _("Days of the year of “%(title)s”") % {"title": str(snippet)}},
            icon_name="calendar-alt",
            priority=50,
        )
