"""Persons with their offices in one line, for pages, lists, letters and exports.

Chinese: organisation, office, name, and nothing typed between them (机构+职务+姓名): 海安市委副书记、市长赵男男.
English: “Zhao Nannan, Deputy Secretary of …, Mayor of …”. A Chinese name that is not known stays Latin, without
spaces around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Protocol

from django.utils import translation

from parks.enums import CourtesyTitle
from parks.models import Organization, Person
from parks.models.people import OfficeWords
from parks.spellings import fold
from portal.core.localized import Words, page_language
from portal.core.names import is_han

#: Written behind the name in Chinese, before it in English; persons' titles are no words of the interface.
_CHINESE_TITLES = {
    CourtesyTitle.MR: "先生",
    CourtesyTitle.MS: "女士",
    CourtesyTitle.DR: "博士",
    CourtesyTitle.PROFESSOR: "教授",
}
_LATIN_TITLES = {
    CourtesyTitle.MR: "Mr",
    CourtesyTitle.MS: "Ms",
    CourtesyTitle.DR: "Dr",
    CourtesyTitle.PROFESSOR: "Professor",
}
#: Stands for a name that is not at hand.
_NAME = "\0"


class Named(Protocol):
    """An attendee or a signatory: a person, or nobody by name, with the offices of the day."""

    person: Person | None
    offices: Any


@dataclass(frozen=True, slots=True)
class _Title:
    """An office in one language. `body`: its organisation, empty where the title names it or nobody does."""

    text: str
    body: str
    organization: Organization | None
    foreign: bool

    @property
    def place(self) -> tuple[int | None, str]:
        """What is the same for offices in the same organisation."""
        return (self.organization.pk if self.organization else None, self.body)

    @property
    def is_somewhere(self) -> bool:
        return self.place != (None, "")


def name_line(
    person: Person, offices: Iterable[OfficeWords], *, language: str | None = None, with_title: bool = False
) -> Words:
    """The person's name with `offices`, in the order of the language.

    Args:
        offices: those of the day (or of the record), in their order; their `organization` should be at hand.
        language: a code such as `zh-hans`; None takes the active language.
        with_title: with the courtesy title: 孙瑾女士, Ms Jin Sun.

    Returns:
        The line; `untranslated` where a title or a name is not known in the language. A Latin name in a Chinese line
        is not.
    """
    language = language or page_language()
    with translation.override(language):
        name = _name(person, with_title)
        titles = [title for office in offices if (title := _title(office)).text]
    foreign = name.untranslated or any(title.foreign for title in titles)
    line = _chinese_line(name.text, titles) if language.startswith("zh") else _latin_line(name.text, titles)
    return Words(line, language, untranslated=foreign)


def person_name(person: Person, *, language: str | None = None, with_title: bool = False) -> Words:
    """The person's name alone, with the courtesy title if that is wanted."""
    return name_line(person, (), language=language, with_title=with_title)


def offices_line(offices: Iterable[OfficeWords], *, language: str | None = None) -> Words:
    """The offices alone, as `name_line` writes them; empty without any."""
    language = language or page_language()
    with translation.override(language):
        titles = [title for office in offices if (title := _title(office)).text]
    foreign = any(title.foreign for title in titles)
    chinese = language.startswith("zh") and not foreign
    return Words(_chinese_offices(titles) if chinese else _latin_offices(titles), language, untranslated=foreign)


def around_name(office: str, *, language: str | None = None) -> tuple[str, str]:
    """What stands before and after a name whose office is typed as one text, as `name_line` has them."""
    if not office:
        return "", ""
    language = language or page_language()
    title = _Title(office, "", None, foreign=not is_han(office))
    line = _chinese_line if language.startswith("zh") else _latin_line
    before, _name, after = line(_NAME, [title]).partition(_NAME)
    return before, after


