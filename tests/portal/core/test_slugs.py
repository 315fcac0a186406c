"""Addresses from titles."""

from __future__ import annotations

import pytest

from portal.core.slugs import slug_for


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("长三角科创园区", "chang-san-jiao-ke-chuang-yuan-qu"),
        ("重庆重启会谈", "chong-qing-chong-qi-hui-tan"),
        ("紫竹与海安签署“1+2”合作协议", "zi-zhu-yu-hai-an-qian-shu-1-2-he-zuo-xie-yi"),
        ("绿色园区", "lv-se-yuan-qu"),
        ("上海AI实验室", "shang-hai-ai-shi-yan-shi"),
        ("增长18.2%", "zeng-zhang-18-2"),
        ("Hai'an signs", "haian-signs"),
        ("Hai’an signs — today", "haian-signs-today"),
        ("Café", "cafe"),
        ("🎉", ""),
    ],
)
def test_slug_of_title(title, slug):
    assert slug_for(title, {"长三角": "chang san jiao"}) == slug


def test_given_readings_win_over_the_dictionary():
    assert slug_for("长三角", {}) == "zhang-san-jiao"
    assert slug_for("长三角", {"长三角": "chang san jiao"}) == "chang-san-jiao"


def test_longest_reading_wins():
    readings = {"长三角": "chang san jiao", "张江长三角科技城": "zhang jiang chang san jiao ke ji cheng"}

    assert slug_for("访张江长三角科技城", readings) == "fang-zhang-jiang-chang-san-jiao-ke-ji-cheng"


@pytest.mark.parametrize("title", ["高新技术产业开发区" * 20, "innovation " * 30])
def test_long_title_is_cut_between_words(title):
    slug, whole = slug_for(title, {}), slug_for(title[:200], {})

    assert 60 <= len(slug) <= 80
    assert whole.startswith(slug)
    assert slug[-1] != "-"
    assert set(slug.split("-")) <= {"gao", "xin", "ji", "shu", "chan", "ye", "kai", "fa", "qu", "innovation"}


def test_one_long_word_is_cut_at_the_limit():
    assert slug_for("x" * 100, {}) == "x" * 80


@pytest.mark.django_db
def test_registered_readings_are_asked():
    assert slug_for("长三角之约") == "chang-san-jiao-zhi-yue"
