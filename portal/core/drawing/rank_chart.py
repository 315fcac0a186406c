"""Geometry of rank charts: rank 1 on top, gaps where a year is unknown, labels at the points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.core.drawing.paths import number

LEFT, RIGHT, TOP, BOTTOM = 34, 20, 26, 30
TICK_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
MAX_INTERVALS = 4
MIN_YEAR_SPACE = 44
LABEL_LIFT = 12
MARK_WIDTH, MARK_HEIGHT, MARK_EDGE = 200, 24, 8


@dataclass(frozen=True, slots=True)
class RankPoint:
    """The rank of one year; ``None`` where no source gives it."""

    year: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class RankTick:
    """A line across the chart at ``y`` for the rank in ``label``."""

    y: str
    label: str


@dataclass(frozen=True, slots=True)
class RankYear:
    """A year below the chart; an unknown one has no mark above it, only an open tick."""

    x: str
    year: int
    known: bool
    labelled: bool


@dataclass(frozen=True, slots=True)
class RankMark:
    """A known rank with the place of its label."""

    x: str
    y: str
    label_y: str
    year: int
    rank: int
    latest: bool


@dataclass(frozen=True, slots=True)
class RankChart:
    """What ``components/rank_chart.html`` draws; every coordinate is ready-made text."""

    width: int
    height: int
    view_box: str
    left: str
    right: str
    top: str
    bottom: str
    tick_label_x: str
    year_label_y: str
    ticks: tuple[RankTick, ...]
    years: tuple[RankYear, ...]
    marks: tuple[RankMark, ...]
    lines: tuple[str, ...]
    latest: RankMark | None
    best: RankMark | None
    has_gaps: bool


@dataclass(frozen=True, slots=True)
class _Scale:
    first_year: int
    last_year: int
    worst: int
    width: int
    height: int

    def x(self, year: int) -> float:
        room = self.width - LEFT - RIGHT
        span = self.last_year - self.first_year
        return LEFT + room * ((year - self.first_year) / span if span else 0.5)

    def y(self, rank: int) -> float:
        room = self.height - TOP - BOTTOM
        return TOP + room * (rank - 1) / (self.worst - 1)


def rank_chart(points: Iterable[RankPoint], width: int = 400, height: int = 240) -> RankChart:
    """Lay out the ranks of one park in one scheme.

    Args:
        points: any order; a year that is missing between the first and the last counts as unknown.
        width, height: of the view box, in its own units.
    """
    ranks = {p.year: p.rank for p in sorted(points, key=lambda p: p.year)}
    known = {year: rank for year, rank in ranks.items() if rank is not None}
    ticks = nice_ticks(max(known.values(), default=1))
    scale = _Scale(min(ranks, default=0), max(ranks, default=0), ticks[-1], width, height)
    marks = _marks(known, scale)
    years = _years(known, scale) if ranks else ()
    return RankChart(
        width=width,
        height=height,
        view_box=f"0 0 {width} {height}",
        left=number(LEFT),
        right=number(width - RIGHT),
        top=number(TOP),
        bottom=number(height - BOTTOM),
        tick_label_x=number(LEFT - 10),
        year_label_y=number(height - 8),
        ticks=tuple(RankTick(number(scale.y(rank)), str(rank)) for rank in ticks),
        years=years,
        marks=marks,
        lines=_lines(known, scale),
        latest=marks[-1] if marks else None,
        best=min(marks, key=lambda mark: (mark.rank, -mark.year), default=None),
        has_gaps=any(not year.known for year in years),
    )


def nice_ticks(worst: int) -> tuple[int, ...]:
    """Return the ranks to rule: 1, then round numbers, the last one at or below the worst rank."""
    step = next((s for s in TICK_STEPS if s * MAX_INTERVALS >= worst), TICK_STEPS[-1])
    rounded = range(step, max(worst, 2) + step, step)
    return (1, *(rank for rank in rounded if rank > 1))


def _marks(known: dict[int, int], scale: _Scale) -> tuple[RankMark, ...]:
    return tuple(_mark(year, rank, year == max(known), scale) for year, rank in known.items())


def _mark(year: int, rank: int, latest: bool, scale: _Scale) -> RankMark:
    y = scale.y(rank)
    return RankMark(number(scale.x(year)), number(y), number(y - LABEL_LIFT), year, rank, latest)


def _years(known: dict[int, int], scale: _Scale) -> tuple[RankYear, ...]:
    span = scale.last_year - scale.first_year
    room = scale.width - LEFT - RIGHT
    every = max(1, -(-MIN_YEAR_SPACE * span // room)) if span else 1
    return tuple(
        RankYear(number(scale.x(year)), year, year in known, (scale.last_year - year) % every == 0)
        for year in range(scale.first_year, scale.last_year + 1)
    )


def _lines(known: dict[int, int], scale: _Scale) -> tuple[str, ...]:
    """Join neighbouring years only: across an unknown year there is no line."""
    runs: list[list[int]] = [[year] for year in list(known)[:1]]
    for before, after in pairwise(known):
        if after == before + 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    return tuple(_line(run, known, scale) for run in runs if len(run) > 1)


def _line(run: Sequence[int], known: dict[int, int], scale: _Scale) -> str:
    return " ".join(f"{number(scale.x(year))},{number(scale.y(known[year]))}" for year in run)


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """A row's small drawing: from the previous rank to the present one, rank 1 at the right.

    ``previous_x`` is None where the previous rank is unknown, ``change`` then too; a positive
    ``change`` is a rise.
    """

    view_box: str
    start_x: str
    end_x: str
    y: str
    x: str
    previous_x: str | None
    change: int | None

    @property
    def places(self) -> int:
        """How many places the rank moved, either way."""
        return abs(self.change or 0)


def change_mark(rank: int, previous: int | None, worst: int) -> ChangeMark:
    """Lay out one sub-index; ``worst`` is the last rank of the common scale of all rows."""
    return ChangeMark(
        view_box=f"0 0 {MARK_WIDTH} {MARK_HEIGHT}",
        start_x=number(MARK_EDGE),
        end_x=number(MARK_WIDTH - MARK_EDGE),
        y=number(MARK_HEIGHT / 2),
        x=_mark_x(rank, worst),
        previous_x=None if previous is None else _mark_x(previous, worst),
        change=None if previous is None else previous - rank,
    )


def change_marks(rows: Sequence[tuple[int, int | None]]) -> tuple[ChangeMark, ...]:
    """Lay out (rank, previous rank) rows on one common scale that ends at a round rank."""
    worst = max((max(rank, previous or 1) for rank, previous in rows), default=1)
    scale = nice_ticks(worst)[-1]
    return tuple(change_mark(rank, previous, scale) for rank, previous in rows)


def _mark_x(rank: int, worst: int) -> str:
    room = MARK_WIDTH - 2 * MARK_EDGE
    return number(MARK_EDGE + room * (worst - rank) / max(worst - 1, 1))
