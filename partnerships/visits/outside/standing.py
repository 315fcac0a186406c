"""Where a request stands, in words for the visiting side: less than staff see, and nothing internal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from partnerships.models import RequestNote, Visit, VisitMove, VisitRequest
from partnerships.visits.agenda import in_order
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import TOOK_PLACE, VISIT_MOVES, VisitState
from portal.core.localized import Words
from portal.core.partial_dates import known_day


class Standing(models.TextChoices):
    """What the visiting side is told of the state of a visit."""

    RECEIVED = "received", pgettext_lazy("request for a visit", "Received")
    REVIEWED = "reviewed", pgettext_lazy("request for a visit", "Being looked at")
    CONFIRMED = "confirmed", pgettext_lazy("request for a visit", "Confirmed")
    HELD = "held", pgettext_lazy("request for a visit", "The visit has taken place")
    DECLINED = "declined", pgettext_lazy("request for a visit", "Not possible")
    POSTPONED = "postponed", pgettext_lazy("request for a visit", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("request for a visit", "Cancelled")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for a visit", "Withdrawn by you")


_OF_STATE: dict[str, Standing] = {
    VisitState.REQUESTED: Standing.RECEIVED,
    VisitState.UNDER_REVIEW: Standing.REVIEWED,
    VisitState.CONFIRMED: Standing.CONFIRMED,
    **dict.fromkeys(TOOK_PLACE, Standing.HELD),
    VisitState.DECLINED: Standing.DECLINED,
    VisitState.POSTPONED: Standing.POSTPONED,
    VisitState.CANCELLED: Standing.CANCELLED,
}
#: The day and the place are settled.
_SETTLED = frozenset({Standing.CONFIRMED, Standing.HELD})


@dataclass(frozen=True, slots=True)
class Step:
    """What happened and when, with what staff wrote to the visitors."""

    standing: Standing
    at: datetime
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is settled of a visit: its days, the time at which its programme begins, and where."""

    days: str
    begins: time | None
    venue: Words


def standing_after(move: VisitMove) -> Standing:
    """What the visiting side is told after a step. Staff are named in each of theirs; who withdraws has no account."""
    withdrawn = move.to_state == VisitState.CANCELLED and move.by_id is None
    return Standing.WITHDRAWN if withdrawn else _OF_STATE[move.to_state]


def steps_of(request: VisitRequest) -> list[Step]:
    """From the request to where it stands now; steps that the visitors need not tell apart are one."""
    steps = [Step(Standing.RECEIVED, request.created_at)]
    for move in request.visit.moves.order_by("pk"):
        standing = standing_after(move)
        if standing != steps[-1].standing or move.answer:
            steps.append(Step(standing, move.moved_at, move.answer))
    return steps


def withdrawal_reason(request: VisitRequest) -> RequestNote | None:
    """The addition that says why the request was withdrawn, if one does: nothing else is added from then on."""
    move = request.visit.moves.filter(to_state=VisitState.CANCELLED, by=None).last()
    return request.notes.filter(created_at__gte=move.moved_at).last() if move else None


def is_open(visit: Visit) -> bool:
    """Whether the visiting side may still add something or withdraw."""
    return VisitState.CANCELLED in VISIT_MOVES[visit.state]


def arranged(visit: Visit, standing: str) -> Arranged | None:
    """Day, time and venue as soon as they are settled, in the active language."""
    if standing not in _SETTLED:
        return None
    return Arranged(days_in_words(visit.date, visit.until), _begins(visit), visit.words("venue"))


def _begins(visit: Visit) -> time | None:
    """When the first item of the programme on the day of the visit begins, on the clock of its place."""
    day = known_day(visit.date)
    if day is None:
        return None
    beside = timedelta(days=1)  # an item on another clock may be on another day there
    items = visit.agenda.filter(day__range=(day - beside, day + beside))
    timed = [at for at, _item in in_order(visit, items) if at.day == day]
    return next((at.starts_at for at in timed if at.starts_at), None)


#: Standings of which the visiting side gets a letter though staff wrote nothing to them.
TOLD = frozenset({Standing.CONFIRMED, Standing.DECLINED, Standing.POSTPONED, Standing.CANCELLED})
