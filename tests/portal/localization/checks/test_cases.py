"""Hand-written wordings, right and wrong, in both directions: no false block, no miss."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from portal.localization.checks import Segment, TranslationRules, check_translation
from portal.localization.enums import Severity

CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text())


def term(source: str, *accepted: str, forbidden: tuple[str, ...] = ()) -> SimpleNamespace:
    return SimpleNamespace(source=source, accepted=accepted, forbidden=forbidden)


def rules(*terms: SimpleNamespace, style: tuple[SimpleNamespace, ...] = ()) -> TranslationRules:
    return TranslationRules({one.source: one for one in terms}, style)


RULES = {
    "zh": rules(
        term("区长", "District Mayor", forbidden=("Governor", "District Chief")),
        term("副区长", "Deputy District Mayor"),
        term("管委会", "Administrative Committee", forbidden=("Management Committee",)),
        term("局长", "Director", forbidden=("Director General", "Deputy Director")),
        term("开发区", "Development Zone", forbidden=("Economic Development Zone",)),
        term("紫竹高新区", "Zizhu High-Tech Park"),
        term("上海紫竹高新技术产业开发区", "Shanghai Zizhu High-Tech Park", forbidden=("Zizhu-High Tech Park",)),
        term("紫竹西区", "Zizhu High-Tech Park", forbidden=("Zizhu-High Tech Park",)),
        term("协同孵化中心", "collaborative incubation centre"),
        term("临港科创中心", "Lingang Innovation Center"),
        style=(SimpleNamespace(avoid="center", use="centre", note="", severity=Severity.WARNING),),
    ),
    "en": rules(
        term("District Mayor", "区长", forbidden=("市长", "州长")),
        term("Jin Sun", "孙瑾"),
        term("Mayor", "市长", forbidden=("副市长",)),
        term("city", "城市"),
    ),
}
CODES = {"zh": ("zh-hans", "en"), "en": ("en", "zh-hans")}
ROWS = [
    pytest.param(*row, id=f"{group}: {row[1][:20]} → {row[2][:30]}") for group, rows in CASES.items() for row in rows
]


@pytest.mark.parametrize(("direction", "source", "wording", "expected"), ROWS)
def test_a_wording_is_judged(direction, source, wording, expected):
    found = check_translation([Segment("text", "text", source, wording)], *CODES[direction], RULES[direction])

    said = [f"{one.code}{'!' * (one.severity == Severity.BLOCKING)}" for one in found if one.severity != Severity.NOTE]
    assert sorted(set(said)) == sorted(expected), [one.message for one in found]


def test_there_are_cases_enough():
    for direction in CODES:
        rows = [row for row_list in CASES.values() for row in row_list if row[0] == direction]
        assert sum(not row[3] for row in rows) >= 20
        assert sum(bool(row[3]) for row in rows) >= 20
    assert len(ROWS) >= 200
