"""The steps of the translation of a record, as a worker and people take them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import Model
from django.utils import timezone

from portal.core.models import User
from portal.localization.adapters.records import RecordAdapter
from portal.localization.enums import JobState
from portal.localization.models import RecordSegment, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.services.record_segments import Segment, segments_of
from portal.localization.services.records import finish_record, publish_record, write_record_segments
from portal.localization.services.submission import submit_record


class RecordDesk:
    def __init__(self, tree: SimpleNamespace, people: SimpleNamespace) -> None:
        self.tree, self.people = tree, people
        self.adapter = RecordAdapter()

    def submit(self, record: Model, target: Any = None, **more: Any) -> TranslationJob:
        return submit_record(record=record, target_locale=target or self.tree.en, by=self.people.admin, **more)

    def work(self, job: TranslationJob, answers: dict[str, str] | None = None) -> TranslationJob:
        """One run of a job whose engine says `answers` by source text."""
        move(job, JobState.RUNNING, lease_until=timezone.now())
        self.adapter.prepare(job)
        found = {one.key: answers[one.text] for one in self.adapter.missing(job) if one.text in (answers or {})}
        self.adapter.keep(job, found, "deepl")
        self.adapter.finish(job)
        seen = self.adapter.summary(job)
        move(
            job,
            JobState.NEEDS_REVIEW,
            title=seen.title,
            source_hash=seen.text_hash,
            segments_total=seen.total,
            segments_filled=seen.filled,
        )
        return job

    def ready(self, record: Model, answers: dict[str, str] | None = None, **more: Any) -> TranslationJob:
        return self.work(self.submit(record, **more), answers)

    def write(self, job: TranslationJob, texts: dict[str, str], *, by: User | None = None, **more: Any) -> int:
        by = by or self._translator(job)
        return write_record_segments(record=self.record(job), locale=job.target_locale, texts=texts, by=by, **more)

    def through(self, job: TranslationJob) -> Any:
        """From the finish to the approval; the record as it is then."""
        finish_record(job=job, by=self._translator(job))
        publish_record(job=job, by=self._reviser(job))
        job.refresh_from_db()
        return self.record(job)

    def record(self, job: TranslationJob) -> Any:
        return job.content_type.model_class()._default_manager.get(pk=job.object_id)

    def segments(self, job: TranslationJob) -> dict[str, Segment]:
        listed = segments_of(self.record(job), job.source_locale, job.target_locale)
        return {segment.field: segment for segment in listed}

    def wordings(self, job: TranslationJob) -> dict[str, tuple[str, str]]:
        """Wording and origin by field."""
        return {field: (one.wording, one.origin) for field, one in self.segments(job).items()}

    def drafts(self) -> set[tuple[str, str]]:
        return set(RecordSegment.objects.values_list("field", "text"))

    def _translator(self, job: TranslationJob) -> User:
        into_english = job.target_locale_id == self.tree.en.pk
        return self.people.translator_en if into_english else self.people.translator_zh

    def _reviser(self, job: TranslationJob) -> User:
        return self.people.reviser_en if job.target_locale_id == self.tree.en.pk else self.people.reviser_zh
