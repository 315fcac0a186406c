"""The seating as it is drawn: rows from the left to the right of the sheet, with the number of each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.enums import Arrangement, Side
from partnerships.models import Visit
from partnerships.visits.enums import MemberRole
from partnerships.visits.paper import people, seating
from partnerships.visits.paper.people import Named


@dataclass(frozen=True, slots=True)
class Seat:
    """`number` is the place in the order of the side or row; empty for interpreters. `office` may be empty."""

    number: str
    name: str
    office: str


def context(visit: Visit) -> dict[str, Any]:
    hand = people.senior_hand(visit)
    return {
        "hand": hand.value,
        "foreign": people.has_foreign_guests(visit),
        "table": _table(visit, hand),
        "rostrum": _rostrum(visit, hand),
        "photograph": _photograph(visit, hand),
    }


def _table(visit: Visit, hand: seating.Hand) -> dict[str, Any]:
    """Guests above, facing the door below them on the sheet; hosts below, with their backs to it."""
    everybody = people.all_named(visit, Arrangement.TABLE)
    guests, hosts = people.visitors(everybody), people.receivers(everybody)
    return {
        "guests": [seating.seen_from_front(row) for row in _side(guests, hand)][::-1],
        "hosts": _side(hosts, hand),
        "behind": [one.name for one in (*_second(guests), *_second(hosts))],
    }


def _side(group: list[Named], hand: seating.Hand) -> list[list[Seat]]:
    """The rows of a side from the table outwards, each from the left to the right of those who sit."""
    seats = _numbered(people.leading(group)[: seating.TABLE_ROW * seating.TABLE_ROWS])
    interpreter = next((_seat("", one) for one in group if one.member.role == MemberRole.INTERPRETER), None)
    rows = seating.in_rows(seats, seating.TABLE_ROW)
    placed = [seating.placed(row, hand) for row in rows]
    if placed:
        placed[0] = seating.with_interpreter(placed[0], rows[0][0], interpreter)
    elif interpreter:
        placed = [[interpreter]]
    return placed


def _second(group: list[Named]) -> list[Named]:
    """Who sits behind: those for whom the table has no room, further interpreters, and staff."""
    further = people.leading(group)[seating.TABLE_ROW * seating.TABLE_ROWS :]
    interpreters = [one for one in group if one.member.role == MemberRole.INTERPRETER]
    return [*further, *interpreters[1:], *(one for one in group if one.member.role == MemberRole.STAFF)]


def _rostrum(visit: Visit, hand: seating.Hand) -> list[list[Seat]]:
    """As the hall sees it: those with a rank on the rostrum; where nobody has one, who leads each side."""
    everybody = people.leading(people.all_named(visit, Arrangement.ROSTRUM))
    ranked = [one for one in everybody if one.member.rostrum_rank is not None]
    heads = [one for one in everybody if one.member.role == MemberRole.HEAD]
    chosen = ranked or heads or _firsts(everybody)
    seats = _numbered(chosen)
    rows = seating.in_rows(seats, seating.ROSTRUM_ROW)
    placed = [seating.placed(row, hand) for row in rows]
    if hand == seating.Hand.RIGHT and rows:
        visiting = people.visitors(chosen)
        guests = [seat for seat, one in zip(seats, chosen, strict=True) if one in visiting]
        placed[0] = seating.host_and_guest(rows[0], guests)
    return [seating.seen_from_front(row) for row in placed][::-1]


def _firsts(everybody: Iterable[Named]) -> list[Named]:
    """The first of each side."""
    found: dict[str, Named] = {}
    for one in everybody:
        found.setdefault(one.member.side, one)
    return list(found.values())


def _photograph(visit: Visit, hand: seating.Hand) -> list[list[Seat]]:
    """As the camera sees it, the front row last."""
    everybody = people.leading(people.all_named(visit, Arrangement.PHOTOGRAPH))
    authority = [one for one in everybody if one.member.side == Side.HIGHER_AUTHORITY]
    guests = [one for one in everybody if one.member.side == Side.GUESTS]
    order = seating.for_photograph(authority, people.receivers(everybody), guests)
    rows = seating.in_rows(_numbered(order), seating.photograph_row(len(order)))
    return [seating.seen_from_front(seating.placed(row, hand)) for row in rows][::-1]


def _numbered(group: Sequence[Named]) -> list[Seat]:
    return [_seat(str(number), one) for number, one in enumerate(group, start=1)]


def _seat(number: str, one: Named) -> Seat:
    return Seat(number, one.name, one.role if one.member.role == MemberRole.INTERPRETER else "")
