"""The host's script (主持词): what the host reads out, from the welcome to the thanks.

Guests are introduced first, in their order, each with the full name of the house before the office; then the hosts;
then the items of the agenda, one by one. Journeys and meals are no items of a script. How the company is addressed
follows the visit: 各位领导、各位来宾 among officials, 女士们、先生们 with foreign guests, 各位来宾、各位朋友 in
business.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import Visit
from partnerships.visits.enums import AgendaKind, VisitKind
from partnerships.visits.paper import facts, people
from portal.core.localized import page_language
from portal.core.sentences import joined

_NOT_READ = frozenset({AgendaKind.MEAL, AgendaKind.TRANSFER})
_NOON, _EVENING = datetime.time(12), datetime.time(18)
_DIGITS = "零一二三四五六七八九十"


def context(visit: Visit) -> dict[str, Any]:
    everybody = people.all_named(visit)
    spoken = [item for day in facts.agenda(visit) for item in day.items if item.kind not in _NOT_READ]
    return {
        "address": address(visit),
        "greeting": greeting(next((item.starts_at for item in spoken if item.starts_at), None)),
        "welcome": _welcome(visit),
        "purpose": visit.words("purpose").text.rstrip("。."),
        "guests": _introduced(people.visitors(everybody)),
        "hosts": _introduced(people.receivers(everybody)),
        "items": [_announced(number, item) for number, item in enumerate(spoken, start=1)],
        "count": len(spoken),
        "closing": _closing(visit),
    }


def address(visit: Visit) -> str:
    """How the company is addressed."""
    if people.has_foreign_guests(visit):
        return pgettext("host's script", "Distinguished guests, ladies and gentlemen, dear friends,")
    if visit.kind == VisitKind.OFFICIAL:
        return pgettext("host's script", "Distinguished leaders, distinguished guests, colleagues,")
    return pgettext("host's script", "Dear guests, dear friends,")


def greeting(time: datetime.time | None) -> str:
    """By the time of the first item; without one, at no time of the day."""
    if time is None:
        return pgettext("host's script", "A very good day to you all.")
    if time < _NOON:
        return pgettext("host's script", "Good morning.")
    if time < _EVENING:
        return pgettext("host's script", "Good afternoon.")
    return pgettext("host's script", "Good evening.")


def _welcome(visit: Visit) -> str:
    values = {"park": str(visit.park or ""), "visitors": facts.partners(visit)}
    if values["park"] and values["visitors"]:
        text = pgettext(
            "host's script",
            "It is a great pleasure to receive our guests from %(visitors)s today. On behalf of %(park)s, I bid you "
            "all a very warm welcome.",
        )
    elif values["park"]:
        text = pgettext(
            "host's script",
            "It is a great pleasure to receive you here today. On behalf of %(park)s, I bid you all a very warm "
            "welcome.",
        )
    else:
        text = pgettext(
            "host's script", "It is a great pleasure to receive you here today. I bid you all a very warm welcome."
        )
    return text % values


def _closing(visit: Visit) -> str:
    visitors = facts.partners(visit)
    if not visitors:
        return pgettext(
            "host's script",
            "With that we have come to the end of our agenda. I thank our guests for coming, and everyone here for "
            "their contributions.",
        )
    return pgettext(
        "host's script",
        "With that we have come to the end of our agenda. I thank our guests from %(visitors)s for coming, and "
        "everyone here for their contributions.",
    ) % {"visitors": visitors}


def _introduced(group: list[people.Named]) -> list[str]:
    """Who is introduced, with offices; who interprets or assists is thanked, not introduced."""
    return [one.line for one in people.leading(group)]


def _announced(number: int, item: facts.Item) -> str:
    """The sentences with which an item begins."""
    texts = {
        AgendaKind.TOUR: pgettext("host's script", "%(number)s, a visit on site: %(item)s."),
        AgendaKind.SIGNING: pgettext("host's script", "%(number)s, the signing: %(item)s."),
    }
    text = texts.get(AgendaKind(item.kind), pgettext("host's script", "%(number)s – %(item)s."))
    said = [text % {"number": _number(number), "item": item.text.rstrip("。.")}]
    if item.responsible:
        said.append(pgettext("host's script", "This part is led by %(person)s.") % {"person": item.responsible})
    return joined(said)


def _number(number: int) -> str:
    """一, 二 … 十一 in Chinese, First, Second … in English (figures from ten on)."""
    if page_language().startswith("zh"):
        return chinese_number(number)
    words = (
        pgettext("host's script", "First"),
        pgettext("host's script", "Second"),
        pgettext("host's script", "Third"),
        pgettext("host's script", "Fourth"),
        pgettext("host's script", "Fifth"),
        pgettext("host's script", "Sixth"),
        pgettext("host's script", "Seventh"),
        pgettext("host's script", "Eighth"),
        pgettext("host's script", "Ninth"),
    )
    return words[number - 1] if number <= len(words) else _("Item %(number)d") % {"number": number}


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese numerals: 三, 十, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
