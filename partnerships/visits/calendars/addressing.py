"""How a letter of invitation addresses its reader, and who signs it; all in the active language."""

from __future__ import annotations

from parks.enums import CourtesyTitle
from parks.models import Person
from parks.name_lines import person_name
from partnerships.enums import Side
from partnerships.models import Visit, VisitMember
from partnerships.visits.enums import Direction
from portal.core.localized import Words, page_language
from portal.core.names import is_han, name_of
from portal.outbox.recipients import normalised


def addressed(member: VisitMember | None, name: str) -> str:
    """What follows 尊敬的 and “Dear”.

    Chinese: the name with the office of the day (陈志明董事长), else with the courtesy title (陈志明先生). English: the
    courtesy title with the family name (Professor Kumar). Else `name`, which also stands for several people who have
    one address.
    """
    if member is None or member.person is None or name != str(member):
        return name
    if page_language().startswith("zh"):
        return _in_chinese(member, member.person)
    return _in_english(member.person)


def _in_chinese(member: VisitMember, person: Person) -> str:
    name = person_name(person).text
    office = next((office.words("title") for office in member.offices.all()), None)
    if is_han(name) and office and not office.untranslated and is_han(office.text):
        return name + office.text
    return person_name(person, with_title=True).text


def _in_english(person: Person) -> str:
    family = person.words("family_name")
    if not person.courtesy_title or not family or family.untranslated or is_han(family.text):
        return person_name(person).text
    return f"{_ENGLISH[CourtesyTitle(person.courtesy_title)]} {family.text}"


#: Titles of persons are no words of the interface.
_ENGLISH = {
    CourtesyTitle.MR: "Mr",
    CourtesyTitle.MS: "Ms",
    CourtesyTitle.DR: "Dr",
    CourtesyTitle.PROFESSOR: "Professor",
}


def is_own(visit: Visit, member: VisitMember | None) -> bool:
    """Whether the reader is one of ours: a host or their interpreter, and of a journey the delegation."""
    own = Side.HOSTS if visit.direction == Direction.INCOMING else Side.GUESTS
    return member is not None and member.side == own


def signed_by(visit: Visit) -> str:
    """The park, else the unit, as far as it has a name in the language of the letter; else empty."""
    if visit.park:
        return _known(visit.park.words("name"))
    unit = visit.unit.name if visit.unit else ""
    return unit if page_language().startswith("zh") or not is_han(unit) else ""


def contact_of(visit: Visit) -> str:
    """Who is responsible, by a name that can be read in the language of the letter; else empty."""
    person = visit.responsible
    name = name_of(person)
    if person is None or page_language().startswith("zh") or not is_han(name):
        return name
    listed = [one for one in visit.members.all() if one.email and normalised(one.email) == normalised(person.email)]
    return next((str(one) for one in listed if not is_han(str(one))), "")


def _known(words: Words) -> str:
    return "" if words.untranslated else words.text
