"""What must be true of a visit before a step, and the checklist with which a visit of each kind begins."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import ChecklistItem, Visit
from partnerships.visits.enums import SETTLED, ChecklistPoint, Direction, Gate, LetterKind, VisitKind, VisitState
from portal.core.days import today
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate

_BOTH = (
    (ChecklistPoint.LEADERS, Gate.CONFIRMED),
    (ChecklistPoint.PLAN, Gate.CONFIRMED),
    (ChecklistPoint.DELEGATES, Gate.CONFIRMED),
    (ChecklistPoint.ROOMS, Gate.HOSTED),
    (ChecklistPoint.TRANSPORT, Gate.HOSTED),
    (ChecklistPoint.NEEDS, Gate.HOSTED),
    (ChecklistPoint.PAPERS, Gate.HOSTED),
    (ChecklistPoint.PHOTOGRAPHER, Gate.HOSTED),
)
#: Kind of visit → points with which its checklist begins, with the step that waits for each.
FIRST_POINTS: dict[str, tuple[tuple[ChecklistPoint, Gate], ...]] = {
    VisitKind.OFFICIAL: ((ChecklistPoint.BUDGET, Gate.CONFIRMED), *_BOTH),
    VisitKind.FOREIGN: (
        (ChecklistPoint.BUDGET, Gate.CONFIRMED),
        (ChecklistPoint.SECRECY, Gate.CONFIRMED),
        (ChecklistPoint.INTERPRETER, Gate.HOSTED),
        *_BOTH,
    ),
    VisitKind.BUSINESS: _BOTH,
}


def begin_checklist(visit: Visit) -> None:
    """Give a visit the points of its kind that it does not have yet, after those that it has."""
    present = list(ChecklistItem.objects.filter(visit=visit.pk).values_list("point", "sort_order"))
    named = {point for point, _order in present}
    points = [pair for pair in FIRST_POINTS[visit.kind] if pair[0] not in named and _applies(visit, pair[0])]
    last = max((order or 0 for _point, order in present), default=-1)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(visit_id=visit.pk, point=point, gate=gate, sort_order=number)
        for number, (point, gate) in enumerate(points, start=last + 1)
    )


def _applies(visit: Visit, point: str) -> bool:
    """Who travels books no rooms and prints no table signs."""
    at_home = {ChecklistPoint.ROOMS, ChecklistPoint.PAPERS, ChecklistPoint.PHOTOGRAPHER}
    return visit.direction == Direction.INCOMING or point not in at_home


def obstacles(visit: Visit, to: str) -> list[str]:
    """Why a step to `to` would be refused to everybody now, a sentence each; empty if nothing hinders."""
    checks = {
        VisitState.CONFIRMED: _before_confirmed,
        VisitState.HOSTED: _before_hosted,
        VisitState.REPORTED: _before_reported,
        VisitState.CLOSED: _before_closed,
    }
    return list(checks[to](visit)) if to in checks else []  # type: ignore[index]


def _before_confirmed(visit: Visit) -> Iterator[str]:
    if visit.date is None or not (visit.date.month and visit.date.day):
        yield _("Give the day of the visit.")
    if visit.kind == VisitKind.OFFICIAL:
        yield from _letter(visit)
    if visit.kind == VisitKind.FOREIGN and not visit.foreign_affairs_reference.strip():
        yield _("Give the reference of the foreign-affairs office.")
    if visit.kind != VisitKind.BUSINESS and not visit.approver.strip():
        yield _("Say who has approved the visit.")
    yield from _unsettled(visit, Gate.CONFIRMED)


def _letter(visit: Visit) -> Iterator[str]:
    if visit.letter_kind == LetterKind.NONE:
        yield _("An official visit rests on an official letter or an invitation: say which.")
    elif not visit.letter_number.strip():
        yield _("Give the number of the letter.")


def _before_hosted(visit: Visit) -> Iterator[str]:
    if _is_to_come(visit.date):
        yield _("The visit has not begun yet.")
    yield from _unsettled(visit, Gate.CONFIRMED)
    yield from _unsettled(visit, Gate.HOSTED)


def _is_to_come(date: PartialDate | None) -> bool:
    """Whether the day is stated in full and lies ahead; of one that is not, nobody can say."""
    if date is None or date.inferred or not (date.year and date.month and date.day):
        return False
    return datetime.date(date.year, date.month, date.day) > today()


def _before_reported(visit: Visit) -> Iterator[str]:
    if not any((getattr(visit, name) or "").strip() for name in word_columns("outcome")):
        yield _("Write down the outcome.")


def _before_closed(visit: Visit) -> Iterator[str]:
    if count := visit.follow_ups.exclude(state__in=SETTLED).count():
        yield _("Follow-ups that are still open: %(count)d.") % {"count": count}


def _unsettled(visit: Visit, gate: str) -> Iterator[str]:
    names = [str(item) for item in visit.checklist.all() if item.gate == gate and item.done_at is None]
    if names:
        yield _("Still to be settled: %(points)s.") % {"points": pgettext("between names", ", ").join(names)}
