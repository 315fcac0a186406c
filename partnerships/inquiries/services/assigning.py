"""Who works on an inquiry: its unit, the person responsible; and what they note for themselves."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import colleagues_of
from partnerships.inquiries.consents import missing_consent, wishes_of
from partnerships.inquiries.desk.letters import tell_responsible, tell_unit
from partnerships.inquiries.enums import OPEN, ConsentKind, InquiryState
from partnerships.inquiries.levels.clocks import note_unit
from partnerships.inquiries.services.held import demand_data, held_inquiry
from partnerships.inquiries.services.moves import step
from partnerships.models import Inquiry, InquiryNote
from partnerships.services.moving import demand_room
from portal.core import audit
from portal.core.models import Unit, User
from portal.core.names import name_of

ASSIGNED = "partnerships.inquiry.assign"
PASSED = "partnerships.inquiry.pass"
NOTED = "partnerships.inquiry.note"
#: Why an inquiry was passed on by nobody: the investor took back a consent without which the office may not have it.
CONSENT_ENDED = "consent"


@transaction.atomic
def assign_inquiry(*, inquiry_id: int, to: int | None, seen: int | None, by: User) -> Inquiry:
    """Make a person responsible, who is told; a new inquiry is assigned by that, and one that loses its person waits
    for another.

    Args:
        inquiry_id: key of the inquiry.
        to: key of the person, None for nobody.
        seen: key of the person who was responsible on the screen.

    Raises:
        PartnershipRefusedError: as of `_workable`; somebody else was made responsible meanwhile (`changed`), or that
            person may not work on it (`person`).
    """
    inquiry = _workable(inquiry_id, by)
    if inquiry.responsible_id == to:
        return inquiry
    if inquiry.responsible_id != seen:
        raise PartnershipRefusedError("changed", _assigned_meanwhile(inquiry))
    person = colleagues_of(inquiry.unit_id).filter(pk=to).first() if to is not None else None
    if to is not None and person is None:
        raise PartnershipRefusedError("person", _("This person may not work on inquiries of the unit. Choose another."))
    inquiry.responsible = person
    inquiry.save(update_fields=["responsible", "updated_at"])
    audit.record(instance=inquiry, action=ASSIGNED, by=by, data={"from": seen, "to": to})
    if person is not None and inquiry.state in (InquiryState.NEW, InquiryState.TRIAGED):
        step(inquiry, InquiryState.ASSIGNED, by)
    elif person is None and inquiry.state == InquiryState.ASSIGNED:
        step(inquiry, InquiryState.TRIAGED, by)
    if person is not None and person != by:
        tell_responsible(inquiry, person, by)
    return inquiry


@transaction.atomic
def pass_inquiry(*, inquiry_id: int, to: int | None, seen: int | None, by: User, note: str = "") -> Inquiry:
    """Pass an inquiry to the office of another unit, where nobody is responsible for it yet; its officers are told.

    Args:
        inquiry_id: key of the inquiry.
        to: key of the unit, None for the portal's own officers.
        seen: key of the unit that answered on the screen.
        note: for those who receive it, kept as an internal note.

    Raises:
        PartnershipRefusedError: as of `_workable`; it was passed on meanwhile (`changed`), there is no such unit
            (`unit`), the investor has not agreed (`consent`), or the note cannot be kept (`text`).
    """
    inquiry = _workable(inquiry_id, by)
    if inquiry.unit_id == to:
        return inquiry
    if inquiry.unit_id != seen:
        raise PartnershipRefusedError("changed", _("Meanwhile this inquiry was passed on. Nothing was changed."))
    unit = Unit.objects.filter(pk=to).first() if to is not None else None
    if to is not None and unit is None:
        raise PartnershipRefusedError("unit", _("Choose the unit that is to answer."))
    if missing := missing_consent(wishes_of(inquiry), unit):
        raise PartnershipRefusedError("consent", consent_words(missing))
    if note.strip():
        _keep_note(inquiry, note, by)
    hand_over(inquiry, unit, by=by)
    return inquiry


def hand_over(inquiry: Inquiry, unit: Unit | None, *, by: User | None, because: str = "") -> None:
    """Let the office of `unit` answer, where nobody is responsible yet, and tell its officers. For services that hold
    the inquiry and have asked whether it may go there.

    Args:
        inquiry: held.
        unit: None for the portal's own officers.
        by: None where no member of staff did it.
        because: `CONSENT_ENDED`, or nothing where a person says why.
    """
    facts = {"from": inquiry.unit_id, "to": unit.pk if unit else None, **({"because": because} if because else {})}
    inquiry.unit, inquiry.responsible = unit, None
    inquiry.save(update_fields=["unit", "responsible", "updated_at"])
    audit.record(instance=inquiry, action=PASSED, by=by, data=facts)
    if inquiry.state == InquiryState.ASSIGNED:
        step(inquiry, InquiryState.TRIAGED, by)
    note_unit(inquiry, timezone.now())
    if inquiry.state in OPEN and not inquiry.is_quarantined:
        tell_unit(inquiry, by)


@transaction.atomic
def add_note(*, inquiry_id: int, text: str, by: User) -> InquiryNote:
    """Keep a note for staff. The same note sent twice in a row is one.

    Raises:
        PartnershipRefusedError: the inquiry is gone or erased, `by` may not work on it, or the text is empty, too long
            or has characters that cannot be kept (`text`).
    """
    inquiry = held_inquiry(inquiry_id, by)
    demand_data(inquiry)
    return _keep_note(inquiry, text, by)


def consent_words(missing: str) -> str:
    """Why an inquiry may not go to a unit, and what to do."""
    if missing == ConsentKind.ABROAD:
        return _(
            "This office lies outside the Chinese mainland, and the investor has not agreed that the data are "
            "transferred abroad. Ask the investor in a reply for this consent, or let an office in China answer."
        )
    return _(
        "The investor has not addressed a park of this unit and has not agreed that the inquiry is passed on to other "
        "parks. Ask the investor in a reply for this consent first."
    )


def _workable(inquiry_id: int, by: User) -> Inquiry:
    """The inquiry, held, if it may be assigned and passed on.

    Raises:
        PartnershipRefusedError: the inquiry is gone or erased, `by` may not work on it, it is in quarantine
            (`quarantine`) or nobody works on it any more (`state`).
    """
    inquiry = held_inquiry(inquiry_id, by)
    demand_data(inquiry)
    if inquiry.is_quarantined:
        raise PartnershipRefusedError("quarantine", _("This inquiry is in quarantine. Release it first."))
    if inquiry.state not in OPEN:
        values = {"state": inquiry.get_state_display()}
        said = _("This inquiry is “%(state)s”. Take it up again first.") % values
        raise PartnershipRefusedError("state", said)
    return inquiry


def _keep_note(inquiry: Inquiry, text: str, by: User) -> InquiryNote:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise PartnershipRefusedError("text", _("The note is empty."))
    demand_room(InquiryNote, "text", text, _("The note has %(count)d characters; %(limit)d have room."))
    last = inquiry.notes.last()
    if last is not None and (last.text, last.by_id) == (text, by.pk):
        return last
    note = InquiryNote.objects.create(inquiry=inquiry, text=text, by=by)
    audit.record(instance=inquiry, action=NOTED, by=by)
    return note


def _assigned_meanwhile(inquiry: Inquiry) -> str:
    if inquiry.responsible is None:
        return _("Meanwhile nobody is responsible for this inquiry any more. Nothing was changed.")
    values = {"person": name_of(inquiry.responsible)}
    return _("Meanwhile %(person)s was made responsible for this inquiry. Nothing was changed.") % values
