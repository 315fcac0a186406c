"""What the public search finds, and what it must not find."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from parks.models import Park, ParkAlias
from portal.search.models import SearchEntry
from portal.search.queries import search
from portal.search.services import reindex

SIGNING = "海安高新区与上海交通大学签署战略合作框架协议"


def titles(query: str, locale_code: str = "zh-hans") -> list[str]:
    return [result.title for result in search(query, locale_code).page]


def finding(title: str, queries: list[str], locale_code: str = "zh-hans") -> dict[str, bool]:
    return {query: title in titles(query, locale_code) for query in queries}


def test_search_finds_article(article):
    article(SIGNING, "副局长孙瑾出席，Hai'an 的伙伴到场。园园相连。")
    words = ["合作", "框架协议", "海安", "海安高新区", "Hai’an", "交", "园园", "孙瑾", "合作 海安"]
    names_of_its_park = ["紫竹", "Zizhu", "zizhu park", "紫竹高新技术产业开发区"]
    assert finding(SIGNING, [*words, *names_of_its_park]) == dict.fromkeys([*words, *names_of_its_park], True)


def test_search_does_not_find_other_words(article):
    article(SIGNING, "副局长孙瑾介绍产品和服务。")
    queries = ["和服", "瑾孙", "合作 北京", "Boston", ""]
    assert finding(SIGNING, queries) == dict.fromkeys(queries, False)


def test_search_finds_english_article(article):
    title = "Hai'an signs an agreement on a Cafe"
    article(title, "The signed agreement.", locale_code="en")
    queries = ["紫竹", "紫竹高新区", "Zizhu", "agreements", "Haian", "HAI’AN", "café", "the signing"]
    assert finding(title, queries, "en") == dict.fromkeys(queries, True)
    assert finding(title, queries, "zh-hans") == dict.fromkeys(queries, False)


def test_search_finds_word_that_only_joins_others(article):
    article("About IT", locale_code="en")
    assert titles("IT", "en") == ["About IT"]


def test_search_forgives_where_the_dictionary_cuts_otherwise(article):
    article("南京市长江大桥通车")
    assert titles("京市长") == ["南京市长江大桥通车"]
    assert titles("市长") == []


def test_search_puts_title_before_text(article):
    article("甲报道", "论坛在上海举行，论坛论坛论坛。")
    article("创新论坛", "在上海举行。")
    assert titles("论坛") == ["创新论坛", "甲报道"]


def test_search_draft_and_withdrawn_pages_are_not_found(article):
    page = article("已发布", "旧文字独角兽")
    page.title = "草稿凤凰"
    page.save_revision()
    assert titles("凤凰") == []
    assert titles("独角兽") == ["已发布"]
    page.unpublish()
    assert titles("独角兽") == []
    assert not SearchEntry.objects.filter(title="已发布").exists()


def test_search_follows_new_revision(article):
    page = article("旧题目麒麟")
    page.title = "新题目凤凰"
    page.save_revision().publish()
    assert titles("麒麟") == []
    assert titles("凤凰") == ["新题目凤凰"]


def test_search_private_pages_are_not_found(article, profiles):
    article("内部通报麒麟")
    restriction = PageViewRestriction.objects.create(page=profiles["zh-hans"], restriction_type="login")
    assert titles("麒麟") == []
    restriction.delete()
    assert titles("麒麟") == ["内部通报麒麟"]


def test_search_deleted_pages_are_not_found(article):
    page = article("麒麟")
    page.delete()
    assert titles("麒麟") == []
    assert not SearchEntry.objects.filter(object_id=page.pk, title="麒麟").exists()


def test_search_follows_address_of_page_above(article, profiles, django_capture_on_commit_callbacks):
    article("麒麟")
    profile = profiles["zh-hans"]
    profile.slug = "zizhu-park"
    with django_capture_on_commit_callbacks(execute=True):
        profile.save_revision().publish()
    [found] = search("麒麟", "zh-hans").page
    assert found.url.startswith("/zh-hans/parks/zizhu-park/news/")


def test_search_follows_moved_page(article, profiles, trees):
    page = article("麒麟")
    page.move(trees["zh-hans"].news, pos="last-child")
    [found] = search("麒麟", "zh-hans").page
    assert found.url == f"/zh-hans/news/{page.slug}/"


def test_search_new_spelling_of_park_finds_its_articles(article, zizhu):
    article("签约")
    assert titles("Purple Bamboo") == []
    zizhu.aliases.add(ParkAlias(spelling="Purple Bamboo"))
    zizhu.save()
    reindex(instance=zizhu)
    assert sorted(titles("purple bamboo")) == ["签约", "紫竹高新区"]


def test_search_park_with_profile_is_found_once(profiles):
    assert titles("紫竹") == ["紫竹高新区"]
    assert titles("紫竹", "en") == ["Zizhu High-Tech Park"]


def test_search_park_known_in_chinese_only_is_found_and_marked_in_english(trees):
    park = Park(slug="yunding", name_zh_hans="云顶科技园")
    park.save()
    reindex(instance=park)
    [chinese] = search("云顶", "zh-hans").page
    [english] = search("云顶", "en").page
    assert (chinese.title, chinese.text_locale, chinese.url) == ("云顶科技园", "", "/zh-hans/parks/")
    assert (english.title, english.text_locale, english.url) == ("云顶科技园", "zh-hans", "/en/parks/")


def test_search_deleted_park_is_not_found(trees):
    park = Park(slug="yunding", name_zh_hans="云顶科技园")
    park.save()
    reindex(instance=park)
    Park.objects.filter(pk=park.pk).delete()
    assert titles("云顶") == []


def test_search_park_record_returns_when_its_profile_goes(profiles):
    profiles["en"].delete()
    [found] = search("Zizhu", "en").page
    assert (found.title, found.url) == ("Shanghai Zizhu High-Tech Park", "/zh-hans/parks/zizhu/")


def test_reindex_command_gives_the_same_rows(article):
    article(SIGNING)
    fields = ["object_id", "locale_code", "kind", "title", "summary", "body_text", "url", "date", "park_slug", "vector"]
    kept = SearchEntry.objects.filter(kind__in=["news", "park"]).values_list(*fields)
    before = set(kept)
    assert len(before) == 3
    SearchEntry.objects.update(title="?")
    call_command("reindex", stdout=StringIO())
    assert set(kept.all()) == before
    assert SIGNING in titles("合作")


def test_search_very_long_text_is_kept(article):
    article("长文", "".join(chr(0x4E00 + number % 20000) for number in range(120_000)))
    assert titles("长文") == ["长文"]


@pytest.mark.parametrize(
    "query",
    [
        "'",
        "a'b\\",
        "!&|():*<->",
        "%_",
        "\x00",
        "x" * 100_000,
        "紫 " * 5000,
        "😀",
        "\ud800",
        "﷽",
        "' | '",
        "-- ;",
        "\u202e",
    ],
)
def test_search_any_input_is_answered(db, query):
    assert list(search(query, "zh-hans").page) == []
