"""What the office writes to the investor: kept, sent as a letter and followed by state and clock at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.form_fields import refuse_unprintable
from partnerships.inquiries.desk.reply_letters import write_reply
from partnerships.inquiries.enums import OPEN, FileOrigin, InquiryState, MessageDirection
from partnerships.inquiries.levels.clocks import note_answer
from partnerships.inquiries.services.held import held_inquiry
from partnerships.inquiries.services.moves import step
from partnerships.inquiries.uploads.accepting import Accepted
from partnerships.inquiries.uploads.keeping import keep_files
from partnerships.models import Inquiry, InquiryMessage
from portal.core import audit
from portal.core.models import User

REPLIED = "partnerships.inquiry.reply"
MOST_CHARACTERS = 10_000
#: Where an answer brings an inquiry that nobody had taken up, or that waited for us; elsewhere it stays. An answer
#: asks nothing of the investor, so it is not they who are waited for.
_AFTER_ANSWER = dict.fromkeys(
    (InquiryState.NEW, InquiryState.TRIAGED, InquiryState.WAITING_FOR_US), InquiryState.ASSIGNED
)


@transaction.atomic
def send_reply(
    *,
    inquiry_id: int,
    text: str,
    by: User,
    asks: bool = False,
    answers: int | None = None,
    seen: int | None = None,
    files: Sequence[Accepted] = (),
) -> InquiryMessage:
    """Write to the investor: message, letter, files, state, clock and whoever is responsible, together or not at all.

    The same words sent twice in a row by one person are one message, as a double click sends them.

    Args:
        inquiry_id: key of the inquiry.
        text: in the investor's language, without greeting and signature, which the letter adds.
        by: who writes; responsible from now on where nobody was.
        asks: it only asks for something: the clock stops until the investor writes.
        answers: key of the message of this inquiry that it answers; None for the inquiry itself.
        seen: key of the last message on the screen of the person, 0 if there was none; None where none was shown.
        files: uploads that go with it; the investor finds them on the status page.

    Raises:
        PartnershipRefusedError: the inquiry is gone, takes no reply any more (`closed`), or `by` may not work on it;
            somebody has written meanwhile (`meanwhile`); the text cannot be kept (`text`).
    """
    inquiry = held_inquiry(inquiry_id, by)
    if reason := why_closed(inquiry):
        raise PartnershipRefusedError("closed", reason)
    text = tidied(text)
    last = inquiry.messages.last()
    if last is not None and last.by_id == by.pk and last.text == text and seen != last.pk:
        return last
    if seen is not None and seen != (last.pk if last else 0):
        raise PartnershipRefusedError(
            "meanwhile", _("Meanwhile there is something new in this inquiry. Read it; you may send your reply then.")
        )
    message = InquiryMessage.objects.create(
        inquiry=inquiry,
        direction=MessageDirection.OUT,
        text=text,
        locale=inquiry.locale,
        answers=_answered(inquiry, answers),
        by=by,
        asks=asks,
    )
    kept = keep_files(message, files, origin=FileOrigin.OFFICE)
    if inquiry.responsible is None:
        inquiry.responsible = by
        inquiry.save(update_fields=["responsible", "updated_at"])
    message.letter = write_reply(message, [file.name for file in kept])
    message.save(update_fields=["letter"])
    _follow(message, by)
    data = {"message": message.pk, "asks": asks, "files": len(kept)}
    audit.record(instance=inquiry, action=REPLIED, by=by, data=data)
    return message


def why_closed(inquiry: Inquiry) -> str:
    """Why nobody can write to the investor about this inquiry now; empty where one may."""
    if inquiry.is_quarantined:
        return _("This inquiry is in quarantine. Release it first.")
    if inquiry.erased_at is not None:
        return _("The investor’s data have been erased: there is nobody left to write to.")
    if inquiry.merged_into is not None:
        facts = {"reference": inquiry.merged_into.reference}
        return _("This inquiry has been merged into %(reference)s. Reply there.") % facts
    if inquiry.state not in OPEN:
        facts = {"state": inquiry.get_state_display()}
        return _("This inquiry is “%(state)s”. Take it up again before you reply.") % facts
    return ""


def tidied(text: str) -> str:
    """A text as it is kept and sent: one kind of line break, no more than one empty line in a row.

    Raises:
        PartnershipRefusedError: it is empty, too long, or has characters that cannot be used (`text`).
    """
    text = re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise PartnershipRefusedError("text", _("Write what you reply."))
    if len(text) > MOST_CHARACTERS:
        facts = {"count": len(text), "limit": MOST_CHARACTERS}
        raise PartnershipRefusedError("text", _("The reply has %(count)d characters; %(limit)d have room.") % facts)
    try:
        refuse_unprintable(text, allowed="\n\t")
    except ValidationError as error:
        raise PartnershipRefusedError("text", str(error.message)) from error
    return text


def _answered(inquiry: Inquiry, answers: int | None) -> InquiryMessage | None:
    """The message that is answered; one of another inquiry is none."""
    return inquiry.messages.filter(pk=answers).first() if answers else None


def _follow(message: InquiryMessage, by: User) -> None:
    """State first, clock after: an answer ends the clock whatever the state has made of it."""
    inquiry = message.inquiry
    after_answer = _AFTER_ANSWER.get(InquiryState(inquiry.state), inquiry.state)
    wanted = InquiryState.WAITING_FOR_INVESTOR if message.asks else after_answer
    if wanted != inquiry.state:
        step(inquiry, wanted, by)
    note_answer(inquiry, asks=message.asks, at=timezone.now())
