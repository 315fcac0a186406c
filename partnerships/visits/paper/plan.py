"""The reception plan (接待方案): who comes and why, on what it rests, who does what, and what is still open.

Its parts follow what offices write: 来宾基本情况, 名单, 日程, 会场与车辆, 任务分工, 准备事项. Needs of delegates
are for those who work on the visit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from partnerships.models import ChecklistItem, Visit
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import AgendaKind, LetterKind, MemberRole, Photographs
from partnerships.visits.paper import facts, people
from portal.core.names import name_of


@dataclass(slots=True)
class Tasks:
    """What one person has to do."""

    who: str
    what: list[str] = field(default_factory=list)


def context(visit: Visit, *, private: bool) -> dict[str, Any]:
    """What the template shows; `private`: with what delegates need."""
    days = facts.agenda(visit)
    return {
        "basics": basics(visit),
        "sides": people.sides(visit),
        "days": days,
        "rooms": _rooms(visit),
        "transfers": facts.of_kind(days, AgendaKind.TRANSFER),
        "tasks": _tasks(visit, days),
        "checklist": [_point(item) for item in visit.checklist.all()],
        "needs": _needs(visit) if private else None,
    }


def basics(visit: Visit) -> list[tuple[str, str]]:
    """What the visit is, as labels and values; what is not known has no row."""
    rows = [
        (pgettext("on a paper", "Visitors"), facts.partners(visit)),
        (pgettext("on a paper", "Received by"), str(visit.park or "")),
        (_("Kind"), str(visit.get_kind_display())),
        (_("Date"), days_in_words(visit.date, visit.until)),
        (pgettext("on a paper", "Place"), facts.where(visit)),
        (pgettext("on a paper", "Number of visitors"), _count(visit)),
        (pgettext("on a paper", "Purpose"), visit.words("purpose").text),
        (pgettext("of a visit", "Topics"), facts.topics(visit)),
        (pgettext("on a paper", "Rests on"), _letter(visit)),
        (pgettext("on a paper", "Approved by"), _approval(visit)),
        (_("Reference of the foreign-affairs office"), visit.foreign_affairs_reference),
        (pgettext("on a paper", "Responsible"), name_of(visit.responsible)),
    ]
    return [(label, value) for label, value in rows if value]


def _count(visit: Visit) -> str:
    count = visit.headcount or sum(one.side not in people.RECEIVING for one in visit.members.all())
    return ngettext("%(count)d person", "%(count)d persons", count) % {"count": count} if count else ""


def _letter(visit: Visit) -> str:
    if visit.letter_kind == LetterKind.NONE:
        return ""
    parts = [str(visit.get_letter_kind_display()), visit.letter_number]
    if visit.letter_date:
        parts.append(date_format(visit.letter_date, "DATE_FORMAT"))
    return pgettext("between parts of a line", ", ").join(filter(None, parts))


def _approval(visit: Visit) -> str:
    day = date_format(visit.approved_on, "DATE_FORMAT") if visit.approved_on and visit.approver else ""
    return pgettext("between parts of a line", ", ").join(filter(None, [visit.approver, day]))


def _rooms(visit: Visit) -> list[tuple[str, str]]:
    """Rooms with their seats and what is held in them, in the order of the agenda."""
    used: dict[str, list[str]] = {}
    for row in visit.agenda.all():
        if row.room:
            seats = ngettext("%(count)d seat", "%(count)d seats", row.room.seats or 0) % {"count": row.room.seats or 0}
            label = pgettext("room with its seats", "%(room)s (%(seats)s)") % {"room": row.room, "seats": seats}
            used.setdefault(label if row.room.seats else str(row.room), []).append(str(row))
    return [(room, pgettext("between details", "; ").join(dict.fromkeys(what))) for room, what in used.items()]


def _tasks(visit: Visit, days: list[facts.Day]) -> list[Tasks]:
    """Who does what: items of the agenda and points of the checklist, person by person."""
    found: dict[str, Tasks] = {}
    for day in days:
        for item in day.items:
            if item.responsible:
                found.setdefault(item.responsible_name, Tasks(item.responsible)).what.append(item.text)
    for point in visit.checklist.all():
        if point.responsible:
            who = name_of(point.responsible)
            found.setdefault(who, Tasks(who)).what.append(str(point))
    return list(found.values())


def _point(item: ChecklistItem) -> dict[str, Any]:
    return {
        "what": str(item),
        "gate": item.get_gate_display(),
        "due": date_format(item.due_on, "DATE_FORMAT") if item.due_on else "",
        "who": name_of(item.responsible),
        "done": item.done_at is not None,
    }


def _needs(visit: Visit) -> list[dict[str, Any]]:
    """What delegates and hosts need, one row each; who needs nothing has none."""
    rows = []
    for member in people.members_in_order(visit):
        refused = member.photographs == Photographs.REFUSED
        needs = [
            (_("Interpreting"), member.interpreting if member.role != MemberRole.INTERPRETER else ""),
            (_("Diet"), member.dietary),
            (_("Access"), member.access_needs),
            (pgettext("need of a delegate", "Photographs"), pgettext("photographs", "Not allowed") if refused else ""),
        ]
        if given := [(label, text) for label, text in needs if text]:
            rows.append({"name": people.named(member).name, "needs": given})
    return rows
