"""Records: words in columns of modeltranslation, drafts in `RecordSegment`."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_noop

from portal.localization.adapters.base import LANGUAGE_OFF, Missing, Summary
from portal.localization.errors import SourceGoneError
from portal.localization.models import TranslationJob
from portal.localization.queries import record_of, record_title
from portal.localization.services import record_segments
from portal.localization.services.record_words import (
    as_inline,
    as_plain,
    is_in_use,
    is_long,
    record_text_hash,
    words_in,
)

RECORD_GONE = gettext_noop("The record was deleted, or has no words in the source language any more.")


class RecordAdapter:
    """Implements `adapters.base.Adapter`. Fields are plain text; engines get them escaped."""

    def prepare(self, job: TranslationJob) -> None:
        record = _source(job)
        record_segments.fill_known(record=record, source=job.source_locale, target=job.target_locale)

    def missing(self, job: TranslationJob) -> list[Missing]:
        segments = record_segments.segments_of(_source(job), job.source_locale, job.target_locale)
        return [
            Missing(f"{segment.field}:{segment.source_hash}", as_inline(segment.source_text))
            for segment in segments
            if segment.is_for_engines
        ]

    def keep(self, job: TranslationJob, wordings: Mapping[str, str], engine: str) -> None:
        record = record_of(job)
        if record is None:
            return
        segments = record_segments.segments_of(record, job.source_locale, job.target_locale)
        # The key holds the text that was sent: an answer to an earlier one finds no segment.
        keys = {f"{segment.field}:{segment.source_hash}": segment.field for segment in segments}
        code = job.target_locale.language_code
        texts = {
            field: as_plain(wordings[key], long=is_long(record, field, code))
            for key, field in keys.items()
            if key in wordings
        }
        record_segments.keep_machine(
            record=record, source=job.source_locale, target=job.target_locale, wordings=texts, engine=engine
        )

    def finish(self, job: TranslationJob) -> None:
        """The draft lies in the segments already; the record itself is written by the approval alone."""
        _source(job)

    def summary(self, job: TranslationJob) -> Summary:
        record = _source(job)
        code = job.source_locale.language_code
        segments = record_segments.segments_of(record, job.source_locale, job.target_locale)
        total, filled = record_segments.progress(segments)
        return Summary(record_title(record, code), record_text_hash(record, code), total, filled)

    def may_leave(self, job: TranslationJob) -> bool:
        """Records have no drafts of their source: what is saved is public."""
        return True

    def is_public(self, job: TranslationJob) -> bool:
        return True

    def desk_path(self, job: TranslationJob) -> str:
        return reverse("translations:record", args=[job.pk])


def _source(job: TranslationJob) -> Model:
    if not is_in_use(job.target_locale):
        raise SourceGoneError(LANGUAGE_OFF)
    record = record_of(job)
    if record is None or not words_in(record, job.source_locale.language_code):
        raise SourceGoneError(RECORD_GONE)
    return record
