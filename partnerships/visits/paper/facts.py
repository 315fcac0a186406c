"""What the papers say of a visit: when, where, who comes, and the agenda by day; all in the active language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import pgettext

from parks.models import Person
from parks.name_lines import name_line, person_name
from partnerships.models import AgendaItem, Visit
from partnerships.offices_of_the_day import offices_on
from partnerships.visits.enums import AgendaKind
from partnerships.visits.zones import zone_name

#: Everything that the papers read: a bounded number of queries, whatever the number of delegates.
PREFETCH = (
    "members__person",
    "members__offices__organization",
    "partners__organization",
    "partners__park",
    "topics",
    "checklist__responsible",
    "agenda__organization",
    "agenda__room",
    "agenda__responsible",
)
BEIJING = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda. `responsible` has the offices, `responsible_name` is the name alone."""

    kind: str
    time: str
    text: str
    place: str
    responsible: str
    responsible_name: str
    zone: str
    starts_at: datetime.time | None


@dataclass(slots=True)
class Day:
    """A day of the agenda; `label` is empty for items without a day."""

    label: str
    items: list[Item] = field(default_factory=list)


def visits_for_papers() -> QuerySet[Visit]:
    return QuerySet(Visit).select_related("park", "place", "responsible").prefetch_related(*PREFETCH)


def where(visit: Visit) -> str:
    """The venue, else the park, else the place."""
    venue = visit.words("venue").text
    return venue or (str(visit.park) if visit.park else "") or (visit.place.address if visit.place else "")


def partners(visit: Visit) -> str:
    """On whose behalf the other side comes or receives."""
    return pgettext("between bodies", ", ").join(str(one) for one in visit.partners.all())


def topics(visit: Visit) -> str:
    return pgettext("between topics", "; ").join(str(one) for one in visit.topics.all())


def agenda(visit: Visit) -> list[Day]:
    """The agenda by day and time; what has no day yet comes last."""
    rows = sorted(visit.agenda.all(), key=_moment)
    return [
        Day(_day_label(day), [_item(visit, row) for row in items])
        for day, items in groupby(rows, key=lambda row: row.day)
    ]


def _moment(row: AgendaItem) -> tuple[bool, datetime.date, bool, datetime.time, int, int]:
    return (
        row.day is None,
        row.day or datetime.date.min,
        row.starts_at is None,
        row.starts_at or datetime.time.min,
        row.sort_order or 0,
        row.pk,
    )


def _day_label(day: datetime.date | None) -> str:
    if day is None:
        return ""
    return date_format(day, pgettext("format of a day with its weekday", "l, j F Y"))


def _item(visit: Visit, row: AgendaItem) -> Item:
    other_zone = row.timezone if row.timezone and row.timezone != visit.timezone else ""
    return Item(
        kind=row.kind,
        time=_time(row),
        text=str(row),
        place=place_of(row),
        responsible=responsible_line(visit, row.responsible),
        responsible_name=person_name(row.responsible).text if row.responsible else "",
        zone=zone_name(other_zone) if other_zone else "",
        starts_at=row.starts_at,
    )


def _time(row: AgendaItem) -> str:
    if row.starts_at is None:
        return ""
    start = f"{row.starts_at:%H:%M}"
    if row.ends_at is None:
        return start
    return pgettext("from a time to a time", "%(start)s–%(end)s") % {"start": start, "end": f"{row.ends_at:%H:%M}"}


def place_of(row: AgendaItem) -> str:
    """The room, else the venue, else the place visited."""
    if row.room:
        return str(row.room)
    return row.words("venue").text or (row.organization.words("name").text if row.organization else "")


def responsible_line(visit: Visit, person: Person | None) -> str:
    """The responsible person with the offices of the day, as the visit has them, else as the record has them."""
    if person is None:
        return ""
    member = next((one for one in visit.members.all() if one.person_id == person.pk), None)
    offices = member.offices.all() if member else offices_on(person, visit.date)
    return name_line(person, offices).text


def of_kind(days: Iterable[Day], *kinds: AgendaKind) -> list[tuple[Day, Item]]:
    return [(day, item) for day in days for item in day.items if item.kind in kinds]
