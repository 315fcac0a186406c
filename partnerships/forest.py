"""Public agreements as trees: frameworks, what stands under them, and amendments and renewals beside the original.

Only what is shown is read: a page of roots with what stands under it, or what a filter finds with what that stands
under.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Coalesce

from partnerships.chronology import chronological, newest_first
from partnerships.models import Agreement
from partnerships.public import agreement_view, listed_agreements
from partnerships.public_shapes import PublicAgreement
from partnerships.standing import stands_at
from portal.core.partial_dates import PartialDate

#: What an agreement stands beside or under: the original first, else the framework.
_RELATIONS = ("amends", "renews", "framework")


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
    """Keys of agreements only: roots, newest first, and what stands under each."""

    roots: list[int]
    children: dict[int, list[int]] = field(default_factory=dict)

    def below(self, roots: Iterable[int]) -> Iterator[int]:
        """The roots and all that stands under them."""
        for pk in roots:
            yield pk
            yield from self.below(self.children.get(pk, ()))


def root_keys() -> QuerySet:
    """Keys of all public agreements that stand under no other public one, newest first; to be sliced."""
    rows = Agreement.objects.public()
    for relation in _RELATIONS:
        rows = rows.exclude(pk__in=Agreement.objects.filter(_stands_under(relation)).values("pk"))
    of_event = Case(When(event__is_public=True, then="event__date"))
    return newest_first(rows.annotate(day=Coalesce("signed_on", of_event)), "day").values_list("pk", flat=True)


def all_under(roots: Iterable[int]) -> Forest:
    """These roots, in their order, with all that stands under them: a query for each level of it."""
    found = Forest(list(roots))
    level = set(found.roots)
    while level:
        under = reduce(or_, (Q(**{f"{relation}__in": level}) for relation in _RELATIONS))
        rows = [row for row in _read(under) if row.above in level]
        _hang(_in_order(rows), found.children)
        level = {row.pk for row in rows}
    return found


def all_above(keys: Iterable[int]) -> Forest:
    """The public agreements among `keys`, with what they stand under: a query for each level of it.

    What stands in a circle has no root and is left out.
    """
    rows: dict[int, _Row] = {}
    level = set(keys)
    while level:
        read = {row.pk: row for row in _read(Q(pk__in=level))}
        rows |= read
        level = {row.above for row in read.values() if row.above is not None} - rows.keys()
    ordered = _in_order(rows.values())
    found = Forest([row.pk for row in reversed(ordered) if row.above is None])
    _hang(ordered, found.children)
    return found


def grow(found: Forest, roots: Iterable[int]) -> list[Node]:
    """The trees of these roots, whole: a number of queries that does not grow with them."""
    roots = list(roots)
    rows = listed_agreements().filter(pk__in=list(found.below(roots)))
    views = {row.pk: agreement_view(row) for row in rows}

    def node(pk: int) -> Node:
        return Node(views[pk], tuple(node(child) for child in found.children.get(pk, ()) if child in views))

    return [node(pk) for pk in roots if pk in views]


class _Row(NamedTuple):
    pk: int
    above: int | None
    signed_on: PartialDate | None


def _read(which: Q) -> Iterator[_Row]:
    """The public ones; `above` only where that is public too and they may stand there."""
    stands = {f"stands_by_{name}": Case(When(_stands_under(name), then=True), default=False) for name in _RELATIONS}
    related = [name for relation in _RELATIONS for name in (relation, f"stands_by_{relation}")]
    rows = Agreement.objects.public().filter(which).annotate(**stands)
    for pk, signed_on, of_event, event_is_public, *above in rows.values_list(
        "pk", "signed_on", "event__date", "event__is_public", *related
    ):
        pairs = zip(above[::2], above[1::2], strict=True)
        public = next((key for key, stands in pairs if stands), None)
        yield _Row(pk, public, signed_on or (of_event if event_is_public else None))


def _stands_under(relation: str) -> Q:
    return Q(**{f"{relation}__is_public": True}) & stands_at(relation)


def _hang(rows: Iterable[_Row], children: dict[int, list[int]]) -> None:
    for row in rows:
        if row.above is not None:
            children.setdefault(row.above, []).append(row.pk)


def _in_order(rows: Iterable[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (chronological(row.signed_on), row.pk))
