"""What papers and letters of a visit would say in another language than their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from modeltranslation.settings import AVAILABLE_LANGUAGES

from parks.models.base import Part
from partnerships.models import Visit
from portal.core.localized import Words, language_name

#: A record by what it is called, and what is said of it.
Told = tuple[Any, Words]


@dataclass(frozen=True, slots=True)
class Missing:
    """Of one language: its name, and what has no words in it, as kind of record and text."""

    language: str
    rows: list[tuple[str, str]]


def missing_words(visit: Visit, *, papers: bool) -> list[Missing]:
    """What has no words in a language, language by language; one in which nothing is missing is left out.

    Args:
        visit: of `facts.visits_for_papers` for papers, of `telling.visits_to_invite` for letters.
        papers: with what papers alone say: topics, partners, names of people and the bodies of their offices.
    """
    found = []
    for code in AVAILABLE_LANGUAGES:
        with translation.override(code):
            told = [(record, words.text) for record, words in _told(visit, papers=papers) if words.untranslated]
        rows = [(capfirst(str(record._meta.verbose_name)), text) for record, text in told]
        if rows:
            found.append(Missing(language_name(code), list(dict.fromkeys(rows))))
    return found


def _told(visit: Visit, *, papers: bool) -> Iterator[Told]:
    yield from ((visit, visit.words(field)) for field in ("name", "venue", "purpose"))
    if visit.park:
        yield visit.park, visit.park.words("name")
    for item in visit.agenda.all():
        yield from ((item, item.words(field)) for field in ("text", "venue"))
        yield from ((one, one.words("name")) for one in (item.room, item.organization) if one)
    for member in visit.members.all():
        yield from ((office, office.words("title")) for office in member.offices.all())
    if papers:
        yield from _told_by_papers(visit)


def _told_by_papers(visit: Visit) -> Iterator[Told]:
    yield from ((topic, topic.words("text")) for topic in visit.topics.all())
    parts: list[Part] = [*visit.partners.all()]
    yield from ((part, part.shown) for part in parts)  # type: ignore[attr-defined]
    for member in visit.members.all():
        yield (member.person, member.person.words("name")) if member.person else (member, member.shown)
        for office in member.offices.all():
            yield office, office.words("organization_name")
            if office.organization:
                yield office.organization, office.organization.words("name")
