"""Putting the people of a list on the list of a visit, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from parks.models import Office, Organization, Person
from parks.spellings import fold
from partnerships.errors import PartnershipRefusedError
from partnerships.models import MemberOffice, Visit, VisitMember
from partnerships.offices_of_the_day import offices_on
from partnerships.visits.enums import OFF, VisitState
from partnerships.visits.known_people import organizations_called, people_going_by
from partnerships.visits.services.held import visit_held_by
from portal.core import audit
from portal.core.localized import word_columns
from portal.core.models import User
from portal.core.names import is_han
from portal.core.slugged_forms import free_slug

ADDED = "partnerships.visit.delegates"
#: What somebody becomes who is not chosen from the records.
NEW, DESCRIBED = "new", "described"
#: Columns of a member that a list fills.
MEMBER_FIELDS = ("role", "email", "dietary", "access_needs", "interpreting", "photographs")

_OFFICE_WORDS = [*word_columns("title"), *word_columns("organization_name")]


@dataclass(frozen=True, slots=True)
class Delegate:
    """A row of the list. `choice` is `NEW`, `DESCRIBED` or the key of a person; `known` are those who were offered.

    `other_family` and `other_given` are the name in the other script; `values` are `MEMBER_FIELDS`. One that
    `is_another` is somebody else than the new person of the same name in a row above.
    """

    family: str
    given: str = ""
    other_family: str = ""
    other_given: str = ""
    latin_order: str = ""
    chinese_form: str = ""
    courtesy: str = ""
    office: str = ""
    organization: str = ""
    choice: str = NEW
    known: frozenset[int] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    is_another: bool = False

    def names(self) -> list[str]:
        return self.person().names()

    def has_name(self) -> bool:
        return any(char.isalpha() for char in self.family)

    def person(self) -> Person:
        """A new person of this name, not saved."""
        script = _script(self.family)
        words = {f"family_name_{script}": self.family, f"given_name_{script}": self.given}
        if self.other_family and _script(self.other_family) != script:
            other = _script(self.other_family)
            words |= {f"family_name_{other}": self.other_family, f"given_name_{other}": self.other_given}
        forms = {"latin_order": self.latin_order, "chinese_form": self.chinese_form}
        person = Person(**words, **{key: value for key, value in forms.items() if value})
        person.courtesy_title = self.courtesy
        person.form_names()
        return person

    def description(self) -> dict[str, str]:
        """The person in words: 连云港市商务局副局长孙瑾 / Jin Sun, Deputy Director, Bureau of Commerce."""
        if not self.family:
            if is_han(self.organization + self.office):
                return {"description_zh_hans": f"{self.organization}{self.office}（人选待定）"}
            return {"description_en": f"{', '.join(filter(None, (self.office, self.organization)))} (to be named)"}
        name = next(iter(self.names()), "")
        if is_han(name):
            return {"description_zh_hans": f"{self.organization}{self.office}{name}"}
        return {"description_en": ", ".join(filter(None, (name, self.office, self.organization)))}


class DelegatesRefusedError(Exception):
    """Rows are refused; `rows` says of each by its place what is wrong. Nothing was written."""

    def __init__(self, rows: dict[int, list[str]]) -> None:
        super().__init__("; ".join(problem for problems in rows.values() for problem in problems))
        self.rows = rows


@transaction.atomic
def add_delegates(*, visit_id: int, delegates: Sequence[Delegate], side: str, by: User) -> int:
    """Put everybody in `delegates` on a side of the visit, behind those who are on it; how many.

    Who is new becomes a person on record; nobody is taken for somebody on record but by the choice of `by`.

    Raises:
        PartnershipRefusedError: the visit is gone or off, or `by` may not change it.
        DelegatesRefusedError: rows are wrong, somebody stands twice or is on the list already, or a person of the same
            name has come into the records since `by` was asked.
    """
    visit = _held(visit_id, by)
    taking = _Taking(visit, delegates, side, by)
    if problems := taking.problems():
        raise DelegatesRefusedError(problems)
    new = taking.write()
    visit.save(update_fields=["updated_at"])  # who confirms it learns that it has changed
    audit.record(instance=visit, action=ADDED, by=by, data={"delegates": len(delegates), "new_persons": new})
    return len(delegates)


def _held(visit_id: int, by: User) -> Visit:
    visit = visit_held_by(by, visit_id)
    if visit.state in OFF | {VisitState.CLOSED}:
        said = _("The visit is now “%(state)s”: nobody is added to it any more.")
        raise PartnershipRefusedError("state", said % {"state": visit.get_state_display()})
    return visit


class _Taking:
    """One list on its way onto a visit."""

    def __init__(self, visit: Visit, delegates: Sequence[Delegate], side: str, by: User) -> None:
        self._visit, self._delegates, self._side, self._by = visit, delegates, side, by
        self._members = list(visit.members.select_related("person"))
        chosen = [int(one.choice) for one in delegates if one.choice.isdecimal()]
        self._chosen = {person.pk: person for person in Person.objects.standing().filter(pk__in=chosen)}
        self._namesakes = people_going_by({place: one.names() for place, one in enumerate(delegates)})
        self._bodies = organizations_called(one.organization for one in delegates)
        self._may_add = policy_registry.get_by_type(Person).user_has_permission(by, "add")

    def problems(self) -> dict[int, list[str]]:
        """What is wrong, by the place of the row."""
        found = {place: list(self._of_row(place, one)) for place, one in enumerate(self._delegates)}
        for place, problem in self._twice():
            found[place].append(problem)
        return {place: problems for place, problems in found.items() if problems}

    def _of_row(self, place: int, one: Delegate) -> Iterable[str]:
        if not one.has_name() and not (one.choice == DESCRIBED and not one.family and (one.office or one.organization)):
            yield _("Give the name.")
            return
        if one.choice.isdecimal():
            if int(one.choice) not in self._chosen:
                yield _("This person is no longer on record. Choose again.")
            elif any(member.person_id == int(one.choice) for member in self._members):
                yield _("This person is on the list of the visit already.")
        elif one.choice == NEW:
            yield from self._of_new(place, one)
        elif one.choice != DESCRIBED:
            yield _("Choose who this is.")
        elif any(_same_description(member, one) for member in self._members):
            yield _("Somebody is on the list of the visit with the same description.")
        yield from _faults(self._member(one), {"visit", "person"})
        for office in self._offices(one, MemberOffice):
            yield from _faults(office, {"member"})

    def _of_new(self, place: int, one: Delegate) -> Iterable[str]:
        if not self._may_add:
            yield _("You may not add persons to the records: enter this one without a record.")
        if any(person.pk not in one.known for person in self._namesakes[place]):
            yield _("There is a person of this name on record: say whether it is this one.")
        yield from _faults(one.person(), {"slug"})

    def _twice(self) -> Iterable[tuple[int, str]]:
        """Rows that name somebody whom a row above names: the same record, or the same name that is not said to be
        another's."""
        seen: dict[str, int] = {}
        for place, one in enumerate(self._delegates):
            key = one.choice if one.choice.isdecimal() else fold("".join(one.names()[:1])) if one.has_name() else ""
            if not key or (above := seen.setdefault(key, place)) == place:
                continue
            if one.choice.isdecimal():
                yield place, _("This is the person of row %(row)d: leave one of the two out.") % {"row": above + 1}
            elif not one.is_another:
                said = _("The same name as in row %(row)d: leave one of the two out, or tick that they are two people.")
                yield place, said % {"row": above + 1}

    def write(self) -> int:
        """Write everybody; how many persons are new.

        In bulk: each part that is saved by itself makes Wagtail index the whole visit anew.
        """
        last = max((member.sort_order or 0 for member in self._members), default=-1)
        members, offices, held = [], [], []
        for order, one in enumerate(self._delegates, start=last + 1):
            member = self._member(one)
            member.sort_order = order
            if one.choice == NEW:
                member.person = self._new_person(one)
                held += [_of(office, person=member.person) for office in self._offices(one, Office)]
            elif one.choice.isdecimal():
                member.person = self._chosen[int(one.choice)]
            members.append(member)
            offices += [_of(office, member=member) for office in self._offices_of_the_day(one, member)]
        Office.objects.bulk_create(held)
        VisitMember.objects.bulk_create(members)
        MemberOffice.objects.bulk_create(offices)
        return sum(one.choice == NEW for one in self._delegates)

    def _member(self, one: Delegate) -> VisitMember:
        values = {key: text for key in MEMBER_FIELDS if (text := one.values.get(key))}
        words = one.description() if one.choice == DESCRIBED else {}
        return VisitMember(visit=self._visit, side=self._side, **values, **words)

    def _new_person(self, one: Delegate) -> Person:
        person = one.person()
        person.slug = free_slug(person)
        person.save()
        audit.record(instance=person, action="wagtail.create", by=self._by)
        return person

    def _offices_of_the_day(self, one: Delegate, member: VisitMember) -> list[MemberOffice]:
        """As the list has them; where it says nothing, those that a person on record holds on that day."""
        if one.office or member.person is None:
            return self._offices(one, MemberOffice)
        present = offices_on(member.person, self._visit.date) if one.choice != NEW else []
        return [
            MemberOffice(
                organization=office.organization,
                sort_order=number,
                **{name: getattr(office, name) for name in _OFFICE_WORDS},
            )
            for number, office in enumerate(present)
        ]

    def _offices(self, one: Delegate, model: Any) -> list[Any]:
        """The office of the row in words, with the organisation where the records have one of that name."""
        if not one.office or (model is MemberOffice and one.choice == DESCRIBED):
            return []
        organization: Organization | None = self._bodies.get(fold(one.organization))
        words = {f"title_{_script(one.office)}": one.office}
        if one.organization:
            words[f"organization_name_{_script(one.organization)}"] = one.organization
        return [model(organization=organization, sort_order=0, **words)]


def _of(part: Any, **whole: Any) -> Any:
    """`part`, belonging to the person or member that is given by the name of the key."""
    for name, record in whole.items():
        setattr(part, name, record)
    return part


def _faults(row: Any, without: set[str]) -> Iterable[str]:
    """What the fields of `row` do not take, each with what the form calls it."""
    try:
        row.clean_fields(exclude=without)
    except ValidationError as error:
        for name, problems in error.message_dict.items():
            label = capfirst(str(row._meta.get_field(name).verbose_name))
            yield from (_("%(field)s: %(problem)s") % {"field": label, "problem": problem} for problem in problems)


def _same_description(member: VisitMember, one: Delegate) -> bool:
    return member.person_id is None and all(getattr(member, key) == text for key, text in one.description().items())


def _script(text: str) -> str:
    return "zh_hans" if is_han(text) else "en"
