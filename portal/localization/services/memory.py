"""The memory of wordings: asked before anything is translated, fed by every approval.

Similar texts are looked up in `services.fuzzy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import Origin
from portal.localization.models import MemoryEntry
from portal.localization.models.memory import text_hash

#: From the least to the most trusted, where several wordings are offered.
TRUST = [Origin.MACHINE, Origin.IMPORT, Origin.PERSON]
#: Which of two equal wordings is kept: an import that says what a machine said stays the machine's, so that it is found
#: again where machine wordings are looked up, and not paid for twice.
KEPT = [Origin.IMPORT, Origin.MACHINE, Origin.PERSON]
#: Rows of one statement.
CHUNK = 1000

_UPSERT = """
    INSERT INTO localization_memoryentry AS known
        (source_locale_id, target_locale_id, source_hash, target_hash, source_text, target_text,
         origin, by_id, created_at, updated_at)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
                         %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
    ON CONFLICT (source_locale_id, target_locale_id, source_hash, target_hash) DO UPDATE
    SET origin = excluded.origin, by_id = excluded.by_id,
        updated_at = GREATEST(known.updated_at, excluded.updated_at)
    WHERE array_position(%s::text[], excluded.origin::text) >= array_position(%s::text[], known.origin::text)
    RETURNING xmax = 0
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording to be remembered; `made_at` and `used_at` are now unless an import knows better."""

    source_locale_id: int
    target_locale_id: int
    source_text: str
    target_text: str
    origin: Origin
    by_id: int | None = None
    made_at: datetime | None = None
    used_at: datetime | None = None

    @property
    def key(self) -> tuple[int, int, str, str]:
        return self.source_locale_id, self.target_locale_id, text_hash(self.source_text), text_hash(self.target_text)


def exact_matches(texts: Iterable[str], source: Locale, target: Locale) -> dict[str, str]:
    """The newest wording by a person for each of `texts` that has been translated before."""
    hashes = {text_hash(text): text for text in texts}
    rows = MemoryEntry.objects.between(source, target).by_persons().filter(source_hash__in=hashes)
    newest_last = rows.order_by("updated_at", "pk").values_list("source_hash", "target_text")
    return {hashes[source_hash]: text for source_hash, text in newest_last}


def remember(
    *, source_locale: Locale, target_locale: Locale, source_text: str, target_text: str, origin: Origin, by: User | None
) -> MemoryEntry:
    """Keep a wording; one that is known already becomes the newest, unless its origin comes later in `KEPT`."""
    by_id = by.pk if by else None
    wording = Wording(source_locale.pk, target_locale.pk, source_text, target_text, origin, by_id)
    remember_many(wordings=[wording])
    source_locale_id, target_locale_id, source_hash, target_hash = wording.key
    return MemoryEntry.objects.get(
        source_locale_id=source_locale_id,
        target_locale_id=target_locale_id,
        source_hash=source_hash,
        target_hash=target_hash,
    )


@transaction.atomic
def remember_many(*, wordings: Iterable[Wording]) -> int:
    """Keep many wordings, a statement for each thousand; of one that is given twice, the last in `KEPT`.

    Every caller locks rows in the same order, that of their keys, so that two imports, or an import and a worker,
    wait for each other and never for ever. Call it once in a transaction.

    Returns:
        how many were not known before.
    """
    by_key: dict[tuple[int, int, str, str], Wording] = {}
    for wording in wordings:
        known = by_key.setdefault(wording.key, wording)
        if KEPT.index(wording.origin) >= KEPT.index(known.origin):
            by_key[wording.key] = wording
    ordered = sorted(by_key.items())
    return sum(_upsert(ordered[start : start + CHUNK]) for start in range(0, len(ordered), CHUNK))


def _upsert(rows: Sequence[tuple[tuple[int, int, str, str], Wording]]) -> int:
    now = timezone.now()
    columns = zip(
        *(
            (*key, w.source_text, w.target_text, str(w.origin), w.by_id, w.made_at or now, w.used_at or now)
            for key, w in rows
        ),
        strict=True,
    )
    kept = [str(origin) for origin in KEPT]
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [*map(list, columns), kept, kept])
        return sum(is_new for (is_new,) in cursor.fetchall())


@transaction.atomic
def reword_entry(*, entry: MemoryEntry, target_text: str, by: User) -> MemoryEntry:
    """Put a person's wording in the place of the remembered one; where it is known already, the two become one."""
    entry = MemoryEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    before = entry.target_text
    twins = MemoryEntry.objects.filter(
        source_locale_id=entry.source_locale_id,
        target_locale_id=entry.target_locale_id,
        source_hash=entry.source_hash,
        target_hash=text_hash(target_text),
    )
    twins.exclude(pk=entry.pk).delete()
    entry.target_text, entry.origin, entry.by = target_text, Origin.PERSON, by
    entry.save()
    audit.record(instance=entry, action="localization.memory.edit", by=by, data={"before": before})
    return entry
