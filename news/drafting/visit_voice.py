"""A visit as both languages tell it: the same parts in the same order, so that every wording has its counterpart."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from news.drafting.said import Named, Voice
from news.drafting.shape import Draft, Picture, Section, paragraphs, sections
from partnerships.visits.enums import FollowUpState
from partnerships.visits.public.shapes import PublicFollowUp, PublicMember, PublicVisit

#: So many partners a headline names.
IN_TITLE = 3

#: Venues that receive nobody.
_SITE = re.compile(
    r"(?:会议中心|会展中心|展示厅|展厅|会议室|酒店|宾馆|大厦|大楼|礼堂|报告厅|号楼)$"
    r"|(?i:\b(?:(?:conference|convention|exhibition) cent(?:re|er)|hall|hotel|room|building|auditorium)\b)"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """What the parts of the article are called; `incoming` and `outgoing`: the event, and the part about it."""

    incoming: tuple[str, str]
    outgoing: tuple[str, str]
    outcome: str
    next: str


class VisitVoice(Voice):
    """Writes the article of a visit; the sentences are those of each language."""

    headings: ClassVar[Headings]

    def __init__(self, visit: PublicVisit) -> None:
        super().__init__()
        self.visit = visit

    def draft(self) -> Draft:
        with self.speaking():
            visit = self.visit
            return Draft(
                title=self._title(),
                summary=self.prose.joined([self.lead(self.short), self.purpose() or self.topics(), self._result()]),
                event_name=self._headings[0],
                event_place=self._place(),
                date_basis=self.say(visit.date_basis),
                issuing_body=self.short(visit.park),
                sections=sections(self._visit(), self._outcome(), self._next()),
                pictures=tuple(self._pictures()),
            )

    @property
    def day(self) -> str:
        """The day, or the first and the last; empty where none is stated."""
        return self.prose.span(self.visit.date, self.visit.until)

    @property
    def _headings(self) -> tuple[str, str]:
        return self.headings.incoming if self.visit.is_incoming else self.headings.outgoing

    def _title(self) -> str:
        visit = self.visit
        if not visit.partners or not visit.park:
            return self.say(visit.name)
        shown = [self.short(one) for one in visit.partners[:IN_TITLE]]
        return self.title(shown, len(visit.partners) > IN_TITLE, self.short(visit.park))

    def _place(self) -> str:
        visit = self.visit
        if venue := self.say(visit.venue):
            return venue
        return self.short(visit.park) if visit.is_incoming and visit.park else self.place()

    def site(self) -> str:
        """The venue, where that is a building or a room: visitors call on the park, and are received there."""
        venue = self.say(self.visit.venue)
        return venue if self.visit.park and self.visit.is_incoming and _SITE.search(venue) else ""

    def place(self) -> str:
        """The place of the visit; empty where none is known."""
        return self.say(self.visit.place.name) if self.visit.place else ""

    def _visit(self) -> Section:
        told = [self.purpose(), self.topics(), self.sectors(), self.sites()]
        texts = [self.prose.joined([self.lead(self.name), *self.people()]), self.prose.joined(told)]
        return Section(self._headings[1], paragraphs(texts))

    def _result(self) -> str:
        return self.prose.sentence(self.say(self.visit.outcome))

    def _outcome(self) -> Section:
        minutes = map(self.prose.sentence, self.each(self.visit.minutes))
        return Section(self.headings.outcome, paragraphs([self._result(), *minutes]))

    def _next(self) -> Section:
        rows = tuple(
            self.promised(one) for one in self.visit.follow_ups if one.what and one.state != FollowUpState.DROPPED
        )
        return Section(self.headings.next, rows=rows)

    def _pictures(self) -> Iterable[Picture]:
        for one in self.visit.photographs:
            caption = self.say(one.caption)
            yield Picture(one.image_id, self.say(one.alt) or caption or self._title(), caption)

    def lines(self, members: Iterable[PublicMember]) -> list[str]:
        """Persons with their offices of the day."""
        return self.each(member.person.line for member in members)

    # --- what each language writes itself ---------------------------------------------------------------------
    @abstractmethod
    def title(self, partners: list[str], has_more: bool, park: str) -> str:
        """The headline of a visit whose partners and park are known; `has_more`: than are named."""

    @abstractmethod
    def lead(self, name: Callable[[Named], str]) -> str:
        """Who, when, where."""

    @abstractmethod
    def people(self) -> Iterable[str]:
        """The delegation, who received it, and who else took part, a sentence each."""

    @abstractmethod
    def purpose(self) -> str: ...

    @abstractmethod
    def topics(self) -> str: ...

    @abstractmethod
    def sectors(self) -> str: ...

    @abstractmethod
    def sites(self) -> str: ...

    @abstractmethod
    def promised(self, one: PublicFollowUp) -> tuple[str, str]:
        """Who has promised, and what, with who is invited and until when."""
