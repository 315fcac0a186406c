"""Rooms and people that two visits, or two items of one, need at the same time.

Times are half-open: what ends at ten leaves the room to what begins at ten. Only visits that are still to come hold
anything. A room is taken for everybody who may know it; of a visit of another unit nothing is said but that it is
there, not even when: the times are those of the item or visit that is asked about.

Busy are the responsible person of an item, and the hosts and interpreters of a visit during its items; who travels is
away for all its days, and a visit without times takes its days as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from wagtail.permissions import policy_registry

from partnerships.enums import Side
from partnerships.models import AgendaItem, Room, Visit, VisitMember
from partnerships.visits.enums import TO_COME, Direction, MemberRole
from portal.core.models import User
from portal.core.partial_dates import known_day

#: Number of PostgreSQL's advisory lock under which visits are confirmed, so that the second sees the first.
_CALENDAR_LOCK = 0x56495349
#: Whose time a visit takes: those who receive or interpret, and those who travel.
_ENGAGED = (
    Q(side=Side.HOSTS) | Q(role=MemberRole.INTERPRETER) | (Q(visit__direction=Direction.OUTGOING) & ~Q(side=Side.HOSTS))
)


def hold_calendar() -> None:
    """Let no other transaction look for clashes before it confirms a visit until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CALENDAR_LOCK])


@dataclass(frozen=True, slots=True)
class Engagement:
    """A room or a person needed by a visit from `begins` until before `ends`; `item` None stands for whole days."""

    key: tuple[str, int]
    name: str
    begins: datetime
    ends: datetime
    visit: Visit
    item: AgendaItem | None

    def overlaps(self, other: Engagement) -> bool:
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Clash:
    """Two engagements of one room or person; `mine` is of the visit that was asked about."""

    mine: Engagement
    other: Engagement

    @property
    def is_room(self) -> bool:
        return self.mine.key[0] == "room"

    @property
    def name(self) -> str:
        return self.mine.name

    @property
    def begins(self) -> datetime:
        """When the overlap begins, on the clock of the item or visit; beside another unit's, when `mine` does."""
        begins = self.mine.begins if self.is_foreign else max(self.mine.begins, self.other.begins)
        return begins.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        ends = self.mine.ends if self.is_foreign else min(self.mine.ends, self.other.ends)
        return ends.astimezone(self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return self.mine.item.zone if self.mine.item else ZoneInfo(self.mine.visit.timezone)

    @property
    def is_within(self) -> bool:
        """Whether both belong to the visit itself."""
        return self.mine.visit.pk == self.other.visit.pk

    @property
    def is_foreign(self) -> bool:
        """Whether the other visit is one of another unit, of which nothing may be said."""
        return not self.is_within and self.other_visit is None

    @property
    def other_visit(self) -> Visit | None:
        """The other visit, if it may be named: one of the same unit."""
        is_known = self.mine.visit.unit_id is not None and self.mine.visit.unit_id == self.other.visit.unit_id
        return self.other.visit if is_known and not self.is_within else None


def clashes_of(visit: Visit, *, reader: User | None = None) -> list[Clash]:
    """What `visit` needs at a time at which it is taken already, in order of time; empty unless it is to come.

    Of rooms that `reader` may not know it is not said when other units need them. Five queries, six where other units
    need a room, whatever the number of items, people and other visits.
    """
    if visit.state not in TO_COME:
        return []
    mine = _engagements([visit], _items(visit), _members(visit))
    found = [*_within(mine), *_between(mine, _others(visit, mine))]
    if reader is not None:
        found = _without_unknown_rooms(found, reader)
    return sorted(found, key=lambda clash: (clash.begins, clash.mine.key, clash.other.visit.pk))


def clash_mark(clashes: Iterable[Clash]) -> str:
    """Names clashes as a person saw them; empty for none. It changes with them, and with the state of other visits.

    Nobody without the key of the portal finds out from it which visits of other units these are.
    """
    rows = [
        f"{one.mine.key}:{one.begins.isoformat()}:{one.ends.isoformat()}:{one.other.visit.pk}:{one.other.visit.state}"
        for one in clashes
    ]
    mark = salted_hmac("partnerships.visits.clashes", "|".join(rows), algorithm="sha256").hexdigest()
    return mark[:16] if rows else ""


def _without_unknown_rooms(found: list[Clash], reader: User) -> list[Clash]:
    asked = {clash.mine.key[1] for clash in found if clash.is_room and clash.is_foreign}
    if not asked:
        return found
    policy: Any = policy_registry.get_by_type(Room)
    rooms = policy.instances_user_has_any_permission_for(reader, ["choose"]).filter(pk__in=asked)
    unknown = asked - {*rooms.values_list("pk", flat=True)}
    return [clash for clash in found if not (clash.is_room and clash.is_foreign and clash.mine.key[1] in unknown)]


# --- who needs what, when ---------------------------------------------------------------------------------------
def _items(visit: Visit) -> list[AgendaItem]:
    rows: QuerySet[AgendaItem] = QuerySet(AgendaItem).filter(visit=visit, begins__isnull=False)
    items = list(rows.select_related("room", "responsible").order_by("begins", "pk"))
    for item in items:
        item.visit = visit
    return items


def _members(visit: Visit) -> list[VisitMember]:
    rows: QuerySet[VisitMember] = QuerySet(VisitMember).filter(_ENGAGED, visit=visit, person__isnull=False)
    return list(rows.select_related("person"))


def _engagements(
    visits: Iterable[Visit], items: Iterable[AgendaItem], members: Iterable[VisitMember]
) -> list[Engagement]:
    by_visit: dict[int, list[AgendaItem]] = {}
    for item in items:
        by_visit.setdefault(item.visit_id, []).append(item)
    people: dict[int, list[VisitMember]] = {}
    for member in members:
        people.setdefault(member.visit_id, []).append(member)
    found: list[Engagement] = []
    for visit in visits:
        own = by_visit.get(visit.pk, [])
        found += [engagement for item in own for engagement in _of_item(item)]
        for member in people.get(visit.pk, []):
            found += _of_member(visit, member, own)
    return found


def _of_item(item: AgendaItem) -> Iterator[Engagement]:
    begins, ends = item.begins, item.ends
    if begins is None or ends is None:
        return
    if item.room:
        yield Engagement(("room", item.room.pk), str(item.room), begins, ends, item.visit, item)
    if item.responsible:
        yield Engagement(("person", item.responsible.pk), str(item.responsible), begins, ends, item.visit, item)


def _of_member(visit: Visit, member: VisitMember, items: list[AgendaItem]) -> Iterator[Engagement]:
    """During the items of the visit that do not run beside others; for whole days who travels or has no times."""
    person: Any = member.person
    key, name = ("person", person.pk), str(person)
    is_away = visit.direction == Direction.OUTGOING and member.side != Side.HOSTS
    common = [item for item in items if not item.is_parallel]
    if common and not is_away:
        for item in common:
            yield Engagement(key, name, item.begins, item.ends, visit, item)  # type: ignore[arg-type]
    elif days := _days(visit):
        yield Engagement(key, name, *days, visit, None)


def _days(visit: Visit) -> tuple[datetime, datetime] | None:
    """The days of the visit as a whole; None where the first is not known in full."""
    first = known_day(visit.date)
    if first is None:
        return None
    last = max(first, known_day(visit.until) or first)
    zone = ZoneInfo(visit.timezone)
    return (
        datetime.combine(first, time.min, tzinfo=zone),
        datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone),
    )


