"""Every fact of the sources is answered as data in both languages: the files are walked leaf by leaf."""

from __future__ import annotations

import pytest

from tests.portal.api import facts_tables
from tests.portal.api.facts_walk import Row, facts, faults, leaves

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


@pytest.fixture
def remembered(ask, settings):
    """Asks for each address once."""
    settings.PORTAL_API_RATE = 10_000
    kept: dict[tuple, object] = {}

    def once(path: str, **parameters: str):
        key = (path, *sorted(parameters.items()))
        if key not in kept:
            response = ask.response(path, **parameters)
            if response.status_code != 200:
                raise LookupError(f"{response.status_code} at {path}")
            kept[key] = response.json()
        return kept[key]

    return once


@pytest.mark.parametrize("name", list(facts_tables.TABLES))
def test_every_fact_is_answered_as_data_in_both_languages(remembered, name):
    assert faults(name, facts_tables.TABLES[name], facts_tables.REASONS[name], remembered) == []


def test_a_fact_without_a_row_or_with_a_wrong_answer_is_told(remembered):
    rows = [row for row in facts_tables.PROFILE if row.fact != "positioning.title.zh"]
    rows[0] = Row(rows[0].fact, rows[0].item, "short_name.nothing")
    rows[1] = Row(rows[1].fact, rows[1].item, "positioning.title")

    told = faults("profile", rows, facts_tables.REASONS["profile"], remembered)

    assert [one.split(":")[0] for one in told] == [
        "no row",
        "park.name.zh → parks/sci-tech-city short_name.nothing",
        "park.name.en → parks/sci-tech-city positioning.title",
    ]
    assert len(dict(leaves(facts("profile")))) > 40


def test_those_invited_at_the_table_are_persons_and_what_is_to_come_is_not_answered(ask):
    follow_ups = ask("visits/lianyungang-2021")["follow_ups"]

    assert [[one["slug"] for one in promise["invited"]] for promise in follow_ups] == [
        ["hongfei-zhang", "hua-yang"],
        ["jin-sun"],
    ]
    assert ask.slugs("visits") == ["lianyungang-2021"]
