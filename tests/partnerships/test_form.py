"""The public form: what is right becomes one inquiry, what is wrong comes back with every word that was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from parks.models import Park
from partnerships.countries import country_choices
from partnerships.models import Inquiry
from partnerships.public_answers import SENT_PAGE_SECONDS
from portal.outbox.models import Letter

pytestmark = pytest.mark.django_db


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def values(page: BeautifulSoup) -> dict[str, str]:
    """What the fields of the form hold."""
    form = page.select_one("main form")
    found = {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field["type"] not in ("checkbox", "radio", "file")
    }
    found |= {field["name"]: field.get("value", "on") for field in form.select("input[checked]")}
    found |= {area["name"]: area.text.removeprefix("\n") for area in form.select("textarea")}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        found[select["name"]] = chosen["value"] if chosen else ""
    return found


def errors(page: BeautifulSoup) -> dict[str, str]:
    """Messages by the field that they stand at."""
    found = page.select("main form .form-error")
    return {error["id"].removeprefix("id_").removesuffix("_error"): error.text for error in found}


def test_form_is_never_cached_and_carries_a_token(client, parks):
    response = client.get("/en/cooperate/")

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert page_of(response).select_one("main form input[name=csrfmiddlewaretoken]")


@pytest.mark.parametrize(("query", "chosen"), [("?park=zizhu", "zizhu"), ("?park=nowhere", ""), ("", "")])
def test_form_preselects_park_of_address(client, parks, query, chosen):
    assert values(page_of(client.get(f"/en/cooperate/{query}"))).get("parks", "") == chosen


@pytest.mark.parametrize(
    ("locale", "name"), [("en", "Shanghai Zizhu High-Tech Park"), ("zh-hans", "上海紫竹高新技术产业开发区")]
)
def test_form_names_parks_in_the_language_of_the_page(client, parks, locale, name):
    page = page_of(client.get(f"/{locale}/cooperate/"))

    assert page.select_one("label:has(input[name=parks][value=zizhu])").text.strip() == name
    assert page.select_one(f'label a[href="/{locale}/privacy/"]')


def test_form_sent_becomes_an_inquiry_and_shows_its_reference(client, typed, sectors, officers):
    response = client.post("/en/cooperate/", {**typed, "sectors": ["photonics", "aerospace"]})

    inquiry = Inquiry.objects.get()
    assert response.status_code == 303
    assert (inquiry.locale, inquiry.park.slug, inquiry.sectors.count()) == ("en", "zizhu", 2)
    assert (inquiry.person, inquiry.message) == (typed["person"], typed["message"])
    location = response.headers["Location"]
    assert inquiry.reference not in location
    sent = client.get(location)
    assert inquiry.reference in sent.content.decode()
    assert "no-store" in sent.headers["Cache-Control"]
    assert (sent.headers["X-Robots-Tag"], sent.headers["Referrer-Policy"]) == ("noindex", "same-origin")


def test_form_sent_in_chinese_keeps_the_language(client, typed, officers):
    response = client.post("/zh-hans/cooperate/", {**typed, "parks": [], "person": "示例投资人"})

    inquiry = Inquiry.objects.get()
    assert (inquiry.locale, inquiry.park) == ("zh-hans", None)
    assert response.headers["Location"].startswith("/zh-hans/cooperate/sent/?")


def test_form_sent_twice_is_one_inquiry_with_one_reference(client, typed, officers):
    pages = [client.get(client.post("/en/cooperate/", typed).headers["Location"]) for _ in range(2)]

    assert (Inquiry.objects.count(), Letter.objects.count()) == (1, 2)
    reference = Inquiry.objects.get().reference
    assert all(reference in page.content.decode() for page in pages)


def test_form_sent_again_from_a_fresh_copy_is_one_inquiry_for_a_day(client, typed, officers):
    client.post("/en/cooperate/", typed)
    client.post("/en/cooperate/", {**typed, "submission": "f" * 32})
    assert (Inquiry.objects.count(), Letter.objects.count()) == (1, 2)

    Inquiry.objects.update(created_at=timezone.now() - timedelta(days=2))
    client.post("/en/cooperate/", {**typed, "submission": "e" * 32})
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize("change", [{"message": "And a second question."}, {"email": "b@example.com"}])
def test_form_sent_again_with_other_words_is_another_inquiry(client, typed, officers, change):
    client.post("/en/cooperate/", typed)
    client.post("/en/cooperate/", {**typed, **change})

    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize(
    "token",
    ["", "x", signing.dumps(1), signing.dumps(1, salt="partnerships.sent") + "x", signing.dumps("a", salt="other")],
    ids=["none", "nonsense", "other salt", "broken", "not a number"],
)
def test_sent_page_without_its_token_is_not_found(client, typed, officers, token):
    client.post("/en/cooperate/", typed)

    assert client.get("/en/cooperate/sent/", {"inquiry": token}).status_code == 404


def test_sent_page_of_an_old_token_is_not_found(client, typed, officers, monkeypatch):
    location = client.post("/en/cooperate/", typed).headers["Location"]
    later = timezone.now() + timedelta(seconds=SENT_PAGE_SECONDS + 5)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

    assert client.get(location).status_code == 404


EMPTY = {"intent", "company", "country", "person", "email", "message", "consent"}


@pytest.mark.parametrize("blank", ["", "   ", "\u200b\u3000\t"])
@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_empty_form_comes_back_with_a_message_at_each_field(client, parks, locale, blank):
    response = client.post(f"/{locale}/cooperate/", dict.fromkeys(("company", "person", "email", "message"), blank))

    assert response.status_code == 200
    page = page_of(response)
    assert set(errors(page)) == EMPTY
    assert all(errors(page).values())
    for name in EMPTY - {"consent"}:
        assert page.select_one(f"[name={name}]")["aria-invalid"] == "true"
        assert f"id_{name}_error" in page.select_one(f"[name={name}]")["aria-describedby"]
    assert (Inquiry.objects.count(), Letter.objects.count()) == (0, 0)


BAD = [
    ("company", "A\x00B"),
    ("company", "A\nB"),
    ("company", "x" * 201),
    ("company", "Win at https://example.com"),
    ("company", "evil-site.example.com/pay"),
    ("person", "evil-site.example.com/pay"),
    ("person", "Pay at evil.com"),
    ("person", "A\x1b[31mB"),
    ("person", "A\u202egnp.exe"),
    ("person", "www.example.com"),
    ("person", "x" * 81),
    ("person", "broken \ufffd"),
    ("email", "nobody"),
    ("email", "a@example.com\r\nBcc: b@example.com"),
    ("email", "a@example.com\x00"),
    ("email", f"{'x' * 250}@example.com"),
    ("phone", "call me"),
    ("phone", "021 1234 5678"),
    ("phone", "+999 12345678"),
    ("phone", "123\x00456"),
    ("phone", "1" * 41),
    ("message", "a\x00b"),
    ("message", "a\x0bb"),
    ("message", "x" * 5001),
    ("parks", "nowhere"),
    ("parks", "zizhu\x00"),
    ("sectors", "nothing\x00"),
    ("intent", "steal"),
    ("country", "ZZ"),
    ("country", "U\x00"),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_bad_value_comes_back_with_everything_that_was_typed(client, typed, officers, field, value):
    response = client.post("/en/cooperate/", {**typed, field: value})

    page = page_of(response)
    assert response.status_code == 200
    assert set(errors(page)) == {field}
    kept = values(page)
    for name in typed.keys() - {field}:
        assert kept[name].replace("\r\n", "\n") == typed[name].replace("\r\n", "\n")
    if field in ("company", "person", "message") and value.isprintable():
        assert kept[field] == value
    assert (Inquiry.objects.count(), Letter.objects.count()) == (0, 0)


def test_invalid_utf8_comes_back_with_a_message(client, parks):
    body = b"company=%FF%FE&person=%ED%A0%80&message=%C3%28"
    response = client.post("/en/cooperate/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert {"company", "person", "message"} <= set(errors(page_of(response)))


@pytest.mark.parametrize(
    ("country", "phone", "kept"),
    [
        ("US", "+86 21 1234 5678", "+86 21 1234 5678"),
        ("CN", "(021) 1234-5678 转 12", "+86 21 1234 5678 ext. 12"),
        ("CN", "0512-6288 8888-801", "+86 512 6288 8888 ext. 801"),
        ("CN", "13800138000", "+86 138 0013 8000"),
        ("US", "＋４４ ２０ ７９４６ ０９５８", "+44 20 7946 0958"),
        ("HK", "2345 6789", "+852 2345 6789"),
        ("DE", "", ""),
    ],
)
def test_phone_of_any_country_is_kept_as_it_is_dialled_from_anywhere(client, typed, officers, country, phone, kept):
    assert client.post("/en/cooperate/", {**typed, "country": country, "phone": phone}).status_code == 303
    assert Inquiry.objects.get().phone == kept


@pytest.mark.parametrize("person", ["José Ñandú", "欧阳示例", "محمد", "O’Neill-Smith", "Ｆｕｌｌ"])
def test_name_of_any_script_is_taken(client, typed, officers, person):
    assert client.post("/en/cooperate/", {**typed, "person": person}).status_code == 303
    assert Inquiry.objects.get().person == person


def test_trap_refuses_robots_and_lets_a_person_try_again(client, typed, officers):
    page = page_of(client.post("/en/cooperate/", {**typed, "website": "https://example.com"}))

    assert Inquiry.objects.count() == 0
    assert page.select_one(".form-summary")
    again = values(page)
    assert again["website"] == ""
    assert client.post("/en/cooperate/", {**again, "consent": "on"}).status_code == 303


def test_markup_in_what_was_typed_comes_back_as_text(client, typed, officers):
    page = page_of(client.post("/en/cooperate/", {**typed, "person": "<script>alert(1)</script>", "email": ""}))

    assert values(page)["person"] == "<script>alert(1)</script>"
    assert not [script for script in page.select("script") if "alert(1)" in script.text]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
@pytest.mark.parametrize("address", ["/en/cooperate/", "/zh-hans/cooperate/sent/"])
def test_other_methods_are_refused_with_the_sites_page(client, parks, method, address):
    response = getattr(client, method)(address, headers={"Accept": "text/html"})

    assert response.status_code == 405
    assert b"<html" in response.content


def test_form_without_token_is_refused(typed):
    response = Client(enforce_csrf_checks=True).post("/en/cooperate/", typed)

    assert response.status_code == 403
    assert Inquiry.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh-hans", {"HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾", "CN": "中国"}),
        ("en", {"HK": "Hong Kong, China", "MO": "Macao, China", "TW": "Taiwan, China", "CN": "China"}),
    ],
)
def test_country_choices_have_the_fixed_labels(language, names):
    with translation.override(language):
        choices = dict(country_choices())

    assert {code: choices[code] for code in names} == names


def test_country_choices_in_chinese_follow_pinyin():
    with translation.override("zh-hans"):
        codes = [code for code, _name in country_choices()]

    assert codes[1:5] == ["CN", "HK", "MO", "TW"]
    assert codes.index("AR") < codes.index("DE") < codes.index("FR") < codes.index("US") < codes.index("GB")


def test_form_takes_as_many_queries_for_many_parks(client, parks):
    client.get("/en/cooperate/")
    counts = []
    for total in (3, 6):
        while Park.objects.count() < total:
            Park.objects.create(slug=f"p{Park.objects.count()}", name_en="P")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/cooperate/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_country_has_a_chinese_name_of_its_own():
    with translation.override("zh-hans"):
        names = dict(country_choices()[1:])
    assert len(set(names.values())) == len(names)
    assert [name for name in names.values() if name != name.strip() or name.isascii()] == []
    assert {code: names[code] for code in ("BA", "CD", "CG", "DM", "DO", "MK", "NP", "TJ", "TW", "WS")} == {
        "BA": "波斯尼亚和黑塞哥维那",
        "CD": "刚果（金）",
        "CG": "刚果（布）",
        "DM": "多米尼克",
        "DO": "多米尼加共和国",
        "MK": "北马其顿",
        "NP": "尼泊尔",
        "TJ": "塔吉克斯坦",
        "TW": "中国台湾",
        "WS": "萨摩亚",
    }