def _others(visit: Visit, mine: list[Engagement]) -> list[Engagement]:
    """What other visits to come need of the same rooms and people."""
    rooms = {one.key[1] for one in mine if one.key[0] == "room"}
    persons = {one.key[1] for one in mine if one.key[0] == "person"}
    if not rooms and not persons:
        return []
    to_come: QuerySet[Visit] = QuerySet(Visit).filter(state__in=TO_COME).exclude(pk=visit.pk)
    members: QuerySet[VisitMember] = QuerySet(VisitMember).filter(_ENGAGED, person__in=persons, visit__in=to_come)
    people = list(members.select_related("person"))
    concerned = {one.visit_id for one in people}
    needed = Q(room__in=rooms) | Q(responsible__in=persons) | Q(visit__in=concerned)
    rows: QuerySet[AgendaItem] = QuerySet(AgendaItem).filter(needed, visit__in=to_come, begins__isnull=False)
    items = list(rows.select_related("room", "responsible").order_by("begins", "pk"))
    visits = {row.pk: row for row in to_come.filter(pk__in=concerned | {item.visit_id for item in items})}
    for item in items:
        item.visit = visits[item.visit_id]
    return _engagements(visits.values(), items, people)


# --- what clashes -----------------------------------------------------------------------------------------------
def _within(mine: list[Engagement]) -> Iterator[Clash]:
    """Two items of the visit that need one room or one responsible person.

    Its hosts and interpreters are everywhere on the programme: of them nothing is said here.
    """
    own = [one for one in mine if one.item and (one.key[0] == "room" or one.item.responsible_id == one.key[1])]
    own = list({(one.key, one.item.pk if one.item else 0): one for one in own}.values())
    for number, one in enumerate(own):
        for other in own[number + 1 :]:
            if one.key == other.key and one.overlaps(other):
                yield Clash(one, other)


def _between(mine: list[Engagement], others: list[Engagement]) -> Iterator[Clash]:
    by_key: dict[tuple[str, int], list[Engagement]] = {}
    for other in others:
        by_key.setdefault(other.key, []).append(other)
    seen = set()
    for one in mine:
        for other in by_key.get(one.key, []):
            pair = (one.key, one.item and one.item.pk, other.visit.pk, other.item and other.item.pk)
            if one.overlaps(other) and pair not in seen:
                seen.add(pair)
                yield Clash(one, other)
