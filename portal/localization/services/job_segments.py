"""The segments of one translation, of a page or a record alike: read for a file, written by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from portal.core.models import User
from portal.localization.enums import WordingOrigin
from portal.localization.exchange.inline import canonical
from portal.localization.models import TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.queries import record_of
from portal.localization.services import record_segments, segments
from portal.localization.services.record_words import as_inline, as_plain, is_long
from portal.localization.services.records import write_record_segments


@dataclass(frozen=True, slots=True)
class JobSegment:
    """A segment as inline HTML.

    Attributes:
        unit_id: names it within its translation for as long as its text stays.
        place: content path of a page, field of a record.
        by_id, changed_at: of the present wording; None where there is none, or nobody's.
    """

    unit_id: str
    place: str
    source: str
    target: str
    by_person: bool
    by_id: int | None
    changed_at: datetime | None

    @property
    def key(self) -> tuple[str, str]:
        """Place and text: what a wording belongs to."""
        return self.place, text_hash(canonical(self.source))


def segments_of_job(job: TranslationJob) -> list[JobSegment]:
    """The segments that have words, in the order of the source; addresses (slugs) are left out."""
    return list(_of_page(job) if is_page(job) else _of_record(job))


def is_page(job: TranslationJob) -> bool:
    """Whether the job translates a page; otherwise a record."""
    model = job.content_type.model_class()
    return model is not None and issubclass(model, Page)


def write_job_segments(*, job: TranslationJob, wordings: Mapping[JobSegment, str], by: User) -> int:
    """Keep a person's wordings as the editor does. The caller holds the job's lock.

    Returns:
        how many were written.

    Raises:
        RefusedError: a wording is too long for the field of a record.
    """
    if is_page(job):
        texts = {(segment.place, segment.source): text for segment, text in wordings.items()}
        source = _source_of(job)
        return segments.write_placed(source=source, locale=job.target_locale, texts=texts, by=by) if source else 0
    record = record_of(job)
    if record is None:
        return 0
    plain = {segment.place: _as_plain(record, segment.place, job, text) for segment, text in wordings.items()}
    return write_record_segments(record=record, locale=job.target_locale, texts=plain, by=by)


def _as_plain(record: Model, field: str, job: TranslationJob, text: str) -> str:
    return as_plain(text, long=is_long(record, field, job.target_locale.language_code))


def _source_of(job: TranslationJob) -> TranslationSource | None:
    return TranslationSource.objects.filter(object_id=job.translation_key, locale_id=job.source_locale_id).first()


def _of_page(job: TranslationJob) -> Iterator[JobSegment]:
    source = _source_of(job)
    if source is None:
        return
    rows = source.stringsegment_set.select_related("string", "context").exclude(context__path=segments.SLUG)
    known = {
        (row.translation_of_id, row.context_id): row
        for row in source.stringsegment_set.all().get_translations(job.target_locale)
    }
    positions: Counter[str] = Counter()
    for row in rows.order_by("order"):
        place, text = row.context.path, row.string.data
        wording = known.get((row.string_id, row.context_id))
        yield JobSegment(
            unit_id=f"{place}#{positions[place]}#{text_hash(text)[:16]}",
            place=place,
            source=text,
            target=wording.data if wording and not wording.has_error else "",
            by_person=bool(wording and wording.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL),
            by_id=wording.last_translated_by_id if wording else None,
            changed_at=wording.updated_at if wording else None,
        )
        positions[place] += 1


def _of_record(job: TranslationJob) -> Iterator[JobSegment]:
    record = record_of(job)
    if record is None:
        return
    for row in record_segments.segments_of(record, job.source_locale, job.target_locale):
        draft = row.draft if row.is_drafted else None
        yield JobSegment(
            unit_id=row.field,
            place=row.field,
            source=as_inline(row.source_text),
            target=as_inline(row.wording) if row.wording else "",
            by_person=row.origin == WordingOrigin.PERSON,
            by_id=draft.by_id if draft else None,
            changed_at=draft.updated_at if draft else None,
        )
