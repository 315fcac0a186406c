"""What stands around the fields of a record that is translated: how far it is, and which record comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from portal.localization.enums import WITH_PEOPLE, JobState
from portal.localization.models import TranslationJob
from portal.localization.permissions import job_policy


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The records that wait in the same language, around one of them: the one sent before, the one sent after (after
    the last the first again), and how many others wait."""

    before: TranslationJob | None
    after: TranslationJob | None
    others: int


def neighbours_of(job: TranslationJob, user: Any) -> Neighbours:
    """Records that wait for the same as `job` (a translator, or an approval), as far as the person may see them."""
    waiting = _waiting_like(job, user).exclude(pk=job.pk)
    before, after = waiting.filter(pk__lt=job.pk).last(), waiting.filter(pk__gt=job.pk).first()
    return Neighbours(before, after or waiting.first(), waiting.count())


def _waiting_like(job: TranslationJob, user: Any) -> QuerySet[TranslationJob]:
    state = job.state if job.state in WITH_PEOPLE else JobState.NEEDS_REVIEW
    seen = job_policy.instances_user_has_any_permission_for(user, ["view"])
    rows = TranslationJob.objects.filter(pk__in=seen.order_by().values("pk"))
    return rows.filter(translation_key=None, target_locale=job.target_locale_id, state=state).order_by("pk")
