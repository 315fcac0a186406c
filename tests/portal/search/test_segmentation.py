"""Text in both languages becomes the words it is found by."""

import pytest

from portal.core import words as core_words
from portal.search.segmentation import characters, fold, index_text, segment


@pytest.fixture
def terms(monkeypatch):
    """Terms of the field that stand in a glossary."""
    known: set[str] = set()
    monkeypatch.setattr(core_words, "_word_providers", [lambda code: known if code == "zh-hans" else ()])
    return known


@pytest.mark.parametrize(
    "spelling", ["Hai'an", "Hai’an", "Hai‘an", "Haiʼan", "Hai＇an", "Haian", "HAI'AN", "ＨＡＩＡＮ", "Hài'ān"]
)
def test_segment_spellings_of_one_name(spelling, terms):
    assert segment(spelling, "en") == ["haian"]


def test_segment_sentence_gives_words_inside_it(terms):
    assert segment("紫竹高新区与海安高新区签署合作协议", "zh-hans") == [
        *["紫竹", "高新区", "高新", "新区", "与", "海安", "高新区", "高新", "新区", "签署", "合作", "协议"]
    ]


def test_segment_term_of_the_field_comes_beside_the_words_of_the_dictionary(terms):
    terms.update({"双向飞地", "长三角"})
    assert segment("共建“双向飞地”", "zh-hans") == ["共建", "双向", "飞地", "双向飞地"]


def test_segment_term_of_another_locale_is_no_word(terms):
    terms.add("双向飞地")
    assert segment("双向飞地", "en") == ["双向", "飞地"]


def test_segment_mixed_text_and_figures(terms):
    assert segment("2021年，Café面积7.83 km²，1,000,000元；“十四五”", "zh-hans") == [
        *["2021", "年", "cafe", "面积", "7.83", "km2", "1000000", "元", "十四五", "十四", "四五"]
    ]


def test_segment_name_does_not_depend_on_its_neighbours(terms):
    assert [word for word in segment("副局长孙瑾表示", "zh-hans") if word in "孙瑾"] == segment("孙瑾", "zh-hans")


def test_fold_keeps_other_scripts_whole():
    assert fold("한국 Ünïcode ﬁne\x00") == "한국 unicode fine "


def test_characters_in_order():
    assert characters("一区，Park 五园") == ["一", "区", "五", "园"]


def test_index_text_puts_characters_after_words(terms):
    assert index_text("紫竹的 Park", "zh-hans") == "紫竹 park 紫 竹 的"


def test_segment_overlong_word_is_cut(terms):
    assert segment("a" * 5000, "en") == ["a" * 64]
