"""A seeded walk of records between two languages: what people, forms and workers do, in any order.

After each step: every column says what a person saved or an approval wrote there and nothing else; at most one job is
open for a record and a language, and none for a record that is gone; every wording of a person is where they left it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parks.models import Organization, Park
from portal.core.localized import column
from portal.localization.enums import JobState, MoveNotAllowedError, Occasion, WordingOrigin
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.models import RecordSegment, TranslationJob, TranslationRule
from portal.localization.services import queue, runs
from portal.localization.services.record_segments import segments_of
from portal.localization.services.record_words import record_type
from portal.localization.services.records import finish_record, publish_record, reopen_record, write_record_segments
from tests.parks.admin_forms import form_data
from tests.parks.factories import OrganizationFactory, ParkFactory
from tests.portal.localization.record_desk import RecordDesk

#: What the house refuses with a sentence; everything else is a fault.
REFUSALS = (RefusedError, NotTranslatableError, MoveNotAllowedError)
MODELS = {Park: ("name", "layout", "feature"), Organization: ("name", "short_name")}
CODES = ("zh-hans", "en")
Key = tuple[type, int]


class RecordWalk:
    """One portal, one seed."""

    def __init__(self, desk: RecordDesk, client: Client, seed: int) -> None:
        self.desk, self.tree, self.people, self.client = desk, desk.tree, desk.people, client
        self.client.force_login(self.people.admin)
        self.random = random.Random(seed)
        self.steps: list[Callable[[], None]] = [
            self.create, self.edit, self.edit, self.empty, self.open_form, self.save_form, self.submit, self.submit,
            self.translate, self.translate, self.translate, self.finish, self.finish, self.finish, self.approve,
            self.approve, self.approve, self.withdraw, self.reopen, self.delete, self.retry, self.cancel, self.work,
            self.work, self.work, self.die,
        ]  # fmt: skip
        #: What every column must say, what was approved there last, and what people have written beside it.
        self.words: dict[Key, dict[str, str]] = {}
        self.approved: dict[tuple[Key, str], str] = {}
        self.drafts: dict[tuple[Key, str, str], str] = {}
        self.form: tuple[Any, dict[str, str], dict[str, str]] | None = None
        self.done: Counter[str] = Counter()
        for source, target in ((self.tree.zh, self.tree.en), (self.tree.en, self.tree.zh)):
            TranslationRule.objects.create(
                source_locale=source, target_locale=target, content_type=record_type(Park()),
                occasion=Occasion.ON_PUBLICATION,
            )  # fmt: skip

    def go(self, steps: int) -> None:
        for _number in range(3):
            self.create()
        for _step in range(steps):
            step = self.random.choice(self.steps)
            with suppress(*REFUSALS):
                step()
                self.done[step.__name__] += 1
            self.check(step.__name__)

    # --- what people and workers do ---

    def create(self) -> None:
        factory = self.random.choice([ParkFactory, OrganizationFactory])
        code = self.random.choice(CODES)
        record = factory(**{"name_zh_hans": "", "name_en": ""} | {column("name", code): self._text(code)})
        self.words[type(record), record.pk] = self._columns(record)

    def edit(self) -> None:
        """A save by whatever way: of a fresh row, or of one field."""
        record, name, code = self._place()
        text = self._text(code)
        setattr(record, name, text)
        record.save(update_fields=[name] if self.random.random() < 0.3 else None)
        self.words[type(record), record.pk][name] = text

    def empty(self) -> None:
        record, name, _code = self._place()
        if not name.startswith("name_"):
            setattr(record, name, "")
            record.save()
            self.words[type(record), record.pk][name] = ""

    def open_form(self) -> None:
        record = self._record()
        shown = form_data(self.client.get(self._address(record)))
        self.form = record, shown, dict(self.words[type(record), record.pk])

    def save_form(self) -> None:
        """Perhaps long after it was opened."""
        if self.form is None:
            raise RefusedError("nothing", "No form is open.")
        record, shown, before = self.form
        key = type(record), record.pk
        name, code = self._column_of(key)
        text = self._text(code)
        self.form = None
        answer = self.client.post(self._address(record), shown | {name: text})
        if key not in self.words:
            assert answer.status_code == 404
        elif self.words[key][name] in (before[name], text):
            assert answer.status_code == 302, answer.content.decode()
            self.words[key][name] = text
        else:
            assert "Changed by another person" in answer.content.decode() or "他人" in answer.content.decode()

    def delete(self) -> None:
        if self.random.random() < 0.4:
            record = self._record()
            key = type(record), record.pk
            record.delete()
            del self.words[key]
            self.approved = {place: text for place, text in self.approved.items() if place[0] != key}
            self.drafts = {place: text for place, text in self.drafts.items() if place[0] != key}

    def submit(self) -> None:
        self.desk.submit(self._record(), self.random.choice([self.tree.zh, self.tree.en]))

    def translate(self) -> None:
        job = self._job()
        record = self.desk.record(job)
        for segment in segments_of(record, job.source_locale, job.target_locale):
            if self.random.random() < 0.8:
                text = self._text(job.target_locale.language_code)
                self.desk.write(job, {segment.field: text})
                self.drafts[(type(record), record.pk), job.target_locale.language_code, segment.field] = text

    def withdraw(self) -> None:
        job = self._job()
        record, code = self.desk.record(job), job.target_locale.language_code
        field = self.random.choice(MODELS[type(record)])
        by = self.desk._reviser(job)
        write_record_segments(record=record, locale=job.target_locale, texts={field: ""}, by=by)
        if self.drafts.pop(((type(record), record.pk), code, field), ""):
            job.refresh_from_db()
            assert job.state != JobState.FINISHED

    def finish(self) -> None:
        job = self._job()
        finish_record(job=job, by=self.desk._translator(job))

    def approve(self) -> None:
        job = self._job(JobState.FINISHED)
        record, code = self.desk.record(job), job.target_locale.language_code
        segments = {one.field: one.wording for one in segments_of(record, job.source_locale, job.target_locale)}
        publish_record(job=job, by=self.desk._reviser(job))
        key = type(record), record.pk
        for field in MODELS[type(record)]:
            name = column(field, code)
            if field in segments:
                self.words[key][name] = self.approved[key, name] = segments[field]
            elif self.approved.pop((key, name), None) == self.words[key][name] and field != "name":
                self.words[key][name] = ""  # its source is gone
            self.drafts.pop((key, code, field), None)

    def reopen(self) -> None:
        job = self._job(JobState.DONE)
        reopen_record(job=job, by=self.desk._translator(job))

    def work(self) -> None:
        TranslationJob.objects.update(next_attempt_at=timezone.now())
        for _turn in range(3):
            job = queue.claim_next(worker=str(self.random.random()))
            if job is not None:
                queue.run_job(job=job)

    def die(self) -> None:
        """A worker is gone after one of its steps; the sweep puts its job back."""
        TranslationJob.objects.update(next_attempt_at=timezone.now())
        job = queue.claim_next(worker=str(self.random.random()))
        if job is not None:
            steps = runs.steps_of(job)
            next(steps, None)
            steps.close()
        queue.release_expired(now=timezone.now() + timedelta(hours=1))

    def retry(self) -> None:
        queue.retry_all(by=self.people.admin, jobs=TranslationJob.objects.all())

    def cancel(self) -> None:
        if self.random.random() < 0.4:
            queue.cancel_job(job_id=self._job().pk, by=self.people.admin)

    # --- what must hold ---

    def check(self, step: str) -> None:
        present = {(model, record.pk): self._columns(record) for model in MODELS for record in model.objects.all()}
        assert present == self.words, step
        jobs = TranslationJob.objects.open().values_list("content_type", "object_id", "target_locale")
        places = {(record_type(model()).pk, pk) for model, pk in self.words}
        assert len(jobs) == len(set(jobs)), step
        assert {job[:2] for job in jobs} <= places, step
        rows = RecordSegment.objects.filter(origin=WordingOrigin.PERSON).select_related("content_type", "locale")
        kept = {
            ((row.content_type.model_class(), row.object_id), row.locale.language_code, row.field): row.text
            for row in rows
        }
        assert kept == self.drafts, step

    def _columns(self, record: Any) -> dict[str, str]:
        names = [column(field, code) for field in MODELS[type(record)] for code in CODES]
        return {name: getattr(record, name) or "" for name in names}

    def _record(self) -> Any:
        if not self.words:
            raise RefusedError("nothing", "There is no record.")
        model, pk = self.random.choice(sorted(self.words, key=lambda key: (key[0].__name__, key[1])))
        return model.objects.get(pk=pk)

    def _place(self) -> tuple[Any, str, str]:
        record = self._record()
        return record, *self._column_of((type(record), record.pk))

    def _column_of(self, key: Key) -> tuple[str, str]:
        code = self.random.choice(CODES)
        return column(self.random.choice(MODELS[key[0]]), code), code

    def _job(self, *states: JobState) -> TranslationJob:
        jobs = TranslationJob.objects.select_related("content_type", "source_locale", "target_locale").order_by("pk")
        jobs = jobs.filter(state__in=states) if states else jobs.open()
        keys = {(record_type(model()).pk, pk) for model, pk in self.words}
        listed = [job for job in jobs if (job.content_type_id, job.object_id) in keys]
        if not listed:
            raise RefusedError("nothing", "There is no such job.")
        return self.random.choice(listed)

    def _address(self, record: Any) -> str:
        return reverse(f"wagtailsnippets_parks_{record._meta.model_name}:edit", args=[record.pk])

    def _text(self, code: str) -> str:
        number = self.random.randrange(10**6)
        return f"Words {number}" if code == "en" else f"文字{number}"
