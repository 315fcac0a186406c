"""How data are answered, whatever the resource: errors, languages, parts of lists, ETags, throttle."""

from __future__ import annotations

import hashlib

import pytest
import redis
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCacheClient

from tests.parks.factories import ParkFactory

pytestmark = pytest.mark.django_db


def test_list_is_a_count_and_the_items_asked_for(ask):
    for number in range(3):
        ParkFactory(slug=f"park-{number}", name_zh_hans=f"甲{number}", name_en=f"Park {number}")

    found = ask("parks", limit=2, offset=1)

    assert (found["count"], found["limit"], found["offset"]) == (3, 2, 1)
    assert [item["slug"] for item in found["items"]] == ["park-1", "park-2"]
    assert ask("parks", offset=3) == {"count": 3, "limit": 20, "offset": 3, "items": []}


def test_list_never_gives_more_than_a_hundred(ask):
    assert ask("parks", limit=1000)["limit"] == 100
    assert ask("parks", limit="9" * 400)["limit"] == 100


def test_words_are_in_both_languages_and_text_follows_lang(ask):
    ParkFactory(slug="zizhu", name_zh_hans="紫竹高新区", name_en="Zizhu", feature_en="Only English")

    both = {"zh-hans": "紫竹高新区", "en": "Zizhu"}
    assert ask("parks/zizhu")["name"] == both | {"text": "紫竹高新区", "lang": "zh-hans"}
    assert ask("parks/zizhu", lang="zh-hans")["name"] == both | {"text": "紫竹高新区", "lang": "zh-hans"}
    assert ask("parks/zizhu", lang="en")["name"] == both | {"text": "Zizhu", "lang": "en"}
    unknown = ask("parks/zizhu", lang="zh-hans")["feature"]
    assert unknown == {"zh-hans": None, "en": "Only English", "text": "Only English", "lang": "en"}
    assert ask("parks/zizhu", lang="en")["layout"] is None


def test_an_item_has_the_same_keys_whatever_is_known(ask):
    ParkFactory(slug="known", layout_en="One zone", founded_year=2009)
    ParkFactory(slug="unknown", name_zh_hans="未知", name_en="")

    assert list(ask("parks/known")) == list(ask("parks/unknown", lang="en"))


@pytest.mark.parametrize(
    ("parameters", "field", "english", "chinese"),
    [
        ({"lang": "fr"}, "lang", "Must be one of: zh-hans, en.", "必须是以下之一：zh-hans、en。"),
        ({"limit": "0"}, "limit", "Must be at least 1.", "不得小于1。"),
        ({"limit": "many"}, "limit", "Must be a whole number.", "必须是整数。"),
        ({"offset": "-1"}, "offset", "Must be at least 0.", "不得小于0。"),
        ({"offset": "9" * 30}, "offset", "Must be at most 1000000.", "不得大于1000000。"),
        ({"levle": "national"}, "levle", "There is no such parameter here.", "此处没有这个参数。"),
        (
            {"level": ["national", "provincial"]},
            "level",
            "This parameter is given more than once.",
            "这个参数出现了不止一次。",
        ),
        ({"limit": "٣"}, "limit", "Must be a whole number.", "必须是整数。"),
        ({"place": "３"}, "place", "Must be the id or the short address of a record.", "必须是记录的编号或网址名称。"),
        (
            {"sector": "'; --"},
            "sector",
            "Must be the id or the short address of a record.",
            "必须是记录的编号或网址名称。",
        ),
    ],
)
def test_bad_parameter_is_named_in_both_languages(ask, parameters, field, english, chinese):
    response = ask.response("parks", **parameters)

    found = response.json()
    assert (response.status_code, found["status"], found["code"]) == (422, 422, "invalid")
    assert [(one["field"], one["message"]["en"], one["message"]["zh-hans"]) for one in found["fields"]] == [
        (field, english, chinese)
    ]


@pytest.mark.parametrize(
    "path", ["parks/nobody", "parks/999999999999999999", "nothing", "/", "parks/1/2", "rankings/x"]
)
def test_what_is_not_there_is_said_as_data(ask, path):
    response = ask.response(path, headers={"Accept": "text/html"})

    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/json")
    assert response.json()["code"] == "not_found"
    assert response.json()["message"]["en"] == "There is nothing public at this address."
    assert "ETag" not in response.headers


def test_number_in_other_figures_is_no_id(ask):
    park = ParkFactory(slug="zizhu")
    assert park.pk < 10**6
    arabic = "".join(chr(ord("٠") + int(figure)) for figure in str(park.pk))

    assert ask(f"parks/{park.pk}")["slug"] == "zizhu"
    assert ask.response(f"parks/{arabic}").status_code == 422


