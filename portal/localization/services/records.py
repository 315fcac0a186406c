"""Translations of records: a person's wordings, the finish, and the approval that writes one language's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from modeltranslation import settings as columns
from wagtail.models import Locale

from portal.core import audit
from portal.core.enums import Role
from portal.core.localized import column
from portal.core.models import User
from portal.core.written_records import tell_followers
from portal.localization.enums import JobState, Origin, WordingOrigin
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.models import RecordSegment, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import jobs_of_record
from portal.localization.services import memory
from portal.localization.services.approval import (
    demand_complete,
    demand_finished,
    demand_role,
    demand_second_person,
    is_with_people,
    mark_finished,
    mark_published,
)
from portal.localization.services.approved import keep_approved
from portal.localization.services.figures import figures_of_record, keep_figures
from portal.localization.services.job_notices import tell_finished, tell_published
from portal.localization.services.record_segments import Segment, approved_of, drafts_of, progress, segments_of, store
from portal.localization.services.record_words import (
    as_inline,
    field_label,
    is_long,
    lock_record,
    lock_record_of,
    owner_of,
    record_text_hash,
    source_locale_of,
    word_column,
    word_fields,
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
    text_hash = record_text_hash(record, job.source_locale.language_code)
    mark_finished(job, by=by, segments=len(segments), source_hash=text_hash)
    tell_finished(job, by=by)
    audit.record(instance=record, action="localization.finish", by=by, data={"job": job.pk, "segments": len(segments)})
    return job


@transaction.atomic
def publish_record(*, job: TranslationJob, by: User) -> TranslationJob:
    """Approve (审定) a finished translation: its wordings go into the columns of its language, and no others.

    Raises:
        RefusedError: `by` is no reviser of the locale, finished or translated the text, nothing is finished,
            a wording is missing or was changed since, or the source has changed.
    """
    demand_role(by, job.target_locale, Role.REVISER)
    record, job = _hold(job)
    demand_finished(job)
    segments = segments_of(record, job.source_locale, job.target_locale)
    drafts = [segment.draft for segment in segments if segment.is_drafted and segment.draft is not None]
    _demand_second_person(job, record, drafts, by)
    if record_text_hash(record, job.source_locale.language_code) != job.source_hash:
        raise RefusedError(
            "source_changed", _("The record was changed after its translation was marked as finished. Mark it again.")
        )
    demand_complete(*progress(segments))
    # First: who is told of the written record finds the language from which it was translated.
    mark_published(job, by=by)
    bereft = _bereft(record, job, {segment.field for segment in segments})
    _write_columns(record, job.target_locale, {draft.field: draft.text for draft in drafts} | dict.fromkeys(bereft, ""))
    _remember(drafts)
    keep_figures(job=job, rows=figures_of_record(segments))
    keep_approved(job=job, rows=[(segment.field, segment.source_text, segment.wording) for segment in segments])
    drafts_of(record, job.target_locale).delete()
    tell_published(job, by=by)
    audit.record(
        instance=record,
        action="localization.publish",
        by=by,
        data={"job": job.pk, "finished_by": job.finished_by_id, "cleared": bereft},
    )
    return job


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
        _demand_valid(record, field, locale, tidy)
    return tidy


def _demand_valid(record: Model, field: str, locale: Locale, text: str) -> None:
    try:
        word_column(record, field, locale.language_code).clean(text, record)
    except ValidationError as error:
        raise RefusedError("invalid", f"{field_label(record, field)}: {' '.join(error.messages)}") from error


def _withdraw(record: Model, target: Locale, fields: Iterable[str]) -> None:
    """Delete drafts. What was marked as finished held them: it must be marked again, for what stands there now."""
    gone, _models = drafts_of(record, target).filter(field__in=fields).delete()
    finished = jobs_of_record(record).filter(target_locale=target, state=JobState.FINISHED)
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


def _bereft(record: Model, job: TranslationJob, fields: Set[str]) -> list[str]:
    """Fields that say what was approved for words that the source no longer has. Other words there are a person's;
    and the last words of a field that needs some stay."""
    code = job.target_locale.language_code
    return [
        row.path
        for row in approved_of(record, job.source_locale, job.target_locale)
        if row.path not in fields
        and row.path in word_fields(type(record))
        and getattr(record, column(row.path, code)) == row.text
        and not (row.path in getattr(record, "needs_words", ()) and _is_last(record, row.path, code))
    ]


def _is_last(record: Model, field: str, code: str) -> bool:
    others = (other for other in columns.AVAILABLE_LANGUAGES if other != code)
    return not any(getattr(record, column(field, other)) for other in others)


def _write_columns(record: Model, locale: Locale, texts: Mapping[str, str]) -> None:
    """Write wordings into the columns of one language, where they say something new."""
    code = locale.language_code
    new = {field: text for field, text in texts.items() if getattr(record, column(field, code)) != text}
    if not new:
        return
    for field, text in new.items():
        if text:
            _demand_valid(record, field, locale, text)
        setattr(record, column(field, code), text)
    names = [column(field, code) for field in new]
    if code == columns.DEFAULT_LANGUAGE:
        names += new  # the column without a language says the same
    names += [field.name for field in record._meta.concrete_fields if getattr(field, "auto_now", False)]
    with override(columns.DEFAULT_LANGUAGE):
        record.save(update_fields=names)
    tell_followers(instance=owner_of(record))


def _remember(drafts: Iterable[RecordSegment]) -> None:
    """Keep every person's wording for other records and pages."""
    memory.remember_many(
        wordings=[
            memory.Wording(
                draft.source_locale_id,
                draft.locale_id,
                as_inline(draft.source_text),
                as_inline(draft.text),
                Origin.PERSON,
                draft.by_id,
            )
            for draft in drafts
            if draft.origin == WordingOrigin.PERSON
        ]
    )
