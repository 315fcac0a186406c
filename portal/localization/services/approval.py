"""The rule of two persons (审定), the same for pages and records: one marks as finished, another publishes."""

from __future__ import annotations

from collections.abc import Set
from typing import TypeGuard

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import has_role
from portal.localization.enums import WITH_PEOPLE, JobState
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move


def demand_role(by: User, locale: Locale, *roles: Role) -> None:
    """Refuse who holds none of `roles` for `locale`."""
    if not any(has_role(by, role, locale_code=locale.language_code) for role in roles):
        raise RefusedError("role", _("You do not hold the role that this language asks for."))


def is_with_people(job: TranslationJob | None) -> TypeGuard[TranslationJob]:
    return job is not None and job.state in WITH_PEOPLE


def demand_finished(job: TranslationJob | None) -> TranslationJob:
    """`job`, which a translator has marked as finished; what was approved and waits for others may be judged anew."""
    if job is not None and job.state == JobState.APPROVED:
        move(job, JobState.FINISHED)
    if job is None or job.state != JobState.FINISHED:
        raise RefusedError("not_finished", _("A translator must mark the translation as finished first."))
    return job


def demand_complete(total: int, filled: int) -> None:
    """Refuse a text with segments that have no wording."""
    missing = total - filled
    if missing:
        raise RefusedError(
            "missing",
            ngettext(
                "%(count)d segment has no translation yet, or a faulty one.",
                "%(count)d segments have no translation yet, or a faulty one.",
                missing,
            )
            % {"count": missing},
        )


def demand_second_person(*, job: TranslationJob, by: User, writers: Set[int | None], changed_by_others: bool) -> None:
    """Refuse who finished or wrote the text; corrections after the finish are the reviser's own work.

    Args:
        writers: keys of those who wrote the wordings in use.
        changed_by_others: whether anybody but `by` changed a wording after the finish.
    """
    if job.finished_by_id == by.pk:
        raise RefusedError(
            "second_person", _("You marked this translation as finished. Another person must approve it.")
        )
    if writers == {by.pk}:
        raise RefusedError("second_person", _("You wrote this translation. Another person must approve it."))
    if changed_by_others:
        raise RefusedError(
            "changed_since", _("The text was changed after it was marked as finished. It must be marked again.")
        )


def mark_finished(job: TranslationJob, *, by: User, segments: int, **changes: object) -> None:
    """Note who finished the text of a job that the caller has locked; marking it again is allowed."""
    if job.state in {JobState.FINISHED, JobState.APPROVED}:
        move(job, JobState.NEEDS_REVIEW)
    counts = {"segments_total": segments, "segments_filled": segments}
    move(job, JobState.FINISHED, finished_by=by, finished_at=timezone.now(), **counts, **changes)


def mark_approved(job: TranslationJob, *, by: User) -> None:
    """Note who approved the text of a job that the caller has locked, and that waits to go live with others."""
    move(job, JobState.APPROVED, published_by=by, published_at=timezone.now(), last_error="")


def demand_approved(job: TranslationJob | None) -> TranslationJob:
    """`job`, which a reviser has approved and nobody has reopened."""
    if job is None or job.state != JobState.APPROVED:
        raise RefusedError("not_approved", _("The translation is not approved, or not any more."))
    return job


def take_back(jobs: QuerySet[TranslationJob], *, by: User | None = None) -> None:
    """A wording was changed after the approval: those of `jobs` that wait, approved, must be approved again."""
    for job in jobs.filter(state=JobState.APPROVED).select_for_update(of=("self",)):
        move(job, JobState.FINISHED)
        audit.record(instance=job, action="localization.job.lapse", by=by)


def mark_published(job: TranslationJob, *, by: User | None) -> None:
    """Note that the text of a job that the caller has locked goes live, and who approved it if nobody did before."""
    approval = {} if job.state == JobState.APPROVED else {"published_by": by, "published_at": timezone.now()}
    move(job, JobState.DONE, last_error="", **approval)
