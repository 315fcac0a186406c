"""The letter of a reply.

It stands in one thread with the other letters of the case, so that mail programs show them together, and an answer
that comes by mail names the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation

from partnerships.inquiries.contact import answers_to, contact_of
from partnerships.inquiries.outside.tokens import status_link
from partnerships.letters import park_name
from partnerships.models import Inquiry, InquiryMessage
from portal.core.models import User
from portal.core.names import name_of
from portal.outbox.enums import Channel
from portal.outbox.models import Letter
from portal.outbox.rendering import Rendered, render
from portal.outbox.services import write_letter

KIND = "inquiry_reply"
#: Room that headers of a letter have is kept below this, in characters.
_BLANK = " \t\u3000"
_LONGEST_REFERENCES = 900


def write_reply(message: InquiryMessage, files: Sequence[str]) -> Letter:
    """Send a reply; one letter a message, so its Message-ID stands for the message."""
    inquiry, by = message.inquiry, message.by
    headers = (answers_to(inquiry) or _reply_to(by)) | thread_headers(message)
    return write_letter(
        kind=KIND,
        key=f"{KIND}:{message.pk}",
        recipient=inquiry.email,
        locale=inquiry.locale,
        context=_facts(inquiry, message.text, by, asks=message.asks, files=files, can_reply="Reply-To" in headers),
        about=inquiry,
        unit=inquiry.unit,
        headers=headers,
    )


def reply_as_it_looks(inquiry: Inquiry, text: str, by: User, *, asks: bool, files: Sequence[str] = ()) -> Rendered:
    """The letter before it is sent; nothing is written."""
    can_reply = bool(answers_to(inquiry) or _reply_to(by))
    facts = _facts(inquiry, text, by, asks=asks, files=files, can_reply=can_reply)
    return render(kind=KIND, locale=inquiry.locale, context=facts)


def thread_headers(message: InquiryMessage) -> dict[str, str]:
    """What puts a letter into the thread of its case (RFC 5322, 3.6.4): the letter before, and those before that."""
    inquiry = message.inquiry
    letters = Letter.objects.filter(
        about_type=ContentType.objects.get_for_model(inquiry),
        about_id=str(inquiry.pk),
        channel=Channel.EMAIL,
        recipient=inquiry.email,
        user=None,
    )
    identities = list(letters.order_by("pk").values_list("message_id", flat=True))
    if not identities:
        return {}
    answered = message.answers.letter if message.answers else None
    parent = answered.message_id if answered and answered.message_id in identities else identities[-1]
    return {"In-Reply-To": parent, "References": _references(identities, parent)}


def _references(identities: list[str], parent: str) -> str:
    """The first of the thread and as many of the last as have room, the one that is answered at the end."""
    first, *others = [identity for identity in identities if identity != parent] or [parent]
    ordered = [*others, parent] if first != parent else []
    while ordered and len(" ".join([first, *ordered])) > _LONGEST_REFERENCES:
        ordered.pop(0)
    return " ".join([first, *ordered])


def _even(part: str) -> str:
    """A paragraph without the indentation that all its lines have, so that the first of a list stands as the others."""
    lines = part.split("\n")
    depth = min((len(line) - len(line.lstrip(_BLANK)) for line in lines if line.strip()), default=0)
    return "\n".join(line[depth:].rstrip() for line in lines).strip(f"{_BLANK}\n")


def _reply_to(by: User | None) -> dict[str, str]:
    return {"Reply-To": by.email} if by and by.email else {}


def _facts(
    inquiry: Inquiry, text: str, by: User | None, *, asks: bool, files: Sequence[str], can_reply: bool
) -> dict[str, Any]:
    with translation.override(inquiry.locale):
        contact = contact_of(inquiry)
        return {
            "person": inquiry.person,
            "reference": inquiry.reference,
            "park": park_name(inquiry.park, inquiry.locale),
            "paragraphs": [_even(part) for part in text.split("\n\n")],
            "asks": asks,
            "files": list(files),
            "officer": name_of(by),
            "reach_phone": contact.phone,
            "reach_email": contact.email,
            "status_url": status_link(inquiry, inquiry.locale),
            "written": timezone.localtime(),
            "can_reply": can_reply,
            "unit": inquiry.unit,
        }
