"""An inquiry as services hold it: its row locked, and the person allowed to work on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import may_work
from partnerships.models import Inquiry
from portal.core.models import User


def held_inquiry(inquiry_id: int, by: User | None) -> Inquiry:
    """The inquiry with its row locked, so that two at once come one after the other. `by` is None for the investor.

    Raises:
        PartnershipRefusedError: the inquiry is gone (`gone`), or `by` may not work on it (`forbidden`).
    """
    rows = Inquiry.objects.select_for_update(of=("self",), no_key=True)
    inquiry = rows.select_related("unit", "park", "responsible").filter(pk=inquiry_id).first()
    if inquiry is None:
        raise PartnershipRefusedError("gone", _("This inquiry has been deleted meanwhile."))
    if by is not None and not may_work(by, inquiry):
        raise PartnershipRefusedError("forbidden", _("You may not work on this inquiry."))
    return inquiry


def demand_data(inquiry: Inquiry) -> None:
    """Refuse work on an inquiry whose data are gone: there is nobody left to answer.

    Raises:
        PartnershipRefusedError: the data were erased (`erased`).
    """
    if inquiry.erased_at is not None:
        said = _("The investor’s data have been erased: nothing more is done about this inquiry.")
        raise PartnershipRefusedError("erased", said)


def held_with_goal(inquiry_id: int) -> tuple[Inquiry, Inquiry]:
    """The inquiry for its investor, and the one in which it goes on (itself, unless it was merged), both locked: in
    the order of their keys, as a merge holds them.

    Raises:
        PartnershipRefusedError: the inquiry is gone (`gone`).
    """
    told = Inquiry.objects.filter(pk=inquiry_id).values_list("merged_into", flat=True).first()
    held = {pk: held_inquiry(pk, None) for pk in sorted({inquiry_id, told or inquiry_id})}
    inquiry = held[inquiry_id]
    goal = inquiry.merged_into_id or inquiry_id
    return inquiry, held[goal] if goal in held else held_inquiry(goal, None)  # merged a moment ago
