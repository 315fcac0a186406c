"""What a draft of an event tells: what the public sees of it and of what was signed and set up there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partnerships.enums import PlatformStatus
from partnerships.public_links import ParkLink
from partnerships.public_shapes import PublicAgreement, PublicAttendee, PublicEvent, PublicParty, PublicPlatform


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event with its agreements, the framework before what stands under it, and its platforms."""

    event: PublicEvent
    agreements: tuple[PublicAgreement, ...]
    platforms: tuple[PublicPlatform, ...]

    @property
    def parties(self) -> tuple[PublicParty, ...]:
        """Those of the framework, else of the first agreement."""
        return self.agreements[0].parties if self.agreements else ()

    @property
    def parks(self) -> list[ParkLink]:
        """The park of the event, and those that sign."""
        signing = (party.park for agreement in self.agreements for party in agreement.parties)
        return [park for park in (self.event.park, *signing) if park]

    @property
    def present(self) -> list[PublicAttendee]:
        """Those of whom the source says that they were there."""
        return [one for one in self.event.attendees if not one.is_quoted]

    @property
    def unveiled(self) -> list[PublicPlatform]:
        return self._those(_is_unveiled)

    @property
    def announced(self) -> list[PublicPlatform]:
        return self._those(lambda one: _is_announced(one) and not _is_unveiled(one))

    @property
    def set_up(self) -> list[PublicPlatform]:
        """Those of which neither is said."""
        return self._those(lambda one: not _is_announced(one) and not _is_unveiled(one))

    def _those(self, wanted: Callable[[PublicPlatform], bool]) -> list[PublicPlatform]:
        return [one for one in self.platforms if wanted(one)]

    def has_other_parties(self, agreement: PublicAgreement) -> bool:
        """Whether others sign it than the first."""
        names = [party.name for party in agreement.parties]
        return bool(names) and names != [party.name for party in self.parties]


def _is_unveiled(platform: PublicPlatform) -> bool:
    return platform.status == PlatformStatus.UNVEILED or platform.unveiled_on is not None


def _is_announced(platform: PublicPlatform) -> bool:
    return platform.status == PlatformStatus.ANNOUNCED or platform.announced_on is not None
