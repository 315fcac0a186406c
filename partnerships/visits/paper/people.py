"""The people of a visit as the papers name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import pgettext

from parks.name_lines import names_with_offices, offices_line, person_name
from partnerships.enums import Arrangement, Side
from partnerships.models import Visit, VisitMember
from partnerships.precedence import in_order, rank_of
from partnerships.visits.enums import TAKING_PART, Direction, MemberRole, VisitKind
from partnerships.visits.paper.seating import Hand

#: Guests are received by these; they sit, and are introduced, on the side of the hosts.
RECEIVING = frozenset({Side.HOSTS, Side.UNIVERSITIES, Side.COMPANIES})
#: Who comes from here is no foreign guest.
_HOME = frozenset({"", "CN", "HK", "MO", "TW"})


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of a visit in the active language.

    Attributes:
        name: with the courtesy title where one is recorded; of somebody who is described, the description.
        bare: the name alone, as it stands on a sign.
        office: offices of the day with their organisations.
        line: both in the order of the language.
        role: what they do on their side; empty for members, and for who leads the hosts.
    """

    member: VisitMember
    name: str
    bare: str
    office: str
    line: str
    role: str


@dataclass(slots=True)
class SideOf:
    """A side with its people; `label` as a paper calls it."""

    label: str
    people: list[Named] = field(default_factory=list)


def members_in_order(visit: Visit, arrangement: str = Arrangement.NEWS) -> list[VisitMember]:
    """Everybody on the visit: side by side, within a side by rank, then in the order of the form.

    Where nobody has a rank in `arrangement`, the order of the news holds: one list put in order serves every paper.
    """
    members = list(visit.members.all())
    if all(rank_of(member, arrangement) is None for member in members):
        arrangement = Arrangement.NEWS
    return in_order(members, arrangement)


def named(member: VisitMember) -> Named:
    """`member` in the active language; the offices should be at hand."""
    offices = list(member.offices.all())
    person = member.person
    bare = person_name(person).text if person else member.shown.text
    name = person_name(person, with_title=True).text if person else bare
    line = names_with_offices([member], with_title=True).text
    office = offices_line(offices).text
    return Named(member, name, bare, office, line, _role(member))


def sides(visit: Visit, arrangement: str = Arrangement.NEWS) -> list[SideOf]:
    """Everybody, side by side."""
    found: dict[str, SideOf] = {}
    for member in members_in_order(visit, arrangement):
        found.setdefault(member.side, SideOf(_label(visit, Side(member.side)))).people.append(named(member))
    return list(found.values())


def _label(visit: Visit, side: Side) -> str:
    if side == Side.HOSTS:
        return pgettext("side of a visit", "Hosts")
    if side == Side.GUESTS:
        home = visit.direction == Direction.INCOMING
        return pgettext("side of a visit", "Guests") if home else pgettext("side of a visit", "Delegation")
    return str(side.label)


def visitors(people: Iterable[Named]) -> list[Named]:
    """Who comes: guests, and those of a higher authority."""
    return [one for one in people if one.member.side not in RECEIVING]


def receivers(people: Iterable[Named]) -> list[Named]:
    """Who receives: hosts, and those whom they have asked to join."""
    return [one for one in people if one.member.side in RECEIVING]


def leading(people: Iterable[Named]) -> list[Named]:
    """Those with a seat of their own in precedence: no interpreters, no staff."""
    return [one for one in people if one.member.role in TAKING_PART]


def all_named(visit: Visit, arrangement: str = Arrangement.NEWS) -> list[Named]:
    return [named(member) for member in members_in_order(visit, arrangement)]


def has_foreign_guests(visit: Visit) -> bool:
    """Whether international custom holds: a foreign visit, or one with a guest whose country is known and foreign."""
    if visit.kind == VisitKind.FOREIGN:
        return True
    guests = [one for one in visit.members.all() if one.side not in RECEIVING and one.person]
    bodies = [one.organization for one in visit.partners.all() if one.organization]
    countries = {str(one.person.country or "") for one in guests} | {str(body.country or "") for body in bodies}  # type: ignore[union-attr]
    return bool(countries - _HOME)


def senior_hand(visit: Visit) -> Hand:
    """At home the left is senior, with foreign guests the right."""
    return Hand.RIGHT if has_foreign_guests(visit) else Hand.LEFT


def _role(member: VisitMember) -> str:
    if member.role == MemberRole.HEAD:
        return pgettext("on a list of delegates", "Head of delegation") if member.side == Side.GUESTS else ""
    return "" if member.role == MemberRole.MEMBER else str(MemberRole(member.role).label)
