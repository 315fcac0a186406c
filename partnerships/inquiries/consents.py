"""What the investor's consents allow: who may receive an inquiry, and whether it may leave the country."""

from __future__ import annotations

from parks.models import Park
from partnerships.inquiries.enums import ConsentKind
from partnerships.models import Inquiry
from portal.core.models import Unit
from portal.localization.services.letters import may_leave

#: Where the portal is: an office elsewhere is abroad.
HOME = "CN"


def is_abroad(park: Park) -> bool:
    """Whether the park lies outside the Chinese mainland; one whose place is not stated does not."""
    countries = {str(link.place.country) for link in park.place_links.select_related("place")} - {""}
    return bool(countries) and HOME not in countries


def may_go_to(inquiry: Inquiry, unit: Unit | None) -> bool:
    """Whether the office `unit` may receive the inquiry.

    The portal's own may always, that of a park addressed by the investor too; any other only where the investor agreed
    that it is passed on; an office abroad only where the investor agreed to the transfer.
    """
    if unit is None or unit.pk == inquiry.unit_id:
        return True
    parks = list(Park.objects.filter(unit=unit))
    if parks and all(is_abroad(park) for park in parks) and not inquiry.has_consent(ConsentKind.ABROAD):
        return False
    addressed = set(inquiry.wanted_parks.values_list("pk", flat=True)) | {inquiry.park_id}
    return any(park.pk in addressed for park in parks) or inquiry.has_consent(ConsentKind.SHARING)


def may_be_translated(inquiry: Inquiry) -> bool:
    """Whether an engine may see what the investor wrote: the portal lets letters leave, and the investor agreed."""
    return may_leave() and inquiry.has_consent(ConsentKind.ABROAD)
