"""What was last approved of a target, segment by segment: kept so that it can be told what has changed since."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.localization.enums import JobState
from portal.localization.models import ApprovedSegment, TranslationJob
from portal.localization.models.memory import text_hash

#: Place, source text and wording of a segment.
Row = tuple[str, str, str]


def jobs_of_target(job: TranslationJob) -> QuerySet[TranslationJob]:
    """All jobs with the same result as `job`: of pages by translation key, of records by object."""
    rows = TranslationJob.objects.filter(target_locale_id=job.target_locale_id)
    if job.translation_key is not None:
        return rows.filter(translation_key=job.translation_key)
    return rows.filter(content_type_id=job.content_type_id, object_id=job.object_id)


def keep_approved(*, job: TranslationJob, rows: Iterable[Row]) -> None:
    """Keep the segments of an approved job in the order of the source, in place of those approved before it."""
    earlier = jobs_of_target(job).order_by().values("pk")
    ApprovedSegment.objects.filter(job__in=earlier).delete()
    ApprovedSegment.objects.bulk_create(
        [
            ApprovedSegment(
                job=job, path=path, position=position, source_text=source, source_hash=text_hash(source), text=text
            )
            for position, (path, source, text) in enumerate(rows)
        ],
        batch_size=500,
    )


def approved_segments(job: TranslationJob) -> list[ApprovedSegment]:
    """What was last approved of the target of `job`; nothing if that was before segments were kept."""
    done = jobs_of_target(job).filter(state=JobState.DONE).order_by()
    return list(ApprovedSegment.objects.filter(job__in=done.values("pk")).order_by("position"))
