"""The memory of wordings: asked before anything is translated, fed by every approval."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Locale

from portal.core.models import User
from portal.localization.enums import Origin
from portal.localization.models import MemoryEntry
from portal.localization.models.memory import text_hash


def exact_matches(texts: Iterable[str], source: Locale, target: Locale) -> dict[str, str]:
    """The newest wording by a person for each of `texts` that has been translated before."""
    hashes = {text_hash(text): text for text in texts}
    rows = MemoryEntry.objects.between(source, target).by_persons().filter(source_hash__in=hashes)
    newest_last = rows.order_by("updated_at", "pk").values_list("source_hash", "target_text")
    return {hashes[source_hash]: text for source_hash, text in newest_last}


def remember(
    *, source_locale: Locale, target_locale: Locale, source_text: str, target_text: str, origin: Origin, by: User | None
) -> MemoryEntry:
    """Keep a wording; one that is known already becomes the newest."""
    entry, _created = MemoryEntry.objects.update_or_create(
        source_locale=source_locale,
        target_locale=target_locale,
        source_hash=text_hash(source_text),
        target_hash=text_hash(target_text),
        defaults={"source_text": source_text, "target_text": target_text, "origin": origin, "by": by},
    )
    return entry
