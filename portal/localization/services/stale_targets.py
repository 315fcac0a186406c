"""The query that finds stale translations; `services.staleness` says what is done about them."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from portal.localization.enums import JobState
from portal.localization.models import ApprovedSegment, SourceCount, TranslationJob


def stale_targets(jobs: QuerySet[TranslationJob] | None = None) -> QuerySet[TranslationJob]:
    """The approvals behind live translations whose source has other words now: one job for each, in one query.

    Compares the text that was approved with the one counted at the last publication (pages) or save (records). What was
    approved before segments were kept, or is not counted yet, is unknown and not listed.

    Args:
        jobs: narrows the answer, such as to those a person may see; default: all.
    """
    rows = TranslationJob.objects.all() if jobs is None else jobs
    rows = rows.filter(state=JobState.DONE).filter(_is_last_approval(), _has_other_words())
    return rows.filter(Q(translation_key__isnull=True) | Exists(live_target()))


def _is_last_approval() -> Exists:
    """Segments are kept with the last approval alone: that of an earlier one takes them away."""
    return Exists(ApprovedSegment.objects.filter(job=OuterRef("pk")))


def _has_other_words() -> Q:
    """Pages are counted under the kind of all pages, whatever their own."""
    counts = SourceCount.objects.filter(object_id=OuterRef("object_id"), locale=OuterRef("source_locale"))
    other = counts.exclude(text_hash=OuterRef("source_hash"))
    pages = Exists(other.filter(content_type=ContentType.objects.get_for_model(Page)))
    records = Exists(other.filter(content_type=OuterRef("content_type")))
    return Q(pages, translation_key__isnull=False) | Q(records, translation_key__isnull=True)


def live_target() -> QuerySet[Page]:
    """The public page that a job of the outer query has made."""
    return Page.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("target_locale"), live=True)
