"""Publications of a unit in a period, as lines of a list: each with its approvals, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, PageLogEntry, Revision

from portal.audit.queries import in_units
from portal.audit.stamps import KEY
from portal.audit.units import unit_names
from portal.audit.words import person
from portal.core.days import end_of, start_of
from portal.core.permissions import ALL_UNITS
from portal.core.unit_pages import units_of_pages
from portal.publication.sheet import PUBLISH
from portal.publication.sheet_chain import APPROVE, START, Stages, task_of
from portal.publication.sheet_translation import Makers

_BATCH = 200


@dataclass(frozen=True)
class Line:
    """One publication."""

    number: int
    page_id: int
    is_there: bool
    published_at: datetime
    title: str
    language: str
    units: str
    address: str
    submitted_by: str
    approvals: list[tuple[str, str]]
    published_by: str


def publications(
    *, units: set[int] | None, unit: int | None = None, since: date | None = None, until: date | None = None
) -> QuerySet[PageLogEntry]:
    """Entries of the log about publications, the latest first.

    Args:
        units: those whose sheets the reader may read; None for all.
        unit: one of them.
        since, until: whole days at the portal.
    """
    wanted = units if unit is None else {unit} if units is ALL_UNITS or unit in units else set()
    rows = in_units(PageLogEntry.objects.filter(action=PUBLISH).select_related("user"), wanted)
    if since is not None:
        rows = rows.filter(timestamp__gte=start_of(since))
    if until is not None:
        rows = rows.filter(timestamp__lt=end_of(until))
    return rows.order_by("-timestamp", "-pk")


def lines(entries: Iterable[PageLogEntry]) -> Iterator[Line]:
    """Each publication with what the list shows; some queries for every batch."""
    names = unit_names()
    rest = iter(entries)
    while batch := list(islice(rest, _BATCH)):
        yield from _lines(batch, names)


def _lines(entries: list[PageLogEntry], names: dict[int, str]) -> Iterator[Line]:
    ids = {entry.page_id for entry in entries}
    rows = Page.objects.filter(pk__in=ids).select_related("locale", for_specific_subqueries=True)
    pages = {page.pk: page for page in rows.specific()}
    revisions = Revision.objects.filter(pk__in={entry.revision_id for entry in entries if entry.revision_id})
    titles = dict(revisions.values_list("pk", "content__title"))
    said = _said(ids, max((entry.timestamp for entry in entries), default=None))
    stages = Stages()
    # The stamp knows the units whose groups work on a page; on a translation work those of its language.
    writers = units_of_pages(pages.values())
    makers = Makers(pages)
    for entry in entries:
        page = pages.get(entry.page_id)
        begun, approvals = _review(said[entry.page_id], entry)
        units = entry.data.get(KEY, {}).get("units", []) if isinstance(entry.data, dict) else []
        if not units and entry.page_id in writers:
            units = [writers[entry.page_id].pk]
        yield Line(
            number=entry.pk,
            page_id=entry.page_id,
            is_there=page is not None,
            published_at=entry.timestamp,
            title=titles.get(entry.revision_id) or entry.label,
            language=page.locale.get_display_name() if page else "",
            units="、".join(names.get(unit, str(unit)) for unit in units),
            address=page.absolute_url() if page is not None and hasattr(page, "absolute_url") else "",
            submitted_by=person(begun) if begun else "",
            approvals=makers.of(entry) or [(_stage(one, stages), person(one)) for one in approvals],
            published_by=person(entry),
        )


def _stage(entry: PageLogEntry, stages: Stages) -> str:
    task = task_of(entry)
    return stages.name(task.get("id"), task.get("title", ""))


def _said(pages: set[int], until: datetime | None) -> dict[int, list[PageLogEntry]]:
    """What the log says of the reviews of these pages, oldest first."""
    found: dict[int, list[PageLogEntry]] = defaultdict(list)
    if until is None:
        return found
    entries = PageLogEntry.objects.filter(page__in=pages, action__in=[START, APPROVE, PUBLISH], timestamp__lte=until)
    for entry in entries.select_related("user").order_by("timestamp", "pk"):
        found[entry.page_id].append(entry)
    return found


def _review(said: list[PageLogEntry], entry: PageLogEntry) -> tuple[PageLogEntry | None, list[PageLogEntry]]:
    """The submission that led to a publication, and the last approval of each stage after it."""
    begun: PageLogEntry | None = None
    approved: dict[Any, PageLogEntry] = {}
    for one in said:
        if one.pk == entry.pk or one.timestamp > entry.timestamp:
            break
        if one.action == APPROVE:
            key = task_of(one).get("id")
            approved.pop(key, None)
            approved[key] = one
        else:
            begun, approved = (one if one.action == START else None), {}
    return begun, list(approved.values())
