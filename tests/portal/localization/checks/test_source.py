"""What reviewers are told of a text of the house: watched wordings, names, offices, dates; and how long it takes."""

from __future__ import annotations

from datetime import date
from time import process_time
from types import SimpleNamespace

import pytest

from portal.localization.checks import Segment, SourceRules, TranslationRules, check_source, check_translation
from portal.localization.enums import Severity, WatchedKind

TODAY = date(2026, 11, 26)


def office(persons: tuple[str, ...], offices: tuple[str, ...], until: date | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        persons=persons,
        offices=offices,
        since=None,
        until=until,
        held_on=lambda day: until is None or day <= until,
    )


RULES = {
    "zh-hans": SourceRules(
        watched=[
            SimpleNamespace(
                text="管理办", kind=WatchedKind.OBSOLETE, instead="管理办公室", note="", severity=Severity.WARNING
            ),
            SimpleNamespace(
                text="未公开规划", kind=WatchedKind.CONFIDENTIAL, instead="", note="", severity=Severity.BLOCKING
            ),
        ],
        institutions=[SimpleNamespace(full="上海交通大学", shorts=("上海交大",), others=())],
        offices=[
            office(("吴强",), ("区长",)),
            office(("张三丰",), ("镇长",), until=date(2024, 1, 31)),
        ],
    ),
    "en": SourceRules(offices=[office(("Wu Qiang",), ("District Mayor",))]),
}
CASES = [
    ("zh-hans", ["管理办发文。"], ["watched"]),
    ("zh-hans", ["管理办公室发文。"], []),
    ("zh-hans", ["涉及未公开规划。"], ["watched!"]),
    ("zh-hans", ["上海交大与园区合作。"], ["short-name"]),
    ("zh-hans", ["上海交通大学与园区合作。", "上海交大表示满意。"], []),
    ("zh-hans", ["吴强区长出席。"], []),
    ("zh-hans", ["闵行区区长吴强出席。"], []),
    ("zh-hans", ["吴强市长出席。"], ["office-left!"]),
    ("zh-hans", ["市长吴强出席。"], ["office-left!"]),
    ("zh-hans", ["张三丰镇长出席。"], ["office-left"]),
    ("zh-hans", ["时任镇长张三丰出席。"], []),
    ("zh-hans", ["李明区长出席。", "李明市长讲话。"], ["office-inconsistent"]),
    ("zh-hans", ["区长李明、市长王伟出席。"], []),
    ("zh-hans", ["2月30日开园。"], ["date"]),
    ("zh-hans", ["2025年2月29日开园。"], ["date"]),
    ("zh-hans", ["2024年2月29日开园。"], []),
    ("zh-hans", ["2025年9月9日（星期二）开园。"], []),
    ("zh-hans", ["2025年9月9日（星期三）开园。"], ["date"]),
    ("zh-hans", ["欢迎,各位。"], ["punctuation"]),
    ("en", ["District Mayor Wu Qiang attended."], []),
    ("en", ["Wu Qiang, District Mayor of Minhang, attended."], []),
    ("en", ["Governor Wu Qiang attended."], ["office-left!"]),
    ("en", ["Governor Li Ming attended.", "Mayor Li Ming spoke."], ["office-inconsistent"]),
    ("zh-hans", ["市长吴强到访园区。"], ["office-left!"]),
    ("zh-hans", ["市长吴强调研园区。"], ["office-left!"]),
    ("zh-hans", ["市长吴强莅临园区。"], ["office-left!"]),
    ("zh-hans", ["市长吴强赴北京。"], ["office-left!"]),
    ("zh-hans", ["市长吴强同志讲话。"], ["office-left!"]),
    ("zh-hans", ["市长吴强先生到访。"], ["office-left!"]),
    ("zh-hans", ["市长吴强为园区揭牌。"], ["office-left!"]),
    ("zh-hans", ["日前市长吴强到访。"], ["office-left!"]),
    ("zh-hans", ["目前市长吴强在沪。"], ["office-left!"]),
    ("zh-hans", ["此前市长吴强到访。"], ["office-left!"]),
    ("zh-hans", ["会前市长吴强致辞。"], ["office-left!"]),
    ("zh-hans", ["按原则市长吴强出席。"], ["office-left!"]),
    ("zh-hans", ["吴强同志市长任内，"], ["office-left!"]),
    ("zh-hans", ["前区长吴强到访。"], []),
    ("zh-hans", ["原镇长张三丰出席。"], []),
    ("zh-hans", ["前任镇长张三丰出席。"], []),
    ("zh-hans", ["区长吴强到访园区。"], []),
    ("zh-hans", ["日前区长吴强到访。"], []),
    ("zh-hans", ["原七宝镇镇长张三丰出席。"], []),
    ("zh-hans", ["John's公司和Mary's公司。"], []),
    ("zh-hans", ["他说'很好'。"], ["punctuation"]),
    ("zh-hans", ["目前镇长张三丰出席。"], ["office-left"]),
    ("en", ["Wu Qiang, the mayor of Shanghai, attended."], ["office-left!"]),
    ("en", ["Later Governor Wu Qiang spoke."], ["office-left!"]),
    ("en", ["A text translated by Governor Wu Qiang."], ["office-left!"]),
    ("en", ["Strengthened by Mayor Wu Qiang."], ["office-left!"]),
    ("en", ["The mayor Wu Qiang attended."], ["office-left!"]),
    ("en", ["Wu Qiang (Mayor) attended."], ["office-left!"]),
    ("en", ["Wu Qiang is mayor of Shanghai."], ["office-left!"]),
    ("en", ["mayor of Shanghai Wu Qiang"], ["office-left!"]),
    ("en", ["Former Mayor Wu Qiang attended."], []),
    ("en", ["the then Mayor Wu Qiang"], []),
    ("en", ["Ex-Mayor Wu Qiang"], []),
    ("en", ["the late Mayor Wu Qiang"], []),
    ("en", ["Wu Qiang, district mayor of Minhang, attended."], []),
    ("en", ["Wu Qiang (District Mayor) attended."], []),
    ("en", ["Opened on 31 June 2025."], ["date"]),
    ("en", ["Opened on Tuesday, 9 September 2025."], []),
    ("en", ["Opened on Monday, 9 September 2025."], ["date"]),
    ("en", ["Opened on September 31."], ["date"]),
]


