"""Public agreements as trees: frameworks, what stands under them, and amendments and renewals beside the original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnerships.chronology import chronological
from partnerships.models import Agreement
from partnerships.public import agreement_view, public_agreements
from partnerships.public_shapes import PublicAgreement
from portal.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Node:
    """An agreement with what stands under it, in order of signing."""

    agreement: PublicAgreement
    children: tuple[Node, ...]

    @property
    def is_system(self) -> bool:
        """A framework with specific agreements under it, called “1+2” where there are two."""
        return bool(self.agreement.specifics)


@dataclass(frozen=True)
class Forest:
    """Keys of agreements only: their roots, newest first, and what stands under each."""

    roots: list[int]
    children: dict[int, list[int]] = field(default_factory=dict)

    def below(self, roots: Iterable[int]) -> Iterator[int]:
        """The roots and all that stands under them."""
        for pk in roots:
            yield pk
            yield from self.below(self.children.get(pk, ()))


def forest(matching: Iterable[int] | None = None) -> Forest:
    """The public agreements by what they stand under: one query.

    An agreement whose framework is internal is a root. What stands in a circle has no root and is left out.

    Args:
        matching: keys of the agreements that are looked for; what they stand under comes along. None: all.
    """
    rows = {row[0]: row for row in Agreement.objects.public().values_list(*_COLUMNS)}
    above = {pk: _above(row, rows) for pk, row in rows.items()}
    wanted = set(rows) if matching is None else set(_with_above(matching, above))
    order = sorted(wanted, key=lambda pk: (chronological(_signed(rows[pk])), pk))
    children: dict[int, list[int]] = {}
    for pk in order:
        if (parent := above[pk]) is not None:
            children.setdefault(parent, []).append(pk)
    return Forest([pk for pk in reversed(order) if above[pk] is None], children)


def grow(found: Forest, roots: Iterable[int]) -> list[Node]:
    """The trees of these roots, whole: a number of queries that does not grow with them."""
    roots = list(roots)
    rows = public_agreements().filter(pk__in=list(found.below(roots)))
    views = {row.pk: agreement_view(row) for row in rows}

    def node(pk: int) -> Node:
        return Node(views[pk], tuple(node(child) for child in found.children.get(pk, ()) if child in views))

    return [node(pk) for pk in roots if pk in views]


_Row = tuple[int, int | None, int | None, int | None, PartialDate | None, PartialDate | None, bool | None]
_COLUMNS = ("pk", "amends", "renews", "framework", "signed_on", "event__date", "event__is_public")


def _above(row: _Row, rows: dict[int, _Row]) -> int | None:
    """What the agreement stands beside or under, if that is public: the original first, else the framework."""
    return next((pk for pk in row[1:4] if pk in rows), None)


def _signed(row: _Row) -> PartialDate | None:
    signed_on, of_event, event_is_public = row[4:]
    return signed_on or (of_event if event_is_public else None)


def _with_above(matching: Iterable[int], above: dict[int, int | None]) -> Iterator[int]:
    seen: set[int] = set()
    for key in matching:
        pk: int | None = key
        while pk is not None and pk in above and pk not in seen:
            seen.add(pk)
            yield pk
            pk = above[pk]
