"""What the investor does about an inquiry after sending it.

Each locks the inquiry's row first, so that two at once come one after the other; where the second finds done what it
asks for, that is its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.additions import DAY, demand_room_for_more
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.consents import missing_consent, wishes_of
from partnerships.inquiries.contact import contact_of
from partnerships.inquiries.enums import (
    CLOSED,
    PUT_ASIDE,
    ConsentKind,
    FileOrigin,
    InquiryState,
    MessageDirection,
    RequestKind,
)
from partnerships.inquiries.levels.clocks import note_investor
from partnerships.inquiries.notices import current_version
from partnerships.inquiries.outside.letters import tell_news, write_erasure_asked, write_withdrawn
from partnerships.inquiries.outside.standing import is_open, is_withdrawn, may_write
from partnerships.inquiries.services.assigning import CONSENT_ENDED, hand_over
from partnerships.inquiries.services.held import held_inquiry, held_with_goal
from partnerships.inquiries.services.moves import step
from partnerships.inquiries.uploads.accepting import Accepted
from partnerships.inquiries.uploads.keeping import keep_files
from partnerships.models import Consent, Inquiry, InquiryMessage, InquiryRequest
from portal.core import audit

WROTE = "partnerships.inquiry.investor_message"
ASKED = "partnerships.inquiry.investor_request"
CONSENTED = "partnerships.inquiry.consent"
#: Messages that the investor may write about one inquiry, and within a day.
MOST_MESSAGES = 50
MOST_MESSAGES_A_DAY = 10
#: Files that the investor may send about one inquiry, those of the form included.
MOST_FILES_IN_ALL = 20
#: Consents that the investor gives and takes back; the one to the notice goes with the erasure.
FREE = (ConsentKind.ABROAD, ConsentKind.SHARING)
#: What brings an inquiry back to us when the investor writes.
_BRINGS_BACK = frozenset({InquiryState.WAITING_FOR_INVESTOR}) | CLOSED
#: Within this time the same words again are a form that was sent twice.
SENT_TWICE = timedelta(minutes=10)
#: Consents that may be given about one inquiry within a day; taking back is always possible.
MOST_CONSENTS_A_DAY = 20


@transaction.atomic
def add_message(*, inquiry_id: int, text: str, files: Sequence[Accepted] = (), locale: str) -> InquiryMessage:
    """Keep what the investor writes, and tell staff. The same words and files sent twice are one message.

    What is written about an inquiry that was merged brings back the one in which it goes on, where the work is done.

    Raises:
        PartnershipRefusedError: the inquiry is gone, nothing can be added any more, or enough has been.
    """
    inquiry, goal = held_with_goal(inquiry_id)
    if (same := _same_message(inquiry, text, files)) is not None:
        return same
    if not may_write(inquiry):
        raise PartnershipRefusedError("over", _("Nothing can be added to this inquiry any more."))
    own = inquiry.messages.filter(direction=MessageDirection.IN)
    demand_room_for_more(own, most=MOST_MESSAGES, most_a_day=MOST_MESSAGES_A_DAY, contact=contact_of(inquiry))
    if files and inquiry.files.filter(origin=FileOrigin.INVESTOR).count() + len(files) > MOST_FILES_IN_ALL:
        said = _("Of one inquiry we keep at most %(most)d files. Please send fewer.")
        raise PartnershipRefusedError("files", said % {"most": MOST_FILES_IN_ALL})
    message = InquiryMessage.objects.create(inquiry=inquiry, direction=MessageDirection.IN, text=text, locale=locale)
    keep_files(message, files, origin=FileOrigin.INVESTOR)
    audit.record(instance=inquiry, action=WROTE, by=None, data={"files": len(files)})
    _back_to_us(goal)
    tell_news(goal, what="message")
    return message


def _same_message(inquiry: Inquiry, text: str, files: Sequence[Accepted]) -> InquiryMessage | None:
    """The last message, if it is this one: a form sent twice. A second “Yes.” to a second question is another one."""
    last = inquiry.messages.order_by("pk").last()
    if last is None or (last.direction, last.text) != (MessageDirection.IN, text):
        return None
    wanted = sorted(file.digest for file in files)
    is_same = sorted(file.digest for file in last.files.all()) == wanted
    return last if is_same and last.created_at > timezone.now() - SENT_TWICE else None


def _back_to_us(inquiry: Inquiry) -> None:
    if inquiry.is_quarantined or inquiry.state in PUT_ASIDE:
        return  # nobody owes an answer yet
    if inquiry.state in _BRINGS_BACK:
        step(inquiry, InquiryState.WAITING_FOR_US, None)
    note_investor(inquiry, timezone.now())


@transaction.atomic
def withdraw_inquiry(*, inquiry_id: int, reason: str = "") -> Inquiry:
    """Close an inquiry for its investor, and tell both sides. The reason, if one is given, stays as a message.

    Raises:
        PartnershipRefusedError: the inquiry is gone, or over already.
    """
    inquiry = held_inquiry(inquiry_id, None)
    if is_withdrawn(inquiry):
        return inquiry
    if not is_open(inquiry):
        raise PartnershipRefusedError("over", _("This inquiry is closed already."))
    with translation.override(settings.LANGUAGE_CODE):
        note = _("Withdrawn by the investor.")
    if reason:
        told = {"direction": MessageDirection.IN, "text": reason, "locale": inquiry.locale}
        InquiryMessage.objects.create(inquiry=inquiry, **told)
    move = step(inquiry, InquiryState.NOT_SETTLED, None, note)
    tell_news(inquiry, what="withdrawn")
    write_withdrawn(inquiry, move)
    return inquiry


@transaction.atomic
def ask_for(*, inquiry_id: int, kind: str) -> InquiryRequest:
    """Keep that the investor asks for `kind` (`RequestKind`), and tell staff; once as long as it is not settled.

    Raises:
        PartnershipRefusedError: the inquiry is gone, erased, or over and no agreement can be made about it.
    """
    inquiry = held_inquiry(inquiry_id, None)
    waiting = inquiry.requests.filter(kind=kind, settled_at=None).first()
    if waiting is not None:
        return waiting
    if inquiry.erased_at is not None or (kind == RequestKind.NDA and not is_open(inquiry)):
        raise PartnershipRefusedError("over", _("This can no longer be asked for."))
    asked = InquiryRequest.objects.create(inquiry=inquiry, kind=kind)
    audit.record(instance=inquiry, action=ASKED, by=None, data={"kind": kind})
    tell_news(inquiry, what=kind)
    if kind == RequestKind.ERASURE:
        write_erasure_asked(inquiry, asked)
    return asked


@transaction.atomic
def set_consents(*, inquiry_id: int, given: Iterable[str]) -> Inquiry:
    """Let the consents in `given` hold, of those that are the investor's to give, and no other of them.

    What is taken back holds for what comes after it: an office that may no longer have the inquiry hands it to another
    one, and parks abroad no longer read it (`access`). To which parks it was sent stays as it was.

    Raises:
        PartnershipRefusedError: the inquiry is gone, erased (`over`), or consents were given too often today (`many`).
    """
    inquiry = held_inquiry(inquiry_id, None)
    if inquiry.erased_at is not None:
        raise PartnershipRefusedError("over", _("The data of this inquiry have been erased."))
    wanted, now = set(given), timezone.now()
    held = {row.kind: row for row in inquiry.consents.filter(kind__in=FREE, withdrawn_at=None)}
    added = [kind for kind in FREE if kind in wanted and kind not in held]
    ended = [kind for kind in FREE if kind not in wanted and kind in held]
    if not added and not ended:
        return inquiry
    if added and inquiry.consents.filter(given_at__gt=now - DAY).count() + len(added) > MOST_CONSENTS_A_DAY:
        raise PartnershipRefusedError("many", _("You have changed your consents many times today; please wait a day."))
    for kind in added:
        Consent.objects.create(inquiry=inquiry, kind=kind, version=current_version(), given_at=now)
    inquiry.consents.filter(kind__in=ended, withdrawn_at=None).update(withdrawn_at=now)
    audit.record(instance=inquiry, action=CONSENTED, by=None, data={"given": added, "withdrawn": ended})
    if ended:
        _call_back(inquiry)
    tell_news(inquiry, what="consent")
    return inquiry


def _call_back(inquiry: Inquiry) -> None:
    """Take the inquiry from an office that the consents that are left do not allow to have it: it goes to the first
    park addressed whose office may, else to the portal's own officers."""
    wishes = wishes_of(inquiry)
    if not missing_consent(wishes, inquiry.unit):
        return
    parks = [park for park in (inquiry.park, *inquiry.wanted_parks.select_related("unit").order_by("pk")) if park]
    offices = [park.unit for park in parks if park.unit and not missing_consent(wishes, park.unit)]
    hand_over(inquiry, offices[0] if offices else None, by=None, because=CONSENT_ENDED)
