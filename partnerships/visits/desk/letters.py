"""The letter that tells the head of a unit of a visit that waits for them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from partnerships.models import Visit, VisitMove
from partnerships.queries import heads_of
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import VisitState
from partnerships.visits.readiness import obstacles
from portal.core.models import User
from portal.core.names import name_of
from portal.core.notices import notify
from portal.outbox.recipients import preferred_locale


def tell_heads(visit: Visit, move: VisitMove, by: User | None) -> None:
    """Tell the heads of the unit, each in their language, that `move` brought a visit under review; not `by`."""
    for person in heads_of(visit.unit):
        if person == by:
            continue
        with translation.override(preferred_locale(person)):
            context = {
                "visit": str(visit),
                "kind": str(visit.get_kind_display()),
                "days": days_in_words(visit.date, visit.until),
                "park": str(visit.park or ""),
                "officer": name_of(by) if by else "",
                "missing": obstacles(visit, VisitState.CONFIRMED),
                "url": settings.PORTAL_BASE_URL + reverse("visit_state", args=[visit.pk]),
            }
        key = f"visit_to_confirm:{visit.pk}:{move.pk}"
        notify(kind="visit_to_confirm", recipients=[person], context=context, key=key, unit=visit.unit)
