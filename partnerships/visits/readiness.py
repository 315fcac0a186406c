"""What must be true of a visit before a step, and the checklist with which a visit of each kind begins."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.enums import Side
from partnerships.models import ChecklistItem, Visit, VisitMember
from partnerships.visits.enums import (
    SETTLED,
    TOOK_PLACE,
    ChecklistPoint,
    Direction,
    Gate,
    GiftDirection,
    GiftFate,
    LetterKind,
    MemberRole,
    Photographs,
    VisitKind,
    VisitState,
)
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate, known_day, stated_day

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
#: Points that stay settled when a visit is postponed; the others were settled for the day that it had.
WHATEVER_THE_DAY = frozenset({ChecklistPoint.BUDGET, ChecklistPoint.SECRECY})


def begin_checklist(visit: Visit) -> int:
    """Give a saved visit the points of its kind that its checklist lacks, behind those it has; how many."""
    last = max((order or 0 for order in _rows(visit).values_list("sort_order", flat=True)), default=-1)
    made = ChecklistItem.objects.bulk_create(
        ChecklistItem(visit_id=visit.pk, point=point, gate=gate, sort_order=number)
        for number, (point, gate) in enumerate(missing_points(visit), start=last + 1)
    )
    return len(made)


def missing_points(visit: Visit) -> list[tuple[ChecklistPoint, Gate]]:
    """What belongs to the kind of the visit and is not on its checklist, for instance since its kind was changed."""
    known = set(_rows(visit).values_list("point", flat=True))
    return [pair for pair in FIRST_POINTS[visit.kind] if pair[0] not in known and _applies(visit, pair[0])]


def _rows(visit: Visit) -> QuerySet[ChecklistItem]:
    """The points as they are saved: a form carries its own."""
    rows: QuerySet[ChecklistItem] = QuerySet(ChecklistItem)
    return rows.filter(visit=visit.pk)


def _applies(visit: Visit, point: str) -> bool:
    """Who travels books no rooms and prints no table signs."""
    at_home = {ChecklistPoint.ROOMS, ChecklistPoint.PAPERS, ChecklistPoint.PHOTOGRAPHER}
    return visit.direction == Direction.INCOMING or point not in at_home


def obstacles(visit: Visit, to: str) -> list[str]:
    """Why a step to `to` would be refused to everybody now, a sentence each; empty if nothing hinders.

    What the sentences say of needs and gifts is for those who may make the step. A step back asks nothing.
    """
    checks = {
        VisitState.UNDER_REVIEW: _before_review,
        VisitState.CONFIRMED: _before_confirmed,
        VisitState.HOSTED: _before_hosted,
        VisitState.REPORTED: _before_reported,
        VisitState.CLOSED: _before_closed,
    }
    return list(checks[to](visit)) if to in checks else []  # type: ignore[index]


def point_problem(visit: Visit, point: str) -> str:
    """Why what `point` says is not true of the visit as it is recorded; empty where nothing speaks against it."""
    problems = {
        ChecklistPoint.DELEGATES: _no_visitors,
        ChecklistPoint.INTERPRETER: _no_interpreter,
        ChecklistPoint.PHOTOGRAPHER: _not_asked,
    }
    return problems[point](visit) if point in problems else ""  # type: ignore[index]


def visitors(visit: Visit) -> list[VisitMember]:
    """Everybody on the list who is not on the side of the hosts."""
    return [one for one in visit.members.all() if one.side != Side.HOSTS]


def _before_review(visit: Visit) -> Iterator[str]:
    """What was postponed comes back with another day."""
    if visit.state != VisitState.POSTPONED:
        return
    put_off = visit.moves.filter(to_state=VisitState.POSTPONED).last()
    if known_day(visit.date) is None or (put_off and put_off.date == visit.date):
        yield _("Give the new day of the visit.")


def _before_confirmed(visit: Visit) -> Iterator[str]:
    if known_day(visit.date) is None:
        yield _("Give the day of the visit.")
    if visit.park_id is None:
        yield _("Choose the park.")
    if visit.kind == VisitKind.OFFICIAL:
        yield from _letter(visit)
    if visit.kind == VisitKind.FOREIGN and not visit.foreign_affairs_reference.strip():
        yield _("Give the reference of the foreign-affairs office.")
    if visit.kind != VisitKind.BUSINESS and not visit.approver.strip():
        yield _("Say who has approved the visit.")
    yield from _heads(visit)
    yield from _unsettled(visit, Gate.CONFIRMED)


def _letter(visit: Visit) -> Iterator[str]:
    """《党政机关国内公务接待管理规定》: without a letter nobody is received."""
    if visit.letter_kind == LetterKind.NONE:
        yield _("An official visit rests on an official letter or an invitation: say which.")
    elif not visit.letter_number.strip():
        yield _("Give the number of the letter.")


def _heads(visit: Visit) -> Iterator[str]:
    """Precedence begins with the head: officials have one, and nobody has two."""
    count = sum(one.role == MemberRole.HEAD for one in visitors(visit))
    if not count and visit.kind != VisitKind.BUSINESS:
        yield _("Name the head of the delegation among the delegates.")
    if count > 1:
        yield _("Heads of the delegation on the list: %(count)d. Leave one.") % {"count": count}


def _before_hosted(visit: Visit) -> Iterator[str]:
    if visit.state in TOOK_PLACE:
        return
    if _is_to_come(visit, visit.date):
        yield _("The visit has not begun yet.")
    if problem := _no_visitors(visit):
        yield problem
    if problem := _no_interpreter(visit):
        yield problem
    yield from _unsettled(visit, Gate.CONFIRMED)
    yield from _unsettled(visit, Gate.HOSTED)
    if problem := _settled_too_early(visit, ChecklistPoint.PHOTOGRAPHER):
        yield problem


def _settled_too_early(visit: Visit, point: str) -> str:
    """What has become untrue since the point was settled."""
    is_settled = any(item.point == point and item.done_at for item in visit.checklist.all())
    return point_problem(visit, point) if is_settled else ""


def _no_visitors(visit: Visit) -> str:
    return "" if visit.headcount or visitors(visit) else _("Enter the delegates, or at least how many they are.")


def _no_interpreter(visit: Visit) -> str:
    people = list(visit.members.all())
    is_needed = any(one.interpreting.strip() for one in people if one.role != MemberRole.INTERPRETER)
    if not is_needed or any(one.role == MemberRole.INTERPRETER for one in people):
        return ""
    return _("Somebody needs interpreting: put the interpreter on the list of delegates and hosts.")


def _not_asked(visit: Visit) -> str:
    count = sum(one.photographs == Photographs.NOT_ASKED for one in visitors(visit))
    if not count:
        return ""
    return _("Delegates who have not been asked whether they may be photographed: %(count)d.") % {"count": count}


def _is_to_come(visit: Visit, date: PartialDate | None) -> bool:
    """Whether the day is stated in full and lies ahead where the visit is; of one that is not, nobody can say."""
    day = stated_day(date)
    return day is not None and day > timezone.localtime(timezone=ZoneInfo(visit.timezone)).date()


def _before_reported(visit: Visit) -> Iterator[str]:
    if visit.state == VisitState.CLOSED:
        return
    if _is_to_come(visit, visit.until):
        yield _("The visit has not ended yet.")
    if not any((getattr(visit, name) or "").strip() for name in word_columns("outcome")):
        yield _("Write down the outcome.")
    yield from _no_gifts(visit)


def _no_gifts(visit: Visit) -> Iterator[str]:
    """《党政机关国内公务接待管理规定》: nothing is given, and nothing taken."""
    if visit.kind == VisitKind.OFFICIAL and visit.gifts.exists():
        yield _("On an official visit there are no gifts: see to those that are in the register.")


def _before_closed(visit: Visit) -> Iterator[str]:
    if count := visit.follow_ups.exclude(state__in=SETTLED).count():
        yield _("Follow-ups that are still open: %(count)d.") % {"count": count}
    yield from _no_gifts(visit)
    if count := visit.gifts.filter(direction=GiftDirection.RECEIVED, fate=GiftFate.OPEN).count():
        yield _("Gifts received of which the register does not say what became of them: %(count)d.") % {"count": count}


def _unsettled(visit: Visit, gate: str) -> Iterator[str]:
    names = [str(item) for item in visit.checklist.all() if item.gate == gate and item.done_at is None]
    if names:
        yield _("Still to be settled: %(points)s.") % {"points": pgettext("between names", ", ").join(names)}
