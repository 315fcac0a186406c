"""Rank charts: rank 1 on top, no line across an unknown year, round numbers at the side."""

import pytest

from portal.core.drawing.rank_chart import (
    RankPoint,
    change_mark,
    change_marks,
    nice_ticks,
    rank_chart,
)

POINTS = [
    RankPoint(2016, 25),
    RankPoint(2017, 20),
    RankPoint(2018, None),
    RankPoint(2019, 12),
    RankPoint(2020, 11),
]


def test_rank_chart_better_rank_is_higher():
    marks = {mark.rank: float(mark.y) for mark in rank_chart(POINTS).marks}
    assert marks[11] < marks[12] < marks[20] < marks[25]


def test_rank_chart_first_rank_is_at_top():
    chart = rank_chart([RankPoint(2020, 1), RankPoint(2019, 30)])
    assert chart.marks[-1].y == chart.top


def test_rank_chart_unknown_year_breaks_line():
    chart = rank_chart(POINTS)
    assert [line.count(",") for line in chart.lines] == [2, 2]
    assert [year.year for year in chart.years if not year.known] == [2018]
    assert chart.has_gaps


def test_rank_chart_missing_year_counts_as_unknown():
    chart = rank_chart([RankPoint(2018, 5), RankPoint(2020, 4)])
    assert [(year.year, year.known) for year in chart.years] == [
        (2018, True),
        (2019, False),
        (2020, True),
    ]
    assert chart.lines == ()


def test_rank_chart_points_in_any_order_give_one_drawing():
    assert rank_chart(reversed(POINTS)) == rank_chart(POINTS)


def test_rank_chart_names_latest_and_best():
    chart = rank_chart([*POINTS, RankPoint(2021, 14)])
    assert (chart.latest.year, chart.best.year) == (2021, 2020)


def test_rank_chart_one_point_stands_in_the_middle():
    chart = rank_chart([RankPoint(2020, 11)], width=400)
    assert (chart.marks[0].x, chart.lines, chart.has_gaps) == ("207", (), False)


def test_rank_chart_without_points_is_empty():
    chart = rank_chart([])
    assert (chart.marks, chart.years, chart.latest, chart.best) == ((), (), None, None)


def test_rank_chart_labels_years_apart_and_always_the_last():
    chart = rank_chart([RankPoint(year, 5) for year in range(1991, 2021)])
    labelled = [year.year for year in chart.years if year.labelled]
    assert labelled == [1992, 1996, 2000, 2004, 2008, 2012, 2016, 2020]


@pytest.mark.parametrize(
    ("worst", "ticks"),
    [
        (1, (1, 2)),
        (4, (1, 2, 3, 4)),
        (11, (1, 5, 10, 15)),
        (22, (1, 10, 20, 30)),
        (169, (1, 50, 100, 150, 200)),
    ],
)
def test_nice_ticks_are_round_and_reach_the_worst(worst, ticks):
    assert nice_ticks(worst) == ticks


def test_change_mark_rise_moves_right():
    mark = change_mark(rank=7, previous=22, worst=30)
    assert float(mark.previous_x) < float(mark.x)
    assert (mark.change, mark.places) == (15, 15)


def test_change_mark_unknown_previous_has_one_point():
    mark = change_mark(rank=14, previous=None, worst=30)
    assert (mark.previous_x, mark.change, mark.places) == (None, None, 0)


def test_change_marks_share_one_scale():
    first, second = change_marks([(1, None), (30, 1)])
    assert (first.x, second.previous_x, second.x) == ("192", "192", "8")
