"""What the papers say of a visit: when, where, who comes, and the agenda by day; all in the active language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parks.models import Person
from parks.name_lines import name_line, person_name
from partnerships.models import AgendaItem, Visit
from partnerships.offices_of_the_day import offices_on
from partnerships.visits.agenda import OnClock, by_day
from partnerships.visits.enums import AgendaKind
from partnerships.visits.zones import zone_name
from portal.core.partial_dates import PartialDate

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
    """An item of the agenda on the clock of the visit; `own` is its own clock, where it shows another time.

    `responsible` has the offices, `responsible_name` is the name alone.
    """

    kind: str
    time: str
    text: str
    place: str
    responsible: str
    responsible_name: str
    own: str
    starts_at: datetime.time | None


@dataclass(slots=True)
class Day:
    """A day of the agenda; `label`, and `short` without year and weekday, are empty for items without a day."""

    label: str
    short: str
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
    return [
        Day(_day_label(day), _short(day), [_item(visit, at, row) for at, row in items]) for day, items in by_day(visit)
    ]


def time_note(visit: Visit, days: Iterable[Day]) -> str:
    """On which clock the times of the agenda are."""
    values = {"zone": zone_name(visit.timezone)}
    if any(item.own for day in days for item in day.items):
        return _("Times are local (%(zone)s); those in brackets are on the clock that is named there.") % values
    return _("All times are local: %(zone)s.") % values


def _day_label(day: datetime.date | None) -> str:
    if day is None:
        return ""
    return date_format(day, pgettext("format of a day with its weekday", "l, j F Y"))


def _short(day: datetime.date | None) -> str:
    return PartialDate(None, day.month, day.day).display() if day else ""


def _item(visit: Visit, at: OnClock, row: AgendaItem) -> Item:
    return Item(
        kind=row.kind,
        time=at.clock,
        text=str(row),
        place=place_of(row),
        responsible=responsible_line(visit, row.responsible),
        responsible_name=person_name(row.responsible).text if row.responsible else "",
        own=at.own,
        starts_at=at.starts_at,
    )


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
