"""The host's script (主持词): what the host reads out, from the welcome to the thanks.

Guests are introduced first, in their order, each with the full name of the house before the office; then the hosts;
then the items of the agenda, one by one, day by day. Journeys and meals are no items of a script. How the company is
addressed follows the visit: 各位领导、各位来宾 among officials, 女士们、先生们 with foreign guests, 各位来宾、各位朋友
in business.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Part:
    """What is read out on one day: `day` heads it where there are several, `opens` is the first, `ends` the last."""

    day: str
    greeting: str
    opening: str
    items: list[str]
    closing: str
    wish: str
    opens: bool


def context(visit: Visit) -> dict[str, Any]:
    everybody = people.all_named(visit)
    return {
        "address": address(visit),
        "purpose": purpose(visit),
        "guests": _introduced(people.visitors(everybody)),
        "hosts": _introduced(people.receivers(everybody)),
        "parts": _parts(visit),
    }


def purpose(visit: Visit) -> str:
    """As it is entered, without a full stop; an infinitive goes on in the sentence: “to exchange …”."""
    text = visit.words("purpose").text.strip().rstrip("。.")
    return "to " + text[3:] if text.startswith("To ") else text


def _parts(visit: Visit) -> list[Part]:
    """One a day on which something is read out; one alone where nothing is."""
    read = [(day, [item for item in day.items if item.kind not in _NOT_READ]) for day in facts.agenda(visit)]
    days = [(day, items) for day, items in read if items] or [(facts.Day("", ""), [])]
    several = len(days) > 1
    parts = []
    for number, (day, items) in enumerate(days):
        is_last = number == len(days) - 1
        label = (day.label or _("Day not fixed yet")) if several else ""
        closing = _closing(visit, several) if is_last else _until(days[number + 1][0])
        wish = _wish(several) if is_last else ""
        greeted = greeting(next((item.starts_at for item in items if item.starts_at), None))
        opening = pgettext("host's script", "Welcome back. We go on with our programme.") if number else _welcome(visit)
        said = [_announced(place, item) for place, item in enumerate(items, start=1)]
        parts.append(Part(label, greeted, opening, said, closing, wish, opens=not number))
    return parts


def _until(following: facts.Day) -> str:
    """The end of a day after which there is another."""
    if not following.short:
        return pgettext("host's script", "With that we have come to the end of today’s agenda. Thank you all.")
    return pgettext(
        "host's script",
        "With that we have come to the end of today’s agenda. Thank you all; we continue on %(day)s.",
    ) % {"day": following.short}


def _wish(several: bool) -> str:
    if several:
        return pgettext(
            "host's script",
            "May these days be the beginning of more that we do together. I wish you all good health and every "
            "success. Thank you.",
        )
    return pgettext(
        "host's script",
        "May today’s exchange be the beginning of more that we do together. I wish you all good health and every "
        "success. Thank you.",
    )


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


def _closing(visit: Visit, several: bool) -> str:
    """The thanks after the last item; of `several` days the visit as a whole has come to its end."""
    visitors = facts.partners(visit)
    if several and visitors:
        text = pgettext(
            "host's script",
            "With that we have come to the end of our programme of these days. I thank our guests from %(visitors)s "
            "for coming, and everyone here for their contributions.",
        )
    elif several:
        text = pgettext(
            "host's script",
            "With that we have come to the end of our programme of these days. I thank our guests for coming, and "
            "everyone here for their contributions.",
        )
    elif visitors:
        text = pgettext(
            "host's script",
            "With that we have come to the end of our agenda. I thank our guests from %(visitors)s for coming, and "
            "everyone here for their contributions.",
        )
    else:
        text = pgettext(
            "host's script",
            "With that we have come to the end of our agenda. I thank our guests for coming, and everyone here for "
            "their contributions.",
        )
    return text % {"visitors": visitors}


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
