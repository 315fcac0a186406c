"""The cooperation form: parks, scale, requirement sheet, consents, and whatever people or robots type."""

from __future__ import annotations

import os
from decimal import Decimal
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone

from parks.models import ParkPlace, Place
from partnerships.inquiries.enums import InquiryState
from partnerships.inquiries.outside.forms import InquiryForm
from partnerships.inquiries.proof.admission import Admission
from partnerships.models import Inquiry, InquiryDraft, PremisesNeed, PrivacyNotice
from portal.core.days import today
from portal.outbox.models import Letter
from tests.partnerships.conftest import PARKS
from tests.partnerships.inquiries.inquiry_files import post_raw
from tests.partnerships.test_form import errors, page_of

pytestmark = pytest.mark.django_db
ADDRESS = "/en/cooperate/"
VIEWS = "partnerships.inquiries.outside.views"


@pytest.fixture
def boston(parks):
    """The park `lingang`, which lies abroad in this story."""
    place = Place.objects.create(slug="boston", name_en="Boston", country="US")
    ParkPlace.objects.create(park=parks["lingang"], place=place)
    return parks["lingang"]


def test_of_several_parks_the_one_by_which_the_investor_came_answers(client, typed, officers):
    page = page_of(client.get(f"{ADDRESS}?park=zizhu"))
    lead = page.select_one("[data-lead] select[name=lead] [selected]")
    assert (lead["value"], page.select_one("[data-lead]").has_attr("hidden")) == ("zizhu", True)

    client.post(ADDRESS, {**typed, "parks": ["lingang", "zizhu", "lingang"], "lead": lead["value"]})

    inquiry = Inquiry.objects.get()
    assert (inquiry.park.slug, inquiry.unit) == ("zizhu", inquiry.park.unit)
    assert {park.slug for park in inquiry.wanted_parks.all()} == {"lingang", "zizhu"}
    letters = {letter.kind: letter for letter in Letter.objects.all()}
    assert set(letters) == {"inquiry_received", "inquiry_notice"}
    for letter in letters.values():
        for text in (letter.text, letter.html):
            assert text.count(PARKS["lingang"][letter.locale == "en"]) >= 1
            assert text.count(PARKS["zizhu"][letter.locale == "en"]) >= 2, "as addressed, and as the one that answers"


@pytest.mark.parametrize("lead", [None, "", "haian"], ids=["none", "empty", "not ticked"])
def test_of_several_parks_the_investor_says_which_answers(client, typed, officers, lead):
    told = {**typed, "parks": ["lingang", "zizhu"]} | ({} if lead is None else {"lead": lead})

    page = page_of(client.post(ADDRESS, told))

    assert list(errors(page)) == ["lead"]
    assert not page.select_one("[data-lead]").has_attr("hidden")
    assert client.post(ADDRESS, {**told, "lead": "lingang"}).status_code == 303
    assert Inquiry.objects.get().park.slug == "lingang"


def test_park_of_the_link_does_not_answer_what_another_alone_is_asked(client, typed, officers):
    client.post(ADDRESS, {**typed, "parks": ["lingang"], "lead": "zizhu"})

    assert Inquiry.objects.get().park.slug == "lingang"


def _notice(version: str) -> None:
    for code in ("zh-hans", "en"):
        PrivacyNotice.objects.create(version=version, locale=code, in_force_from=today(), text="Text")


def test_consent_is_to_the_notice_that_was_shown(client, typed, officers, boston):
    told = {**typed, "parks": ["lingang"], "consent_abroad": "on"}
    _notice("2099-1")

    page = page_of(client.post(ADDRESS, told))

    assert set(errors(page)) == {"consent"}
    assert not Inquiry.objects.exists()
    assert page.select("[name^=consent][checked]") == [], "nothing is agreed to that was not shown"
    assert page.select_one('label a[href$="/privacy/2099-1/"]')
    again = {**told, "notice": page.select_one("[name=notice]")["value"]}
    assert client.post(ADDRESS, again).status_code == 303
    assert set(Inquiry.objects.get().consents.values_list("version", flat=True)) == {"2099-1"}


