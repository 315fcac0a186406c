"""A signing, an opening or an unveiling in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from news.drafting import english_words
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
from news.drafting.event_voice import EventVoice
from news.drafting.said import Named
from news.drafting.shape import Section, paragraphs
from partnerships.enums import PartOfDay
from partnerships.public_shapes import PublicAgreement, PublicAttendee, PublicPlatform

_PARTS = {PartOfDay.MORNING: "morning", PartOfDay.AFTERNOON: "afternoon", PartOfDay.EVENING: "evening"}


class EnglishEvent(EventVoice):
    language = "en"
    prose = english_words
    agreed = ("What was agreed", "The cooperation at a glance")

    def _when(self) -> str:
        day, part = span(self.event.date, None), _PARTS.get(self.event.part_of_day, "")
        if part and day.startswith("on "):
            return f"on the {part} of {day.removeprefix('on ')}"
        return day

    def title(self) -> str:
        facts = self.facts
        verb = "sign" if facts.parties[1:] else "signs"
        first, others = title_within(self.say(facts.agreements[0].name)), facts.agreements[1:]
        title = f"{capital(self._parties(facts.parties, self.short))} {verb} {first}"
        return f"{title} and other agreements" if others else title

    def _parties(self, parties: Iterable[Named], name: Callable[[Named], str]) -> str:
        return listed([the(name(one)) for one in parties])

    def lead(self, name: Callable[[Named], str]) -> str:
        parties, place, day = self._parties(self.facts.parties, name), self.place(name), self._when()
        at = f" at {the(place)}" if place else ""
        held = (
            f"{parties} held {_a(low(str(self.event.kind.label)))}{at}"
            if parties
            else f"{self.say(self.event.name)} took place{at}"
        )
        return sentence(f"{day} {held}" if day else held)

    def signed(self) -> str:
        found = [f"the {title_within(self.say(one.name))}" for one in self.facts.agreements]
        return f"The parties signed {listed(found)}." if found else ""

    def unveiled(self) -> str:
        return joined([self._done(self.facts.unveiled, "unveiled"), self._done(self.facts.announced, "announced")])

    def set_up(self) -> str:
        return self._done(self.facts.set_up, "set up jointly")

    def _done(self, platforms: list[PublicPlatform], done: str) -> str:
        found = [the_platform(one) for one in self.names_of(platforms)]
        return sentence(f"{capital(listed(found))} {'were' if found[1:] else 'was'} {done}") if found else ""

    def about(self, one: PublicAgreement) -> Iterable[tuple[str, str]]:
        name = self.say(one.name)
        if self.facts.has_other_parties(one):
            yield f"{name}: parties", "; ".join(self.name(party) for party in one.parties)
        if one.subject:
            yield f"{name}: content", capital(phrase(self.say(one.subject)))
        for kind, texts in one.point_groups:
            yield f"{name}: {low(str(kind.label))}", capital("; ".join(self.each(texts)))

    # --- who was there ----------------------------------------------------------------------------------------
    def attended(self) -> Section:
        there = self.facts.present
        lines = self.each(one.person.line for one in there)
        spoke = [self._speech(one) for one in there if one.spoke or one.part]
        verb = "Those present were" if lines[1:] else "Present was"
        return Section(
            "Who took part",
            paragraphs([f"{verb} {listed(lines)}." if lines else "", sentence("; ".join(spoke)) if spoke else ""]),
        )

    def _speech(self, one: PublicAttendee) -> str:
        behalf = listed(self.each(link.name for link in one.on_behalf_of))
        part = self.say(one.part)
        did = f"spoke ({low(part)})" if one.spoke and part else f"contributed {low(part)}" if part else "spoke"
        return f"{self.say(one.person.name)} {did}{f' on behalf of {behalf}' if behalf else ''}"


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
