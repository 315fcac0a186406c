"""Finishing a translation, and approving it (审定): the only way in which a translated page goes live.

A translator marks the text as finished; a second person with the reviser's role publishes it. So every wording
that goes public has been answered for by two people.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail_localize.models import (
    MissingRelatedObjectError,
    MissingTranslationError,
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)

from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.core.review_gate import reviewed_elsewhere
from portal.localization import guard
from portal.localization.enums import JobState, Origin
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import is_public, open_job_into, translation_into
from portal.localization.services import drafts, memory, segments
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
from portal.localization.services.findings import FINISH, PUBLISH, demand_passed, findings_of_page
from portal.localization.services.submission import reopen_translation


@transaction.atomic
def reopen_for_correction(*, page: Page, by: User) -> TranslationJob:
    """A job for correcting a published translation, where none is open: the text is with people at once.

    Raises:
        RefusedError: `page` is no translation, or its source is not live.
    """
    translation = translation_into(page)
    if translation is None:
        raise RefusedError("not_a_translation", _("This page is not a translation."))
    source_page = _live_source(translation.source)
    job = reopen_translation(page=source_page, target_locale=page.locale, by=by)
    if job.state == JobState.QUEUED and segments.page_text_hash(source_page) == _last_text(job):
        move(job, JobState.RUNNING, lease_until=timezone.now())
        move(job, JobState.NEEDS_REVIEW)
    return job


def _last_text(job: TranslationJob) -> str:
    """Hash of the source text that was last approved for the same target; empty if none was."""
    done = TranslationJob.objects.filter(
        translation_key=job.translation_key, target_locale=job.target_locale, state=JobState.DONE
    ).first()
    return done.source_hash if done else ""


def finish_translation(*, page: Page, by: User) -> TranslationJob:
    """Mark the translation that `page` is the target of as finished, by a translator or reviser of its locale.

    Raises:
        RefusedError: missing role, nothing to finish, segments without wording (the message says how many), or
            findings that prevent publication.
    """
    demand_role(by, page.locale, Role.TRANSLATOR, Role.REVISER)
    if open_job_into(page) is None:
        reopen_for_correction(page=page, by=by)
    return _finish(page, by)


@transaction.atomic
def _finish(page: Page, by: User) -> TranslationJob:
    job = _locked_job(page)
    if not is_with_people(job):
        raise RefusedError("not_ready", _("A new version of the source is being prepared. Try again in a moment."))
    translation = _translation(page)
    _demand_present_source(job, translation.source)
    segments.propose_slug(source=translation.source, locale=page.locale, target=page)
    total = _demand_complete(translation)
    demand_passed(findings_of_page(page), stage=FINISH)
    mark_finished(job, by=by, segments=total)
    _save_revision(translation.source, page, by)
    audit.record(instance=page.specific, action="localization.finish", by=by, data={"job": job.pk, "segments": total})
    return job


@transaction.atomic
def publish_translation(*, page: Page, by: User) -> TranslationJob:
    """Approve (审定) a finished translation and make it live.

    Raises:
        RefusedError: `by` is no reviser of the locale, finished or translated the text, nothing is finished,
            a wording is missing or was changed since, the checks have findings that nobody let pass, the source
            is not live or has changed, or the page above is not live.
    """
    demand_role(by, page.locale, Role.REVISER)
    job = demand_finished(_locked_job(page))
    translation = _translation(page)
    _demand_second_person(job, translation, by)
    _demand_present_source(job, translation.source)
    _demand_complete(translation)
    demand_passed(findings_of_page(page), stage=PUBLISH)
    _demand_public_parent(page)
    revision = _publish(translation.source, page, by)
    if is_public(_live_source(translation.source)):  # the memory is read by more people than a closed page is
        _remember(translation)
    keep_approved(job=job, rows=segments.wordings_in_order(translation.source, translation.target_locale))
    mark_published(job, by=by)
    audit.record(
        instance=revision.content_object,
        action="localization.publish",
        by=by,
        data={"job": job.pk, "finished_by": job.finished_by_id},
    )
    return job


def _locked_job(page: Page) -> TranslationJob | None:
    job = open_job_into(page)
    return TranslationJob.objects.select_for_update(of=("self",)).get(pk=job.pk) if job else None


def _translation(page: Page) -> Translation:
    translation = translation_into(page)
    if translation is None:
        raise RefusedError("not_a_translation", _("This page is not a translation."))
    return translation


def _live_source(source: TranslationSource) -> Page:
    page = Page.objects.filter(translation_key=source.object_id, locale_id=source.locale_id).first()
    if page is None or not page.live:
        raise RefusedError("source_not_live", _("The source page is not published."))
    return page.specific


def _demand_present_source(job: TranslationJob, source: TranslationSource) -> None:
    if segments.page_text_hash(_live_source(source)) != job.source_hash:
        raise RefusedError(
            "source_changed", _("The source has changed. Its new text will be here in a moment; translate that.")
        )


def _demand_complete(translation: Translation) -> int:
    """How many segments there are, all of them filled."""
    total, filled = segments.progress(translation.source, translation.target_locale)
    demand_complete(total, filled)
    return total


def _demand_second_person(job: TranslationJob, translation: Translation, by: User) -> None:
    rows = segments.wordings_by_people(translation.source, translation.target_locale)
    demand_second_person(
        job=job,
        by=by,
        writers={row.last_translated_by_id for row in rows},
        changed_by_others=_changed_by_others(job, translation, by),
    )


def _changed_by_others(job: TranslationJob, translation: Translation, by: User) -> bool:
    later = {"context__object_id": translation.source.object_id, "updated_at__gt": job.finished_at}
    return any(
        model.objects.filter(locale=translation.target_locale, **later).exclude(last_translated_by=by).exists()
        for model in (StringTranslation, SegmentOverride)
    )


def _demand_public_parent(page: Page) -> None:
    parent = page.get_parent()
    if not parent.is_root() and not parent.live:
        raise RefusedError(
            "parent_not_live",
            _("The page above, “%(title)s”, is not published yet. Publish it first.")
            % {"title": parent.specific.get_admin_display_title()},
        )


def _publish(source: TranslationSource, page: Page, by: User) -> Revision:
    translated = _save_revision(source, page, by)
    segments.keep_slug(source=source, locale=page.locale, slug=translated.slug)
    revision = translated.latest_revision
    with guard.approved(page), reviewed_elsewhere():
        revision.publish(user=by)
    return revision


def _save_revision(source: TranslationSource, page: Page, by: User) -> Page:
    """The complete translation as a revision; a related object without translation or a bad value is refused."""
    try:
        return drafts.save_revision(source=source, locale=page.locale, fallback=False, by=by)
    except (MissingTranslationError, MissingRelatedObjectError) as error:
        raise RefusedError("related", _("Something that the page refers to has no translation yet.")) from error
    except ValidationError as error:
        raise RefusedError("invalid", _named(error, page)) from error


def _named(error: ValidationError, page: Page) -> str:
    """The messages of `error`, each with the name of its field as the editor shows it."""
    fields = {field.name: str(getattr(field, "verbose_name", field.name)) for field in page.specific._meta.get_fields()}
    return " ".join(
        f"{capfirst(fields[name])}: {message}" if name in fields else message
        for name, messages in error.message_dict.items()
        for message in messages
    )


def _remember(translation: Translation) -> None:
    """Keep every person's wording for other pages."""
    rows = segments.wordings_by_people(translation.source, translation.target_locale)
    pair = translation.source.locale_id, translation.target_locale_id
    memory.remember_many(
        wordings=[
            memory.Wording(*pair, row.translation_of.data, row.data, Origin.PERSON, row.last_translated_by_id)
            for row in rows
            if row.context.path != segments.SLUG
        ]
    )
