"""Visits that are prepared as far as a test needs them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils import timezone

from parks.models import Park
from partnerships.models import AgendaItem, ChecklistItem, Room, Visit, VisitMember
from portal.core.partial_dates import PartialDate
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory

PAST, AHEAD = PartialDate(2026, 3, 5), PartialDate(2031, 3, 5)
#: What each kind of visit must say before it is confirmed.
PAPERS: dict[str, dict[str, Any]] = {
    "official": {"letter_kind": "official_letter", "letter_number": "连商函〔2026〕12号", "approver": "王主任"},
    "foreign": {"foreign_affairs_reference": "沪外审〔2026〕7号", "approver": "王主任"},
    "business": {},
}


def visit_of(park: Park, **values: Any) -> Visit:
    return VisitFactory(unit=park.unit, park=park, **{"date": PAST, **values})


def member(visit: Visit, name: str = "", **values: Any) -> VisitMember:
    person = PersonFactory(family_name_zh_hans=name, family_name_en=name) if name else PersonFactory()
    return VisitMemberFactory(visit=visit, **{"person": person, "sort_order": visit.members.count(), **values})


def under_review(park: Park, kind: str = "business", **values: Any) -> Visit:
    """A visit under review of which nothing is missing before it is confirmed."""
    visit = visit_of(park, kind=kind, state="under_review", **{**PAPERS[kind], **values})
    member(visit, role="head", photographs="allowed")
    return visit


def point(visit: Visit, name: str, gate: str = "hosted", *, done: bool = False, **values: Any) -> ChecklistItem:
    done_at = timezone.now() if done else None
    return ChecklistItem.objects.create(visit=visit, point=name, gate=gate, done_at=done_at, **values)


def room(park: Park, name: str = "一号会议室") -> Room:
    return Room.objects.create(park=park, name_zh_hans=name, name_en=name)


def item(visit: Visit, start: str, end: str, day: date = date(2031, 3, 5), **values: Any) -> AgendaItem:
    times = [time.fromisoformat(text) if text else None for text in (start, end)]
    words = {"text_zh_hans": f"{start}的安排", "text_en": f"Item at {start}"}
    return AgendaItem.objects.create(
        visit=visit, day=day, starts_at=times[0], ends_at=times[1], sort_order=visit.agenda.count(), **words, **values
    )
