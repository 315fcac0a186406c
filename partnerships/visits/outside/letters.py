"""The letters about requests for visits, one function each.

The confirmation goes to an address that anybody may have typed, so it repeats no free text but the name.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from partnerships.contact import answering
from partnerships.letters import park_name, tell_of_message
from partnerships.models import VisitMove, VisitRequest
from partnerships.queries import people_to_tell
from partnerships.visits.contact import answers_to, contact_of
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import VisitState
from partnerships.visits.outside.standing import arranged, standing_after
from partnerships.visits.outside.tokens import status_link
from partnerships.visits.zones import zone_name
from portal.core.partial_dates import PartialDate
from portal.outbox.models import Letter
from portal.outbox.services import write_letter

NOTICE = "visit_request_notice"


def write_confirmation(request: VisitRequest) -> Letter:
    """Tell who asked that the request has arrived, its reference, and where they can see how it stands."""
    return _write("visit_request_received", str(request.pk), request, _facts(request, request.locale))


def write_answer(request: VisitRequest, move: VisitMove) -> Letter:
    """Tell who asked what a step means for them, with what staff wrote to them."""
    with translation.override(request.locale):
        standing = standing_after(move)
        settled = arranged(request.visit, standing)
        answer = {
            "standing": str(standing.value),
            "standing_words": str(standing.label),
            "answer": move.answer,
            "decided": timezone.localtime(move.moved_at),
            "days": settled.days if settled else "",
            "begins": settled.begins.strftime("%H:%M") if settled and settled.begins else "",
            "zone": zone_name(request.visit.timezone),
            "venue": str(settled.venue) if settled else "",
            "was_prepared": move.from_state != VisitState.REQUESTED,
        }
    facts = {**_facts(request, request.locale), **answer}
    return _write("visit_request_answer", f"{request.pk}:{move.pk}", request, facts)


def tell_staff(request: VisitRequest, *, what: str, key: str = "") -> None:
    """Tell whoever answers that something came in; who wrote it is seen in the admin only.

    Staff read which organisation it is; groups on a webhook get the reference alone.

    Args:
        what: `new`, `added` or `withdrawn`.
        key: tells one of several apart.
    """
    visit = request.visit
    responsible = visit.responsible
    if responsible and responsible.is_active and responsible.email:
        people = [responsible]
    else:
        people = people_to_tell(visit.unit)
    tell_of_message(
        kind=NOTICE,
        key=f"{NOTICE}:{request.pk}:{what}{key}",
        people=people,
        facts=lambda locale: {"what": what, "organization": request.organization, **_facts(request, locale)},
        common={
            "reference": request.reference,
            "url": settings.PORTAL_BASE_URL + reverse("visit_request", args=[visit.pk]),
        },
        about=visit,
        unit=visit.unit,
    )


def _write(kind: str, key: str, request: VisitRequest, facts: dict[str, object]) -> Letter:
    headers = answers_to(request.visit)
    with translation.override(request.locale):
        contact = contact_of(request.visit)
    return write_letter(
        kind=kind,
        key=f"{kind}:{key}",
        recipient=request.email,
        locale=request.locale,
        context={
            "person": request.person,
            "status_url": status_link(request, request.locale),
            "responsible": answering(request.visit.responsible),
            "reach_phone": contact.phone,
            "reach_email": contact.email,
            "can_reply": bool(headers),
            **facts,
        },
        headers=headers,
        about=request.visit,
        unit=request.visit.unit,
    )


def _facts(request: VisitRequest, locale: str) -> dict[str, object]:
    """What every letter may say, in the language of the letter."""
    country: Any = request.country
    visit = request.visit
    with translation.override(locale):
        return {
            "reference": request.reference,
            "park": park_name(visit.park, locale),
            "visit_kind": str(visit.get_kind_display()),
            "country": str(country.name),
            "wanted": wanted_days(request.wanted_from, request.wanted_until),
            "visitor_language": request.locale,
            "received": timezone.localtime(request.created_at),
            "unit": visit.unit,
        }


def wanted_days(first: date | None, last: date | None) -> str:
    """The days that were asked for, in the active language; empty where none were."""
    return days_in_words(*(PartialDate(day.year, day.month, day.day) if day else None for day in (first, last)))
