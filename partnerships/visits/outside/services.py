"""What comes in from the visiting side, and what they are told of a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Park, Sector
from partnerships.additions import demand_room_for_more
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.notices import current_version
from partnerships.models import RequestNote, Visit, VisitMove, VisitPartner, VisitRequest, VisitSector
from partnerships.references import new_reference
from partnerships.submissions import already_received
from partnerships.visits.contact import contact_of
from partnerships.visits.enums import OFF, Direction, LetterKind, VisitState
from partnerships.visits.outside.letters import tell_staff, write_answer, write_confirmation
from partnerships.visits.outside.standing import TOLD, is_open, standing_after
from partnerships.visits.requested import visit_name
from portal.core import audit
from portal.core.models import User
from portal.core.names import is_han
from portal.core.slugged_forms import free_slug

RECEIVED = "partnerships.visit.request"
NOTED = "partnerships.visit.request_note"
#: Additions that one request may have.
MOST_NOTES = 20
#: And additions within a day.
MOST_NOTES_A_DAY = 10


@transaction.atomic
def receive_request(
    *,
    submission_key: str,
    kind: str,
    organization: str,
    country: str,
    person: str,
    email: str,
    purpose: str,
    locale: str,
    park: Park | None = None,
    sectors: Iterable[Sector] = (),
    letter_number: str = "",
    headcount: int | None = None,
    **facts: Any,
) -> VisitRequest:
    """Keep a request as a visit that is to be looked at, and write its letters: to who asked, and to staff.

    Args:
        submission_key: what makes the submission the same when it is sent twice (`submissions`).
        kind: a `VisitKind`.
        country: an ISO 3166-1 code of two letters.
        locale: the language the visitor read.
        park: None where the visitor asks for advice.
        facts: what else the request may hold: `office`, `phone`, `wanted_from`, `wanted_until`, `delegates`; and
            `privacy_version`, of the notice that was shown and agreed to, where it is not the current one.

    Returns:
        The request: new, or the one that this submission has already become.

    The visitor has agreed to the privacy notice; asking is the form's part.
    """
    if (received := same_request(submission_key)) is not None:
        return received
    facts["privacy_version"] = facts.get("privacy_version") or current_version()
    visit = _visit(kind=kind, organization=organization, park=park, letter_number=letter_number, headcount=headcount)
    told = {"organization": organization, "country": country, "person": person, "email": email, "purpose": purpose}
    request = VisitRequest(submission_key=submission_key, locale=locale, headcount=headcount, **told, **facts)
    return _receive(visit, request, sectors)


def same_request(key: str) -> VisitRequest | None:
    """What this submission has become; equal words after it was withdrawn or declined ask anew."""
    sent_again = VisitRequest.objects.exclude(visit__state__in=OFF) | VisitRequest.objects.filter(submission_key=key)
    return already_received(sent_again, key)


def _visit(*, kind: str, organization: str, park: Park | None, letter_number: str, headcount: int | None) -> Visit:
    """A visit as far as the request tells; its purpose is for staff to word, as the public may read it one day."""
    return Visit(
        **visit_name(organization),
        direction=Direction.INCOMING,
        kind=kind,
        state=VisitState.REQUESTED,
        unit=park.unit if park else None,
        park=park,
        headcount=headcount,
        letter_number=letter_number,
        letter_kind=LetterKind.OFFICIAL_LETTER if letter_number else LetterKind.NONE,
    )


def _receive(visit: Visit, request: VisitRequest, sectors: Iterable[Sector]) -> VisitRequest:
    visit.slug = free_slug(visit)
    visit.save()
    request.visit, request.reference = visit, new_reference()
    request.created_at = request.consented_at = timezone.now()
    request.save(force_insert=True)
    column = "description_zh_hans" if is_han(request.organization) else "description_en"
    VisitPartner(visit=visit, **{column: request.organization}).save()
    VisitSector.objects.bulk_create(
        VisitSector(visit=visit, sector=sector, sort_order=number) for number, sector in enumerate(sectors)
    )
    write_confirmation(request)
    tell_staff(request, what="new")
    audit.record(instance=visit, action=RECEIVED, by=None, data={"reference": request.reference})
    return request


@transaction.atomic
def add_note(*, request_id: int, text: str) -> RequestNote:
    """Keep what the visiting side adds to its request, and tell staff. The same words twice are one addition.

    Raises:
        PartnershipRefusedError: the request is gone, nothing can be added any more, or enough has been.
    """
    request = _held(request_id)
    if (same := request.notes.filter(text=text).first()) is not None:
        return same
    if not is_open(request.visit):
        raise PartnershipRefusedError("over", _("Nothing can be added to this request any more."))
    contact = contact_of(request.visit)
    demand_room_for_more(request.notes.all(), most=MOST_NOTES, most_a_day=MOST_NOTES_A_DAY, contact=contact)
    note = RequestNote.objects.create(request=request, text=text)
    # One letter an hour, however much is added in it.
    tell_staff(request, what="added", key=f":{timezone.now():%Y%m%d%H}")
    audit.record(instance=request.visit, action=NOTED, by=None, data={"reference": request.reference})
    return note


def _held(request_id: int) -> VisitRequest:
    rows = VisitRequest.objects.select_for_update(of=("self",), no_key=True).select_related(
        "visit__unit", "visit__park"
    )
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise PartnershipRefusedError("gone", _("This request has been deleted meanwhile."))
    return request


def tell_visitors(visit: Visit, by: User | None) -> None:
    """Tell who asked for `visit` of its last step, in the transaction of the step; nothing where nobody asked.

    They are told when it is confirmed, declined, postponed or cancelled, at every step at which staff wrote to them
    (`VisitMove.answer`), and when they withdraw (`by` is None), as somebody else may hold their link.
    """
    request = VisitRequest.objects.filter(visit=visit).first()
    if request is None:
        return
    request.visit = visit
    move: VisitMove = visit.moves.latest("pk")
    if by is None or move.answer or standing_after(move) in TOLD:
        write_answer(request, move)
