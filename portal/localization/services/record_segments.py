"""Segments of a record: each field that has words in the source language, and its wording in the target language.

A wording is a draft (`RecordSegment`) or stands in the record's own column. What a person typed straight into the
record's form is newer than any draft that does not know of it, and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from portal.core.localized import column
from portal.localization.enums import JobState, WordingOrigin
from portal.localization.models import ApprovedSegment, RecordSegment, TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.services import glossary, memory
from portal.localization.services.record_words import (
    as_inline,
    as_plain,
    is_long,
    record_type,
    word_column,
    words_in,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One field of a record as it stands between two languages.

    Attributes:
        source_hash: of `source_text`.
        present: what the record itself says in the target language; may be empty.
        draft: the row of the draft, whatever it was made from.
        approved: the segment as it was last approved; None if it never was.
    """

    field: str
    source_text: str
    source_hash: str
    present: str
    draft: RecordSegment | None
    approved: ApprovedSegment | None

    @property
    def is_drafted(self) -> bool:
        """Whether the draft is the wording: made from the present source, and from what the record says now."""
        draft = self.draft
        if draft is None or not draft.text or draft.source_hash != self.source_hash:
            return False
        return self.present in (draft.replaces, draft.text)

    @property
    def version(self) -> str:
        """Names all that a person sees of the segment: of two who start from the same one, the second is stopped."""
        written = self.draft.updated_at.isoformat() if self.draft is not None else ""
        return text_hash("\x00".join((self.source_hash, self.present, written)))

    @property
    def wording(self) -> str:
        """What would be published; empty while there is none for the present source."""
        if self.is_drafted and self.draft is not None:
            return self.draft.text
        return "" if self._is_outdated else self.present

    @property
    def origin(self) -> str:
        """A `WordingOrigin`; what stands in the record was typed or approved by a person."""
        if self.is_drafted and self.draft is not None:
            return self.draft.origin
        return WordingOrigin.PERSON if self.wording else ""

    @property
    def old_source(self) -> str:
        """The source text of the draft or the approval, where it is not the present one; else empty."""
        if self.draft is not None and self.draft.source_hash != self.source_hash:
            return self.draft.source_text
        approved = self.approved
        return approved.source_text if approved is not None and approved.source_hash != self.source_hash else ""

    @property
    def old_wording(self) -> str:
        """The wording that an earlier source had, or that the record had before; empty where it is in use."""
        if self.wording:
            return ""
        return (self.draft.text if self.draft is not None else "") or self.present

    @property
    def was_refused(self) -> bool:
        """Whether a machine has answered for this very text, and its wording could not be kept."""
        return self.draft is not None and not self.draft.text and self.draft.source_hash == self.source_hash

    @property
    def is_for_engines(self) -> bool:
        """Whether a machine may write the wording: there is none, and no person's draft would be lost."""
        persons = self.draft is not None and self.draft.origin == WordingOrigin.PERSON
        return not self.wording and not persons and not self.was_refused

    @property
    def _is_outdated(self) -> bool:
        """Whether the record says just what was approved for another source."""
        approved = self.approved
        return approved is not None and approved.text == self.present and approved.source_hash != self.source_hash


def drafts_of(record: Model, locale: Locale) -> QuerySet[RecordSegment]:
    """The drafts of a record in a language."""
    return RecordSegment.objects.filter(content_type=record_type(record), object_id=record.pk, locale=locale)


def segments_of(record: Model, source: Locale, target: Locale) -> list[Segment]:
    """The segments of a record between two languages, in the order of its fields."""
    drafts = {row.field: row for row in drafts_of(record, target).select_related("by")}
    approved = {row.path: row for row in approved_of(record, source, target)}
    return [
        Segment(
            field=field,
            source_text=text,
            source_hash=text_hash(text),
            present=getattr(record, column(field, target.language_code)) or "",
            draft=drafts.get(field),
            approved=approved.get(field),
        )
        for field, text in words_in(record, source.language_code).items()
    ]


def fill_known(*, record: Model, source: Locale, target: Locale) -> None:
    """Fill segments without a wording from people's memory and the glossary; leave every other wording alone."""
    empty = [segment for segment in segments_of(record, source, target) if segment.is_for_engines]
    inline = {segment.field: as_inline(segment.source_text) for segment in empty}
    remembered = memory.exact_matches(set(inline.values()), source, target)
    terms = glossary.whole_matches({segment.source_text for segment in empty}, source, target)
    for segment in empty:
        text = segment.source_text
        if inline[segment.field] in remembered:
            known = as_plain(
                remembered[inline[segment.field]], long=is_long(record, segment.field, target.language_code)
            )
            _fill(record, segment, source, target, known, WordingOrigin.MEMORY)
        elif text in terms:
            _fill(record, segment, source, target, terms[text], WordingOrigin.GLOSSARY)
        elif not any(character.isalpha() for character in text):
            _fill(record, segment, source, target, text, WordingOrigin.UNCHANGED)


def keep_machine(*, record: Model, source: Locale, target: Locale, wordings: Mapping[str, str], engine: str) -> None:
    """Keep an engine's wordings, plain text by field. One that does not fit the column is left out, and its place
    marked, so that the same text is not paid for again."""
    for segment in segments_of(record, source, target):
        if segment.field in wordings and segment.is_for_engines:
            text = wordings[segment.field]
            fits = fits_column(record, segment.field, target, text)
            store(
                record, segment, source, target, text if fits else "", WordingOrigin.MACHINE, engine=engine, by_id=None
            )


def fits_column(record: Model, field: str, locale: Locale, text: str) -> bool:
    """Whether a wording is no longer than its column."""
    longest = word_column(record, field, locale.language_code).max_length
    return longest is None or len(text) <= longest


def store(
    record: Model,
    segment: Segment,
    source: Locale,
    target: Locale,
    text: str,
    origin: str,
    *,
    engine: str = "",
    by_id: int | None = None,
) -> None:
    """Write one draft. That of a person takes the place of any; all others stop before one that a person wrote."""
    key = {
        "content_type": record_type(record),
        "object_id": record.pk,
        "field": segment.field,
        "locale": target,
    }
    values = {
        "source_locale": source,
        "source_text": segment.source_text,
        "source_hash": segment.source_hash,
        "text": text,
        "replaces": segment.present,
        "origin": origin,
        "engine": engine,
        "by_id": by_id,
        "updated_at": timezone.now(),
    }
    # Both writers may come at once: whoever finds the row changes it, and a person's row only as a person.
    RecordSegment.objects.bulk_create([RecordSegment(**key, **values)], ignore_conflicts=True)
    rows = RecordSegment.objects.filter(**key)
    if origin != WordingOrigin.PERSON:
        rows = rows.exclude(origin=WordingOrigin.PERSON)
    rows.update(**values)


def progress(segments: Iterable[Segment]) -> tuple[int, int]:
    """All segments, and those with a wording."""
    listed = list(segments)
    return len(listed), sum(1 for segment in listed if segment.wording)


def _fill(record: Model, segment: Segment, source: Locale, target: Locale, text: str, origin: str) -> None:
    if text and fits_column(record, segment.field, target, text):
        store(record, segment, source, target, text, origin)


def approved_of(record: Model, source: Locale, target: Locale) -> QuerySet[ApprovedSegment]:
    """What was last approved of a record between two languages."""
    done = TranslationJob.objects.filter(
        content_type=record_type(record),
        object_id=record.pk,
        source_locale=source,
        target_locale=target,
        state=JobState.DONE,
    ).order_by()
    return ApprovedSegment.objects.filter(job__in=done.values("pk"))