@pytest.mark.parametrize("notice", ["", "2025-09", "2025-09:forged"])
def test_consent_without_a_notice_shown_is_none(client, typed, officers, notice):
    assert set(errors(page_of(client.post(ADDRESS, {**typed, "notice": notice})))) == {"consent"}


def test_draft_does_not_agree_to_a_newer_notice(client, typed, officers):
    client.post(ADDRESS, {**typed, "email": "nobody"})
    assert page_of(client.get(ADDRESS)).select_one("[name=consent]").has_attr("checked")
    _notice("2099-1")

    page = page_of(client.get(ADDRESS))

    assert page.select_one("[name=person]")["value"] == typed["person"]
    assert not page.select_one("[name=consent]").has_attr("checked")


@pytest.mark.parametrize("state", [InquiryState.NOT_SETTLED, InquiryState.SPAM, InquiryState.SETTLED])
@pytest.mark.parametrize("copy", ["same copy", "other copy"])
def test_equal_words_after_it_was_over_ask_anew(client, typed, officers, state, copy):
    client.post(ADDRESS, typed)
    first = Inquiry.objects.get()
    Inquiry.objects.update(state=state)
    letters = Letter.objects.count()

    again = client.post(ADDRESS, {**typed, "submission": typed["submission"] if copy == "same copy" else "f" * 32})

    second = Inquiry.objects.exclude(pk=first.pk).get()
    assert second.reference in client.get(again.headers["Location"]).content.decode()
    assert Letter.objects.count() == 2 * letters
    assert client.post(ADDRESS, typed).status_code == 303
    assert Inquiry.objects.count() == 2, "the second one stands for its double"


def test_equal_words_after_erasure_or_withdrawal_in_quarantine_ask_anew(client, typed, officers):
    client.post(ADDRESS, typed)
    Inquiry.objects.update(erased_at=timezone.now())
    client.post(ADDRESS, typed)
    assert Inquiry.objects.count() == 2

    Inquiry.objects.update(quarantined_at=timezone.now(), state=InquiryState.NOT_SETTLED)
    client.post(ADDRESS, typed)
    assert Inquiry.objects.count() == 3


def test_page_after_sending_is_the_same_for_one_in_quarantine(client, typed, officers):
    """A robot learns nothing by it; who is misjudged is promised nothing that does not come."""
    pages = []
    for number, is_held in enumerate((False, True)):
        told = {**typed, "message": f"Message {number}", "submission": ""}
        with mock.patch(f"{VIEWS}.admit", return_value=Admission(True, ["haste", "links"] if is_held else [])):
            location = client.post(ADDRESS, told).headers["Location"]
        inquiry = Inquiry.objects.latest("pk")
        assert inquiry.is_quarantined == is_held
        page = page_of(client.get(location)).select_one("main")
        for link in page.select("[href*='inquiry=']"):
            link["href"] = ""
        pages.append(str(page).replace(inquiry.reference, ""))
    assert pages[0] == pages[1]
    assert "We answer you within 2 working days" in pages[0]


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("500k", 500_000),
        ("about 500k", 500_000),
        ("3 million", 3_000_000),
        ("~1.5M", 1_500_000),
        ("50万", 500_000),
        ("3,000万", 30_000_000),
        ("约2千万元", 20_000_000),
    ],
)
def test_rough_figures_are_taken(client, typed, officers, amount, kept):
    client.post(ADDRESS, {**typed, "amount": amount, "currency": "USD"})

    assert Inquiry.objects.get().amount == kept


@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_summary_names_the_fields_and_says_what_is_wrong(client, typed, officers, locale):
    wrong = {"floor_load": "abc", "water": "-5", "headcount": "-1", "person": "<b>Alex", "clear_height": "8 m"}

    page = page_of(client.post(f"/{locale}/cooperate/", {**typed, **wrong}))

    said = {link["href"]: link.text for link in page.select(".form-summary a")}
    assert set(said) == {f"#id_{name}" for name in wrong}
    for name in wrong:
        label = page.select_one(f"label[for=id_{name}]").find(string=True).strip()
        assert said[f"#id_{name}"].startswith(label + (": " if locale == "en" else "："))
    if locale == "en":
        assert "not negative" in said["#id_water"]
        assert "at least one person" in said["#id_headcount"]
        assert "web address" not in said["#id_person"]


