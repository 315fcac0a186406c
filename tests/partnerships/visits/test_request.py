"""The request form: what is right becomes one visit that is to be looked at, what is wrong comes back as typed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from parks.models import Park
from partnerships.models import Inquiry, PrivacyNotice, Visit, VisitRequest
from partnerships.public_answers import SENT_PAGE_SECONDS
from partnerships.public_form import shown_notice
from partnerships.references import normalized
from partnerships.submissions import key_of
from partnerships.visits.enums import LetterKind, VisitState
from partnerships.visits.outside.services import receive_request
from portal.core.days import today
from portal.core.enums import Role
from portal.core.localized import word_columns
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.test_form import errors, page_of, values

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def asked(parks) -> dict[str, str]:
    """The form as a careful visitor fills it in."""
    return {
        "kind": "business",
        "park": "zizhu",
        "organization": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "office": "Director",
        "email": "alex.morgan@example.com",
        "phone": "+1 617 555 0100",
        "headcount": "6",
        "wanted_from": (today() + 30 * DAY).isoformat(),
        "wanted_until": (today() + 40 * DAY).isoformat(),
        "purpose": "We make optical sensors.\r\nCould we see the laboratories?",
        "delegates": "Alex Morgan, Director\r\nRobin Ray, Head of Research",
        "letter_number": "EP 2026-17",
        "consent": "on",
        "notice": shown_notice(),
        "submission": "0123456789abcdef0123456789abcdef",
        "website": "",
    }


@pytest.fixture
def facts() -> dict[str, object]:
    return {
        "submission_key": "k",
        "kind": "business",
        "organization": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "email": "alex.morgan@example.com",
        "purpose": "Could we see the laboratories?",
        "locale": "en",
    }


def told() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("kind", "recipient").values_list("kind", "recipient", "locale"))


# --- the form -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_form_is_never_cached_and_carries_a_token(client, parks, locale):
    response = client.get(f"/{locale}/visits/request/?park=zizhu")

    page = page_of(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert page.select_one("main form input[name=csrfmiddlewaretoken]")
    assert values(page)["park"] == "zizhu"
    assert page.select_one(f'label a[href="/{locale}/privacy/"]')


def test_request_sent_becomes_a_visit_to_be_looked_at(client, asked, sectors, officers):
    response = client.post("/en/visits/request/", {**asked, "sectors": ["photonics", "aerospace"]})

    visit = Visit.objects.get()
    assert response.status_code == 303
    assert (visit.state, visit.kind, visit.direction, visit.is_public) == (
        VisitState.REQUESTED,
        "business",
        "incoming",
        False,
    )
    assert (visit.park.slug, visit.unit, visit.headcount) == ("zizhu", visit.park.unit, 6)
    assert (visit.letter_kind, visit.letter_number) == (LetterKind.OFFICIAL_LETTER, "EP 2026-17")
    assert [link.sector.slug for link in visit.sector_links.all()] == ["photonics", "aerospace"]
    assert [partner.description_en for partner in visit.partners.all()] == ["Example Photonics Ltd"]
    assert [getattr(visit, name) or "" for name in word_columns("purpose")] == ["", ""], "staff word what may be public"


def test_request_sent_keeps_what_was_told(client, asked, officers):
    client.post("/en/visits/request/", asked)

    request = VisitRequest.objects.get()
    same = ("organization", "country", "person", "office", "email", "phone", "purpose", "delegates")
    assert {name: str(getattr(request, name)) for name in same} == {name: asked[name] for name in same}
    assert (request.headcount, request.locale) == (6, "en")
    assert (request.wanted_from, request.wanted_until) == (today() + 30 * DAY, today() + 40 * DAY)
    assert normalized(request.reference) == request.reference
    assert request.consented_at == request.created_at


def test_consent_is_to_the_notice_that_was_shown(client, asked, officers):
    for code in ("zh-hans", "en"):
        PrivacyNotice.objects.create(version="2099-1", locale=code, in_force_from=today(), text="Text")

    page = page_of(client.post("/en/visits/request/", asked))

    assert set(errors(page)) == {"consent"}
    assert not page.select_one("[name=consent]").has_attr("checked")
    assert not VisitRequest.objects.exists()
    client.post("/en/visits/request/", {**asked, "notice": page.select_one("[name=notice]")["value"]})
    assert VisitRequest.objects.get().privacy_version == "2099-1"


def test_page_after_it_shows_reference_and_the_way_to_its_status(client, asked, officers):
    location = client.post("/en/visits/request/", asked).headers["Location"]

    request = VisitRequest.objects.get()
    assert request.reference not in location
    sent = client.get(location)
    assert request.reference in sent.content.decode()
    assert "no-store" in sent.headers["Cache-Control"]
    assert (sent.headers["X-Robots-Tag"], sent.headers["Referrer-Policy"]) == ("noindex", "same-origin")
    link = page_of(sent).select_one('main a[href^="/en/visits/status/?request="]')
    assert request.reference in client.get(link["href"]).content.decode()


@pytest.mark.parametrize(
    "token",
    ["", "x", signing.dumps(1), signing.dumps("a", salt="partnerships.sent")],
    ids=["none", "short", "unsalted", "foreign"],
)
def test_page_after_it_without_its_token_is_not_found(client, asked, officers, token):
    client.post("/en/visits/request/", asked)

    assert client.get("/en/visits/request/sent/", {"request": token}).status_code == 404


def test_page_after_it_of_an_old_token_is_not_found(client, asked, officers, monkeypatch):
    location = client.post("/en/visits/request/", asked).headers["Location"]
    later = timezone.now() + timedelta(seconds=SENT_PAGE_SECONDS + 5)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

    assert client.get(location).status_code == 404


@pytest.mark.parametrize(
    ("organization", "names"),
    [
        ("Example Photonics Ltd", ("", "Visit of Example Photonics Ltd")),
        ("连云港市商务局", ("连云港市商务局来访", "")),
        ("中" * 200, ("中" * 198 + "来访", "")),
        ("x" * 200, ("", "Visit of " + "x" * 191)),
    ],
)
def test_visit_is_named_in_the_language_of_the_organisation_alone(client, asked, officers, organization, names):
    client.post("/zh-hans/visits/request/", {**asked, "organization": organization})

    visit = Visit.objects.get()
    assert (visit.name_zh_hans or "", visit.name_en or "") == names


@pytest.mark.parametrize("organization", ["Request", "الشركة", "🙂🙂", "Visit of"])
def test_two_requests_of_one_organisation_get_addresses_of_their_own(client, asked, officers, organization):
    for number in range(2):
        sent = {**asked, "organization": organization, "purpose": f"Visit {number}"}
        assert client.post("/en/visits/request/", sent).status_code == 303

    slugs = set(Visit.objects.values_list("slug", flat=True))
    assert len(slugs) == 2
    assert not slugs & Visit.reserved_slugs


def test_request_sent_twice_is_one_visit_with_one_reference(client, asked, officers):
    pages = [client.get(client.post("/en/visits/request/", asked).headers["Location"]) for _ in range(2)]

    assert (Visit.objects.count(), VisitRequest.objects.count(), Letter.objects.count()) == (1, 1, 2)
    assert all(VisitRequest.objects.get().reference in page.content.decode() for page in pages)


@pytest.mark.parametrize("change", [{"purpose": "Another reason."}, {"email": "b@example.com"}, {"headcount": "7"}])
def test_request_with_other_words_is_another_one(client, asked, officers, change):
    client.post("/en/visits/request/", asked)
    client.post("/en/visits/request/", {**asked, **change})

    assert VisitRequest.objects.count() == 2


def test_request_sent_again_from_a_fresh_form_is_the_same(client, asked, officers):
    pages = []
    for change in ({}, {"submission": "f" * 32}, {"submission": "", "email": asked["email"].upper()}):
        pages.append(client.get(client.post("/en/visits/request/", {**asked, **change}).headers["Location"]))

    assert (Visit.objects.count(), Letter.objects.count()) == (1, 2)
    assert all(VisitRequest.objects.get().reference in page.content.decode() for page in pages)


def test_same_words_a_day_later_or_after_it_was_withdrawn_ask_anew(client, asked, officers):
    client.post("/en/visits/request/", asked)
    VisitRequest.objects.update(created_at=timezone.now() - 2 * DAY)
    client.post("/en/visits/request/", {**asked, "submission": "e" * 32})
    Visit.objects.update(state=VisitState.CANCELLED)
    client.post("/en/visits/request/", {**asked, "submission": "f" * 32})
    assert VisitRequest.objects.count() == 3

    client.post("/en/visits/request/", asked)
    assert VisitRequest.objects.count() == 3, "the very same form is sent once"


@pytest.mark.django_db(transaction=True)
def test_same_request_from_several_forms_at_once_is_one_visit(parks, officers, facts):
    def send(number: int) -> str:
        try:
            key = key_of("the same words", str(number) * 32)
            return receive_request(park=parks["zizhu"], **{**facts, "submission_key": key}).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(send, range(8)))

    assert references == {VisitRequest.objects.get().reference}
    assert (Visit.objects.count(), Letter.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_request_from_several_clients_at_once_is_one_visit(parks, officers, facts):
    def send(_: int) -> str:
        try:
            return receive_request(park=parks["zizhu"], **facts).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(send, range(8)))

    assert references == {VisitRequest.objects.get().reference}
    assert (Visit.objects.count(), Letter.objects.count()) == (1, 2)


# --- what is wrong --------------------------------------------------------------------------------------------
EMPTY = {"kind", "organization", "country", "person", "email", "purpose", "consent"}
BAD = [
    ("organization", "A\x00B"),
    ("organization", "A\nB"),
    ("organization", "x" * 201),
    ("organization", "Win at https://example.com"),
    ("person", "A\x1b[31mB"),
    ("person", "A\u202egnp.exe"),
    ("person", "A\r\nBcc: b@example.com"),
    ("person", "broken \ufffd"),
    ("office", "a\x00"),
    ("office", "x" * 121),
    ("email", "nobody"),
    ("email", "a@example.com\r\nBcc: b@example.com"),
    ("email", f"{'x' * 250}@example.com"),
    ("phone", "call me"),
    ("phone", "=cmd|' /C calc'!A0"),
    ("headcount", "0"),
    ("headcount", "-3"),
    ("headcount", "501"),
    ("headcount", "2.5"),
    ("headcount", "9" * 5000),
    ("headcount", "six\x00"),
    ("wanted_from", "yesterday"),
    ("wanted_from", "2026-02-30"),
    ("wanted_from", "2026-11-03\x00"),
    ("wanted_from", "0001-01-01"),
    ("wanted_from", "9999-12-31"),
    ("wanted_until", (today() + timedelta(days=3000)).isoformat()),
    ("wanted_until", "2001-01-01"),
    ("purpose", "a\x00b"),
    ("purpose", "x" * 3001),
    ("purpose", "y" * 1_000_000),
    ("delegates", "a\x0bb"),
    ("delegates", "x" * 5001),
    ("letter_number", "x" * 81),
    ("letter_number", "a\nb"),
    ("park", "nowhere"),
    ("sectors", "nothing\x00"),
    ("kind", "steal"),
    ("country", "ZZ"),
]


@pytest.mark.parametrize("blank", ["", "   ", "\u200b\u3000\t"])
@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_empty_request_comes_back_with_a_message_at_each_field(client, parks, locale, blank):
    names = ("organization", "person", "email", "purpose", "headcount", "wanted_from")
    response = client.post(f"/{locale}/visits/request/", dict.fromkeys(names, blank))

    page = page_of(response)
    assert response.status_code == 200
    assert set(errors(page)) - {"headcount", "wanted_from"} == EMPTY
    for name in EMPTY:
        assert page.select_one(f"[name={name}]")["aria-invalid"] == "true"
        assert f"id_{name}_error" in page.select_one(f"[name={name}]")["aria-describedby"]
    assert (Visit.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize(("field", "value"), BAD, ids=[f"{field}-{value[:12]!r}" for field, value in BAD])
def test_bad_value_comes_back_with_everything_that_was_typed(client, asked, officers, field, value):
    sent = {**asked, field: value}
    response = client.post("/en/visits/request/", sent)

    page = page_of(response)
    assert response.status_code == 200
    assert field in errors(page)
    kept = values(page)
    others = set(sent) - {field, "website", "sectors"}
    assert {name: " ".join(kept[name].split()) for name in others} == {
        name: " ".join(sent[name].split()) for name in others
    }
    assert (Visit.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"wanted_until": (today() + 20 * DAY).isoformat()}, "wanted_until"),
        ({"wanted_from": ""}, "wanted_from"),
        ({"wanted_from": (today() - 3 * DAY).isoformat()}, "wanted_from"),
    ],
    ids=["end before beginning", "end without beginning", "past"],
)
def test_days_that_do_not_go_together_are_told(client, asked, officers, change, field):
    page = page_of(client.post("/en/visits/request/", {**asked, **change}))

    assert set(errors(page)) == {field}


@pytest.mark.parametrize(
    ("kind", "country", "is_right"),
    [
        ("official", "CN", True),
        ("official", "HK", False),
        ("official", "DE", False),
        ("foreign", "TW", True),
        ("foreign", "DE", True),
        ("foreign", "CN", False),
        ("business", "CN", True),
        ("business", "MO", True),
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_kind_and_country_go_together(client, asked, officers, locale, kind, country, is_right):
    response = client.post(f"/{locale}/visits/request/", {**asked, "kind": kind, "country": country})

    assert (response.status_code == 303) is is_right
    if not is_right:
        told = errors(page_of(response))
        assert set(told) == {"kind"}
        assert ("mainland" if locale == "en" else "境内单位") in told["kind"]


@pytest.mark.parametrize("number", ["0", "501", "2.5", "-1"])
def test_headcount_out_of_range_is_told_with_its_range(client, asked, officers, number):
    said = [
        errors(page_of(client.post(f"/{locale}/visits/request/", {**asked, "headcount": number})))["headcount"]
        for locale in ("en", "zh-hans")
    ]

    assert said == ["Please give a number from 1 to 500.", "请填写1至500之间的整数。"]


@pytest.mark.parametrize(("locale", "words"), [("en", "2.5"), ("zh-hans", "2.5")])
def test_too_much_is_told_with_how_much_it_may_be(client, asked, locale, words):
    response = client.post(f"/{locale}/visits/request/", {**asked, "purpose": "x" * 3_000_000})

    assert response.status_code == 413
    assert words in page_of(response).select_one("main").text


def test_fields_stand_in_groups_and_optional_is_set_as_the_language_does(client, parks):
    page, chinese = (page_of(client.get(f"/{locale}/visits/request/")) for locale in ("en", "zh-hans"))

    assert [legend.text for legend in page.select("fieldset.form-group > legend")] == [
        "The visit",
        "Who is coming",
        "Contact person",
        "Consent",
    ]
    assert page.select_one("label[for=id_park]").text == "Park (optional)"
    assert chinese.select_one("label[for=id_park]").text == "园区（选填）"


@pytest.mark.parametrize(
    ("park", "words"), [("zizhu", "The park’s office"), ("", "partnership officers of the portal")]
)
@pytest.mark.usefixtures("officers")
def test_confirmation_says_who_looks_at_it(client, asked, park, words):
    client.post("/en/visits/request/", {**asked, "park": park})

    assert f"{words} will look" in Letter.objects.get(kind="visit_request_received").text


@pytest.mark.parametrize("style", ["%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"])
def test_days_are_taken_as_people_write_them(client, asked, officers, style):
    day = today() + 30 * DAY
    client.post("/zh-hans/visits/request/", {**asked, "wanted_from": day.strftime(style)})

    assert VisitRequest.objects.get().wanted_from == day


@pytest.mark.parametrize("optional", ["office", "phone", "headcount", "delegates", "letter_number", "park"])
def test_what_is_optional_may_be_empty(client, asked, officers, optional):
    assert client.post("/en/visits/request/", {**asked, optional: ""}).status_code == 303


def test_days_may_both_be_open(client, asked, officers):
    client.post("/en/visits/request/", {**asked, "wanted_from": "", "wanted_until": ""})

    request = VisitRequest.objects.get()
    assert (request.wanted_from, request.wanted_until) == (None, None)


def test_bytes_that_are_no_utf8_are_told(client, asked, officers):
    body = b"kind=business&country=US&email=a%40example.com&consent=on&person=%ED%A0%80&organization=%ff%fe&purpose=%ff"
    response = client.post("/en/visits/request/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert {"organization", "person", "purpose"} <= set(errors(page_of(response)))


def test_trap_refuses_robots_and_lets_a_person_try_again(client, asked, officers):
    page = page_of(client.post("/en/visits/request/", {**asked, "website": "https://example.com"}))

    assert Visit.objects.count() == 0
    again = values(page)
    assert again["website"] == ""
    assert client.post("/en/visits/request/", {**again, "consent": "on"}).status_code == 303


def test_markup_and_formulas_come_back_as_text(client, asked, officers):
    hostile = {"person": "<script>alert(1)</script>", "organization": "=1+1", "email": ""}
    page = page_of(client.post("/en/visits/request/", {**asked, **hostile}))

    assert {name: values(page)[name] for name in hostile} == hostile
    assert not [script for script in page.select("script") if "alert(1)" in script.text]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
@pytest.mark.parametrize("address", ["request/", "request/sent/", "status/", "status/add/", "status/withdraw/"])
def test_other_methods_are_refused_with_the_sites_page(client, parks, method, address):
    response = getattr(client, method)(f"/en/visits/{address}", headers={"Accept": "text/html"})

    assert response.status_code == 405
    assert b"<html" in response.content


def test_form_without_token_is_refused(asked):
    assert Client(enforce_csrf_checks=True).post("/en/visits/request/", asked).status_code == 403
    assert Visit.objects.count() == 0


def test_form_takes_as_many_queries_for_many_parks(client, parks):
    client.get("/en/visits/request/")
    counts = []
    for total in (3, 6):
        while Park.objects.count() < total:
            Park.objects.create(slug=f"p{Park.objects.count()}", name_en="P")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/visits/request/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- who is told ----------------------------------------------------------------------------------------------
def test_letters_go_to_who_asked_and_to_the_officers_of_the_park(parks, officers, facts):
    request = receive_request(park=parks["zizhu"], **facts)

    assert told() == [
        ("visit_request_notice", "officer-zizhu@example.org", "zh-hans"),
        ("visit_request_received", "alex.morgan@example.com", "en"),
    ]
    assert {(letter.about, letter.unit) for letter in Letter.objects.all()} == {(request.visit, parks["zizhu"].unit)}
    entry = ModelLogEntry.objects.get(action="partnerships.visit.request")
    assert (entry.object_id, entry.user) == (str(request.visit.pk), None)
    assert entry.data["reference"] == request.reference


@pytest.mark.parametrize("slug", ["haian", None])
def test_request_without_an_office_goes_to_officers_of_the_portal(parks, officers, facts, slug):
    make_user("portal-officer", Role.OFFICER)

    request = receive_request(park=parks.get(slug), **facts)

    assert request.visit.unit is None
    assert told()[0] == ("visit_request_notice", "portal-officer@example.org", "zh-hans")


def test_confirmation_has_reference_and_link_and_no_free_text(parks, officers, facts, client):
    request = receive_request(park=parks["zizhu"], wanted_from=date(2027, 3, 9), **facts)

    letter = Letter.objects.get(kind="visit_request_received")
    assert letter.subject == f"We have received your request for a visit (reference {request.reference})"
    for words in ("Dear Alex Morgan,", request.reference, "Shanghai Zizhu High-Tech Park", "9 March 2027"):
        assert words in letter.text
    for body in (letter.text, letter.html):
        assert "laboratories" not in body
        assert "Example Photonics" not in body
    link = next(line for line in letter.text.splitlines() if "/en/visits/status/?request=" in line)
    assert request.reference in client.get(link[link.index("/en/") :]).content.decode()


def test_confirmation_in_chinese_reads_as_a_letter(parks, officers, facts):
    receive_request(park=parks["zizhu"], **{**facts, "locale": "zh-hans", "person": "示例来宾"})

    letter = Letter.objects.get(kind="visit_request_received")
    assert letter.text.startswith("尊敬的示例来宾：\n")
    assert f"拟访园区：{parks['zizhu'].name_zh_hans}" in letter.text
    assert "来访类型：商务" in letter.text
    assert "　　此致\n敬礼\n" in letter.text
    assert "/zh-hans/visits/status/?request=" in letter.text


def test_notice_names_nobody_and_leads_to_the_request(parks, officers, facts):
    request = receive_request(park=parks["zizhu"], phone="+1 617 555 0100", **facts)

    letter = Letter.objects.get(kind="visit_request_notice")
    assert f"/admin/visits/{request.visit.pk}/request/" in letter.text
    for secret in ("Alex Morgan", "alex.morgan", "555 0100", "laboratories"):
        assert secret not in letter.text + letter.html + letter.subject


@pytest.mark.parametrize("address", ["visits/request/", "cooperate/"])
def test_language_switch_takes_what_was_typed_along(client, asked, officers, sectors, address):
    page = page_of(client.get(f"/en/{address}?park=zizhu"))
    form, switch = page.select_one("main form"), page.select_one(".language-switch button")
    assert switch["form"] == form["id"]
    assert switch["formaction"] == f"/zh-hans/{address}?park=zizhu"
    first = page.select_one(f'button[form="{form["id"]}"]')
    assert not first.has_attr("formaction"), "Enter in a field sends the form"

    sent = {
        **asked,
        "email": "nobody",
        "parks": "zizhu",
        "message": "Two\r\nlines",
        "sectors": ["aerospace"],
        switch["name"]: switch["value"],
    }
    response = client.post(switch["formaction"], sent)

    chinese = page_of(response)
    assert (response.status_code, chinese.html["lang"]) == (200, "zh-hans")
    assert chinese.select("[aria-invalid], .form-error, .form-summary") == []
    kept = values(chinese)
    same = [name for name in kept if name in sent and name not in ("sectors", "website")]
    park = "parks" if address == "cooperate/" else "park"
    assert {"person", "email", "submission", park} <= set(same)
    assert {name: kept[name].split() for name in same} == {name: sent[name].split() for name in same}
    assert [box["value"] for box in chinese.select("[name=sectors][checked]")] == ["aerospace"]
    assert chinese.select_one("[name=consent]").has_attr("checked")
    assert (Visit.objects.count(), Letter.objects.count()) == (0, 0)


def test_form_of_another_language_taken_along_may_hold_anything(client, parks):
    sent = {"park": "a\x00", "kind": "x" * 9999, "wanted_from": "never", "headcount": "9" * 5000, "unsent": "en"}

    assert client.post("/en/visits/request/", sent).status_code == 200


# --- how often ------------------------------------------------------------------------------------------------
def sent_again(client, asked, number: int, **values):
    data = {**asked, "submission": f"{number:032x}", "purpose": f"Purpose {number}", **values}
    return client.post("/en/visits/request/", data, REMOTE_ADDR=values.get("address", f"192.0.2.{number}"))


def test_one_address_is_written_to_five_times_an_hour(client, asked):
    answers = [sent_again(client, asked, number) for number in range(1, 6)]
    assert {answer.status_code for answer in answers} == {303}
    refused = sent_again(client, asked, 6, email="Alex.Morgan@Example.com")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "Purpose 6" in page_of(refused).select_one("textarea[name=purpose]").text
    assert "in the last hour" in page_of(refused).select_one(".form-summary").text
    assert Letter.objects.filter(kind="visit_request_received").count() == VisitRequest.objects.count() == 5
    assert sent_again(client, asked, 5).status_code == 303  # what has arrived may be sent again
    VisitRequest.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert sent_again(client, asked, 6).status_code == 303


def test_equal_words_are_counted_where_they_become_a_new_request(client, asked):
    for number in range(1, 6):
        sent_again(client, asked, number)
    first = VisitRequest.objects.earliest("pk")
    assert sent_again(client, asked, 1).status_code == 303  # still the same
    Visit.objects.filter(pk=first.visit_id).update(state="declined")
    assert sent_again(client, asked, 1, submission="e" * 32).status_code == 429
    assert VisitRequest.objects.count() == 5


def test_inquiries_and_requests_for_one_address_are_counted_together(client, asked, typed):
    for number in range(1, 6):
        sent_again(client, asked, number)
    assert client.post("/en/cooperate/", typed).status_code == 429
    assert not Inquiry.objects.exists()


def test_one_network_asks_for_so_many_addresses_an_hour(client, asked, settings):
    settings.PORTAL_FORMS_PER_NETWORK = 2
    codes = [
        sent_again(client, asked, number, email=f"a{number}@example.com", address="198.51.100.77").status_code
        for number in range(3)
    ]
    assert codes == [303, 303, 429]
    assert sent_again(client, asked, 4, email="b@example.com", address="198.51.100.78").status_code == 303
