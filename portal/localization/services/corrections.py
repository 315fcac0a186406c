"""Taking up a published translation again, to correct it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from portal.core.models import User
from portal.localization.enums import JobState
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import translation_into
from portal.localization.services import segments
from portal.localization.services.submission import reopen_translation


@transaction.atomic
def reopen_for_correction(*, page: Page, by: User) -> TranslationJob:
    """A job for correcting a published translation, where none is open: the text is with people at once.

    Raises:
        RefusedError: `page` is no translation, or its source is not live.
    """
    translation = demand_translation(page)
    source_page = demand_live_source(translation.source)
    job = reopen_translation(page=source_page, target_locale=page.locale, by=by)
    is_known = segments.page_text_hash(source_page) == _last_text(job) == _taken_text(translation.source)
    if job.state == JobState.QUEUED and is_known:
        move(job, JobState.RUNNING, lease_until=timezone.now())
        move(job, JobState.NEEDS_REVIEW)
    return job


def _last_text(job: TranslationJob) -> str:
    """Hash of the source text that was last approved for the same target; empty if none was."""
    done = TranslationJob.objects.filter(
        translation_key=job.translation_key, target_locale=job.target_locale, state=JobState.DONE
    ).first()
    return done.source_hash if done else ""


def _taken_text(source: TranslationSource) -> str:
    """Hash of the source text whose segments people have before them; a draft may have been translated meanwhile."""
    return segments.page_text_hash(source.as_instance())


def demand_translation(page: Page) -> Translation:
    """The translation whose result `page` is; a page that is none is refused."""
    translation = translation_into(page)
    if translation is None:
        raise RefusedError("not_a_translation", _("This page is not a translation."))
    return translation


def demand_live_source(source: TranslationSource) -> Page:
    """The live page that `source` was taken from, specific; where it is not live, refused."""
    page = Page.objects.filter(translation_key=source.object_id, locale_id=source.locale_id).first()
    if page is None or not page.live:
        raise RefusedError("source_not_live", _("The source page is not published."))
    return page.specific
