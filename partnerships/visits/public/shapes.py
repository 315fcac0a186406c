"""What the public sees of a visit: values that no longer know their records.

Pages, data and search read these; a field that is not here cannot be shown by mistake.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from partnerships.enums import Side
from partnerships.public_links import Link, ParkLink, PlaceLink
from partnerships.public_shapes import PublicBody, PublicPerson
from partnerships.visits.agenda import OnClock, on_clock
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import (
    SETTLED,
    AgendaKind,
    Direction,
    FollowUpKind,
    FollowUpState,
    MemberRole,
    VisitKind,
)
from partnerships.visits.zones import offset_words
from portal.core.localized import Said, page_language
from portal.core.names import is_han
from portal.core.partial_dates import PartialDate

_SIDES = {
    Side.GUESTS: pgettext_lazy("side of a visit", "The visitors"),
    Side.HOSTS: pgettext_lazy("side of a visit", "The hosts"),
}
#: Direction and kind in one: neither language says them one after the other.
_KINDS = {
    (Direction.INCOMING, VisitKind.OFFICIAL): _("Official visit to the park"),
    (Direction.INCOMING, VisitKind.FOREIGN): _("Visit to the park from abroad, Hong Kong, Macao or Taiwan"),
    (Direction.INCOMING, VisitKind.BUSINESS): _("Business visit to the park"),
    (Direction.OUTGOING, VisitKind.OFFICIAL): _("Official visit by the park"),
    (Direction.OUTGOING, VisitKind.FOREIGN): _("Visit abroad by the park"),
    (Direction.OUTGOING, VisitKind.BUSINESS): _("Business visit by the park"),
}

_OTHER = {Side.GUESTS: Side.HOSTS, Side.HOSTS: Side.GUESTS}


def _side_label(side: Side) -> str:
    return str(_SIDES.get(side, side.label))


@dataclass(frozen=True, slots=True)
class VisitLink(Link):
    """Another visit, as one names the one before and the one after."""

    direction: Direction
    kind: VisitKind
    date: PartialDate | None


@dataclass(frozen=True, slots=True)
class PublicMember:
    """A delegate or host; what somebody needs, and their address, have no place here."""

    person: PublicPerson
    side: Side
    role: MemberRole

    @property
    def is_head(self) -> bool:
        return self.role == MemberRole.HEAD


@dataclass(frozen=True, slots=True)
class PublicSite:
    """A place that was visited; `name` is the item of the agenda, else the organisation."""

    name: Said
    organization: Link | None


@dataclass(frozen=True, slots=True)
class PublicAgendaItem:
    """An item of the programme on the clock of its place, whose zone is `timezone` (IANA)."""

    kind: AgendaKind
    day: datetime.date | None
    starts_at: datetime.time | None
    ends_at: datetime.time | None
    timezone: str
    text: Said
    organization: Link | None
    venue: Said

    @property
    def offset(self) -> str:
        """How far its clock is from UTC at that moment: UTC+8, UTC−4; empty where no time is given."""
        if self.day is None or self.starts_at is None:
            return ""
        return offset_words(datetime.datetime.combine(self.day, self.starts_at, tzinfo=ZoneInfo(self.timezone)))


@dataclass(frozen=True, slots=True)
class PublicFollowUp:
    """What a side does, or to what it is invited; `becomes` is the next visit where that is public.

    `due_on` is the day by which it is done, of an invitation the day to which one is invited. `invited_side` is the
    side of those who are invited, where they took part: if `who` is of it, the other side invites; else `who` does.
    """

    kind: FollowUpKind
    side: Side
    who: PublicBody
    what: Said
    due_on: datetime.date | None
    state: FollowUpState
    invited: tuple[Link, ...]
    invited_side: Side | None
    becomes: VisitLink | None

    @property
    def is_invitation(self) -> bool:
        return self.kind == FollowUpKind.INVITATION

    @property
    def side_label(self) -> str:
        """What the side is called, where nobody is named."""
        return _side_label(self.side)

    @property
    def inviting(self) -> Said:
        """Who invites, where it is named; else `inviting_side_label` says which side."""
        return Said() if self._invites_other_side else self.who.name

    @property
    def inviting_side_label(self) -> str:
        return _side_label(_OTHER.get(self.side, self.side) if self._invites_other_side else self.side)

    @property
    def invited_body(self) -> Said:
        """For whom those come who are invited; else `invited_side_label` says which side."""
        return self.who.name if self._invites_other_side else Said()

    @property
    def invited_side_label(self) -> str:
        return _side_label(self.side if self._invites_other_side else _OTHER.get(self.side, self.side))

    @property
    def _invites_other_side(self) -> bool:
        return self.invited_side == self.side

    @property
    def state_label(self) -> str:
        """How far it is; an invitation that nobody has settled stands as it was made, and may lie long back."""
        return "" if self.is_invitation and self.state not in SETTLED else str(self.state.label)

    @property
    def invited_line(self) -> str:
        return pgettext("between names", ", ").join(map(str, self.invited))


@dataclass(frozen=True, slots=True)
class PublicPhotograph:
    """A picture as pages show it; the original is private. `url` is empty where the public does not see the visit."""

    image_id: int
    url: str
    width: int
    height: int
    alt: Said
    caption: Said
    credit: str

    @property
    def credit_line(self) -> str:
        """Of a credit in two languages, “中文 / English”, that of the reader; else the whole."""
        parts = self.credit.split(" / ")
        by_han = {is_han(part): part for part in parts}
        both = len(parts) == len(by_han) == 2
        return by_han[page_language().startswith("zh")] if both else self.credit


@dataclass(frozen=True, slots=True)
class PublicVisit:
    """A visit: its essentials, and what its `public_fields` name; the rest is empty.

    `shown` are the `VisitPublicField`s among it. `members` stand in the order of the news. Its state is for staff.
    """

    slug: str
    name: Said
    direction: Direction
    kind: VisitKind
    date: PartialDate | None
    date_basis: Said
    until: PartialDate | None
    timezone: str
    park: ParkLink | None
    place: PlaceLink | None
    venue: Said
    partners: tuple[PublicBody, ...]
    purpose: Said
    follows: VisitLink | None
    followed_by: tuple[VisitLink, ...]
    shown: frozenset[str]
    headcount: int | None
    topics: tuple[Said, ...]
    sectors: tuple[Link, ...]
    members: tuple[PublicMember, ...]
    sites: tuple[PublicSite, ...]
    agenda: tuple[PublicAgendaItem, ...]
    outcome: Said
    minutes: tuple[Said, ...]
    follow_ups: tuple[PublicFollowUp, ...]
    photographs: tuple[PublicPhotograph, ...]

    @property
    def kind_label(self) -> Any:
        """Direction and kind in words, in the language that is active when they are shown."""
        return _KINDS[self.direction, self.kind]

    @property
    def kind_line(self) -> str:
        return str(self.kind_label)

    @property
    def days(self) -> str:
        """First and last day, what they have in common said once where the language does; what is stated alone."""
        return days_in_words(self.date, self.until)

    @property
    def held_at(self) -> PublicVisit | None:
        """The visit itself where something says where it was; a park receives, but where it goes is not where it is."""
        is_said = self.venue or self.place or (self.park and self.is_incoming)
        return self if is_said else None

    @property
    def is_incoming(self) -> bool:
        return self.direction == Direction.INCOMING

    @property
    def parks(self) -> list[ParkLink]:
        """Those that have to do with it: the park that receives or travels, then those of the partners."""
        return [park for park in (self.park, *(body.park for body in self.partners)) if park]

    @property
    def came_from(self) -> Sequence[PublicBody | ParkLink]:
        return self.partners if self.is_incoming else self._own_side

    @property
    def received_by(self) -> Sequence[PublicBody | ParkLink]:
        return self._own_side if self.is_incoming else self.partners

    @property
    def _own_side(self) -> Sequence[ParkLink]:
        return [self.park] if self.park else []

    @property
    def lead_photograph(self) -> PublicPhotograph | None:
        return self.photographs[0] if self.photographs else None

    @property
    def other_photographs(self) -> tuple[PublicPhotograph, ...]:
        return self.photographs[1:]

    @property
    def year(self) -> int | None:
        """The year as it is stated; an inferred one is not shown."""
        return None if self.date is None or self.date.inferred else self.date.year

    @property
    def visitors(self) -> list[PublicMember]:
        return self._of(lambda side: side == Side.GUESTS)

    @property
    def hosts(self) -> list[PublicMember]:
        return self._of(lambda side: side == Side.HOSTS)

    @property
    def others(self) -> list[PublicMember]:
        """Those of higher authorities, universities and companies."""
        return self._of(lambda side: side not in (Side.GUESTS, Side.HOSTS))

    def _of(self, wanted: Callable[[Side], bool]) -> list[PublicMember]:
        return [one for one in self.members if wanted(one.side)]

    @property
    def agenda_offset(self) -> str:
        """How far the clock of the visit is from UTC during the programme; empty where no time is given."""
        local = (item.offset for item in self.agenda if item.timezone == self.timezone)
        return next(filter(None, local), "")

    @property
    def agenda_days(self) -> list[tuple[datetime.date | None, list[tuple[OnClock, PublicAgendaItem]]]]:
        """The programme in its order, day by day on the clock of the visit."""
        days: dict[datetime.date | None, list[tuple[OnClock, PublicAgendaItem]]] = {}
        for item in self.agenda:
            at = on_clock(item.day, item.starts_at, item.ends_at, own_zone=item.timezone, zone=self.timezone)
            days.setdefault(at.day, []).append((at, item))
        return list(days.items())
