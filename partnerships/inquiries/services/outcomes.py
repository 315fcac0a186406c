"""What an inquiry becomes: a visit, or an agreement that is being drafted.

Both carry over what the inquiry says of the company and its plan. The person and their address stay in the inquiry,
which is the one place of their data, and are read there by way of the link.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.consents import HOME
from partnerships.inquiries.enums import INQUIRY_MOVES, InquiryState
from partnerships.inquiries.services.links import LINKED, held_true_inquiry, linked, named
from partnerships.inquiries.services.moves import step
from partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementSector,
    Inquiry,
    Visit,
    VisitPartner,
    VisitSector,
)
from partnerships.visits.enums import Direction, VisitKind
from partnerships.visits.readiness import begin_checklist
from partnerships.visits.requested import visit_name
from portal.core import audit
from portal.core.models import User
from portal.core.slugged_forms import free_slug

VISIT_BEGUN = "partnerships.visit.of_inquiry"
AGREEMENT_BEGUN = "partnerships.agreement.of_inquiry"
_AGREEMENT_NAMES = {
    "name_zh_hans": "与{}的合作协议",
    "name_en": "Cooperation agreement with {}",
}
_DESCRIPTION_LENGTH: int = AgreementParty._meta.get_field("description").max_length or 0
_NAME_LENGTH: int = Agreement._meta.get_field("name").max_length or 0


@transaction.atomic
def begin_visit(*, inquiry_id: int, by: User, seen: int | None = None) -> Visit:
    """A visit that the investor is to pay us: requested and internal. Its purpose and day are left for staff.

    Args:
        seen: key of the last visit linked to the inquiry that the person saw, 0 if there was none; None where none was
            shown.

    Raises:
        PartnershipRefusedError: as of `held_true_inquiry`, one has been made or linked meanwhile (`twice`), or `by` may
            not add visits to the unit (`forbidden`).
    """
    inquiry = _held(inquiry_id, Visit, by, seen)
    is_domestic = str(inquiry.country) == HOME
    visit = Visit(
        **visit_name(inquiry.company),
        direction=Direction.INCOMING,
        kind=VisitKind.BUSINESS if is_domestic else VisitKind.FOREIGN,
        unit=inquiry.unit,
        park=inquiry.park,
        responsible=inquiry.responsible or by,
    )
    visit.slug = free_slug(visit)
    visit.save()
    VisitPartner(visit=visit, **_body(inquiry)).save()
    for number, sector in enumerate(inquiry.sectors.all()):
        VisitSector.objects.create(visit=visit, sector=sector, sort_order=number)
    begin_checklist(visit)
    _link(inquiry, visit, VISIT_BEGUN, by)
    return visit


@transaction.atomic
def begin_agreement(*, inquiry_id: int, by: User, seen: int | None = None) -> Agreement:
    """The draft of an agreement with the investor, internal; the inquiry is in cooperation from now on.

    Args:
        seen: as of `begin_visit`, for agreements.

    Raises:
        PartnershipRefusedError: as of `begin_visit`.
    """
    inquiry = _held(inquiry_id, Agreement, by, seen)
    column = "name_zh_hans" if inquiry.locale.startswith("zh") else "name_en"
    name = _AGREEMENT_NAMES[column].format(inquiry.company)[:_NAME_LENGTH]
    agreement = Agreement(**{column: name}, unit=inquiry.unit, responsible=inquiry.responsible or by)
    agreement.slug = free_slug(agreement)
    agreement.save()
    parties: list[dict[str, Any]] = [{"park": inquiry.park}] if inquiry.park else []
    for number, party in enumerate([*parties, _body(inquiry)]):
        AgreementParty(agreement=agreement, sort_order=number, **party).save()
    for number, sector in enumerate(inquiry.sectors.all()):
        AgreementSector.objects.create(agreement=agreement, sector=sector, sort_order=number)
    _link(inquiry, agreement, AGREEMENT_BEGUN, by)
    if InquiryState.IN_COOPERATION in INQUIRY_MOVES.get(inquiry.state, frozenset()):
        step(inquiry, InquiryState.IN_COOPERATION, by)
    return agreement


def may_begin(user: User, inquiry: Inquiry, model: type[Agreement] | type[Visit]) -> bool:
    """Whether `user` may add a record of `model` to the unit that answers the inquiry."""
    policy: Any = policy_registry.get_by_type(model)
    return bool(user.is_active and policy.in_scope(user, ["add"], model(unit=inquiry.unit)))


def _held(inquiry_id: int, model: type[Agreement] | type[Visit], by: User, seen: int | None) -> Inquiry:
    inquiry = held_true_inquiry(inquiry_id, by)
    if not may_begin(by, inquiry, model):
        said = _("You may not add such a record to the unit that answers this inquiry.")
        raise PartnershipRefusedError("forbidden", said)
    last = last_linked(inquiry, model)
    if seen is not None and seen != last:
        raise PartnershipRefusedError("twice", _("One has been made or linked already: see below."))
    return inquiry


def last_linked(inquiry: Inquiry, model: type[Agreement] | type[Visit]) -> int:
    """Key of the last record of `model` linked to the inquiry, 0 if there is none."""
    return linked(inquiry, model).order_by("-pk").values_list("pk", flat=True).first() or 0


def _body(inquiry: Inquiry) -> dict[str, Any]:
    """The investor as a partner or party: the organisation where it is known, else as the inquiry calls it."""
    if inquiry.organization is not None:
        return {"organization": inquiry.organization}
    return {named(inquiry.company, "description"): inquiry.company[:_DESCRIPTION_LENGTH]}


def _link(inquiry: Inquiry, record: Agreement | Visit, action: str, by: User) -> None:
    linked(inquiry, type(record)).add(record)
    audit.record(instance=record, action=action, by=by, data={"inquiry": inquiry.reference})
    data = {"record": record._meta.model_name, "key": record.pk}
    audit.record(instance=inquiry, action=LINKED, by=by, data=data)
