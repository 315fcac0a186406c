"""A visit in English, as a good international office writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from news.drafting import english_words
from news.drafting.english_words import capital, listed, low, phrase, sentence, the, the_site
from news.drafting.said import Named, day_of
from news.drafting.visit_voice import Headings, VisitVoice
from partnerships.visits.public.shapes import PublicFollowUp, PublicMember


class EnglishVisit(VisitVoice):
    language = "en"
    prose = english_words
    headings = Headings(
        incoming=("Incoming visit", "The visit and the talks"),
        outgoing=("Outgoing visit", "The visit and the talks"),
        outcome="What came of it",
        next="What comes next",
    )

    def title(self, partners: list[str], has_more: bool, park: str) -> str:
        others = listed([*partners, "others"] if has_more else partners)
        if self.visit.is_incoming:
            return f"Delegation from {others} visits {park}"
        return f"{capital(park)} delegation visits {others}"

    def lead(self, name: Callable[[Named], str]) -> str:
        """Who, when, where: On 25 October a delegation from A and B called on C."""
        visit = self.visit
        others = listed([the(name(one)) for one in visit.partners])
        if visit.is_incoming:
            who = f"a delegation from {others}" if others else "a delegation"
            host = self._host(name)
            if site := self.site():
                return f"{self._dated(f'{who} called on {host}')} They were received in {the_site(site)}."
            return self._dated(f"{who} called on {host}" if host else f"{who} visited")
        who = f"a delegation from {the(name(visit.park))}" if visit.park else "a delegation"
        place, met = self.place(), others or the(self.say(visit.venue))
        return self._dated(f"{who} {_travelled(place, met)}")

    def _dated(self, text: str) -> str:
        return sentence(f"{self.day} {text}" if self.day else text)

    def _host(self, name: Callable[[Named], str]) -> str:
        """The office that receives; it names the park, or the park stands behind it."""
        visit = self.visit
        venue = self.say(visit.venue)
        if not venue or self.site():
            return the(name(visit.park)) if visit.park else ""
        park = visit.park
        if not park:
            return the(venue)
        return the(self.with_name(venue, park, name)) or f"{the(venue)} of {name(park)}"

    def people(self) -> Iterable[str]:
        guests, hosts = self.visit.visitors, self.visit.hosts
        yield self._guests(guests)
        if hosts:
            who = "The visitors were" if self.visit.is_incoming else "The delegation was"
            yield f"{who} received by {listed(self.lines(hosts))}."
        if others := self.visit.others:
            yield f"Also present {'were' if len(others) > 1 else 'was'} {listed(self.lines(others))}."

    def _guests(self, guests: list[PublicMember]) -> str:
        if not guests:
            return ""
        first, rest = guests[0], guests[1:]
        if not first.is_head:
            return f"The delegation consisted of {listed(self.lines(guests))}."
        others = f" It also included {listed(self.lines(rest))}." if rest else ""
        return f"The delegation was led by {self.say(first.person.line)}.{others}"

    def purpose(self) -> str:
        text = self.say(self.visit.purpose)
        if not text or text.rstrip()[-1:] in ".!":
            return text
        about = phrase(text)
        return f"The visit was made {about}." if about.startswith("to ") else f"The visit was about {about}."

    def topics(self) -> str:
        topics = [phrase(one) for one in self.each(self.visit.topics)]
        return f"The talks turned on {listed(topics)}." if topics else ""

    def sectors(self) -> str:
        found = [low(one) for one in self.each(one.name for one in self.visit.sectors)]
        if not found:
            return ""
        return (
            f"The industries concerned are {listed(found)}." if found[1:] else f"The industry concerned is {found[0]}."
        )

    def sites(self) -> str:
        sites = [the_site(phrase(one)) for one in self.each(one.name for one in self.visit.sites)]
        who = "The visitors" if self.visit.is_incoming else "The delegation"
        return f"{who} toured {listed(sites)}." if sites else ""

    def promised(self, one: PublicFollowUp) -> tuple[str, str]:
        invited = listed(self.each(who.name for who in one.invited))
        due = day_of(one.due_on)
        parts = [phrase(self.say(one.what)), f"invited: {invited}" if invited else "", f"date: {due}" if due else ""]
        return self.name(one.who) if one.who.name else "Both sides", capital("; ".join(filter(None, parts)))


def _travelled(place: str, met: str) -> str:
    if place and met:
        return f"travelled to {place} and called on {met}"
    if place or met:
        return f"travelled to {place}" if place else f"called on {met}"
    return "travelled"
