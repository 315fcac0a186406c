"""What the investor's consents allow: who may receive an inquiry, and whether it may leave the country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parks.models import Park
from partnerships.inquiries.enums import ConsentKind
from partnerships.models import Inquiry
from portal.core.models import Unit
from portal.localization.services.letters import may_leave

#: Where the portal is: an office elsewhere is abroad.
HOME = "CN"


def is_abroad(park: Park) -> bool:
    """Whether the park lies outside the Chinese mainland; one whose place is not stated does not."""
    return _is_elsewhere({str(link.place.country) for link in park.place_links.select_related("place")})


def units_abroad(units: Iterable[int]) -> set[int]:
    """Those of `units` (keys) that have parks outside the Chinese mainland alone; one query."""
    countries: dict[int, dict[int, set[str]]] = {}
    rows = Park.objects.filter(unit__in=units).order_by()
    for unit, park, country in rows.values_list("unit", "pk", "place_links__place__country"):
        countries.setdefault(unit, {}).setdefault(park, set()).add(country or "")
    return {unit for unit, parks in countries.items() if all(_is_elsewhere(found) for found in parks.values())}


def _is_elsewhere(countries: set[str]) -> bool:
    stated = countries - {""}
    return bool(stated) and HOME not in stated


@dataclass(frozen=True, slots=True)
class Wishes:
    """What decides where an inquiry may go: the parks that the investor addressed, the consents that hold."""

    parks: frozenset[int]
    agreed: frozenset[str]


def wishes_of(inquiry: Inquiry) -> Wishes:
    """Those of an inquiry that is kept."""
    parks = {*inquiry.wanted_parks.values_list("pk", flat=True), *([inquiry.park_id] if inquiry.park_id else [])}
    agreed = {row.kind for row in inquiry.consents.all() if row.withdrawn_at is None}
    return Wishes(frozenset(parks), frozenset(agreed))


def missing_consent(wishes: Wishes, unit: Unit | None) -> str:
    """The `ConsentKind` without which the office `unit` may not have an inquiry; empty where it may.

    The portal's own may always, that of a park addressed by the investor too; any other only where the investor agreed
    that it is passed on; an office abroad only where the investor agreed to the transfer.
    """
    if unit is None:
        return ""
    if ConsentKind.ABROAD not in wishes.agreed and units_abroad([unit.pk]):
        return ConsentKind.ABROAD.value
    if ConsentKind.SHARING in wishes.agreed or Park.objects.filter(unit=unit, pk__in=wishes.parks).exists():
        return ""
    return ConsentKind.SHARING.value


def may_go_to(inquiry: Inquiry, unit: Unit | None) -> bool:
    """Whether the office `unit` may receive the inquiry; the one that has it may."""
    return unit is None or unit.pk == inquiry.unit_id or is_agreed(inquiry, unit)


def is_agreed(inquiry: Inquiry, unit: Unit) -> bool:
    """Whether the consents that hold now allow that the office `unit` has the inquiry."""
    return not missing_consent(wishes_of(inquiry), unit)


def may_be_translated(inquiry: Inquiry) -> bool:
    """Whether an engine may see what the investor wrote: the portal lets letters leave, and the investor agreed."""
    return may_leave() and inquiry.has_consent(ConsentKind.ABROAD)
