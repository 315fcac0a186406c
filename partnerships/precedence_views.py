"""The screen on which the people of an event are put in order, one arrangement at a time.

It works without JavaScript: every person has a number, and buttons that move them up and down. A script adds dragging.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods
from modeltranslation.settings import AVAILABLE_LANGUAGES
from wagtail.permissions import policy_registry

from parks.name_lines import names_with_offices
from partnerships.enums import Arrangement, PublicField
from partnerships.errors import PartnershipRefusedError
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Agreement, AgreementSignatory, Attendee, Event
from partnerships.precedence import (
    arranged,
    by_side,
    fingerprint,
    given_twice,
    moved,
    rank_of,
    seen_from_hall,
    signing_table,
    witnesses,
)
from partnerships.services.precedence import arrange_attendees
from portal.core import audit
from portal.core.localized import language_name
from portal.core.models import User
from portal.core.scoped_admin import READ
from portal.core.table_views import table_file
from portal.core.tables import FORMATS

#: The largest number that the column holds.
_LARGEST = 32767


@require_http_methods(["GET", "POST"])
def event_precedence(request: HttpRequest, pk: int, arrangement: str = Arrangement.NEWS) -> HttpResponseBase:
    """Show an arrangement, or give it as a file (`export`); a POST saves the numbers, or moves one person."""
    event = _readable(request, pk, arrangement)
    if file_format := request.GET.get("export", ""):
        return _file(request, event, arrangement, file_format)
    if request.method == "GET":
        return _screen(request, event, arrangement)
    if not policy_registry.get(event).user_has_permission_for_instance(request.user, "change", event):
        raise PermissionDenied
    attendees = arranged(event, arrangement)
    typed = {one.pk: request.POST.get(f"rank-{one.pk}", "").strip() for one in attendees}
    errors = _errors(attendees, typed)
    if errors:
        return _screen(request, event, arrangement, typed=typed, errors=errors)
    ranks = {key: int(text) if text else None for key, text in typed.items()}
    if move := request.POST.get("move", ""):
        ranks = moved(attendees, ranks, *_parse(move))
    return _save(request, event, arrangement, ranks)


def _file(request: HttpRequest, event: Event, arrangement: str, file_format: str) -> HttpResponseBase:
    """The people in their order, each with the offices of the day in every language."""
    if file_format not in FORMATS:
        raise Http404
    rows = [
        (
            one.get_side_display(),
            rank_of(one, arrangement),
            *(names_with_offices([one], language=code).text for code in AVAILABLE_LANGUAGES),
            pgettext("in a table", "yes") if one.is_quoted else "",
        )
        for one in arranged(event, arrangement)
    ]
    columns = (
        pgettext("of an event", "Side"),
        _("Rank"),
        *map(language_name, AVAILABLE_LANGUAGES),
        _("Quoted; attendance is not stated"),
    )
    answer, _count = table_file(name=f"{event.slug}-{arrangement}", file_format=file_format, columns=columns, rows=rows)
    filters = {"event": str(event.pk), "arrangement": str(arrangement)}
    audit.record_export(model=Event, by=cast(User, request.user), filters=filters, file_format=file_format)
    return answer


def _save(request: HttpRequest, event: Event, arrangement: str, ranks: Mapping[int, int | None]) -> HttpResponse:
    """Write the order; where somebody was faster, show theirs with the numbers of this person, who may save again."""
    try:
        arrange_attendees(
            event_id=event.pk,
            arrangement=arrangement,
            ranks=ranks,
            seen=request.POST.get("seen", ""),
            by=cast(User, request.user),
        )
    except PartnershipRefusedError as error:
        if error.code == "gone":
            messages.error(request, str(error))
            return redirect("wagtailsnippets_partnerships_event:list")
        present = get_object_or_404(_events(), pk=event.pk)
        messages.error(request, _("%(reason)s Look again and save once more.") % {"reason": error})
        known = {one.pk for one in present.attendees.all()}
        typed = {key: str(rank or "") for key, rank in ranks.items() if key in known}
        return _screen(request, present, arrangement, typed=typed)
    messages.success(request, _("The order is saved."))
    return redirect("event_precedence", event.pk, arrangement)


def _readable(request: HttpRequest, pk: int, arrangement: str) -> Event:
    if arrangement not in Arrangement.values:
        raise Http404
    event = get_object_or_404(_events(), pk=pk)
    policy = policy_registry.get(event)
    if not policy.user_has_any_permission_for_instance(request.user, ["view", "change"], event):
        raise PermissionDenied
    return event


def _events() -> QuerySet[Event]:
    return QuerySet(Event).prefetch_related("attendees__person", "attendees__offices__organization")


def _errors(attendees: list[Attendee], typed: Mapping[int, str]) -> dict[int, str]:
    """What is wrong with the numbers, by the person at whom it is shown."""
    wrong = [key for key, text in typed.items() if text and not _is_rank(text)]
    if wrong:
        return dict.fromkeys(wrong, _("Give a whole number from 1 on, or leave it empty."))
    twice = given_twice(attendees, {key: int(text) if text else None for key, text in typed.items()})
    return dict.fromkeys(twice, _("This rank is given twice on this side."))


def _is_rank(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST)) and 1 <= int(text) <= _LARGEST


def _parse(move: str) -> tuple[int, int]:
    """Who moves, and by how many places: `up-17`."""
    direction, _dash, key = move.partition("-")
    if direction not in ("up", "down") or not (key.isascii() and key.isdigit()):
        raise Http404
    return int(key), -1 if direction == "up" else 1


def _screen(
    request: HttpRequest,
    event: Event,
    arrangement: str,
    *,
    typed: Mapping[int, str] | None = None,
    errors: Mapping[int, str] | None = None,
) -> HttpResponse:
    attendees = arranged(event, arrangement)
    policy = policy_registry.get(event)
    may_change = policy.user_has_permission_for_instance(request.user, "change", event)
    breadcrumbs = record_breadcrumbs(event, _("Precedence"), may_change=may_change)
    context = {
        "event": event,
        "header_title": _("Precedence at “%(title)s”") % {"title": event},
        "header_icon": "list-ol",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the event"))],
        "arrangement": Arrangement(arrangement),
        "arrangements": list(Arrangement),
        "sides": [
            (side, [_row(one, arrangement, typed or {}, errors or {}) for one in people])
            for side, people in by_side(attendees)
        ],
        "seen": fingerprint(attendees, arrangement),
        "has_errors": bool(errors),
        "may_change": may_change,
        "tables": _tables(request, event) if arrangement == Arrangement.TABLE else [],
    }
    return render(request, "partnerships/event_precedence.html", context)


def _row(one: Attendee, arrangement: str, typed: Mapping[int, str], errors: Mapping[int, str]) -> dict[str, Any]:
    return {
        "attendee": one,
        "line": names_with_offices([one]).text,
        "rank": typed.get(one.pk, rank_of(one, arrangement) or ""),
        "error": errors.get(one.pk, ""),
    }


def _tables(request: HttpRequest, event: Event) -> list[dict[str, Any]]:
    """The signing tables of the event, as seen from the hall: of agreements whose signatories the person may see."""
    signed: QuerySet[Agreement] = QuerySet(Agreement).filter(event=event)
    readable = policy_registry.get_by_type(Agreement).instances_user_has_any_permission_for(request.user, READ)
    agreements = signed.annotate(is_readable=Exists(readable.filter(pk=OuterRef("pk")))).order_by("pk")
    agreements = agreements.select_related("event__park").prefetch_related(
        "event__park__operators",
        "event__park__tenants",
        "parties__park",
        "parties__organization",
        "signatories__person",
        "signatories__offices__organization",
    )
    seen = [one for one in agreements if one.is_readable or one.shows(PublicField.SIGNATORIES)]
    return [_table(one) for one in seen]


def _table(agreement: Agreement) -> dict[str, Any]:
    seats = [
        {
            "party": seat.party,
            "is_host": seat.is_host,
            "signatories": _lines(seat.signatories),
            "assistants": _lines(seat.assistants),
        }
        for seat in seen_from_hall(signing_table(agreement))
    ]
    return {
        "agreement": agreement,
        "seats": seats,
        "has_host": any(seat["is_host"] for seat in seats),
        "witnesses": _lines(witnesses(agreement)),
    }


def _lines(people: Iterable[AgreementSignatory]) -> list[str]:
    return [names_with_offices([person]).text for person in people]