def test_beginning_anew_keeps_the_park_of_the_link(client, typed, officers):
    switched = client.post(f"{ADDRESS}?park=zizhu", {**typed, "unsent": "en"})

    anew = page_of(switched).select_one("#start-anew")
    told = {field["name"]: field["value"] for field in anew.select("input")}
    assert page_of(switched).select_one("[form=start-anew]")
    assert client.post(anew["action"], told).headers["Location"] == f"{ADDRESS}?park=zizhu"
    assert client.post(anew["action"], {"park": "//evil.example"}).headers["Location"] == ADDRESS


def test_adviser_writes_for_a_client_who_is_not_named(client, typed, officers):
    client.post(ADDRESS, {**typed, "behalf": "client", "company": "Example Advisers LLP"})

    assert Inquiry.objects.values_list("behalf", "company").get() == ("client", "Example Advisers LLP")


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("5,000,000", "5000000.00"),
        ("５０００", "5000.00"),
        ("500万", "5000000.00"),
        ("1.25亿", "125000000.00"),
        ("3.456", "3.46"),
    ],
)
def test_scale_is_taken_as_people_write_it(client, typed, officers, amount, kept):
    client.post(ADDRESS, {**typed, "amount": amount, "currency": "CNY", "time_frame": "half_year"})

    assert Inquiry.objects.values_list("amount", "currency", "time_frame").get() == (Decimal(kept), "CNY", "half_year")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"amount": "5000"}, "currency"),
        ({"amount": "many", "currency": "CNY"}, "amount"),
        ({"amount": "-1", "currency": "CNY"}, "amount"),
        ({"amount": "NaN", "currency": "CNY"}, "amount"),
        ({"amount": "1e999999", "currency": "CNY"}, "amount"),
        ({"amount": "1.000.000", "currency": "CNY"}, "amount"),
        ({"amount": "9" * 16, "currency": "CNY"}, "amount"),
        ({"amount": "9" * 1_000_000, "currency": "CNY"}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"time_frame": "never"}, "time_frame"),
        ({"behalf": "nobody"}, "behalf"),
        ({"area_min": "500", "area_max": "400"}, "area_max"),
        ({"area_min": "0"}, "area_min"),
        ({"floor_load": "1234567"}, "floor_load"),
        ({"headcount": "0"}, "headcount"),
        ({"headcount": "9" * 5000}, "headcount"),
        ({"headcount": "1.5"}, "headcount"),
        ({"assessment": "x"}, "assessment"),
        ({"emissions": "x" * 1001}, "emissions"),
    ],
    ids=lambda told: " ".join(f"{name} {value[:12]}" for name, value in told.items()) if isinstance(told, dict) else "",
)
def test_wrong_figure_comes_back_at_its_field(client, typed, officers, told, field):
    page = page_of(client.post(ADDRESS, {**typed, **told}))

    assert set(errors(page)) == {field}
    assert not Inquiry.objects.exists()
    sheet = page.select_one("details.premises-sheet")
    assert sheet.has_attr("open") == (field in InquiryForm.sheet_names)


def test_currency_without_a_figure_is_not_kept(client, typed, officers):
    client.post(ADDRESS, {**typed, "currency": "EUR"})

    assert Inquiry.objects.values_list("amount", "currency").get() == (None, "")


SHEET = {
    "area_min": "1,000",
    "area_max": "2000.5",
    "floor_load": "7.5",
    "clear_height": "8",
    "power": "1250",
    "water": "30",
    "headcount": "120",
    "assessment": "report",
    "emissions": "Rinsing water,\r\nabout 5 m³ a day",
}


