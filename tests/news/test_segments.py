"""What a translator gets of an article: exactly its words."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from news.models import NewsPage
from portal.core.partial_dates import PartialDate
from tests.tree import Tree, make_picture

pytestmark = pytest.mark.django_db


def test_words_are_segments_and_nothing_else(tree: Tree):
    picture = make_picture()
    captioned = {"picture": picture.pk, "alternative_text": "图甲", "caption": "说明甲"}
    article = tree.add_news(
        of_park=True,
        title="签约",
        summary="摘要",
        category=tree.category,
        lead_picture=picture,
        lead_picture_alt="长桌",
        lead_picture_caption="签约现场",
        event_name="签约仪式",
        event_date=PartialDate(2016, 2, 26, inferred=True),
        event_date_basis="另一页面",
        event_place="紫竹",
        issuing_body="紫竹高新区",
        source_agency="新华社",
        source_url="https://example.org/",
        body=[
            ("heading", "标题"),
            ("subheading", "小标题"),
            ("text", "<p>第一段。</p><p>第二段。</p>"),
            ("picture", captioned | {"picture": picture}),
            ("gallery", {"pictures": [captioned | {"picture": picture, "alternative_text": "图乙", "caption": ""}]}),
            ("quotation", {"text": "引语", "speaker": "张彤", "office": "市长"}),
            ("facts", {"title": "一览", "rows": [{"label": "基金", "value": "海安紫竹基金"}]}),
            ("related", [("park", tree.zizhu)]),
        ],
    )
    segments = extract_segments(NewsPage.objects.get(pk=article.pk))

    words = [segment.string.data for segment in segments if isinstance(segment, StringSegmentValue)]
    own = ["签约", "qian-yue", "摘要", "长桌", "签约现场", "签约仪式", "另一页面", "紫竹", "紫竹高新区", "新华社"]
    of_body = [
        "标题",
        "小标题",
        "第一段。",
        "第二段。",
        "图甲",
        "说明甲",
        "图乙",
        "引语",
        "张彤",
        "市长",
        "一览",
        "基金",
        "海安紫竹基金",
    ]
    assert sorted(words) == sorted([*own, *of_body])


def test_facts_of_an_article_are_synchronised():
    synchronised = {field.field_name for field in get_translatable_fields(NewsPage) if _is_synchronised(field)}

    assert synchronised == {
        "category",
        "date",
        "event_date",
        "event_record",
        "lead_picture",
        "show_in_menus",
        "source_url",
        "visit",
    }


def _is_synchronised(field) -> bool:
    return type(field).__name__ == "SynchronizedField"


def test_translation_takes_over_what_is_synchronised(tree: Tree):
    from wagtail_localize.operations import translate_object

    article = tree.add_news(
        of_park=True, date=date(2021, 2, 5), category=tree.category, event_date=PartialDate(None, 2, 26)
    )
    translate_object(article, [tree.locales["en"]])
    translated = NewsPage.objects.get(translation_key=article.translation_key, locale=tree.locales["en"])

    assert translated.date == date(2021, 2, 5)
    assert translated.category == tree.category
    assert translated.event_date == PartialDate(None, 2, 26)
    assert (translated.language, translated.park, translated.live) == ("en", tree.zizhu, False)
