"""Telling people that what they translated and approved says what its source no longer says."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from wagtail.models import Locale, Page

from portal.core.enums import Role
from portal.core.models import User
from portal.core.notices import notify
from portal.localization.enums import JobState
from portal.localization.models import SourceCount, TranslationJob
from portal.localization.queries import jobs_of_record, people_with
from portal.localization.services.counts import kind_of
from portal.localization.services.notice_values import about, active
from portal.localization.services.stale_targets import stale_targets


@transaction.atomic
def tell_if_stale(*, source: Model, locale: Locale) -> None:
    """Tell who translated and who revises, for each live translation of `source` from `locale` that is stale now.

    Once for each approval, however often the source changes before the next. Nobody is told where the translation of
    the new text is approved and waits (the source has just gone live in a pair, its translation follows).
    """
    jobs = TranslationJob.objects.of_page(source) if isinstance(source, Page) else jobs_of_record(source)
    jobs = jobs.filter(source_locale=locale)
    counts = SourceCount.objects.filter(object_id=source.pk, locale=locale, content_type=kind_of(source))
    ready = jobs.filter(state=JobState.APPROVED, source_hash__in=counts.values("text_hash"))
    stale = stale_targets(jobs).exclude(target_locale__in=ready.order_by().values("target_locale"))
    for job in stale.select_related("source_locale", "target_locale", "assigned_to", "finished_by"):
        notify(
            kind="translation_stale",
            recipients=_concerned(job),
            context=about(job, path=reverse("translations:inspect", args=[job.pk])),
            key=f"translation-stale-{job.pk}",
        )


def _concerned(job: TranslationJob) -> Iterable[User]:
    """The revisers of the language, and who has the translation now: the assignee, else who made it."""
    found = {person.pk: person for person in people_with(Role.REVISER, job.target_locale)}
    worker = job.assigned_to or job.finished_by
    if worker is not None and worker.pk in active([worker], job.target_locale):
        found[worker.pk] = worker
    return found.values()