def test_sheet_is_kept_where_something_is_filled_in(client, typed, officers):
    client.post(ADDRESS, {**typed, "intent": "premises", **SHEET})

    need = PremisesNeed.objects.get()
    assert need.inquiry == Inquiry.objects.get()
    assert [need.area_min, need.area_max, need.floor_load, need.clear_height] == [1000, Decimal("2000.5"), 7.5, 8]
    assert (need.power, need.water, need.headcount, need.assessment) == (1250, 30, 120, "report")
    assert need.emissions == SHEET["emissions"].replace("\r\n", "\n") or need.emissions == SHEET["emissions"]


@pytest.mark.parametrize("told", [{}, {"assessment": "unknown"}, {"emissions": "  ", "area_min": " "}], ids=str)
def test_empty_sheet_leaves_no_row(client, typed, officers, told):
    assert client.post(ADDRESS, {**typed, "intent": "premises", **told}).status_code == 303
    assert not PremisesNeed.objects.exists()


def test_each_consent_is_a_tick_of_its_own_that_nobody_has_set(client, typed, officers, settings):
    page = page_of(client.get(ADDRESS))
    boxes = [page.select_one(f"[name={name}]") for name in ("consent", "consent_abroad", "consent_sharing")]
    assert [(box["type"], box.has_attr("checked")) for box in boxes] == [("checkbox", False)] * 3

    client.post(ADDRESS, {**typed, "consent_sharing": "on"})
    client.post(ADDRESS, {**typed, "message": "Another", "consent_abroad": "on"})
    kinds = [set(inquiry.consents.values_list("kind", "version")) for inquiry in Inquiry.objects.order_by("pk")]
    version = settings.PRIVACY_NOTICE_VERSION
    assert kinds == [{("notice", version), ("sharing", version)}, {("notice", version), ("abroad", version)}]


def test_park_abroad_demands_the_consent_to_the_transfer(client, typed, officers, boston):
    told = {**typed, "parks": ["zizhu", "lingang"], "lead": "zizhu"}
    said = errors(page_of(client.post(ADDRESS, told)))
    assert list(said) == ["consent_abroad"]
    assert boston.name_en in said["consent_abroad"]
    assert "untick" in said["consent_abroad"]

    assert client.post(ADDRESS, {**told, "consent_abroad": "on"}).status_code == 303


@pytest.mark.parametrize(
    ("typed_address", "kept"),
    [
        ("li@例子.中国", "li@xn--fsqu00a.xn--fiqs8s"),
        ("li＠ｅｘａｍｐｌｅ．ｃｏｍ", "li@example.com"),
        ("a@münchen.de", "a@xn--mnchen-3ya.de"),
        ("a@раypal.com", "a@xn--ypal-43d9g.com"),
    ],
    ids=["chinese", "wide", "german", "homoglyph"],
)
def test_address_of_another_script_is_kept_as_mail_servers_write_it(client, typed, officers, typed_address, kept):
    assert client.post(ADDRESS, {**typed, "email": typed_address}).status_code == 303
    assert Inquiry.objects.get().email == kept


@pytest.mark.parametrize("address", ["аlex@example.com", "李@example.com", "a@xn--.com", "a@-例.com", "a@例\u200d.com"])
def test_address_that_no_letter_reaches_is_refused(client, typed, officers, address):
    assert set(errors(page_of(client.post(ADDRESS, {**typed, "email": address})))) <= {"email"}
    assert all(kept.isascii() for kept in Inquiry.objects.values_list("email", flat=True))


# --- whatever is typed ------------------------------------------------------------------------------------------
HOSTILE = {
    "control": "a\x00b\x1b[31m\x7f\x85",
    "megabyte": "A" * 1_000_000,
    "surrogate": "\ud83d broken",
    "turning": "a\u202egnp.exe",
    "homoglyph": "аdmin@ехаmple.com",
    "header": "a@example.com\r\nBcc: b@example.com",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "template": "{{ settings.SECRET_KEY }}{% load x %}%s %(a)s {0}",
    "query": "'; DROP TABLE partnerships_inquiry; --",
    "combining": "Z" + "\u0301\u0323" * 100_000,
}
#: What takes long to send and to read goes into fields of text alone.
LONG = {"megabyte", "combining"}
TEXTS = {"person", "company", "email", "phone", "message", "amount", "parks"}
FIELDS = [name for name in InquiryForm.base_fields if name != "attachments"]
#: Of the values of a field, so many are sent in `make test`; every value meets some field.
SAMPLE = 3


