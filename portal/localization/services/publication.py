"""Finishing a translation, and approving it (审定): the only way in which a translated page goes live.

A translator marks the text as finished; a second person with the reviser's role publishes it. So every wording
that goes public has been answered for by two people.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
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

from portal.core import audit, holding
from portal.core.enums import Role
from portal.core.models import User
from portal.core.review_gate import reviewed_elsewhere
from portal.localization import guard
from portal.localization.enums import Origin
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.queries import is_public, open_job_into, source_with_text
from portal.localization.services import drafts, memory, segments
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
)
from portal.localization.services.approved import keep_approved
from portal.localization.services.corrections import demand_live_source, demand_translation, reopen_for_correction
from portal.localization.services.figures import figures_of_page, keep_figures
from portal.localization.services.findings import FINISH, PUBLISH, demand_passed, findings_of_page
from portal.localization.services.job_notices import tell_finished, tell_published
from portal.localization.services.taken_text import demand_taken, sent_anew, take_live_text


def finish_translation(*, page: Page, by: User) -> TranslationJob:
    """Mark the translation that `page` is the target of as finished, by a translator or reviser of its locale.

    Raises:
        RefusedError: missing role, nothing to finish, segments without wording (the message says how many), or
            findings that prevent publication.
    """
    demand_role(by, page.locale, Role.TRANSLATOR, Role.REVISER)
    if open_job_into(page) is None:
        reopen_for_correction(page=page, by=by)
    with sent_anew():
        return _finish(page, by)


@transaction.atomic
def _finish(page: Page, by: User) -> TranslationJob:
    job = _locked_job(page)
    if not is_with_people(job):
        raise RefusedError("not_ready", _("A new version of the source is being prepared. Try again in a moment."))
    translation = demand_translation(page)
    _demand_present_source(job, translation.source)
    segments.propose_slug(source=translation.source, locale=page.locale, target=page)
    total = _demand_complete(translation)
    demand_passed(findings_of_page(page), stage=FINISH)
    mark_finished(job, by=by, segments=total)
    _save_revision(translation.source, page, by)
    tell_finished(job, by=by)
    audit.record(instance=page.specific, action="localization.finish", by=by, data={"job": job.pk, "segments": total})
    return job


def publish_translation(*, page: Page, by: User) -> TranslationJob:
    """Approve (审定) a finished translation, and make it live unless it waits for others (a pair or bundle holds it).

    Returns:
        the job: done, or approved and waiting.

    Raises:
        RefusedError: `by` is no reviser of the locale, finished or translated the text, nothing is finished,
            a wording is missing or was changed since, the checks have findings that nobody let pass, the source has
            changed; or, of what goes live now, the source
            or the page above is not live.
    """
    demand_role(by, page.locale, Role.REVISER)
    with sent_anew():
        return _approve(page, by)


@transaction.atomic
def _approve(page: Page, by: User) -> TranslationJob:
    job = demand_finished(_locked_job(page))
    translation = demand_translation(page)
    _demand_second_person(job, translation, by)
    _demand_present_source(job, translation.source)
    _demand_complete(translation)
    demand_passed(findings_of_page(page), stage=PUBLISH)
    is_held = holding.is_held(page)
    if not is_held:
        demand_live_source(translation.source)
        _demand_public_parent(page)
    revision = _save_revision(translation.source, page, by).latest_revision
    if is_held:
        _keep_for_others(job, page, revision, by)
    else:
        _make_live(job, translation, page, revision, by)
    return job


@transaction.atomic
def publish_approved(*, page: Page, revision: Revision, by: User | None) -> TranslationJob:
    """Make a translation live that was approved before and waited for others, as it was approved.

    Args:
        revision: the text that was approved.
        by: in whose name; None for the system.

    Raises:
        RefusedError: the approval was taken back, a wording was changed since, the checks have findings that nobody
            let pass, the source is not live or says something else, or the page above is not live.
    """
    job = demand_approved(_locked_job(page))
    take_live_text(job, demand_translation(page).source)
    translation = demand_translation(page)
    _demand_complete(translation)
    _demand_as_approved(translation, revision)
    demand_passed(findings_of_page(page), stage=PUBLISH)
    _demand_public_parent(page)
    _make_live(job, translation, page, revision, by)
    return job


def _keep_for_others(job: TranslationJob, page: Page, revision: Revision, by: User) -> None:
    mark_approved(job, by=by)
    holding.keep_approval(holding.Approval(page, page.locale, by, revision=revision))
    audit.record(
        instance=page.specific,
        action="localization.approve",
        by=by,
        data={"job": job.pk, "finished_by": job.finished_by_id},
    )


def _make_live(job: TranslationJob, translation: Translation, page: Page, revision: Revision, by: User | None) -> None:
    """The approved text becomes public, together with what follows from that."""
    source = translation.source
    live_source = demand_live_source(source)
    if segments.page_text_hash(live_source) != job.source_hash:
        raise _source_changed()
    _publish(source, page, revision, by)
    if is_public(live_source):  # the memory is read by more people than a closed page is
        _remember(translation)
    keep_figures(job=job, rows=figures_of_page(source, translation.target_locale))
    keep_approved(job=job, rows=segments.wordings_in_order(source, translation.target_locale))
    mark_published(job, by=by)
    tell_published(job, by=by)
    audit.record(
        instance=revision.content_object,
        action="localization.publish",
        by=by,
        data={"job": job.pk, "finished_by": job.finished_by_id},
    )


def _demand_as_approved(translation: Translation, revision: Revision) -> None:
    """Refuse a translation whose wordings are not those of its approved revision. By content: clocks jump."""
    present = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=False)
    if segments.spoken(present) != segments.spoken(revision.as_object()):
        raise RefusedError("changed_since", _("The text was changed after its approval. It must be approved again."))


def _locked_job(page: Page) -> TranslationJob | None:
    """The open job into `page`, locked after the page: in this order bundles go live."""
    list(Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=page.pk).values("pk"))
    job = open_job_into(page)
    return TranslationJob.objects.select_for_update(of=("self",)).get(pk=job.pk) if job else None


def _demand_present_source(job: TranslationJob, source: TranslationSource) -> None:
    page = source_with_text(job) if job.of_draft else demand_live_source(source)
    if page is None or segments.page_text_hash(page) != job.source_hash:
        raise _source_changed()
    demand_taken(job, source)


def _source_changed() -> RefusedError:
    return RefusedError(
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


def _publish(source: TranslationSource, page: Page, revision: Revision, by: User | None) -> None:
    segments.keep_slug(source=source, locale=page.locale, slug=revision.content["slug"])
    with guard.approved(page), reviewed_elsewhere():
        revision.publish(user=by)


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
