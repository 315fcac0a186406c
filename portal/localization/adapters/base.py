"""What the queue asks of a kind of content. Two kinds answer: pages and records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_noop

from portal.localization.models import TranslationJob

LANGUAGE_OFF = gettext_noop("The language is switched off.")


@dataclass(frozen=True, slots=True)
class Missing:
    """A segment without a wording.

    Attributes:
        key: names the segment within its source.
        text: inline HTML; of records, whose words are plain text, with `&`, `<` and `>` escaped.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A source as it stands: its title, the SHA-256 of its words, how many segments there are and have a wording."""

    title: str
    text_hash: str
    total: int
    filled: int


class Adapter(Protocol):
    """One kind of content. Every method runs inside the caller's transaction, which holds the job's lock."""

    def prepare(self, job: TranslationJob) -> None:
        """Take the segments of the source and fill in what memory and glossary know.

        Raises:
            SourceGoneError: the source is gone or no longer public, or the language is switched off.
        """

    def missing(self, job: TranslationJob) -> list[Missing]:
        """What an engine has still to translate, in the order of the text; addresses (slugs) are not among it."""

    def keep(self, job: TranslationJob, wordings: Mapping[str, str], engine: str) -> None:
        """Keep an engine's wordings by key. A wording that a person wrote meanwhile, and one whose source has
        changed, stay as they are."""

    def finish(self, job: TranslationJob) -> None:
        """Lay the draft where people see it; nothing that is live changes.

        Raises:
            WaitsForParentError: the page above has no draft in the language yet.
            SourceGoneError: as for `prepare`.
            TextTakenError: another job has taken another text of the source meanwhile; this one must begin again.
        """

    def summary(self, job: TranslationJob) -> Summary:
        """Raises SourceGoneError."""

    def may_leave(self, job: TranslationJob) -> bool:
        """Whether the text may be sent to another server: all may read it, or a setting allows drafts to leave."""

    def is_public(self, job: TranslationJob) -> bool:
        """Whether all may read the text as it stands, so that its wordings may help elsewhere; False if it is gone."""

    def desk_path(self, job: TranslationJob) -> str:
        """The address in the admin where a person works on the translation."""
