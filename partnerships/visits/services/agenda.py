"""The moments of an agenda, where the clock of the visit changes under it, and its days, where the visit is moved."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import AgendaItem, Visit
from partnerships.visits.services.held import visit_held_by
from portal.core import audit
from portal.core.models import User

MOVED = "partnerships.visit.agenda"


@transaction.atomic
def remake_moments(*, visit: Visit) -> None:
    """Make `begins` and `ends` of all items of `visit` anew: those without a zone of their own follow the visit's."""
    for item in AgendaItem.objects.filter(visit=visit.pk):
        item.visit = visit
        item.save(update_fields=["begins", "ends"])


@transaction.atomic
def move_agenda(*, visit_id: int, days: int, seen: date, by: User) -> int:
    """Move every item that has a day by `days`; how many.

    Args:
        seen: the first day of the agenda on the screen of the person: nothing is moved twice.

    Raises:
        PartnershipRefusedError: the visit is gone, `by` may not change it, the agenda has changed meanwhile, or a day
            would be none (`day`).
    """
    visit = visit_held_by(by, visit_id)
    items = list(AgendaItem.objects.filter(visit=visit.pk, day__isnull=False).order_by("day", "pk"))
    if not items or items[0].day != seen:
        raise PartnershipRefusedError("moved", _("The agenda has been changed meanwhile. Nothing was moved."))
    try:
        for item in items:
            item.day = (item.day or seen) + timedelta(days=days)
            item.visit = visit
    except OverflowError as error:
        raise PartnershipRefusedError("day", _("There are no such days.")) from error
    for item in items:
        item.save(update_fields=["day", "begins", "ends"])
    visit.save(update_fields=["updated_at"])  # who confirms it learns that it has changed
    audit.record(instance=visit, action=MOVED, by=by, data={"days": days, "items": len(items)})
    return len(items)
