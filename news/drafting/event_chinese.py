"""A signing, an opening or an unveiling in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from news.drafting.chinese_words import joined, listed, names, people, phrase, sentence, span
from news.drafting.facts import EventFacts, Named, Platform, Present, Signed
from news.drafting.said import Voice
from news.drafting.shape import Draft, Section, paragraphs, sections
from partnerships.enums import PartOfDay

_PARTS = {PartOfDay.MORNING: "上午", PartOfDay.AFTERNOON: "下午", PartOfDay.EVENING: "晚上"}


class ChineseEvent(Voice):
    language = "zh-hans"

    def __init__(self, facts: EventFacts) -> None:
        super().__init__()
        self.facts = facts
        self.day = ""

    def draft(self) -> Draft:
        with self.speaking():
            facts = self.facts
            self.day = span(facts.date, None) + _PARTS.get(facts.part_of_day, "")
            return Draft(
                title=self._title(),
                summary=joined([self._lead(self.short), self._unveiled()]),
                event_name=str(facts.kind.label),
                event_place=self._place(self.short),
                date_basis=self.say(facts.date_basis),
                issuing_body=self.short(facts.park),
                sections=sections(self._event(), self._agreed(), self._attended()),
            )

    def _title(self) -> str:
        facts = self.facts
        if not facts.parties or not facts.agreements:
            return self.say(facts.name)
        parties = self._parties(facts.parties, self.short)
        return f"{parties}签署{_quoted(self.say(facts.agreements[0].name))}{'等协议' if facts.agreements[1:] else ''}"

    def _parties(self, parties: Iterable[Named], name: Callable[[Named], str]) -> str:
        found = [name(one) for one in parties]
        return "与".join(found) if len(found) == 2 else listed(found)

    def _place(self, name: Callable[[Named], str]) -> str:
        facts = self.facts
        return self.say(facts.venue) or (name(facts.park) if facts.park else self.say(facts.place))

    # --- what happened ----------------------------------------------------------------------------------------
    def _event(self) -> Section:
        return Section(
            str(self.facts.kind.label),
            paragraphs([joined([self._lead(self.name), self._signed()]), joined([self._unveiled(), self._set_up()])]),
        )

    def _lead(self, name: Callable[[Named], str]) -> str:
        facts = self.facts
        opening = f"{self.day}，" if self.day else ""
        parties = self._parties(facts.parties, name)
        place = self._place(name)
        at = f"在{place}" if place else ""
        if parties:
            return f"{opening}{parties}{at}举行{facts.kind.label}。"
        return f"{opening}{self.say(facts.name)}{at}举行。"

    def _signed(self) -> str:
        found = [_quoted(self.say(one.name)) for one in self.facts.agreements]
        return f"会上签署了{listed(found)}。" if found else ""

    def _unveiled(self) -> str:
        unveiled = self._named(lambda one: one.was_unveiled)
        announced = self._named(lambda one: one.was_announced and not one.was_unveiled)
        return joined([f"{unveiled}揭牌。" if unveiled else "", f"{announced}发布。" if announced else ""])

    def _set_up(self) -> str:
        others = self._named(lambda one: not one.was_unveiled and not one.was_announced)
        return f"双方共建{others}。" if others else ""

    def _named(self, wanted: Callable[[Platform], bool]) -> str:
        return listed(self.each(one.name for one in self.facts.platforms if wanted(one)))

    # --- what was agreed --------------------------------------------------------------------------------------
    def _agreed(self) -> Section:
        rows = tuple(row for one in self.facts.agreements for row in self._about(one))
        return Section("合作内容", table_title="合作一览", rows=rows)

    def _about(self, one: Signed) -> Iterable[tuple[str, str]]:
        name = self.say(one.name)
        if one.parties and one.parties != self.facts.parties:
            yield f"{name}·签约方", names([self.name(party) for party in one.parties])
        if one.subject:
            yield f"{name}·内容", phrase(self.say(one.subject))
        for kind, texts in one.points:
            yield f"{name}·{kind.label}", "；".join(self.each(texts))

    # --- who was there ----------------------------------------------------------------------------------------
    def _attended(self) -> Section:
        there = [one for one in self.facts.present if not one.is_quoted]
        lines = self.each(one.person.line for one in there)
        spoke = [self._speech(one) for one in there if one.spoke or one.part]
        return Section(
            "出席仪式的各方代表",
            paragraphs([f"{people(lines)}出席。" if lines else "", sentence("，".join(spoke)) if spoke else ""]),
        )

    def _speech(self, one: Present) -> str:
        behalf = names(self.each(one.behalf))
        did = f"致辞（{self.say(one.part)}）" if one.spoke and one.part else self.say(one.part) or "致辞"
        return f"{self.say(one.person.name)}{f'代表{behalf}' if behalf else ''}{did}"


def _quoted(name: str) -> str:
    """The title of a document in its brackets."""
    return name if "《" in name else f"《{name}》"
