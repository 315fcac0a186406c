"""What an inquiry is linked to: the organisation behind it, visits and agreements that came of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from parks.models import Organization
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.enums import PUT_ASIDE
from partnerships.inquiries.services.held import held_inquiry
from partnerships.kept_forms import may_know
from partnerships.models import Agreement, Inquiry, Visit
from portal.core import audit
from portal.core.models import User
from portal.core.names import is_han
from portal.core.slugged_forms import free_slug

ORGANIZED = "partnerships.inquiry.organization"
LINKED = "partnerships.inquiry.link"
UNLINKED = "partnerships.inquiry.unlink"


def held_true_inquiry(inquiry_id: int, by: User) -> Inquiry:
    """The inquiry, locked, where something may come of it.

    Raises:
        PartnershipRefusedError: as of `held_inquiry`, or it is in quarantine, erased, spam or a duplicate (`state`).
    """
    inquiry = held_inquiry(inquiry_id, by)
    if reason := why_nothing_comes(inquiry):
        raise PartnershipRefusedError("state", reason)
    return inquiry


def why_nothing_comes(inquiry: Inquiry) -> str:
    """Why nothing can be made of the inquiry or linked to it; empty where it can."""
    if inquiry.is_quarantined:
        return _("This inquiry is in quarantine. Release it first.")
    if inquiry.erased_at is not None:
        return _("The investor’s data have been erased: nothing can be made of this inquiry.")
    if inquiry.state in PUT_ASIDE:
        facts = {"state": inquiry.get_state_display()}
        return _("This inquiry is “%(state)s”: nothing can be made of it.") % facts
    return ""


@transaction.atomic
def link_organization(*, inquiry_id: int, organization_id: int | None, by: User) -> Inquiry:
    """Say which organisation of the directory the investor is; None takes it back.

    Raises:
        PartnershipRefusedError: as of `held_true_inquiry`, or there is no such organisation any more (`gone`).
    """
    inquiry = held_true_inquiry(inquiry_id, by)
    organization = None
    if organization_id is not None:
        organization = Organization.objects.standing().filter(pk=organization_id).first()
        if organization is None:
            raise PartnershipRefusedError("gone", _("This organisation is no longer on record. Choose again."))
    _set_organization(inquiry, organization, by)
    return inquiry


@transaction.atomic
def make_organization(*, inquiry_id: int, offered: Collection[int], by: User) -> Organization:
    """Put the investor's company into the directory, unlisted, under the name that the inquiry gives.

    Args:
        offered: keys of the organisations of a like spelling that the person was shown.

    Raises:
        PartnershipRefusedError: as of `held_true_inquiry`, the inquiry has an organisation already (`twice`), `by` may
            not add organisations (`forbidden`), or one of that name was not shown to them (`known`).
    """
    inquiry = held_true_inquiry(inquiry_id, by)
    if inquiry.organization is not None:
        said = _("This inquiry is linked to “%(name)s” already.") % {"name": inquiry.organization}
        raise PartnershipRefusedError("twice", said)
    if not policy_registry.get_by_type(Organization).user_has_permission(by, "add"):
        raise PartnershipRefusedError("forbidden", _("You may not add organisations to the directory."))
    organization = Organization(**{named(inquiry.company, "name"): inquiry.company}, country=inquiry.country)
    organization.slug = free_slug(organization)  # locks: of two who add the same name the second sees the first
    if any(other.pk not in offered for other in organizations_like(inquiry.company)):
        said = _("There is an organisation of this name in the directory: say whether it is this one.")
        raise PartnershipRefusedError("known", said)
    organization.save()
    audit.record(instance=organization, action="wagtail.create", by=by)
    _set_organization(inquiry, organization, by)
    return organization


def organizations_like(company: str) -> list[Organization]:
    """Organisations that go by the name, in whatever way it is written."""
    return list(Organization.objects.standing().going_by(company).order_by("pk")[:10])


@transaction.atomic
def link_record(*, inquiry_id: int, record: Agreement | Visit, by: User) -> None:
    """Link a visit or an agreement of the same unit. The same twice is one link.

    Raises:
        PartnershipRefusedError: as of `held_true_inquiry`, `by` may not know of the record (`gone`), or it is kept by
            another unit (`unit`).
    """
    inquiry = held_true_inquiry(inquiry_id, by)
    if not may_know(by, record):
        raise PartnershipRefusedError("gone", _("This record cannot be linked. Choose again."))
    if record.unit_id != inquiry.unit_id:
        said = _("It is kept by another unit than the one that answers this inquiry.")
        raise PartnershipRefusedError("unit", said)
    links = linked(inquiry, type(record))
    if not links.filter(pk=record.pk).exists():
        links.add(record)
        _note_link(inquiry, record, LINKED, by)


@transaction.atomic
def unlink_record(*, inquiry_id: int, record: Agreement | Visit, by: User) -> None:
    """Take a link back; the record stays.

    Raises:
        PartnershipRefusedError: the inquiry is gone, or `by` may not work on it.
    """
    inquiry = held_inquiry(inquiry_id, by)
    links = linked(inquiry, type(record))
    if links.filter(pk=record.pk).exists():
        links.remove(record)
        _note_link(inquiry, record, UNLINKED, by)


def linked(inquiry: Inquiry, model: type[Agreement] | type[Visit]) -> Any:
    """The links of an inquiry to visits or agreements."""
    return inquiry.visits if model is Visit else inquiry.agreements


def named(text: str, field: str) -> str:
    """The column of a name in the language in which it is known; the other's is for staff to find out."""
    return f"{field}_zh_hans" if is_han(text) else f"{field}_en"


def _set_organization(inquiry: Inquiry, organization: Organization | None, by: User) -> None:
    if inquiry.organization == organization:
        return
    inquiry.organization = organization
    inquiry.save(update_fields=["organization", "updated_at"])
    # Its key alone: the log outlives the name, even where the investor's data are erased.
    data = {"organization": organization.pk if organization else None}
    audit.record(instance=inquiry, action=ORGANIZED, by=by, data=data)


def _note_link(inquiry: Inquiry, record: Agreement | Visit, action: str, by: User) -> None:
    data = {"record": record._meta.model_name, "key": record.pk}
    audit.record(instance=inquiry, action=action, by=by, data=data)
    audit.record(instance=record, action=action, by=by, data={"inquiry": inquiry.reference})
