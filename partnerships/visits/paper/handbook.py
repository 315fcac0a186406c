"""The handbook for delegates (来宾手册): programme, hosts, the park, practical notes, and whom to ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parks.fact_sheet import fact_sheet
from partnerships.models import Visit
from partnerships.visits.enums import AgendaKind, Direction
from partnerships.visits.paper import facts, people
from portal.core.names import name_of

#: Groups of the fact sheet that a guest reads: at a glance, place and layout, industry.
_GROUPS = 3


def context(visit: Visit) -> dict[str, Any]:
    days = facts.agenda(visit)
    everybody = people.all_named(visit)
    return {
        "days": days,
        "hosts": people.receivers(everybody),
        "guests": people.visitors(everybody),
        "park_facts": fact_sheet(visit.park)[:_GROUPS] if visit.park else [],
        "notes": _notes(visit, days),
        "contact": _contact(visit),
    }


def _notes(visit: Visit, days: list[facts.Day]) -> list[tuple[str, str]]:
    """Practical notes, as labels and values."""
    rows = [
        (pgettext("on a paper", "Place"), facts.where(visit)),
        (_("Address"), visit.park.words("address").text if visit.park and _is_in_park(visit) else ""),
        (_("Time"), facts.time_note(visit, days)),
        (_("Transport"), _places(days, AgendaKind.TRANSFER)),
        (_("Meals"), _places(days, AgendaKind.MEAL)),
        (
            pgettext("on a paper", "Photographs"),
            _(
                "Photographs are taken during the visit. If you would rather not be in them, please tell the person "
                "named below."
            ),
        ),
    ]
    if visit.timezone == facts.BEIJING:
        rows.append((_("Emergencies"), _("Police 110, fire 119, ambulance 120.")))
    return [(label, value) for label, value in rows if value]


def _is_in_park(visit: Visit) -> bool:
    return visit.direction == Direction.INCOMING


def _places(days: list[facts.Day], kind: AgendaKind) -> str:
    several = len([day for day in days if day.label]) > 1
    parts = []
    for day, item in facts.of_kind(days, kind):
        said = [day.short if several else "", item.time, item.text, item.place]
        parts.append(pgettext("between parts of a line", ", ").join(filter(None, said)))
    return pgettext("between details", "; ").join(parts)


def _contact(visit: Visit) -> list[tuple[str, str]]:
    """Who is responsible, and the office of the park that answers."""
    rows = []
    if visit.responsible:
        rows += [(pgettext("on a paper", "Responsible"), name_of(visit.responsible))]
        rows += [(_("E-mail"), visit.responsible.email)]
    if visit.park:
        rows += [(_("Telephone"), visit.park.phone), (pgettext("on a paper", "Park"), visit.park.email)]
    return [(label, value) for label, value in rows if value]