def test_address_of_the_whole_names_the_resources_and_where_they_are_described(ask):
    found = ask("", lang="en")

    assert [one["name"] for one in found["resources"]] == [
        *("parks", "rankings", "organizations", "agreements", "events", "platforms", "visits", "news")
    ]
    assert {ask.client.get(one["url"]).status_code for one in found["resources"]} == {200}
    assert found["resources"][2]["description"] == {
        "en": "Organisations that parks, evaluations and agreements name.",
        "zh-hans": "园区、评价和协议中提到的机构。",
        "text": "Organisations that parks, evaluations and agreements name.",
        "lang": "en",
    }
    assert [found[name].partition("/api/")[2] for name in ("docs", "openapi")] == ["v1/docs", "v1/openapi.json"]
    assert ask.response("", limit=1).status_code == 422


def test_address_of_the_whole_is_found_without_its_slash(ask):
    response = ask.client.get("/api/v1?lang=en")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/?lang=en")


def test_hostile_bytes_and_other_methods_are_refused_as_data(ask):
    hostile = ask.client.get("/api/v1/parks?sector=%00")
    written = ask.client.post("/api/v1/parks", {"slug": "new"})

    assert (hostile.status_code, hostile.json()["code"]) == (400, "bad_request")
    assert (written.status_code, written.json()["code"]) == (405, "method_not_allowed")
    assert written.headers["Allow"] == "GET, HEAD"


def test_a_slash_too_many_leads_to_the_address_without(ask):
    response = ask.client.get("/api/v1/parks/?lang=en")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/parks?lang=en")


def test_etag_is_strong_and_answers_304_until_something_changes(ask):
    park = ParkFactory(slug="zizhu")
    first = ask.response("parks/zizhu")
    etag = first.headers["ETag"]

    assert etag == f'"{hashlib.sha256(first.content).hexdigest()[:32]}"'
    again = ask.response("parks/zizhu", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    park.founded_year = 2002
    park.save()
    changed = ask.response("parks/zizhu", headers={"If-None-Match": etag})
    assert (changed.status_code, changed.json()["founded_year"]) == (200, 2002)
    assert changed.headers["ETag"] != etag


def test_answer_depends_on_the_address_alone(ask):
    ParkFactory(slug="zizhu")

    chinese = ask.response("parks", headers={"Accept-Language": "zh-hans"})
    english = ask.response("parks", headers={"Accept-Language": "en", "Origin": "https://elsewhere.example"})

    assert chinese.content == english.content
    assert "Vary" not in english.headers
    assert not [name for name in english.headers if name.startswith("Access-Control")]
    assert not english.cookies
    assert english.headers["Cache-Control"] == "no-cache"


def test_head_answers_the_head_alone(ask):
    ParkFactory(slug="zizhu")

    response = ask.client.head("/api/v1/parks/zizhu")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == ask.response("parks/zizhu").headers["ETag"]


def test_who_asks_too_often_waits_and_others_do_not(ask, settings):
    settings.PORTAL_API_RATE = 2
    answers = [ask.response("parks") for _time in range(3)]
    other = ask.client.get("/api/v1/parks", REMOTE_ADDR="203.0.113.9")

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["code"] == "too_many_requests"
    assert other.status_code == 200


def test_neighbours_in_one_network_of_ipv6_count_together(ask, settings):
    settings.PORTAL_API_RATE = 1
    addresses = ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]

    answers = [ask.client.get("/api/v1/parks", REMOTE_ADDR=address).status_code for address in addresses]

    assert answers == [200, 429, 200]


def test_without_redis_everybody_is_answered(ask, settings, monkeypatch):
    import redis

    def away(*args, **kwargs):
        raise redis.ConnectionError

    settings.PORTAL_API_RATE = 1
    monkeypatch.setattr(type(cache._connections[cache._alias]), "incr", away)

    assert [ask.response("parks").status_code for _time in range(3)] == [200, 200, 200]


@pytest.mark.parametrize("words", ["OOM command not allowed", "MISCONF Redis is unable to persist", "READONLY replica"])
def test_redis_that_refuses_to_write_holds_nobody_up(ask, monkeypatch, words):
    def refuse(self, *args, **kwargs):
        raise redis.ResponseError(words)

    for command in ("get", "set", "incr", "add", "touch"):
        monkeypatch.setattr(RedisCacheClient, command, refuse)

    assert ask("parks")["count"] == 0
    cache.set("key", "value")
    assert cache.get("key", "missing") == "missing"
