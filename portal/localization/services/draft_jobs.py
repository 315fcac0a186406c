"""Translating the draft of a page, so that it can go live together with its translations."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import TranslationContext

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import JobState, Priority
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.services.approval import take_back
from portal.localization.services.segments import page_text_hash
from portal.localization.services.submission import check_translatable, submit_text


def submit_draft(
    *, page: Page, target_locale: Locale, by: User | None, priority: int = Priority.NORMAL
) -> TranslationJob:
    """Put the latest draft of `page` into the queue, so that its translation can go live with it.

    An open job for the same text is returned as it is, and is one of the draft from now on.

    Raises:
        NotTranslatableError: itself a translation, or its counterpart is kept by hand, or a rule is against it.
    """
    page = page.specific
    check_translatable(page, target_locale, of_draft=True)
    text_hash = page_text_hash(page.get_latest_revision_as_object())
    return submit_text(page, target_locale, by, priority, text_hash, of_draft=True)


@transaction.atomic
def end_draft(*, job: TranslationJob, by: User | None) -> None:
    """Let an open job of a draft, which the caller has locked, go on as one of the live page where that says the same;
    otherwise cancel it. Wordings and draft stay, and the next publication of the source takes them up."""
    page = job.source_page()
    if page is not None and page.live and page_text_hash(page) == job.source_hash:
        job.of_draft = False
        job.save(update_fields=["of_draft", "updated_at"])
        audit.record(instance=job, action="localization.job.release", by=by)
        return
    move(job, JobState.CANCELLED)
    audit.record(instance=job, action="localization.job.cancel", by=by)


@transaction.atomic
def on_wording_saved(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `post_save` of wordings: what was approved and waits for others is so no longer."""
    if not raw:
        places = TranslationContext.objects.filter(pk=instance.context_id)
        jobs = TranslationJob.objects.filter(target_locale=instance.locale_id)
        take_back(jobs.filter(translation_key__in=places.values("object_id")))


@transaction.atomic
def on_draft_saved(sender: type, instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `post_save` of revisions: a draft that is being translated has new words, and is translated anew."""
    if raw or instance.base_content_type_id != ContentType.objects.get_for_model(Page).pk:
        return
    jobs = TranslationJob.objects.open().filter(of_draft=True, object_id=int(instance.object_id))
    waiting = list(jobs.filter(translation_key__isnull=False).select_related("target_locale"))
    page = Page.objects.filter(pk=instance.object_id).first() if waiting else None
    # The page names it as its latest only after this.
    if page is None or page.revisions.filter(pk__gt=instance.pk).exists():
        return
    text_hash = page_text_hash(instance.as_object())
    for job in waiting:
        submit_text(page.specific, job.target_locale, instance.user, job.priority, text_hash, of_draft=True)
