"""Translations of records: a person's wordings, the finish, and the approval that writes one language's columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale

from portal.core import audit, holding
from portal.core.enums import Role
from portal.core.models import User
from portal.localization.enums import JobState, WordingOrigin
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.models import RecordSegment, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import jobs_of_record
from portal.localization.services.approval import (
    demand_approved,
    demand_complete,
    demand_finished,
    demand_role,
    demand_second_person,
    is_with_people,
    mark_approved,
    mark_finished,
    mark_published,
    take_back,
)
from portal.localization.services.approved import keep_approved
from portal.localization.services.figures import figures_of_record, keep_figures
from portal.localization.services.findings import FINISH, PUBLISH, demand_passed, findings_of_record
from portal.localization.services.job_notices import tell_finished, tell_published
from portal.localization.services.record_columns import bereft, demand_valid, remember, write_columns
from portal.localization.services.record_segments import Segment, drafts_of, progress, segments_of, store
from portal.localization.services.record_words import (
    field_label,
    is_long,
    lock_record,
    lock_record_of,
    record_text_hash,
    source_locale_of,
)
from portal.localization.services.submission import reopen_record_translation


@transaction.atomic
def write_record_segments(
    *, record: Model, locale: Locale, texts: Mapping[str, str], by: User, seen: Mapping[str, str] | None = None
) -> int:
    """Keep a person's wordings as a draft; nothing of the record changes.

    Args:
        texts: name of a field without the language (`name`) → wording, plain text; empty: the draft goes.
        seen: field → `Segment.version` that the person saw; without it nothing is compared.

    Returns:
        how many wordings were written.

    Raises:
        RefusedError: a field has no source text (`unknown`), a wording does not fit (`invalid`), or another person
            has changed one meanwhile (`conflict`). Then nothing is written.
    """
    record = _present(lock_record(type(record), record.pk))
    source = _source_of(record, locale)
    segments = {segment.field: segment for segment in segments_of(record, source, locale)}
    if not texts.keys() <= segments.keys():
        raise RefusedError("unknown", _("A field has no text in the source language any more. Load the page again."))
    _demand_unchanged([segments[field] for field in texts], seen or {}, record)
    tidy = {field: _tidy(record, field, locale, text) for field, text in texts.items()}
    for field, text in tidy.items():
        if text:
            store(record, segments[field], source, locale, text, WordingOrigin.PERSON, by_id=by.pk)
    _withdraw(record, locale, [field for field, text in tidy.items() if not text])
    if tidy:
        take_back(jobs_of_record(record).filter(target_locale=locale))
    return len(texts)


@transaction.atomic
def reopen_record(*, job: TranslationJob, by: User) -> TranslationJob:
    """A job for correcting a published translation, where none is open: the text is with people at once.

    Raises:
        RefusedError: missing role, or the record has nothing to translate any more.
    """
    demand_role(by, job.target_locale, Role.TRANSLATOR, Role.REVISER)
    record, done = _hold(job)
    try:
        again = reopen_record_translation(
            record=record, source_locale=done.source_locale, target_locale=done.target_locale, by=by
        )
    except NotTranslatableError as error:
        raise RefusedError("not_translatable", str(error)) from error
    if again.state == JobState.QUEUED and again.source_hash == done.source_hash:
        counts = {"segments_total": done.segments_total, "segments_filled": done.segments_total}
        move(again, JobState.RUNNING, lease_until=timezone.now())
        move(again, JobState.NEEDS_REVIEW, **counts)
    return again


@transaction.atomic
def finish_record(*, job: TranslationJob, by: User) -> TranslationJob:
    """Mark the translation of a record as finished, by a translator or reviser of its language.

    What is finished is the translation of the words that the record has now, even if they were changed after the
    record was sent.

    Raises:
        RefusedError: missing role, nothing to finish, or fields without wording.
    """
    demand_role(by, job.target_locale, Role.TRANSLATOR, Role.REVISER)
    record, job = _hold(job)
    if not is_with_people(job):
        raise RefusedError("not_ready", _("This translation is not waiting for a translator."))
    segments = segments_of(record, job.source_locale, job.target_locale)
    demand_complete(*progress(segments))
    demand_passed(findings_of_record(job), stage=FINISH)
    text_hash = record_text_hash(record, job.source_locale.language_code)
    mark_finished(job, by=by, segments=len(segments), source_hash=text_hash)
    tell_finished(job, by=by)
    audit.record(instance=record, action="localization.finish", by=by, data={"job": job.pk, "segments": len(segments)})
    return job


@transaction.atomic
def publish_record(*, job: TranslationJob, by: User) -> TranslationJob:
    """Approve (审定) a finished translation: its wordings go into the columns of its language, and no others, unless it
    waits for others (a bundle holds it).

    Returns:
        the job: done, or approved and waiting.

    Raises:
        RefusedError: `by` is no reviser of the locale, finished or translated the text, nothing is finished,
            a wording is missing or was changed since, the checks have findings that nobody let pass, or the source
            has changed.
    """
    demand_role(by, job.target_locale, Role.REVISER)
    record, job = _hold(job)
    demand_finished(job)
    segments = segments_of(record, job.source_locale, job.target_locale)
    drafts = [segment.draft for segment in segments if segment.is_drafted and segment.draft is not None]
    _demand_second_person(job, record, drafts, by)
    _demand_present_source(job, record)
    demand_complete(*progress(segments))
    demand_passed(findings_of_record(job), stage=PUBLISH)
    if holding.is_held(record, job.target_locale):
        _keep_for_others(job, record, segments, by)
    else:
        _make_live(job, record, segments, by)
    return job


@transaction.atomic
def publish_approved_record(*, job: TranslationJob, text_hash: str, by: User | None) -> TranslationJob:
    """Make the translation of a record live that was approved before and waited for others, as it was approved.

    Args:
        text_hash: `wordings_hash` of the text that was approved.
        by: in whose name; None for the system.

    Raises:
        RefusedError: the record is gone or says something else, the approval was taken back, a wording was changed,
            or the checks have findings that nobody let pass.
    """
    record, job = _hold(job)
    job = demand_approved(job)
    segments = segments_of(record, job.source_locale, job.target_locale)
    _demand_present_source(job, record)
    if wordings_hash(segments) != text_hash:
        raise RefusedError("changed_since", _("The text was changed after its approval. It must be approved again."))
    demand_passed(findings_of_record(job), stage=PUBLISH)
    _make_live(job, record, segments, by)
    return job


def wordings_hash(segments: Iterable[Segment]) -> str:
    """SHA-256 of the words of a record and of their wordings, with the fields that say them."""
    rows = [(segment.field, segment.source_text, segment.wording) for segment in segments]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _demand_present_source(job: TranslationJob, record: Model) -> None:
    if record_text_hash(record, job.source_locale.language_code) != job.source_hash:
        raise RefusedError(
            "source_changed", _("The record was changed after its translation was marked as finished. Mark it again.")
        )


def _keep_for_others(job: TranslationJob, record: Model, segments: list[Segment], by: User) -> None:
    mark_approved(job, by=by)
    holding.keep_approval(holding.Approval(record, job.target_locale, by, text_hash=wordings_hash(segments)))
    audit.record(
        instance=record,
        action="localization.approve",
        by=by,
        data={"job": job.pk, "finished_by": job.finished_by_id},
    )


def _make_live(job: TranslationJob, record: Model, segments: list[Segment], by: User | None) -> None:
    """The approved wordings become public, together with what follows from that."""
    drafts = [segment.draft for segment in segments if segment.is_drafted and segment.draft is not None]
    # First: who is told of the written record finds the language from which it was translated.
    mark_published(job, by=by)
    lost = bereft(record, job, {segment.field for segment in segments})
    write_columns(record, job.target_locale, {draft.field: draft.text for draft in drafts} | dict.fromkeys(lost, ""))
    remember(drafts)
    keep_figures(job=job, rows=figures_of_record(segments))
    keep_approved(job=job, rows=[(segment.field, segment.source_text, segment.wording) for segment in segments])
    drafts_of(record, job.target_locale).delete()
    tell_published(job, by=by)
    audit.record(
        instance=record,
        action="localization.publish",
        by=by,
        data={"job": job.pk, "finished_by": job.finished_by_id, "cleared": lost},
    )


def _hold(job: TranslationJob) -> tuple[Model, TranslationJob]:
    """The record and the job, locked in this order."""
    record = _present(lock_record_of(job))
    jobs = TranslationJob.objects.select_related("source_locale", "target_locale", "content_type")
    return record, jobs.select_for_update(of=("self",)).get(pk=job.pk)


def _present(record: Model | None) -> Model:
    if record is None:
        raise RefusedError("gone", _("The record has been deleted."))
    return record


def _source_of(record: Model, locale: Locale) -> Locale:
    """The language from which the record was last sent into `locale`; if it never was, that of its words."""
    job = jobs_of_record(record).filter(target_locale=locale).select_related("source_locale").first()
    source = job.source_locale if job is not None else source_locale_of(record)
    if source is None or source == locale:
        raise RefusedError("unknown", _("The record has no words to translate. Fill them in first."))
    return source


def _demand_unchanged(segments: Iterable[Segment], seen: Mapping[str, str], record: Model) -> None:
    changed = [segment for segment in segments if seen.get(segment.field, segment.version) != segment.version]
    if changed:
        names = pgettext("between details", "; ").join(field_label(record, segment.field) for segment in changed)
        raise RefusedError(
            "conflict",
            _(
                "Changed by another person while you were writing: %(fields)s. "
                "What you wrote is still here. Compare both, then save again."
            )
            % {"fields": names},
        )


def _tidy(record: Model, field: str, locale: Locale, text: str) -> str:
    """A wording as its column can hold it: without NUL, in one line where the field has one."""
    lines = [line.strip() for line in text.replace("\x00", "").splitlines()]
    tidy = ("\n" if is_long(record, field, locale.language_code) else " ").join(lines).strip()
    if tidy:
        demand_valid(record, field, locale, tidy)
    return tidy


def _withdraw(record: Model, target: Locale, fields: Iterable[str]) -> None:
    """Delete drafts. What was marked as finished held them: it must be marked again, for what stands there now."""
    gone, _models = drafts_of(record, target).filter(field__in=fields).delete()
    finished = jobs_of_record(record).filter(target_locale=target, state__in=[JobState.FINISHED, JobState.APPROVED])
    for job in finished.select_for_update(of=("self",)) if gone else ():
        move(job, JobState.NEEDS_REVIEW)


def _demand_second_person(job: TranslationJob, record: Model, drafts: Iterable[RecordSegment], by: User) -> None:
    later = drafts_of(record, job.target_locale).filter(updated_at__gt=job.finished_at)
    demand_second_person(
        job=job,
        by=by,
        writers={draft.by_id for draft in drafts if draft.origin == WordingOrigin.PERSON},
        changed_by_others=later.exclude(by=by).exists(),
    )
