"""Who sits where: talks across a table, rostrum, photograph.

The rule is the one that offices of the Party and the state follow among themselves (the General Office's order for
rostrums, 主席台座次): 1 in the middle, 2 at the left hand of 1, 3 at the right hand, and so on (左为尊); of an even
number 1 and 2 share the middle, 2 again at the left hand of 1. With foreign guests international custom holds and the
right hand is the place of honour (右为尊; 《涉外礼仪》 and the handbooks of foreign-affairs offices). Left and right
are always those of the people who sit. Where the heads of both sides share the middle of a rostrum with foreign guests,
the guest has the right hand of the host (主左客右), whoever of the two has the first number.

Talks: the guests face the door, the hosts sit opposite (面门为上); who leads each side sits in its middle, the
interpreter directly at the right hand of who leads (译员安排在主谈人右侧), the others by the rule. Where the table
stands with its end to the door, the guests have the side that is on the right as one enters.

Photograph: the host in the middle, the guest of honour on the senior hand, then guests and hosts alternating outwards
(主人居中，以主宾为上，主客间隔排列); somebody of a higher authority takes the middle before the host. The senior stand
in front.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

#: So many stand or sit side by side before there is another row.
TABLE_ROW = 11
ROSTRUM_ROW = 11
PHOTOGRAPH_ROW = 11
#: Above so many people the rows of a photograph are longer, as far as a sheet has room for names.
_LARGE_GROUP = 44
_LARGE_ROW = 15
#: Rows at each side of the table; who comes after them sits behind, in the order given.
TABLE_ROWS = 2


class Hand(StrEnum):
    """The hand of the senior place, as those have it who sit."""

    LEFT = "left"
    RIGHT = "right"


def placed(people: Sequence[T], senior: Hand) -> list[T]:
    """`people`, who are in order of precedence, from the left hand to the right hand of those who sit.

    Five with the left senior: 4 2 1 3 5; with the right senior: 5 3 1 2 4. Six: 6 4 2 1 3 5 and 5 3 1 2 4 6.
    """
    row = [*reversed(people[1::2]), *people[:1], *people[2::2]]
    return row if senior == Hand.LEFT else row[::-1]


def host_and_guest(people: Sequence[T], guests: Container[T]) -> list[T]:
    """`placed` with the right senior; of an even number a guest and a host in the middle have host left, guest right.

    Four, with the guest 1 and the host 2: 4 2 1 3; with the host 1 and the guest 2: 3 1 2 4.
    """
    shared = len(people) % 2 == 0 and bool(people) and people[0] in guests and people[1] not in guests
    return placed(people, Hand.LEFT if shared else Hand.RIGHT)


def with_interpreter(row: Sequence[T], first: T, interpreter: T | None) -> list[T]:
    """A row from left to right with the interpreter directly at the right hand of `first`."""
    if interpreter is None:
        return list(row)
    place = list(row).index(first) + 1
    return [*row[:place], interpreter, *row[place:]]


def seen_from_front(row: Sequence[T]) -> list[T]:
    """A row as those see it whom it faces: the hall, the camera, who draws it with its faces towards them."""
    return list(row)[::-1]


def in_rows(people: Sequence[T], width: int) -> list[list[T]]:
    """`people` in rows of about the same length and at most `width`, the senior in the first."""
    if not people:
        return []
    rows = -(-len(people) // width)
    length = -(-len(people) // rows)
    return [list(people[start : start + length]) for start in range(0, len(people), length)]


def photograph_row(count: int) -> int:
    """How many stand side by side when `count` are photographed."""
    return PHOTOGRAPH_ROW if count <= _LARGE_GROUP else _LARGE_ROW


def for_photograph(authority: Sequence[T], hosts: Sequence[T], guests: Sequence[T]) -> list[T]:
    """All in the order in which `placed` gives the places of the photograph.

    `placed` gives the second place to the senior hand and the third to the other: so the first guest and the second
    stand at the hands of the host, then two hosts, then two guests. When a side has no more, the other goes on.
    """
    middle, rest = (list(authority), list(hosts)) if authority else (list(hosts[:1]), list(hosts[1:]))
    return [*middle, *_in_turn(iter(guests), iter(rest))]


def _in_turn(one: Iterator[T], other: Iterator[T]) -> Iterator[T]:
    while True:
        pairs = [*islice(one, 2), *islice(other, 2)]
        if not pairs:
            return
        yield from pairs