def names_with_offices(people: Iterable[Named], *, language: str | None = None, with_title: bool = False) -> Words:
    """Several persons with their offices in one line, in the order given.

    Args:
        people: attendees or signatories, with `person__…` and `offices__organization` at hand; one without a person
            stands as it is described.
    """
    language = language or page_language()
    with translation.override(language):
        lines = [_line_of(one, language, with_title) for one in people]
    if language.startswith("zh"):
        marks = {char for line in lines for char in line.text if char in "，、"}
        mark = "；" if "，" in marks else "，" if marks else "、"
    else:
        mark = "; " if any("," in line.text for line in lines) else ", "
    untranslated = any(line.untranslated for line in lines)
    return Words(mark.join(line.text for line in lines if line), language, untranslated=untranslated)


def _line_of(one: Named, language: str, with_title: bool) -> Words:
    if one.person is not None:
        return name_line(one.person, one.offices.all(), language=language, with_title=with_title)
    return one.shown  # type: ignore[attr-defined, no-any-return]


def _name(person: Person, with_title: bool) -> Words:
    name = person.words("name")
    if not with_title or not person.courtesy_title:
        return name
    if page_language().startswith("zh"):
        return Words(name.text + _CHINESE_TITLES[CourtesyTitle(person.courtesy_title)], name.language)
    title = _LATIN_TITLES[CourtesyTitle(person.courtesy_title)]
    return Words(f"{title} {name.text}", name.language, name.untranslated)


def _title(office: OfficeWords) -> _Title:
    title = office.words("title")
    body = office.words("organization_name")
    organization = office.organization
    if not body and organization is not None:
        body = organization.words("name")
    named = [body.text, *(organization.names() if organization is not None else ())]
    inside = any(key in fold(title.text) for name in named if (key := fold(name)))
    return _Title(title.text, "" if inside else body.text, organization, title.untranslated or body.untranslated)


# --- Chinese --------------------------------------------------------------------------------------------------
def _chinese_line(name: str, titles: Sequence[_Title]) -> str:
    if any(title.foreign for title in titles):
        # Words of another language cannot stand before the name: nothing would part them.
        return f"{name}（{_latin_offices(titles)}）"
    return _chinese_offices(titles) + name


def _chinese_offices(titles: Sequence[_Title]) -> str:
    """Offices of one house are parted by 、, those of houses that have nothing to do with each other by ，."""
    houses = list(_houses(titles))
    mark = "，" if any(not _related(one[0], other[0]) for one, other in pairwise(houses)) else "、"
    return mark.join("、".join(_chinese_titles(house)) for house in houses)


def _chinese_titles(house: Sequence[_Title]) -> Iterator[str]:
    """The titles, the organisation before the first of those in it."""
    said: tuple[int | None, str] | None = None
    for title in house:
        yield title.text if title.place == said else title.body + title.text
        said = title.place


def _houses(titles: Sequence[_Title]) -> Iterator[list[_Title]]:
    """Offices one after the other in the same organisation; one without any goes with those before it."""
    house: list[_Title] = []
    for title in titles:
        if house and title.is_somewhere and title.place != house[0].place:
            yield house
            house = []
        house.append(title)
    if house:
        yield house


def _related(one: _Title, other: _Title) -> bool:
    """Whether one organisation belongs to the other, or both to the same."""
    left, right = one.organization, other.organization
    if left is None or right is None:
        return False
    above = {left.pk, left.parent_id} & {right.pk, right.parent_id}
    return bool(above - {None})


# --- English and others ---------------------------------------------------------------------------------------
def _latin_line(name: str, titles: Sequence[_Title]) -> str:
    return f"{name}, {_latin_offices(titles)}" if titles else name


def _latin_offices(titles: Sequence[_Title]) -> str:
    """Titles, and behind those of one organisation its name; parted by semicolons where commas would be misread."""
    lines = []
    for (_organization, body), house in groupby(titles, key=lambda title: title.place):
        lines.append(", ".join([*(title.text for title in house), *filter(None, [body])]))
    mark = "; " if len(lines) > 1 and any("," in line for line in lines) else ", "
    return mark.join(lines)
