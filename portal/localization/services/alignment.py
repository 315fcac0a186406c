"""Two versions of a text, segment by segment: which segment is which."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

#: Below this likeness (0 to 1, `difflib.SequenceMatcher.ratio`) a segment is another one, not an edited one.
ALIKE = 0.4
#: Characters of a segment that are compared, and pairs of segments for which likeness is worked out.
COMPARED, PAIRS = 400, 400

#: Index in the old and in the new text; None where the segment is not in it.
Pair = tuple[int | None, int | None]


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pair the segments of one place, in the order of the new text; what is gone stands where it was.

    Equal segments in the same order are found by `difflib`; between them edited ones are paired by likeness, or one
    by one where as many went as came.
    """
    pairs: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            pairs += _edited(old, new, range(a, b), range(c, d))
    return pairs


def _edited(old: Sequence[str], new: Sequence[str], went: range, came: range) -> Iterator[Pair]:
    if len(went) == len(came):
        yield from zip(went, came, strict=True)
        return
    rest = deque(came)
    for index in went:
        partner = _partner(old[index], new, rest) if len(went) * len(came) <= PAIRS else (rest[0] if rest else None)
        while partner is not None and rest[0] != partner:
            yield None, rest.popleft()
        if partner is not None:
            rest.popleft()
        yield index, partner
    for index in rest:
        yield None, index


def _partner(text: str, new: Sequence[str], candidates: Sequence[int]) -> int | None:
    """The candidate most like `text`; None if none is alike."""
    rated = [(likeness(text, new[index]), -index) for index in candidates]
    best = max(rated, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def likeness(one: str, other: str) -> float:
    """Share of characters that two texts have in common in the same order, from their beginnings."""
    return SequenceMatcher(None, one[:COMPARED], other[:COMPARED], autojunk=False).ratio()


def equal_rest(old: dict[int, Hashable], new: dict[int, Hashable]) -> dict[int, int]:
    """Of what is left, the segments that say the same elsewhere: index in the old text → index in the new one."""
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for index, value in new.items():
        places[value].append(index)
    return {index: places[value].popleft() for index, value in old.items() if places.get(value)}