@pytest.mark.parametrize(("code", "texts", "expected"), CASES)
def test_a_source_text_is_judged(code, texts, expected):
    segments = [Segment(f"body.{number}", "正文", text) for number, text in enumerate(texts)]
    found = check_source(segments, code, RULES[code], TODAY)

    said = [f"{one.code}{'!' * (one.severity == Severity.BLOCKING)}" for one in found if one.severity != Severity.NOTE]
    assert said == expected, [one.message for one in found]


def test_an_official_is_called_one_thing_in_a_translation():
    rules = TranslationRules(offices=RULES["en"].offices)
    segments = [Segment("a", "a", "区长出席。", "Governor Wu Qiang attended."), Segment("b", "b", "吴强", "Wu Qiang")]
    found = check_translation(segments, "zh-hans", "en", rules, today=TODAY)

    assert [(one.code, one.severity) for one in found] == [("office-left", Severity.BLOCKING)]


def test_a_finding_is_told_by_its_text():
    one, other = (
        check_translation([Segment("a", "a", "3家。", wording)], "zh-hans", "en", TranslationRules())[0]
        for wording in ("4 firms.", "4 firms,")
    )
    assert one.fingerprint != other.fingerprint
    assert one.detail == other.detail


def test_two_hundred_segments_take_no_time():
    segments = [
        Segment(
            f"p{number}",
            "正文",
            f"2025年9月{number % 28 + 1}日，第{number}家企业在上海紫竹高新技术产业开发区"
            f"投资{number}亿元，占{number % 99}%。" * 3,
            f"On {number % 28 + 1} September 2025 company {number} invested {number}00 million yuan in Zizhu, "
            f"or {number % 99}% of the whole. " * 3,
        )
        for number in range(200)
    ]
    rules = TranslationRules(
        {f"词{n}": SimpleNamespace(source=f"词{n}", accepted=(f"word {n}",), forbidden=()) for n in range(500)}
    )
    check_translation(segments[:1], "zh-hans", "en", rules)
    start = process_time()
    check_translation(segments, "zh-hans", "en", rules, today=TODAY)

    assert process_time() - start < 2


@pytest.mark.parametrize(
    "text", ["一" * 3000, "1," * 3000, "A a " * 1500, "(" * 3000, "1.1-" * 1500, "twenty-" * 1000, "Mr. X " * 900]
)
def test_a_strange_text_takes_no_longer(text):
    start = process_time()
    for pair in (("zh-hans", "en"), ("en", "zh-hans")):
        check_translation([Segment("a", "a", text, text + "。")], *pair, TranslationRules(), today=TODAY)
        check_source([Segment("a", "a", text)], pair[0], RULES[pair[0]], TODAY)

    assert process_time() - start < 2
