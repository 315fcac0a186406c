"""Sending pages and records to translation: on request, and when a source is published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from portal.core import audit, holding
from portal.core.models import User
from portal.localization.enums import OPEN, WITH_PEOPLE, JobState, Occasion, Priority
from portal.localization.errors import NotTranslatableError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.policy import wishes_on_publication
from portal.localization.queries import is_kept_by_hand, is_translation, jobs_of_record, record_title
from portal.localization.services import rules
from portal.localization.services.counts import count_page, forget_source
from portal.localization.services.record_words import (
    has_columns,
    lock_record,
    record_text_hash,
    source_locale_of,
    words_in,
)
from portal.localization.services.segments import page_text_hash
from portal.localization.services.stale_notices import tell_if_stale
from portal.localization.services.wake import wake_workers


def submit_translation(
    *, page: Page, target_locale: Locale, by: User | None, priority: int = Priority.NORMAL
) -> TranslationJob:
    """Put the published text of `page` into the queue; an open job for the same text is returned as it is.

    A text that changed since replaces what is open: its job is superseded, the wordings are kept. Of a page that is to
    go live together with that translation (a pair) it is the draft.

    Raises:
        NotTranslatableError: not live, itself a translation, or its counterpart is kept by hand.
    """
    page = page.specific
    of_draft = holding.is_held(page) and holding.is_held(page, target_locale)
    check_translatable(page, target_locale, of_draft=of_draft)
    text = page if page.live and not of_draft else page.get_latest_revision_as_object()
    return submit_text(page, target_locale, by, priority, page_text_hash(text), of_draft=of_draft)


def reopen_translation(*, page: Page, target_locale: Locale, by: User | None) -> TranslationJob:
    """A job for the correction of a translation that people have made; no rule stands in its way."""
    page = page.specific
    return submit_text(page, target_locale, by, Priority.NORMAL, page_text_hash(page))


def submit(*, source: Model, target_locale: Locale, by: User | None, priority: int = Priority.NORMAL) -> TranslationJob:
    """Put a page or a record into the queue.

    Raises:
        NotTranslatableError: as `submit_translation` and `submit_record`.
    """
    if isinstance(source, Page):
        return submit_translation(page=source, target_locale=target_locale, by=by, priority=priority)
    return submit_record(record=source, target_locale=target_locale, by=by, priority=priority)


@transaction.atomic
def submit_text(
    page: Page,
    target_locale: Locale,
    by: User | None,
    priority: int,
    text_hash: str,
    *,
    of_draft: bool = False,
    is_anew: bool = False,
) -> TranslationJob:
    """A job for the text with that hash; what is open for another is superseded (`is_anew`: or with people for it)."""
    # One at a time for a page: two publications at once must not both find no open job.
    Page.objects.select_for_update(of=("self",), no_key=True).get(pk=page.pk)
    present = _open_job(page, target_locale)
    if present is not None:
        same_text = present.state == JobState.QUEUED or present.source_hash == text_hash
        # A draft that is to go live with its translation is what people work on: the live text does not replace it.
        is_of_draft = present.of_draft and not of_draft
        is_lost = _has_lost_target(present) or (is_anew and present.state in WITH_PEOPLE)
        if (same_text or is_of_draft) and not is_lost:
            return _of_draft(present, of_draft)
        move(present, JobState.SUPERSEDED)
    job = TranslationJob.objects.create(
        content_type=ContentType.objects.get_for_model(type(page)),
        object_id=page.pk,
        translation_key=page.translation_key,
        title=page.title,
        source_locale=page.locale,
        target_locale=target_locale,
        source_hash=text_hash,
        priority=priority,
        requested_by=by,
        of_draft=of_draft,
        **_handed_on(present),
    )
    audit.record(instance=job, action="localization.job.submit", by=by, data={"page": page.pk})
    wake_workers()
    return job


def _of_draft(job: TranslationJob, of_draft: bool) -> TranslationJob:
    """An open job, of the draft if somebody wants it to be. It stops being one by `end_draft` alone."""
    if of_draft and not job.of_draft:
        job.of_draft = True
        job.save(update_fields=["of_draft", "updated_at"])
    return job


@transaction.atomic
def submit_after_publication(*, page: Page, by: User | None = None) -> list[TranslationJob]:
    """Count the text of a source that was just published, and send it where its text is new and wanted.

    A worker takes the text apart later. A translation that is open is brought to the new text whatever the rule says;
    under the rule never no engine is asked for it.
    """
    page = page.specific
    if not page.live or page.alias_of_id or page.is_root() or is_translation(page):
        return []
    text_hash = count_page(page=page).text_hash
    tell_if_stale(source=page, locale=page.locale)
    newest = _newest_jobs(page)
    return [
        submit_text(page, locale, by, Priority.NORMAL, text_hash)
        for locale, occasion in wishes_on_publication(page).items()
        if _is_due(occasion, newest.get(locale.pk), text_hash) and not is_kept_by_hand(page, locale)
    ]


def _newest_jobs(page: Page) -> dict[int, TranslationJob]:
    """Locale's id → the newest job of `page`."""
    jobs = TranslationJob.objects.of_page(page).exclude(state=JobState.SUPERSEDED)
    return {job.target_locale_id: job for job in jobs.order_by("pk")}


def _is_due(occasion: Occasion, job: TranslationJob | None, text_hash: str) -> bool:
    if _is_known(job, text_hash):
        return False
    return occasion == Occasion.ON_PUBLICATION or (job is not None and job.is_open)


