"""Which published translations say what their source no longer says. By content: a save without a change of text makes
nothing stale."""

from __future__ import annotations

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from portal.core.models import User
from portal.localization.enums import JobState
from portal.localization.errors import NotTranslatableError
from portal.localization.models import SourceCount, TranslationJob
from portal.localization.queries import jobs_of_record, record_of
from portal.localization.services.counts import kind_of
from portal.localization.services.stale_targets import stale_targets
from portal.localization.services.submission import submit_record, submit_translation


def waiting_again(jobs: QuerySet[TranslationJob] | None = None) -> QuerySet[TranslationJob]:
    """The stale ones for which no job is open: somebody has to send them, or to leave them."""
    open_jobs = TranslationJob.objects.open().filter(
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        target_locale=OuterRef("target_locale"),
    )
    return stale_targets(jobs).exclude(Exists(open_jobs))


def is_waiting_again(job: TranslationJob) -> bool:
    """Whether `job` is the approval behind a stale translation that nobody has sent again."""
    return waiting_again(TranslationJob.objects.filter(pk=job.pk)).exists()


def is_up_to_date(*, source: Model, target: Locale) -> bool:
    """Whether the very text of `source` that was counted last is published in `target`, and nothing is under way."""
    jobs = TranslationJob.objects.of_page(source) if isinstance(source, Page) else jobs_of_record(source)
    last = jobs.filter(target_locale=target).order_by("-pk").first()
    if last is None or last.state != JobState.DONE:
        return False
    counts = SourceCount.objects.filter(content_type=kind_of(source), object_id=source.pk, locale=last.source_locale_id)
    if not counts.filter(text_hash=last.source_hash).exists():
        return False
    return (
        not isinstance(source, Page)
        or Page.objects.filter(translation_key=source.translation_key, locale=target, live=True).exists()
    )


def send_again(*, job: TranslationJob, by: User) -> TranslationJob:
    """Put the present text of the source behind a stale translation into the queue.

    Args:
        job: the approval, as `stale_targets` lists it.

    Returns:
        the new job; one that is open for the same text already as it is.

    Raises:
        NotTranslatableError: not stale, or as `submit_translation` and `submit_record`.
    """
    if not stale_targets(TranslationJob.objects.filter(pk=job.pk)).exists():
        raise NotTranslatableError(_("The source says what was approved. There is nothing to translate."))
    source = job.source_page() if job.translation_key else record_of(job)
    if source is None:
        raise NotTranslatableError(_("The source has been deleted."))
    if isinstance(source, Page):
        return submit_translation(page=source, target_locale=job.target_locale, by=by)
    return submit_record(record=source, target_locale=job.target_locale, by=by, source_locale=job.source_locale)


def is_stale(job: TranslationJob) -> bool:
    """Whether the live translation that `job` is about says what its source no longer says."""
    same = {"translation_key": job.translation_key} if job.translation_key else {"object_id": job.object_id}
    approvals = TranslationJob.objects.filter(
        content_type=job.content_type_id, target_locale=job.target_locale_id, **same
    )
    return stale_targets(approvals).exists()
