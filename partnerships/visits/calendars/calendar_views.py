"""The calendar of visits in the admin: month, week and list, by the address alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from partnerships.models import Visit
from partnerships.visits.access import readable_visits
from partnerships.visits.calendars.board import LIST, MONTH, WEEK, Day, Range, laid_out, range_of, undated
from partnerships.visits.calendars.feeds import READING, parks_to_follow
from partnerships.visits.calendars.schedule import visits_between
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import VisitKind, VisitState
from partnerships.visits.zones import zone_name
from portal.core.days import FIRST_DAY, LAST_DAY, today
from portal.core.models import User

#: Visits of one view; whoever has more narrows it.
MOST = 500
#: A view reaches beyond its day, so the outermost days are left out.
_MARGIN = timedelta(days=200)


@require_safe
def visit_calendar(request: HttpRequest) -> HttpResponse:
    """Visits that the person may read, with their agenda, around the day of the address."""
    user = cast(User, request.user)
    if not policy_registry.get_by_type(Visit).user_has_any_permission(user, READING):  # type: ignore[union-attr]
        raise PermissionDenied
    view = request.GET.get("view", MONTH)
    view = view if view in (MONTH, WEEK, LIST) else MONTH
    day = _day(request.GET.get("date", ""))
    days = range_of(view, day)
    choices, wrong = _choices(request.GET, user)
    chosen = {choice["name"]: choice["value"] for choice in choices if choice["value"]}
    rows = readable_visits(user).filter(**chosen)
    visits = list(visits_between(rows, days.first, days.last)[: MOST + 1])
    board = laid_out(visits[:MOST], days, today(), _address_for(user))
    context = {
        **_navigation(view, day, days, chosen),
        **_head(view, days),
        "choices": choices,
        "is_narrowed": bool(chosen),
        "wrong": wrong,
        "weekdays": list(WEEKDAYS.values()),
        "weeks": [board[start : start + 7] for start in range(0, len(board), 7)] if view == MONTH else [],
        "days": _shown_days(view, board),
        "has_any": any(day.shown for day in board),
        "zone": zone_name(settings.TIME_ZONE),
        "undated": [
            (visit, _address_for(user)(visit), days_in_words(visit.date, visit.until))
            for visit in undated(visits[:MOST])
        ],
        "is_cut": len(visits) > MOST,
        "most": MOST,
    }
    return render(request, "partnerships/visit_calendar.html", context)


def _shown_days(view: str, board: list[Day]) -> list[Day]:
    if view == MONTH:
        return []
    return board if view == WEEK else [day for day in board if day.shown]


def _day(text: str) -> date:
    """The day of the address; today where it names none that a visit may have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return day if FIRST_DAY + _MARGIN <= day <= LAST_DAY - _MARGIN else today()


def _choices(sent: Mapping[str, str], user: User) -> tuple[list[dict[str, Any]], bool]:
    """The filters with what is chosen, and whether something was asked for that does not exist."""
    parks = [(str(park.pk), park.words("name").text) for park in parks_to_follow(user)]
    offered = (
        ("park", _("Park"), parks),
        ("kind", _("Kind"), [(kind.value, str(kind.label)) for kind in VisitKind]),
        ("state", _("State"), [(state.value, str(state.label)) for state in VisitState]),
    )
    wrong = False
    choices = []
    for name, label, options in offered:
        value = sent.get(name, "")
        known = value in {key for key, _label in options}
        wrong = wrong or bool(value and not known)
        choices.append({"name": name, "label": label, "options": options, "value": value if known else ""})
    return choices, wrong


def _navigation(view: str, day: date, days: Range, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Where the buttons lead: they keep what is chosen."""

    def address(view: str, day: date) -> str:
        return "?" + urlencode({"view": view, "date": day.isoformat(), **chosen})

    said = {
        MONTH: (_("Previous month"), _("Next month")),
        WEEK: (_("Previous week"), _("Next week")),
        LIST: (_("Previous three months"), _("Next three months")),
    }[view]
    named = (
        (MONTH, pgettext("calendar", "Month")),
        (WEEK, pgettext("calendar", "Week")),
        (LIST, pgettext("calendar", "List")),
    )
    return {
        "view": view,
        "date": day.isoformat(),
        "views": [{"label": label, "url": address(one, day), "is_current": one == view} for one, label in named],
        "earlier": {"label": said[0], "url": address(view, days.earlier)},
        "later": {"label": said[1], "url": address(view, days.later)},
        "today_url": address(view, today()),
        "all_url": "?" + urlencode({"view": view, "date": day.isoformat()}),
    }


def _head(view: str, days: Range) -> dict[str, Any]:
    listed = reverse("wagtailsnippets_partnerships_visit:list")
    return {
        "header_title": _("Calendar of visits"),
        "header_icon": "date",
        "breadcrumbs_items": [
            {"url": listed, "label": capfirst(str(Visit._meta.verbose_name_plural))},
            {"url": "", "label": pgettext("of visits", "Calendar")},
        ],
        "header_buttons": [
            HeaderButton(
                pgettext("to a calendar", "Subscribe"),
                url=reverse("visit_feeds"),
                icon_name="link",
                attrs={"aria-label": _("Subscribe in your own calendar")},
            )
        ],
        "heading": _heading(view, days),
    }


def _heading(view: str, days: Range) -> str:
    if view == MONTH:
        return date_format(days.first + timedelta(days=7), "YEAR_MONTH_FORMAT")
    form = "YEAR_MONTH_FORMAT" if view == LIST else "DATE_FORMAT"
    values = {"first": date_format(days.first, form), "last": date_format(days.last, form)}
    return pgettext("from day to day", "%(first)s – %(last)s") % values


def _address_for(user: User) -> Any:
    """Where a visit is opened: its form by those who may change it, else its screen to read. Without a query each."""
    policy: Any = policy_registry.get_by_type(Visit)

    def address(visit: Visit) -> str:
        screen = "edit" if policy.in_scope(user, ["change"], visit) else "inspect"
        return reverse(f"wagtailsnippets_partnerships_visit:{screen}", args=[visit.pk])

    return address
