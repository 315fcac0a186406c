"""The memory as a file: TMX out and in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Locale

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import Origin
from portal.localization.exchange.languages import locale_of
from portal.localization.exchange.report import Report, Skipped
from portal.localization.exchange.tmx import Unit, read_tmx, write_tmx
from portal.localization.models import MemoryEntry
from portal.localization.services.memory import Wording, remember_many


def export_memory(*, out: BinaryIO, by: User | None, entries: QuerySet[MemoryEntry] | None = None) -> int:
    """Write the memory, or `entries` of it, to `out` as TMX, some rows at a time.

    Returns:
        how many entries were written.
    """
    rows = MemoryEntry.objects.all() if entries is None else entries
    rows = rows.select_related("source_locale", "target_locale", "by").order_by("pk")
    count = write_tmx(rows.iterator(chunk_size=2000), out)
    audit.record_list(model=MemoryEntry, action="localization.memory.export", by=by, data={"entries": count})
    return count


@transaction.atomic
def import_memory(*, data: bytes, by: User | None, trusted: bool = False) -> Report:
    """Read a TMX file into the memory: all of it or, if it is faulty, nothing.

    Wordings count as imported, and are then only offered. A file that the portal wrote itself says which were a
    person's; those fill in again. Anybody can write such a file: they count as the importer's own.

    Args:
        trusted: the file comes from a place that only the portal can write, and says whose the wordings were.

    Raises:
        ExchangeError: the file is refused; the message says why.
    """
    report = Report()
    wordings = list(_wordings(read_tmx(data), report, by, trusted))
    distinct = len({wording.key for wording in wordings})
    report.new = remember_many(wordings=wordings)
    report.known = distinct - report.new
    audit.record_list(model=MemoryEntry, action="localization.memory.import", by=by, data=report.counts)
    return report


def _wordings(units: Iterable[Unit], report: Report, by: User | None, trusted: bool) -> Iterator[Wording]:
    locales = list(Locale.objects.all())
    people = dict(User.objects.values_list("username", "pk"))
    believed = Origin.values if trusted else [Origin.PERSON]
    by_id = by.pk if by else None
    now = timezone.now()
    for unit in units:
        known = [(locale_of(tag, locales), text) for tag, text in unit.variants]
        source, source_text = known[0] if known else (None, "")
        for target, target_text in known[1:] or [(None, "")]:
            reason = _reason(source, source_text, target, target_text)
            if reason or source is None or target is None:
                report.skip(reason or Skipped.UNKNOWN_LANGUAGE, str(unit.line))
                continue
            yield Wording(
                source.pk,
                target.pk,
                source_text,
                target_text,
                Origin(unit.origin) if unit.origin in believed else Origin.IMPORT,
                people.get(unit.username) if trusted else by_id,
                made_at=unit.made_at,
                used_at=min(unit.used_at, now) if unit.used_at else None,
            )


def _reason(source: Locale | None, source_text: str, target: Locale | None, target_text: str) -> Skipped | None:
    if source is None or target is None or source.pk == target.pk:
        return Skipped.UNKNOWN_LANGUAGE
    if not source_text.strip() or not target_text.strip():
        return Skipped.EMPTY
    return Skipped.SAME if source_text == target_text else None