def hostile_values(field: str) -> list[str]:
    """What is typed into `field`: everything in the long suites, else a sample that is another one for each field."""
    values = [value for name, value in HOSTILE.items() if name not in LONG or field in TEXTS]
    if os.environ.get("PORTAL_TEST_SAMPLE") != "1":
        return values
    begin = [name for name in FIELDS if (name in TEXTS) == (field in TEXTS)].index(field) * SAMPLE
    return [values[number % len(values)] for number in range(begin, begin + SAMPLE)]


def test_every_hostile_value_is_in_the_sample(monkeypatch):
    monkeypatch.setenv("PORTAL_TEST_SAMPLE", "1")
    assert {value for field in FIELDS for value in hostile_values(field)} == set(HOSTILE.values())


@pytest.mark.full
@pytest.mark.parametrize("field", FIELDS)
def test_anything_in_any_field_is_refused_clearly_or_kept_harmlessly(client, typed, officers, field, settings):
    """Hostile values of a field, one after another: where one is taken, nothing of it runs."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
    for number, value in enumerate(hostile_values(field)):
        told = {**typed, "message": f"Message {number}", "email": f"a{number}@example.com", field: value}
        response = post_raw(client, ADDRESS, told, REMOTE_ADDR=f"192.0.2.{number}")
        if response.status_code == 303:
            assert client.get(response.headers["Location"]).status_code == 200
            continue
        assert response.status_code == 200
        page = page_of(response)
        assert page.select_one(".form-summary li").text.strip()
        assert not [found for found in page.select("main script, main img") if "alert" in str(found)]
        assert page.select_one("[name=person]")["value"] or field == "person"
        client.cookies.clear()
    for inquiry in Inquiry.objects.all():
        assert "\x00" not in inquiry.message + inquiry.person + inquiry.company + inquiry.phone
        assert "\n" not in inquiry.email + inquiry.person + inquiry.company


def test_body_that_is_too_large_is_answered_with_413(client, typed):
    assert client.post(ADDRESS, {**typed, "message": "x" * 3_000_000}).status_code == 413
    assert client.post(ADDRESS, typed, CONTENT_LENGTH=str(10**9)).status_code == 413


# --- robots -------------------------------------------------------------------------------------------------------
def test_who_is_turned_away_is_answered_before_anything_is_read(client, typed, monkeypatch):
    monkeypatch.setattr(f"{VIEWS}.turned_away", lambda request: HttpResponse(status=503))

    assert client.post(ADDRESS, typed).status_code == 503
    assert client.get(ADDRESS).status_code == 200
    assert not (Inquiry.objects.exists())
    assert not (InquiryDraft.objects.exists())


def test_who_is_not_admitted_reads_why_and_loses_nothing(client, typed, officers, monkeypatch):
    def refuse(request, form):
        form.add_error(None, ValidationError("Please prove it.", code="proof"))
        return Admission(is_admitted=False)

    monkeypatch.setattr(f"{VIEWS}.admit", refuse)
    page = page_of(client.post(ADDRESS, typed))
    assert "Please prove it." in page.select_one(".form-summary").text
    assert page.select_one("[name=person]")["value"] == typed["person"]
    assert not Inquiry.objects.exists()

    monkeypatch.setattr(f"{VIEWS}.admit", lambda request, form: Admission(is_admitted=True, doubts=["haste"]))
    assert client.post(ADDRESS, typed).status_code == 303
    assert Inquiry.objects.get().doubts == ["haste"]


def test_form_sent_twice_needs_no_second_proof(client, typed, officers, monkeypatch):
    client.post(ADDRESS, typed)
    monkeypatch.setattr(f"{VIEWS}.admit", lambda request, form: Admission(is_admitted=False))

    assert client.post(ADDRESS, typed).status_code == 303
    assert Inquiry.objects.count() == 1