def on_page_published(sender: type, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`."""
    submit_after_publication(page=instance, by=revision.user if revision is not None else None)


@transaction.atomic
def on_page_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_unpublished`, before a deletion too: what is not public is no longer translated.

    Drafts that are to go live with their translations go on.
    """
    forget_source(source=instance)
    for job in _locked(TranslationJob.objects.of_page(instance).filter(of_draft=False)):
        move(job, JobState.CANCELLED)


@transaction.atomic
def on_page_deletion(sender: type, instance: Page, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: neither a source that is gone is translated, nor a draft that is gone waited for."""
    jobs = TranslationJob.objects.of_page(instance) | TranslationJob.objects.into_page(instance)
    for job in _locked(jobs).order_by("pk"):
        move(job, JobState.CANCELLED)


def check_translatable(page: Page, target_locale: Locale, *, of_draft: bool = False) -> None:
    """Refuse a page that is not sent to translation into that language.

    Raises:
        NotTranslatableError
    """
    if target_locale.language_code not in get_content_languages():
        raise NotTranslatableError(_("That language is switched off."))
    if page.locale_id == target_locale.pk:
        raise NotTranslatableError(_("The page is written in that language already."))
    if not page.live and not of_draft and not settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE:
        raise NotTranslatableError(_("Only what is published can be translated. Publish the page first."))
    if page.alias_of_id or is_translation(page):
        raise NotTranslatableError(_("This page is itself a translation. Send the original."))
    if is_kept_by_hand(page, target_locale):
        raise NotTranslatableError(_("The page in that language is written by hand and would be overwritten."))
    if rules.occasion(model=type(page), source=page.locale, target=target_locale) == Occasion.NEVER:
        raise NotTranslatableError(_("A rule says that such pages are never translated into that language."))


def _handed_on(job: TranslationJob | None) -> dict[str, Any]:
    """Who does it and until when: a newer text changes neither."""
    return {"assigned_to_id": job.assigned_to_id, "due_on": job.due_on} if job is not None else {}


def _has_lost_target(job: TranslationJob) -> bool:
    """Whether people have nothing before them any more: the draft was deleted."""
    return job.state in WITH_PEOPLE and job.target_page() is None


def _open_job(page: Page, locale: Locale) -> TranslationJob | None:
    return _locked(TranslationJob.objects.of_page(page).filter(target_locale=locale)).first()


def _locked(jobs: Any) -> Any:
    return jobs.filter(state__in=sorted(OPEN)).select_for_update(of=("self",))


def _is_known(job: TranslationJob | None, text_hash: str) -> bool:
    """Whether this very text is published already, waits for people, or is about to."""
    known = {JobState.QUEUED, JobState.RUNNING, JobState.DONE, JobState.FAILED, *WITH_PEOPLE}
    return job is not None and job.source_hash == text_hash and job.state in known


@transaction.atomic
def submit_record(
    *,
    record: Model,
    target_locale: Locale,
    by: User | None,
    source_locale: Locale | None = None,
    priority: int = Priority.NORMAL,
) -> TranslationJob:
    """Put the words of `record` into the queue; an open job for the same text is returned as it is.

    Args:
        source_locale: the language to translate from; without it the language of the site if the record has words
            in it, else the first that has.

    Raises:
        NotTranslatableError: no words to translate, or no columns for the language.
    """
    held = _held_record(record)
    source = _check_record(held, source_locale or source_locale_of(held), target_locale)
    if rules.occasion(model=type(held), source=source, target=target_locale) == Occasion.NEVER:
        raise NotTranslatableError(_("A rule says that such records are never translated into that language."))
    return _submit_held(held, source, target_locale, by, priority)


@transaction.atomic
def reopen_record_translation(
    *, record: Model, source_locale: Locale, target_locale: Locale, by: User | None
) -> TranslationJob:
    """A job for the correction of a translation that people have made; no rule stands in its way.

    Raises:
        NotTranslatableError: as `submit_record`.
    """
    held = _held_record(record)
    return _submit_held(held, _check_record(held, source_locale, target_locale), target_locale, by, Priority.NORMAL)


def _held_record(record: Model) -> Model:
    """The record as it is now, locked: two wishes at once must not both find no open job."""
    held = lock_record(type(record), record.pk)
    if held is None:
        raise NotTranslatableError(_("The record has been deleted."))
    return held


def _submit_held(record: Model, source: Locale, target: Locale, by: User | None, priority: int) -> TranslationJob:
    text_hash = record_text_hash(record, source.language_code)
    present = _locked(jobs_of_record(record).filter(target_locale=target)).first()
    if present is not None:
        same_text = present.state == JobState.QUEUED or present.source_hash == text_hash
        if same_text and present.source_locale_id == source.pk:
            return present
        move(present, JobState.SUPERSEDED)
    job = TranslationJob.objects.create(
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        title=record_title(record, source.language_code),
        source_locale=source,
        target_locale=target,
        source_hash=text_hash,
        priority=priority,
        requested_by=by,
        **_handed_on(present),
    )
    audit.record(instance=job, action="localization.job.submit", by=by, data={"record": record.pk})
    wake_workers()
    return job


def _check_record(record: Model, source: Locale | None, target: Locale) -> Locale:
    if target.language_code not in get_content_languages():
        raise NotTranslatableError(_("That language is switched off."))
    if not has_columns(target):
        raise NotTranslatableError(_("Records have no words in that language."))
    if source is None or not words_in(record, source.language_code):
        raise NotTranslatableError(_("The record has no words to translate. Fill them in first."))
    if source.pk == target.pk:
        raise NotTranslatableError(_("The record is written in that language already."))
    return source
