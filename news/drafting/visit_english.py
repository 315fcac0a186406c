"""A visit in English, as a good international office writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from news.drafting.english_words import capital, joined, listed, low, phrase, sentence, span, the, the_site
from news.drafting.facts import Member, Named, Promise, VisitFacts
from news.drafting.said import Voice, day_of
from news.drafting.shape import Draft, Picture, Section, paragraphs, sections
from partnerships.enums import Side

#: So many partners a headline names.
_IN_TITLE = 3


class EnglishVisit(Voice):
    language = "en"

    def __init__(self, facts: VisitFacts) -> None:
        super().__init__()
        self.facts = facts
        self.day = ""

    def draft(self) -> Draft:
        with self.speaking():
            facts = self.facts
            self.day = span(facts.date, facts.until)
            return Draft(
                title=self._title(),
                summary=self._summary(),
                event_name="Incoming visit" if facts.is_incoming else "Outgoing visit",
                event_place=self._place(),
                date_basis=self.say(facts.date_basis),
                issuing_body=self.short(facts.park),
                sections=sections(self._visit(), self._outcome(), self._next()),
                pictures=tuple(self._pictures()),
            )

    # --- head -------------------------------------------------------------------------------------------------
    def _title(self) -> str:
        facts = self.facts
        if not facts.partners or not facts.park:
            return self.say(facts.name)
        others, park = self._in_title(facts.partners), self.short(facts.park)
        if facts.is_incoming:
            return f"Delegation from {others} visits {park}"
        return f"{capital(park)} delegation visits {others}"

    def _in_title(self, partners: Sequence[Named]) -> str:
        shown = [self.short(one) for one in partners[:_IN_TITLE]]
        return listed([*shown, "others"] if len(partners) > _IN_TITLE else shown)

    def _summary(self) -> str:
        return joined([self._lead(self.short), self._purpose() or self._topics(), self._result()])

    def _place(self) -> str:
        facts = self.facts
        if venue := self.say(facts.venue):
            return venue
        if facts.is_incoming and facts.park:
            return self.short(facts.park)
        return self.say(facts.place)

    # --- the visit --------------------------------------------------------------------------------------------
    def _visit(self) -> Section:
        return Section(
            "The visit and the talks",
            paragraphs(
                [
                    joined([self._lead(self.name), *self._people()]),
                    joined([self._purpose(), self._topics(), self._sectors(), self._sites()]),
                ]
            ),
        )

    def _lead(self, name: Callable[[Named], str]) -> str:
        """Who, when, where: On 25 October a delegation from A and B called on C."""
        facts = self.facts
        others = listed([the(name(one)) for one in facts.partners])
        if facts.is_incoming:
            who = f"a delegation from {others}" if others else "a delegation"
            host = self._host(name)
            return self._dated(f"{who} called on {host}" if host else f"{who} visited")
        who = f"a delegation from {the(name(facts.park))}" if facts.park else "a delegation"
        place, met = self.say(facts.place), others or the(self.say(facts.venue))
        return self._dated(f"{who} {_travelled(place, met)}")

    def _dated(self, text: str) -> str:
        return sentence(f"{self.day} {text}" if self.day else text)

    def _host(self, name: Callable[[Named], str]) -> str:
        """The office that receives; it names the park, or the park stands behind it."""
        facts = self.facts
        venue = self.say(facts.venue)
        if not venue:
            return the(name(facts.park)) if facts.park else ""
        park = facts.park
        if not park:
            return the(venue)
        return the(self.with_name(venue, park, name)) or f"{the(venue)} of {name(park)}"

    def _people(self) -> Iterable[str]:
        guests, hosts = self.facts.of_side(Side.GUESTS), self.facts.of_side(Side.HOSTS)
        yield self._guests(guests)
        if hosts:
            who = "The visitors were" if self.facts.is_incoming else "The delegation was"
            yield f"{who} received by {self._lines(hosts)}."
        if others := self.facts.of_other_sides():
            yield f"Also present {'were' if len(others) > 1 else 'was'} {self._lines(others)}."

    def _guests(self, guests: list[Member]) -> str:
        if not guests:
            return ""
        first, rest = guests[0], guests[1:]
        if not first.is_head:
            return f"The delegation consisted of {self._lines(guests)}."
        others = f" It also included {self._lines(rest)}." if rest else ""
        return f"The delegation was led by {self.say(first.person.line)}.{others}"

    def _lines(self, members: Iterable[Member]) -> str:
        return listed(self.each(member.person.line for member in members))

    def _purpose(self) -> str:
        text = self.say(self.facts.purpose)
        if not text or text.rstrip()[-1:] in ".!":
            return text
        about = phrase(text)
        return f"The visit was made {about}." if about.startswith("to ") else f"The visit was about {about}."

    def _topics(self) -> str:
        topics = [phrase(one) for one in self.each(self.facts.topics)]
        return f"The talks turned on {listed(topics)}." if topics else ""

    def _sectors(self) -> str:
        found = [low(one) for one in self.each(self.facts.sectors)]
        if not found:
            return ""
        return (
            f"The industries concerned are {listed(found)}." if found[1:] else f"The industry concerned is {found[0]}."
        )

    def _sites(self) -> str:
        sites = [the_site(phrase(one)) for one in self.each(self.facts.sites)]
        who = "The visitors" if self.facts.is_incoming else "The delegation"
        return f"{who} toured {listed(sites)}." if sites else ""

    # --- what came of it --------------------------------------------------------------------------------------
    def _result(self) -> str:
        return sentence(self.say(self.facts.outcome))

    def _outcome(self) -> Section:
        return Section("What came of it", paragraphs([self._result(), *map(sentence, self.each(self.facts.minutes))]))

    def _next(self) -> Section:
        rows = tuple(self._promised(one) for one in self.facts.promises if one.what)
        return Section("What comes next", rows=rows)

    def _promised(self, one: Promise) -> tuple[str, str]:
        invited = listed(self.each(one.invited))
        due = day_of(one.due_on)
        parts = [phrase(self.say(one.what)), f"invited: {invited}" if invited else "", f"date: {due}" if due else ""]
        return self.name(one.who) if one.who else "Both sides", capital("; ".join(filter(None, parts)))

    def _pictures(self) -> Iterable[Picture]:
        for one in self.facts.photographs:
            caption = self.say(one.caption)
            yield Picture(one.image_id, self.say(one.alt) or caption or self._title(), caption)


def _travelled(place: str, met: str) -> str:
    if place and met:
        return f"travelled to {place} and called on {met}"
    if place or met:
        return f"travelled to {place}" if place else f"called on {met}"
    return "travelled"
