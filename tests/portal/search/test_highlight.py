"""Snippets: the right words marked, everything escaped, the right length."""

import pytest

from portal.search.highlight import marked, snippet
from portal.search.parsing import parse


def words(query: str) -> tuple[str, ...]:
    return parse(query, "zh-hans").words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("紫竹", "上海紫竹高新区", "上海<mark>紫竹</mark>高新区"),
        ("Haian", "In Hai’an, HAI'AN", "In <mark>Hai’an</mark>, <mark>HAI&#x27;AN</mark>"),
        ("agreements", "An agreement was agreed", "An <mark>agreement</mark> was agreed"),
        ("art", "Art starts smart", "<mark>Art</mark> starts smart"),
        ("cafe", "Ein Café & <b>", "Ein <mark>Café</mark> &amp; &lt;b&gt;"),
        ("７.83", "面积7.83平方公里", "面积<mark>7.83</mark>平方公里"),
        ("xyz", "<script>", "&lt;script&gt;"),
        ("", "a & b", "a &amp; b"),
    ],
)
def test_marked_words(query, text, expected):
    assert marked(text, words(query)) == expected


@pytest.mark.django_db
def test_snippet_prefers_the_text_that_holds_the_word():
    assert snippet(["摘要。", "正文写到紫竹。"], words("紫竹")) == "正文写到<mark>紫竹</mark>。"
    assert snippet(["摘要。", "正文。"], words("紫竹")) == "摘要。"
    assert snippet(["", " "], words("紫竹")) == ""


@pytest.mark.django_db
def test_snippet_begins_near_the_word_and_ends_between_words():
    text = "Nothing here. " * 40 + "Zizhu stands " + "and more follows " * 40
    found = snippet([text], words("zizhu"))
    assert "<mark>Zizhu</mark>" in found
    assert found.startswith("… ")
    assert found.endswith((" and …", " more …", " follows …"))
    assert len(found) < 260


@pytest.mark.django_db
def test_snippet_of_chinese_begins_with_the_sentence():
    text = "前一句。" * 50 + "这一句说到紫竹，" + "后面还有许多字" * 50
    assert snippet([text], words("紫竹")).startswith("… 这一句说到<mark>紫竹</mark>，后面")
