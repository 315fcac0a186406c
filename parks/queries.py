"""What pages, lists and the API read of parks, each in a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from parks.enums import StatementKind
from parks.fact_sheet import fact_sheet
from parks.models import Edition, EvaluationResult, EvaluationScheme, Park, Positioning, PositioningRow, Statement
from portal.core.drawing.rank_chart import ChangeMark, RankPoint, change_marks
from portal.core.localized import Words

__all__ = [
    "Matrix",
    "Ranking",
    "fact_sheet",
    "positioning_matrix",
    "rank_points",
    "rank_sentence",
    "ranking",
    "ranking_rows",
    "statements_by_kind",
    "sub_index_rows",
]


# --- ranks ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RankRow:
    """One edition; what is not known is None."""

    edition: int
    rank: int | None
    ranked_parks: int | None
    data_year: int | None


@dataclass(frozen=True, slots=True)
class SubIndexRow:
    name: Words
    rank: int
    previous: int | None
    mark: ChangeMark


@dataclass(frozen=True)
class Ranking:
    """A park in one evaluation scheme, newest edition first."""

    scheme: EvaluationScheme
    since: int | None
    editions: list[Edition]
    results: dict[int, EvaluationResult] = field(default_factory=dict)

    @property
    def latest(self) -> EvaluationResult | None:
        """The newest result that is known."""
        return next((self.results[one.pk] for one in self.editions if one.pk in self.results), None)

    def rank_of(self, edition: Edition) -> int | None:
        result = self.results.get(edition.pk)
        return result.overall_rank if result else None


def ranking(park: Park) -> Ranking | None:
    """The park in the scheme of its newest result, else in the first scheme it takes part in; None without one."""
    results = list(
        park.evaluation_results.select_related("edition__scheme__authority")
        .prefetch_related("sub_ranks__sub_index")
        .order_by("-edition__year")
    )
    memberships = list(park.scheme_memberships.select_related("scheme__authority"))
    scheme = next((row.edition.scheme for row in results), None) or next((one.scheme for one in memberships), None)
    if scheme is None:
        return None
    since = next((one.since_year for one in memberships if one.scheme_id == scheme.pk), None)
    editions = scheme.editions.filter(year__gte=since or 0).order_by("-year")
    known = {row.edition_id: row for row in results if row.edition.scheme_id == scheme.pk}
    return Ranking(scheme=scheme, since=since, editions=list(editions), results=known)


def rank_points(park: Park, found: Ranking | None = None) -> list[RankPoint]:
    """Ranks by year, oldest first; a year since the park takes part whose rank is not known is a gap (None).

    Args:
        found: the answer of `ranking(park)` if it is at hand.
    """
    found = found or ranking(park)
    if found is None or not found.editions:
        return []
    ranks = {edition.year: found.rank_of(edition) for edition in found.editions}
    first = found.since or min(ranks)
    return [RankPoint(year, ranks.get(year)) for year in range(first, max(ranks) + 1)]


def ranking_rows(park: Park, found: Ranking | None = None) -> list[RankRow]:
    """The table beneath the chart, newest edition first."""
    found = found or ranking(park)
    if found is None:
        return []
    return [RankRow(one.year, found.rank_of(one), one.ranked_parks, one.data_year) for one in found.editions]


def sub_index_rows(park: Park, found: Ranking | None = None) -> list[SubIndexRow]:
    """Ranks in the sub-indices of the newest result; `previous` is None where the source does not state it."""
    found = found or ranking(park)
    if found is None or found.latest is None:
        return []
    ordered = sorted(found.latest.sub_ranks.all(), key=lambda row: (row.sub_index.sort_order or 0, row.pk))
    known = [(row.sub_index.words("name"), row.rank, row.previous_rank) for row in ordered if row.rank is not None]
    marks = change_marks([(rank, previous) for _name, rank, previous in known])
    return [SubIndexRow(*row, mark) for row, mark in zip(known, marks, strict=True)]


def rank_sentence(found: Ranking) -> str:
    """What one sees in the chart, as a sentence; empty where no rank is known."""
    edition = next((one for one in found.editions if found.rank_of(one) is not None), None)
    if edition is None:
        return ""
    facts = {"year": edition.year, "rank": found.rank_of(edition), "count": edition.ranked_parks}
    if edition.ranked_parks is None:
        return _("In the %(year)s edition the park ranked number %(rank)s.") % facts
    return _("In the %(year)s edition the park ranked number %(rank)s of %(count)s parks.") % facts


# --- statements -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class StatementItem:
    words: Words
    detail: Words
    source: Words
    as_of: int | None

    def __str__(self) -> str:
        return self.words.text


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """Statements of one kind. `zones`: they are designations, shown as plates."""

    kind: str
    title: str
    items: list[StatementItem]
    zones: bool


def statements_by_kind(park: Park) -> list[StatementGroup]:
    """The sentences about a park, grouped, kinds in the order of `StatementKind`: one query."""
    order = {kind: number for number, kind in enumerate(StatementKind.values)}
    rows = sorted(park.statements.all(), key=lambda row: (order[row.kind], row.sort_order or 0, row.pk))
    return [_group(StatementKind(kind), list(found)) for kind, found in groupby(rows, key=lambda row: row.kind)]


def _group(kind: StatementKind, rows: list[Statement]) -> StatementGroup:
    items = [StatementItem(row.words("text"), row.words("detail"), row.words("source"), row.as_of) for row in rows]
    return StatementGroup(kind.value, str(kind.label), items, zones=kind == StatementKind.DEMONSTRATION_ZONE)


# --- positioning ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MatrixCell:
    column: Words
    items: list[Words]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    name: Words
    cells: list[MatrixCell]


@dataclass(frozen=True, slots=True)
class Matrix:
    title: Words
    columns: list[Words]
    rows: list[MatrixRow]


def positioning_matrix(park: Park) -> Matrix | None:
    """The park's positioning as a table, every cell with its items in order: four queries; None without one."""
    found = Positioning.objects.filter(park=park).prefetch_related("columns", "rows__items").first()
    if found is None:
        return None
    columns = [column.words("name") for column in found.columns.all()]
    return Matrix(found.words("title"), columns, [_matrix_row(row, columns) for row in found.rows.all()])


def _matrix_row(row: PositioningRow, columns: list[Words]) -> MatrixRow:
    items = list(row.items.all())
    cells = [
        MatrixCell(name, [item.words("text") for item in items if item.column == number])
        for number, name in enumerate(columns, start=1)
    ]
    return MatrixRow(row.words("name"), cells)
