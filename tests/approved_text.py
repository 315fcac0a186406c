"""What holds after every test: a live translation shows what was approved for it, and nothing else."""

from __future__ import annotations

from collections import Counter

from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.segments.extract import extract_segments

from portal.localization.models import ApprovedSegment, TranslationJob
from portal.localization.services.segments import SLUG, page_words


def unapproved_texts() -> list[str]:
    """Live translations with a text that nobody approved, each with what is too much."""
    rows = Translation.objects.values_list("source__object_id", "target_locale_id")
    return [line for key, locale_id in rows for line in _of_target(key, locale_id)]


def _of_target(key: object, locale_id: int) -> list[str]:
    page = Page.objects.filter(translation_key=key, locale_id=locale_id, live=True).first()
    if page is None:
        return []
    jobs = TranslationJob.objects.filter(translation_key=key, target_locale_id=locale_id)
    approved = ApprovedSegment.objects.filter(job__in=jobs).exclude(path=SLUG).values_list("text", flat=True)
    foreign = Counter(page_words(extract_segments(page.specific))) - Counter(approved)
    return [f"{page.title} ({page.locale.language_code}): {text}" for text in foreign]
