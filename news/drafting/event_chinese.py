"""A signing, an opening or an unveiling in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from news.drafting import chinese_words
from news.drafting.chinese_words import joined, listed, names, people, phrase, sentence, span
from news.drafting.event_voice import EventVoice
from news.drafting.said import Named
from news.drafting.shape import Section, paragraphs
from partnerships.enums import PartOfDay
from partnerships.public_shapes import PublicAgreement, PublicAttendee

_PARTS = {PartOfDay.MORNING: "上午", PartOfDay.AFTERNOON: "下午", PartOfDay.EVENING: "晚上"}


class ChineseEvent(EventVoice):
    language = "zh-hans"
    prose = chinese_words
    agreed = ("合作内容", "合作一览")

    def title(self) -> str:
        facts = self.facts
        parties = self._parties(facts.parties, self.short)
        return f"{parties}签署{_quoted(self.say(facts.agreements[0].name))}{'等协议' if facts.agreements[1:] else ''}"

    def _parties(self, parties: Iterable[Named], name: Callable[[Named], str]) -> str:
        found = [name(one) for one in parties]
        return "与".join(found) if len(found) == 2 else listed(found)

    def lead(self, name: Callable[[Named], str]) -> str:
        day = span(self.event.date, None) + _PARTS.get(self.event.part_of_day, "")
        opening = f"{day}，" if day else ""
        parties = self._parties(self.facts.parties, name)
        place = self.place(name)
        at = f"在{place}" if place else ""
        if parties:
            return f"{opening}{parties}{at}举行{self.event.kind.label}。"
        return f"{opening}{self.say(self.event.name)}{at}举行。"

    def signed(self) -> str:
        found = [_quoted(self.say(one.name)) for one in self.facts.agreements]
        return f"会上签署了{listed(found)}。" if found else ""

    def unveiled(self) -> str:
        unveiled = listed(self.names_of(self.facts.unveiled))
        announced = listed(self.names_of(self.facts.announced))
        return joined([f"{unveiled}揭牌。" if unveiled else "", f"{announced}发布。" if announced else ""])

    def set_up(self) -> str:
        others = listed(self.names_of(self.facts.set_up))
        return f"双方共建{others}。" if others else ""

    def about(self, one: PublicAgreement) -> Iterable[tuple[str, str]]:
        name = self.say(one.name)
        if self.facts.has_other_parties(one):
            yield f"{name}·签约方", names([self.name(party) for party in one.parties])
        if one.subject:
            yield f"{name}·内容", phrase(self.say(one.subject))
        for kind, texts in one.point_groups:
            yield f"{name}·{kind.label}", "；".join(self.each(texts))

    # --- who was there ----------------------------------------------------------------------------------------
    def attended(self) -> Section:
        there = self.facts.present
        lines = self.each(one.person.line for one in there)
        spoke = [self._speech(one) for one in there if one.spoke or one.part]
        return Section(
            "出席仪式的各方代表",
            paragraphs([f"{people(lines)}出席。" if lines else "", sentence("，".join(spoke)) if spoke else ""]),
        )

    def _speech(self, one: PublicAttendee) -> str:
        behalf = names(self.each(link.name for link in one.on_behalf_of))
        did = f"致辞（{self.say(one.part)}）" if one.spoke and one.part else self.say(one.part) or "致辞"
        return f"{self.say(one.person.name)}{f'代表{behalf}' if behalf else ''}{did}"


def _quoted(name: str) -> str:
    """The title of a document in its brackets."""
    return name if "《" in name else f"《{name}》"
