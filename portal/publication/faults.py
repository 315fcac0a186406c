"""Why a member of a bundle does not go live: kept as English msgids, shown in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext, gettext_noop

GONE = gettext_noop("It was deleted.")
NO_DRAFT = gettext_noop("There is no draft of it yet.")
MOVED = gettext_noop("It does not belong to the unit of the bundle, or not any more.")
PARENT = gettext_noop("The page above, “%(above)s”, is neither published nor in the bundle.")
SOURCE = gettext_noop("Its source is neither published nor in the bundle.")
NOT_APPROVED = gettext_noop("It is not approved yet.")
NOT_REVIEWED = gettext_noop("Not every stage of its review has approved this text.")
NOT_REVISED = gettext_noop("Its translation is not approved, or not any more.")
CHANGED = gettext_noop("It was edited after its approval.")
SOURCE_CHANGED = gettext_noop("Its source says something else than what was translated.")
INCOMPLETE = gettext_noop("Some of its segments have no translation, or a faulty one.")
TAKEN = gettext_noop("Another page has its address, or it breaks another rule of the database.")
UNFORESEEN = gettext_noop("Something went wrong that nobody foresaw. Show this to the operators of the portal.")
REFUSED = gettext_noop("It could not be published: %(why)s")
EMPTY = gettext_noop("The bundle has no members.")

#: Codes of `localization.errors.RefusedError`.
OF_REFUSAL = {
    "not_approved": NOT_REVISED,
    "changed_since": CHANGED,
    "source_changed": SOURCE_CHANGED,
    "source_not_live": SOURCE,
    "missing": INCOMPLETE,
    "gone": GONE,
}


@dataclass(frozen=True)
class Fault:
    """What is the matter with a member.

    Attributes:
        title: of the member; empty for the bundle as a whole.
        msgid: one of the sentences above.
        values: for the places in it.
    """

    title: str
    msgid: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In the language of the reader."""
        return gettext(self.msgid) % self.values

    def __str__(self) -> str:
        return f"{self.title}: {self.sentence}" if self.title else self.sentence


def kept(faults: Iterable[Fault]) -> str:
    """The text to keep in a column."""
    return json.dumps([[fault.title, fault.msgid, fault.values] for fault in faults], ensure_ascii=False)


def shown(text: str) -> list[Fault]:
    """The faults of a kept text."""
    return [Fault(title, msgid, values) for title, msgid, values in json.loads(text or "[]")]
