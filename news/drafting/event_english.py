"""A signing, an opening or an unveiling in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from news.drafting.english_words import (
    capital,
    joined,
    listed,
    low,
    phrase,
    sentence,
    span,
    the,
    the_platform,
    title_within,
)
from news.drafting.facts import EventFacts, Named, Platform, Present, Signed
from news.drafting.said import Voice
from news.drafting.shape import Draft, Section, paragraphs, sections
from partnerships.enums import PartOfDay

_PARTS = {PartOfDay.MORNING: "morning", PartOfDay.AFTERNOON: "afternoon", PartOfDay.EVENING: "evening"}


class EnglishEvent(Voice):
    language = "en"

    def __init__(self, facts: EventFacts) -> None:
        super().__init__()
        self.facts = facts
        self.day = ""

    def draft(self) -> Draft:
        with self.speaking():
            facts = self.facts
            self.day = self._when()
            return Draft(
                title=self._title(),
                summary=joined([self._lead(self.short), self._unveiled()]),
                event_name=str(facts.kind.label),
                event_place=self._place(self.short),
                date_basis=self.say(facts.date_basis),
                issuing_body=self.short(facts.park),
                sections=sections(self._event(), self._agreed(), self._attended()),
            )

    def _when(self) -> str:
        day, part = span(self.facts.date, None), _PARTS.get(self.facts.part_of_day, "")
        if part and day.startswith("on "):
            return f"on the {part} of {day.removeprefix('on ')}"
        return day

    def _title(self) -> str:
        facts = self.facts
        if not facts.parties or not facts.agreements:
            return self.say(facts.name)
        verb = "sign" if facts.parties[1:] else "signs"
        first, others = title_within(self.say(facts.agreements[0].name)), facts.agreements[1:]
        title = f"{capital(self._parties(facts.parties, self.short))} {verb} {first}"
        return f"{title} and other agreements" if others else title

    def _parties(self, parties: Iterable[Named], name: Callable[[Named], str]) -> str:
        return listed([the(name(one)) for one in parties])

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
        parties, place = self._parties(facts.parties, name), self._place(name)
        at = f" at {the(place)}" if place else ""
        held = (
            f"{parties} held {_a(low(str(facts.kind.label)))}{at}"
            if parties
            else f"{self.say(facts.name)} took place{at}"
        )
        return sentence(f"{self.day} {held}" if self.day else held)

    def _signed(self) -> str:
        found = [f"the {title_within(self.say(one.name))}" for one in self.facts.agreements]
        return f"The parties signed {listed(found)}." if found else ""

    def _unveiled(self) -> str:
        unveiled = self._said(lambda one: one.was_unveiled, "unveiled")
        announced = self._said(lambda one: one.was_announced and not one.was_unveiled, "announced")
        return joined([unveiled, announced])

    def _set_up(self) -> str:
        return self._said(lambda one: not one.was_unveiled and not one.was_announced, "set up jointly")

    def _said(self, wanted: Callable[[Platform], bool], done: str) -> str:
        found = [the_platform(one) for one in self.each(one.name for one in self.facts.platforms if wanted(one))]
        return sentence(f"{capital(listed(found))} {'were' if found[1:] else 'was'} {done}") if found else ""

    # --- what was agreed --------------------------------------------------------------------------------------
    def _agreed(self) -> Section:
        rows = tuple(row for one in self.facts.agreements for row in self._about(one))
        return Section("What was agreed", table_title="The cooperation at a glance", rows=rows)

    def _about(self, one: Signed) -> Iterable[tuple[str, str]]:
        name = self.say(one.name)
        if one.parties and one.parties != self.facts.parties:
            yield f"{name}: parties", "; ".join(self.name(party) for party in one.parties)
        if one.subject:
            yield f"{name}: content", capital(phrase(self.say(one.subject)))
        for kind, texts in one.points:
            yield f"{name}: {low(str(kind.label))}", capital("; ".join(self.each(texts)))

    # --- who was there ----------------------------------------------------------------------------------------
    def _attended(self) -> Section:
        there = [one for one in self.facts.present if not one.is_quoted]
        lines = self.each(one.person.line for one in there)
        spoke = [self._speech(one) for one in there if one.spoke or one.part]
        verb = "Those present were" if lines[1:] else "Present was"
        return Section(
            "Who took part",
            paragraphs([f"{verb} {listed(lines)}." if lines else "", sentence("; ".join(spoke)) if spoke else ""]),
        )

    def _speech(self, one: Present) -> str:
        behalf = listed(self.each(one.behalf))
        part = self.say(one.part)
        did = f"spoke ({low(part)})" if one.spoke and part else f"contributed {low(part)}" if part else "spoke"
        return f"{self.say(one.person.name)} {did}{f' on behalf of {behalf}' if behalf else ''}"


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
