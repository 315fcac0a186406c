"""A visit that a service is about to change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Visit
from partnerships.visits.access import may_work
from portal.core.models import User


def held_visit(visit_id: int) -> Visit:
    """The visit, locked until the transaction ends. Raises PartnershipRefusedError (`gone`)."""
    visit: Visit | None = Visit.objects.select_for_update(of=("self",), no_key=True).filter(pk=visit_id).first()
    if visit is None:
        raise PartnershipRefusedError("gone", _("This visit has been deleted meanwhile."))
    return visit


def visit_held_by(by: User, visit_id: int) -> Visit:
    """The same for somebody who works on the visit. Raises PartnershipRefusedError (`gone`, `forbidden`)."""
    visit = held_visit(visit_id)
    if not may_work(by, visit):
        raise PartnershipRefusedError("forbidden", _("You may not change this visit."))
    return visit
