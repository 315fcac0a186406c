"""What a person is told before they send sources to translation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from portal.localization.models import SourceCount
from portal.localization.services.charges import estimate


def estimate_for_reader(*, content_type: ContentType, object_ids: Sequence[int]) -> dict[str, Any]:
    """Text and cost for one language, as counted at the last publication. An upper limit: what memory knows is free.

    Of a source that is written in several languages the longest text counts.
    """
    rows = SourceCount.objects.filter(content_type=content_type, object_id__in=object_ids)
    by_source: dict[int, tuple[int, int]] = {}
    for object_id, segments, characters in rows.values_list("object_id", "segments", "characters"):
        by_source[object_id] = max((segments, characters), by_source.get(object_id, (0, 0)))
    characters = sum(pair[1] for pair in by_source.values())
    return {
        "segments": sum(pair[0] for pair in by_source.values()),
        "characters": characters,
        "uncounted": len(set(object_ids)) - len(by_source),
        "money": estimate(engine=settings.TRANSLATION_ENGINE, characters=characters),
    }
