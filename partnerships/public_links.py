"""Other public records as agreements, events and platforms name them."""

from __future__ import annotations

from dataclasses import dataclass

from partnerships.enums import AgreementKind, AgreementState, EventKind, PlatformKind, PlatformStatus
from portal.core.localized import Said
from portal.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Link:
    """Another public record: its short address and its name."""

    slug: str
    name: Said

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class ParkLink(Link):
    short: Said


@dataclass(frozen=True, slots=True)
class OrganizationLink(Link):
    """`short`: for texts that have named it in full; pages and data show the name."""

    short: Said


@dataclass(frozen=True, slots=True)
class PlaceLink(Link):
    """`address`: the name as it stands in an address line."""

    address: Said


@dataclass(frozen=True, slots=True)
class AgreementLink(Link):
    """An agreement as it stands under a framework, beside an original, or beneath a platform."""

    kind: AgreementKind
    state: AgreementState


@dataclass(frozen=True, slots=True)
class PlatformLink(Link):
    kind: PlatformKind
    status: PlatformStatus


@dataclass(frozen=True, slots=True)
class EventLink(Link):
    kind: EventKind
    date: PartialDate | None
