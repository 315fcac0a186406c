"""What has become of the inquiries of the demonstration, told as it would have happened, in the past.

The services of the desk write what happens now and send letters; here days lie back and nobody is written to.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.inquiries.enums import INQUIRY_MOVES, InquiryState, MessageDirection
from partnerships.inquiries.levels.clocks import follow_move, note_answer, note_investor
from partnerships.models import Inquiry, InquiryFile, InquiryMessage, InquiryMove, InquiryNote
from portal.core.models import User
from portal.core.tables import FORMATS, write_table

Step = dict[str, Any]


def tell(inquiry: Inquiry, story: list[Step], received: datetime, people: dict[str, User]) -> None:
    """Write the steps of `story`, with the clocks that follow them."""
    for part in story:
        at = min(received + timedelta(hours=part["hours"]), timezone.now())
        by = people.get(part.get("by", ""))
        if "note" in part and by:
            _dated(InquiryNote.objects.create(inquiry=inquiry, text=part["note"].strip(), by=by), created_at=at)
        if "reply" in part:
            _message(inquiry, MessageDirection.OUT, part["reply"], at, by=by, asks=part.get("asks", False))
            note_answer(inquiry, asks=part.get("asks", False), at=at)
        if "writes" in part:
            _message(inquiry, MessageDirection.IN, part["writes"], at)
            note_investor(inquiry, at)
        if "move" in part:
            move(inquiry, part["move"], at, by, part.get("why", ""))


def move(inquiry: Inquiry, to: str, at: datetime, by: User | None, note: str = "") -> None:
    """A step that the table of moves allows.

    Raises:
        ValueError: it does not.
    """
    left = inquiry.state
    if to not in INQUIRY_MOVES[left]:
        raise ValueError(f"{inquiry.submission_key}: no step leads from {left} to {to}.")
    inquiry.state = to
    inquiry.save(update_fields=["state", "merged_into", "updated_at"])
    row = InquiryMove.objects.create(inquiry=inquiry, from_state=left, to_state=to, by=by, note=note)
    _dated(row, moved_at=at)
    follow_move(inquiry, left=left, to=to, at=at)


def merge(inquiry: Inquiry, into: Inquiry, by: User) -> None:
    inquiry.merged_into = into
    move(inquiry, InquiryState.DUPLICATE, min(inquiry.created_at + timedelta(hours=3), timezone.now()), by)


def keep_table(inquiry: Inquiry, name: str, rows: list[list[str]], at: datetime) -> None:
    """A workbook that the investor sent, made of `rows`, the first of which are its headings."""
    out = BytesIO()
    write_table(out=out, file_format="xlsx", columns=rows[0], rows=rows[1:])
    content = out.getvalue()
    row = InquiryFile(
        inquiry=inquiry,
        name=name,
        media_type=FORMATS["xlsx"],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
    )
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    _dated(row, created_at=at)


def _message(inquiry: Inquiry, direction: str, text: str, at: datetime, **values: Any) -> None:
    told = {"text": text.strip(), "locale": inquiry.locale}
    _dated(InquiryMessage.objects.create(inquiry=inquiry, direction=direction, **told, **values), created_at=at)


def _dated(row: Any, **moment: datetime) -> None:
    """With a moment that the model sets by itself."""
    type(row)._base_manager.filter(pk=row.pk).update(**moment)
