"""What a draft may tell: values without their records. What is not here cannot get into a draft by mistake."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from partnerships.enums import EventKind, PartOfDay, PlatformStatus, PointKind, Side
from partnerships.public_shapes import PublicPerson
from portal.core.localized import Said
from portal.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Named:
    """A park or an organisation, or somebody described: its name, and the short one where there is one."""

    full: Said
    short: Said

    def __bool__(self) -> bool:
        return bool(self.full)


@dataclass(frozen=True, slots=True)
class Photograph:
    image_id: int
    alt: Said
    caption: Said


# --- visits ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Member:
    """A delegate or host with the offices of the day."""

    person: PublicPerson
    side: Side
    is_head: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A follow-up: who, what, until when, and who is invited."""

    who: Named
    what: Said
    due_on: datetime.date | None
    invited: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit; `members` stand in the order of the news. `park_ids`: of the parks that have to do with it."""

    name: Said
    is_incoming: bool
    date: PartialDate | None
    until: PartialDate | None
    date_basis: Said
    park: Named
    place: Said
    venue: Said
    partners: tuple[Named, ...]
    purpose: Said
    topics: tuple[Said, ...]
    sectors: tuple[Said, ...]
    members: tuple[Member, ...]
    sites: tuple[Said, ...]
    outcome: Said
    minutes: tuple[Said, ...]
    promises: tuple[Promise, ...]
    photographs: tuple[Photograph, ...]
    park_ids: tuple[int, ...]

    def of_side(self, *sides: Side) -> list[Member]:
        return [member for member in self.members if member.side in sides]

    def of_other_sides(self) -> list[Member]:
        """Those of higher authorities, universities and companies."""
        return [member for member in self.members if member.side not in (Side.GUESTS, Side.HOSTS)]


# --- events ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at an event; of who `is_quoted` nobody says that they were there."""

    person: PublicPerson
    spoke: bool
    part: Said
    behalf: tuple[Said, ...]
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A public agreement, with what of it is public."""

    name: Said
    is_framework: bool
    subject: Said
    parties: tuple[Named, ...]
    points: tuple[tuple[PointKind, tuple[Said, ...]], ...]


@dataclass(frozen=True, slots=True)
class Platform:
    name: Said
    status: PlatformStatus
    was_unveiled: bool
    was_announced: bool


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event; those present stand in the order of the news, the framework before what stands under it."""

    name: Said
    kind: EventKind
    date: PartialDate | None
    date_basis: Said
    part_of_day: PartOfDay
    park: Named
    place: Said
    venue: Said
    agreements: tuple[Signed, ...]
    platforms: tuple[Platform, ...]
    present: tuple[Present, ...]
    park_ids: tuple[int, ...]

    @property
    def parties(self) -> tuple[Named, ...]:
        """Those of the framework, else of the first agreement."""
        return self.agreements[0].parties if self.agreements else ()
