"""An event as both languages tell it: the same parts in the same order, so that every wording has its counterpart."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import ClassVar

from news.drafting.facts import EventFacts
from news.drafting.said import Named, Voice
from news.drafting.shape import Draft, Section, paragraphs, sections
from partnerships.public_shapes import PublicAgreement, PublicPlatform


class EventVoice(Voice):
    """Writes the article of an event; the sentences are those of each language."""

    #: The heading of what was agreed, and the title of the table below it.
    agreed: ClassVar[tuple[str, str]]

    def __init__(self, facts: EventFacts) -> None:
        super().__init__()
        self.facts = facts
        self.event = facts.event

    def draft(self) -> Draft:
        with self.speaking():
            event = self.event
            return Draft(
                title=self._title(),
                summary=self.prose.joined([self.lead(self.short), self.unveiled()]),
                event_name=str(event.kind.label),
                event_place=self.place(self.short),
                date_basis=self.say(event.date_basis),
                issuing_body=self.short(event.park),
                sections=sections(self._event(), self._agreed(), self.attended()),
            )

    def _title(self) -> str:
        return self.title() if self.facts.parties else self.say(self.event.name)

    def place(self, name: Callable[[Named], str]) -> str:
        """The venue, else the park, else the place; empty where none is known."""
        event = self.event
        if venue := self.say(event.venue):
            return venue
        if event.park:
            return name(event.park)
        return self.say(event.place.name) if event.place else ""

    def _event(self) -> Section:
        joined = self.prose.joined
        texts = [joined([self.lead(self.name), self.signed()]), joined([self.unveiled(), self.set_up()])]
        return Section(str(self.event.kind.label), paragraphs(texts))

    def _agreed(self) -> Section:
        heading, table_title = self.agreed
        rows = tuple(row for one in self.facts.agreements for row in self.about(one))
        return Section(heading, table_title=table_title, rows=rows)

    def names_of(self, platforms: Iterable[PublicPlatform]) -> list[str]:
        """The names of platforms."""
        return self.each(one.name for one in platforms)

    # --- what each language writes itself ---------------------------------------------------------------------
    @abstractmethod
    def title(self) -> str:
        """The headline of a signing."""

    @abstractmethod
    def lead(self, name: Callable[[Named], str]) -> str:
        """Who, when, where."""

    @abstractmethod
    def signed(self) -> str: ...

    @abstractmethod
    def unveiled(self) -> str:
        """The platforms that were unveiled or announced."""

    @abstractmethod
    def set_up(self) -> str:
        """The platforms of which neither is said."""

    @abstractmethod
    def about(self, one: PublicAgreement) -> Iterable[tuple[str, str]]:
        """What is public of an agreement, as rows of a table."""

    @abstractmethod
    def attended(self) -> Section:
        """Who was there, and who spoke."""
