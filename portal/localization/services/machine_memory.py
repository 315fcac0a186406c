"""Machine wordings of texts that were sent before: nothing is paid for twice, wherever the text stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wagtail.models import Locale

from portal.localization.enums import Origin
from portal.localization.models import MemoryEntry
from portal.localization.models.memory import text_hash
from portal.localization.services.memory import Wording, remember_many


def recall(texts: Iterable[str], source: Locale, target: Locale) -> dict[str, str]:
    """The newest machine wording of each of `texts` that an engine has translated before."""
    hashes = {text_hash(text): text for text in texts}
    if not hashes:
        return {}
    rows = MemoryEntry.objects.between(source, target).filter(origin=Origin.MACHINE, source_hash__in=hashes)
    newest_last = rows.order_by("updated_at", "pk").values_list("source_hash", "target_text")
    return {hashes[source_hash]: text for source_hash, text in newest_last}


def keep(wordings: Mapping[str, str], source: Locale, target: Locale) -> None:
    """Keep machine wordings by their source text; an entry of the same wording that a person made stays."""
    remember_many(
        wordings=[
            Wording(source.pk, target.pk, source_text, text, Origin.MACHINE) for source_text, text in wordings.items()
        ]
    )
