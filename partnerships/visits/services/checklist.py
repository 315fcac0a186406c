"""Settling the points of a visit's checklist, and opening them again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import ChecklistItem, Visit, VisitMember
from partnerships.visits.enums import TO_COME, Photographs, VisitState
from partnerships.visits.readiness import WHATEVER_THE_DAY, begin_checklist, point_problem, visitors
from partnerships.visits.services.held import visit_held_by
from portal.core import audit
from portal.core.models import User
from portal.core.names import name_of

SETTLED = "partnerships.visit.settle"
REOPENED = "partnerships.visit.reopen"
COMPLETED = "partnerships.visit.checklist"
ASKED = "partnerships.visit.photographs"
#: Whoever has taken place or is off is past preparing.
PREPARED_IN = TO_COME | {VisitState.POSTPONED}


@transaction.atomic
def settle_point(*, visit_id: int, item_id: int, settled: bool, by: User) -> ChecklistItem:
    """Settle a point, or open it again; who and when stand beside it.

    Raises:
        PartnershipRefusedError: visit or point are gone, `by` may not change the visit, it is past preparing, somebody
            else has done it meanwhile, or what the point says is not true (`readiness.point_problem`).
    """
    visit = _held(visit_id, by)
    item: ChecklistItem | None = visit.checklist.select_related("done_by").filter(pk=item_id).first()
    if item is None:
        raise PartnershipRefusedError("gone", _("This point is not on the checklist any more."))
    if (item.done_at is not None) == settled:
        raise PartnershipRefusedError("moved", _done_meanwhile(item))
    if settled and (problem := point_problem(visit, item.point)):
        raise PartnershipRefusedError("obstacle", problem)
    item.done_at, item.done_by = (timezone.now(), by) if settled else (None, None)
    item.save(update_fields=["done_at", "done_by"])
    data = {"point": item.pk, "name": item.point or "own"}
    audit.record(instance=visit, action=SETTLED if settled else REOPENED, by=by, data=data)
    return item


@transaction.atomic
def complete_checklist(*, visit_id: int, by: User) -> int:
    """Add the points of the visit's kind that the checklist lacks; how many.

    Raises:
        PartnershipRefusedError: the visit is gone, `by` may not change it, or it is past preparing.
    """
    visit = _held(visit_id, by)
    count = begin_checklist(visit)
    if count:
        audit.record(instance=visit, action=COMPLETED, by=by, data={"points": count})
    return count


@transaction.atomic
def answer_for_photographs(*, visit_id: int, answer: str, by: User) -> int:
    """Give `answer` (a `Photographs`) for all delegates who have not been asked yet; how many. Others keep theirs.

    Raises:
        PartnershipRefusedError: the visit is gone, `by` may not change it, it is past preparing, or it is no answer.
    """
    if answer not in (Photographs.ALLOWED, Photographs.REFUSED):
        raise PartnershipRefusedError("move", _("Say whether they may be photographed."))
    visit = _held(visit_id, by)
    open_ones = [one.pk for one in visitors(visit) if one.photographs == Photographs.NOT_ASKED]
    VisitMember.objects.filter(pk__in=open_ones).update(photographs=answer)
    if open_ones:
        audit.record(instance=visit, action=ASKED, by=by, data={"delegates": len(open_ones)})
    return len(open_ones)


def reopen_for_another_day(*, visit: Visit, by: User | None) -> int:
    """Open again what was settled for the day that a visit no longer has; how many points. Call with its row locked."""
    items = [item for item in visit.checklist.all() if item.done_at and item.point not in WHATEVER_THE_DAY]
    ChecklistItem.objects.filter(pk__in=[item.pk for item in items]).update(done_at=None, done_by=None)
    if items:
        audit.record(instance=visit, action=REOPENED, by=by, data={"points": len(items), "reason": "postponed"})
    return len(items)


def _held(visit_id: int, by: User) -> Visit:
    visit = visit_held_by(by, visit_id)
    if visit.state not in PREPARED_IN:
        said = _("The visit is now “%(state)s”: its preparation is over. Nothing was changed.")
        raise PartnershipRefusedError("state", said % {"state": visit.get_state_display()})
    return visit


def _done_meanwhile(item: ChecklistItem) -> str:
    if item.done_at is None:
        return _("Meanwhile somebody has opened “%(point)s” again. Nothing was changed.") % {"point": item}
    facts = {"point": item, "person": name_of(item.done_by)}
    return _("Meanwhile %(person)s has settled “%(point)s”. Nothing was changed.") % facts
