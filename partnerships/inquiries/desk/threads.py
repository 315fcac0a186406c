"""What investor and office wrote to each other, as screens show it: from oldest to newest, answers below what they
answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.inquiries.consents import may_be_translated
from partnerships.inquiries.enums import MessageDirection
from partnerships.models import Inquiry, InquiryFile, InquiryMessage
from portal.core.localized import language_in_words, page_language
from portal.core.names import is_han, name_of
from portal.localization.services.letters import may_leave
from portal.outbox.enums import LetterState

#: What stands for the inquiry itself where a message is named by its key.
INQUIRY = "inquiry"
#: Deeper answers stand no further in: on a telephone nothing would be left of the line.
DEEPEST = 2
_NOT_SENT: dict[str, Any] = {
    LetterState.DEAD: gettext_lazy("The letter was not delivered."),
    LetterState.FAILED: gettext_lazy("The letter is being tried again."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the conversation.

    Attributes:
        what: the key of the message as text, or `INQUIRY`.
        who: the investor's name, or that of the officer.
        depth: how far in it stands, 0 to `DEEPEST`.
        language: in words, where it is not the reader's; with it a translation is of use.
        trouble: why its letter has not arrived.
        files: each with its address.
    """

    what: str
    who: str
    is_ours: bool
    text: str
    written: datetime
    depth: int = 0
    asks: bool = False
    language: str = ""
    trouble: str = ""
    files: list[tuple[InquiryFile, str]] = field(default_factory=list)

    @property
    def is_inquiry(self) -> bool:
        return self.what == INQUIRY


def conversation(inquiry: Inquiry, messages: Iterable[InquiryMessage]) -> list[Entry]:
    """The inquiry itself, then its messages in threads.

    Args:
        messages: as of `messages_of`.
    """
    first = Entry(
        INQUIRY,
        inquiry.person,
        is_ours=False,
        text=inquiry.message,
        written=inquiry.created_at,
        language=foreign_language(inquiry.message, inquiry.locale),
        files=_files(file for file in inquiry.files.all() if file.message_id is None),
    )
    return [first, *_threads(inquiry, list(messages))]


def messages_of(inquiry: Inquiry) -> Any:
    """The messages of an inquiry with what the conversation shows of them."""
    return inquiry.messages.select_related("by", "letter").prefetch_related("files")


def _threads(inquiry: Inquiry, messages: list[InquiryMessage]) -> Iterator[Entry]:
    below: dict[int | None, list[InquiryMessage]] = defaultdict(list)
    known = {message.pk for message in messages}
    for message in messages:
        below[message.answers_id if message.answers_id in known else None].append(message)
    waiting = [(message, 0) for message in reversed(below[None])]
    while waiting:
        message, depth = waiting.pop()
        yield _entry(inquiry, message, min(depth, DEEPEST))
        waiting += [(answer, depth + 1) for answer in reversed(below[message.pk])]


def _entry(inquiry: Inquiry, message: InquiryMessage, depth: int) -> Entry:
    is_ours = message.direction == MessageDirection.OUT
    state = message.letter.state if message.letter else ""
    return Entry(
        str(message.pk),
        name_of(message.by) if is_ours else inquiry.person,
        is_ours=is_ours,
        text=message.text,
        written=message.created_at,
        depth=depth,
        asks=message.asks,
        language=foreign_language(message.text, message.locale),
        trouble=str(_NOT_SENT.get(state, "")),
        files=_files(message.files.all()),
    )


def _files(files: Iterable[InquiryFile]) -> list[tuple[InquiryFile, str]]:
    return [(file, str(file.file.url)) for file in files]


def written_in(text: str, locale: str) -> str:
    """The language of a text: that of its form, unless its script says otherwise."""
    if is_han(text):
        return locale if locale.startswith("zh") else "zh-hans"
    return "en" if locale.startswith("zh") else locale


def foreign_language(text: str, locale: str) -> str:
    """The language of a text in words, empty where it is the reader's."""
    language = written_in(text, locale)
    return "" if language == page_language() else language_in_words(language)


def why_not_translated(inquiry: Inquiry) -> str:
    """Why no engine may see what the investor wrote; empty where one may."""
    if may_be_translated(inquiry):
        return ""
    if not may_leave():
        return _("Translation is not offered: letters are not sent to a translation engine here.")
    return _("Translation is not offered: the investor has not agreed that the data are sent abroad.")
