"""How much people without an account may add to what they sent."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.contact import Contact
from partnerships.errors import PartnershipRefusedError

DAY = timedelta(days=1)


def demand_room_for_more(rows: QuerySet[Model], *, most: int, most_a_day: int, contact: Contact) -> None:
    """Refuse one more where enough has been added.

    Args:
        rows: what was added so far, with `created_at`.
        most, most_a_day: how many there may be, and how many of the last 24 hours.
        contact: where people are told to turn instead.

    Raises:
        PartnershipRefusedError: `many`.
    """
    if rows.count() >= most:
        raise PartnershipRefusedError("many", _enough(contact))
    if rows.filter(created_at__gt=timezone.now() - DAY).count() >= most_a_day:
        raise PartnershipRefusedError("many", _("You have added much today; please add the rest tomorrow."))


def _enough(contact: Contact) -> str:
    if contact:
        words = _("You have added much already. Please reach us at %(contact)s instead.")
        return words % {"contact": contact}
    return _("You have added much already. Please wait until we answer you.")
