"""How a request stands: seen by link or by reference and address, added to, withdrawn, answered by letter."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from parks.models import Park
from partnerships import look_up
from partnerships.errors import PartnershipRefusedError
from partnerships.models import AgendaItem, RequestNote, Visit, VisitRequest
from partnerships.visits.enums import VisitState
from partnerships.visits.outside import services, tokens
from partnerships.visits.outside.services import add_note, receive_request
from partnerships.visits.outside.standing import Standing, steps_of
from partnerships.visits.outside.withdrawal import withdraw_request
from partnerships.visits.services.moves import move_visit
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from portal.home.models import SiteSettings
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.partnerships.test_form import errors, page_of

pytestmark = pytest.mark.django_db
EMAIL = "alex.morgan@example.com"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def head(parks):
    return make_user("head", Role.HEAD, parks["zizhu"].unit, first_name="敏", last_name="李")


@pytest.fixture
def received(parks, officers, head) -> VisitRequest:
    return receive_request(
        submission_key="k",
        kind="business",
        organization="Example Photonics Ltd",
        country="US",
        person="Alex Morgan",
        email=EMAIL,
        purpose="Could we see the laboratories?",
        locale="en",
        park=parks["zizhu"],
        headcount=6,
    )


@pytest.fixture
def link(received) -> str:
    return f"/en/visits/status/?request={tokens.token_of(received)}"


@pytest.fixture
def site_contact(db) -> None:
    site = Site.objects.get(is_default_site=True)
    told = {"office_en": "Partnerships of the portal", "phone": "021 9999 0000", "email": "portal@example.org"}
    SiteSettings.objects.update_or_create(site=site, defaults=told)


def at(link: str, part: str) -> str:
    """The address of a part of the status page, with the same token."""
    return link.replace("/status/?", f"/status/{part}/?")


def move(request: VisitRequest, to: str, by, **more) -> Visit:
    """A step of staff, with everything that it waits for."""
    visit = Visit.objects.get(pk=request.visit_id)
    visit.checklist.update(done_at=timezone.now())
    return move_visit(visit_id=visit.pk, seen=visit.state, to=to, by=by, note="internal reason", **more)


def text_of(response) -> str:
    return " ".join(page_of(response).select_one("main").text.split())


# --- who gets in ----------------------------------------------------------------------------------------------
def test_link_shows_the_request_without_cookies_and_is_kept_by_nobody(client, received, link):
    response = client.get(link)

    assert response.status_code == 200
    for words in (received.reference, "Now: Received", "Shanghai Zizhu High-Tech Park", "Business visit"):
        assert words in text_of(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert (response.headers["X-Robots-Tag"], response.headers["Referrer-Policy"]) == ("noindex", "same-origin")
    assert EMAIL not in response.content.decode()


def test_link_works_for_more_than_a_year(client, link, monkeypatch):
    later = timezone.now() + timedelta(days=2 * 365)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

    assert client.get(link).status_code == 200


@pytest.mark.parametrize("part", ["", "add", "withdraw"])
@pytest.mark.parametrize(
    "token",
    ["", "x", signing.dumps(1), signing.dumps(1, salt="partnerships.visits.sent")],
    ids=["none", "short", "unsalted", "foreign"],
)
def test_broken_link_leads_to_the_form_that_asks(client, received, part, token):
    address = f"/en/visits/status/{part}/" if part else "/en/visits/status/"
    response = client.get(address, {"request": token})

    assert response.status_code == 404
    assert page_of(response).select_one("main form input[name=reference]")


def test_link_of_a_request_that_is_gone_leads_to_the_form(client, received, link):
    Visit.objects.get().delete()

    assert client.get(link).status_code == 404


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"], ids=["as printed", "spaces", "lower", "no dashes"])
def test_reference_and_address_lead_to_the_request(client, received, typed):
    reference = received.reference
    typed = typed.format(reference, reference.lower(), reference.replace("-", ""))
    response = client.post("/zh-hans/visits/status/", {"reference": typed, "email": EMAIL.upper()})

    assert response.status_code == 303
    assert received.reference in client.get(response.headers["Location"]).content.decode()


def answer_to(client, reference: str, email: str) -> str:
    """The page without what was typed and without its token."""
    response = client.post("/en/visits/status/", {"reference": reference, "email": email})
    assert response.status_code == 200
    page = page_of(response)
    for field in page.select("main input"):
        field["value"] = ""
    return str(page.select_one("main"))


def test_unknown_pairs_are_answered_alike(client, received):
    answers = {
        answer_to(client, received.reference, "somebody@example.com"),
        answer_to(client, "2222-2222-2222", EMAIL),
        answer_to(client, "nonsense", EMAIL),
        answer_to(client, "2222-2222-2223", "somebody@example.com"),
    }

    assert len(answers) == 1


def test_unknown_pairs_take_the_same_queries(client, received):
    counts = []
    for reference in ("nonsense", received.reference, "nonsense"):  # the first one fills what is cached
        with CaptureQueriesContext(connection) as queries:
            answer_to(client, reference, "somebody@example.com")
        counts.append(len(queries))
    assert counts[1] == counts[2]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reference", ""),
        ("reference", "a\x00"),
        ("reference", "x" * 100_000),
        ("email", ""),
        ("email", "nobody"),
        ("email", "a@example.com\r\nBcc: b@example.com"),
    ],
)
def test_bad_pair_is_told_at_its_field(client, received, field, value):
    response = client.post("/en/visits/status/", {"reference": received.reference, "email": EMAIL, field: value})

    assert response.status_code == 200
    assert field in errors(page_of(response))


def test_too_many_attempts_are_refused_for_a_while(client, received, monkeypatch):
    monkeypatch.setattr(look_up, "LOOKUPS_A_MINUTE", 2)
    monkeypatch.setattr("portal.core.rates.time.time", lambda: 600.0)
    tried = {"reference": "2222-2222-2222", "email": EMAIL}
    assert [client.post("/en/visits/status/", tried).status_code for _ in range(3)] == [200, 200, 429]

    right = client.post("/en/visits/status/", {"reference": received.reference, "email": EMAIL})
    assert (right.status_code, right.headers["Retry-After"]) == (429, "60")
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.post("/en/visits/status/", {**tried, "reference": received.reference}, **elsewhere).status_code == 303


# --- what is shown --------------------------------------------------------------------------------------------
def test_internal_words_are_never_shown(client, received, link, head):
    Visit.objects.update(internal_note="between us", responsible=head)
    move(received, VisitState.UNDER_REVIEW, head)
    move(received, VisitState.DECLINED, head, answer="Our laboratories are being moved.\nPlease ask again in May.")

    text = text_of(client.get(link))
    assert "Now: Not possible" in text
    assert "Our laboratories are being moved." in text
    assert head.get_full_name() in text
    for secret in ("internal reason", "between us", "Declined", "Under review", "head@example.org", EMAIL):
        assert secret not in text


def test_confirmed_request_shows_day_time_and_venue(client, received, link, head):
    days = {"date": PartialDate(2027, 3, 9), "until": PartialDate(2027, 3, 10)}
    Visit.objects.filter(pk=received.visit_id).update(**days, venue_en="Exhibition hall")
    for clock in (time(14), time(9, 30)):
        AgendaItem.objects.create(visit=received.visit, day=date(2027, 3, 9), starts_at=clock, text_en="Secret talks")
    AgendaItem.objects.create(visit=received.visit, day=date(2027, 3, 10), starts_at=time(8), text_en="Secret tour")
    move(received, VisitState.UNDER_REVIEW, head)
    move(received, VisitState.CONFIRMED, head)

    text = text_of(client.get(link))
    for words in ("Now: Confirmed", "9–10 March 2027", "09:30, Beijing time", "Exhibition hall"):
        assert words in text
    assert "Secret" not in text
    chinese = text_of(client.get(link.replace("/en/", "/zh-hans/")))
    assert "09:30（北京时间）" in chinese
    assert "2027年3月9日至10日" in chinese


def test_day_and_venue_are_not_shown_before_they_are_confirmed(client, received, link, head):
    Visit.objects.filter(pk=received.visit_id).update(date=PartialDate(2027, 3, 9), venue_en="Exhibition hall")
    move(received, VisitState.UNDER_REVIEW, head)

    text = text_of(client.get(link))
    assert "9 March" not in text
    assert "Exhibition hall" not in text


def test_steps_that_visitors_need_not_tell_apart_are_one(received, head):
    Visit.objects.filter(pk=received.visit_id).update(date=PartialDate(2025, 3, 9), outcome_en="Good")
    for to in ("under_review", "confirmed", "hosted", "reported", "hosted", "reported", "closed"):
        move(received, to, head)

    received.refresh_from_db()
    assert [step.standing for step in steps_of(received)] == [
        Standing.RECEIVED,
        Standing.REVIEWED,
        Standing.CONFIRMED,
        Standing.HELD,
    ]


def test_office_with_telephone_is_named_where_nobody_is_responsible(client, received, link):
    unit = received.visit.unit
    unit.phone, unit.email = "021 1234 5678", "visits@example.org"
    unit.save()

    text = text_of(client.get(link))
    for words in ("Shanghai Zizhu High-Tech Park", "021 1234 5678", "visits@example.org"):
        assert words in text


def test_park_else_portal_is_named_where_the_office_publishes_nothing(client, received, link, site_contact):
    text = text_of(client.get(link))
    for words in ("Partnerships of the portal", "021 9999 0000", "portal@example.org"):
        assert words in text

    Park.objects.filter(pk=received.visit.park_id).update(phone="021 5555 0000")
    text = text_of(client.get(link))
    assert "021 5555 0000" in text
    assert "portal@example.org" not in text.split("What you sent")[0]


def test_page_shows_what_was_sent(client, received, link):
    VisitRequest.objects.update(
        delegates="Robin Ray, Head", wanted_from=date(2027, 3, 1), wanted_until=date(2027, 3, 9)
    )

    text = text_of(client.get(link)).split("What you sent")[1]
    for words in ("Example Photonics Ltd", "United States", "laboratories?", "Robin Ray, Head", "1–9 March 2027", "6"):
        assert words in text


def test_times_name_their_zone(client, received, link):
    VisitRequest.objects.update(created_at="2026-11-03T22:30:00Z")

    assert "06:30（北京时间）" in text_of(client.get(link.replace("/en/", "/zh-hans/")))
    assert "Beijing time" in text_of(client.get(link)).split("What has happened")[1]


@pytest.mark.parametrize("address", ["/en/visits/request/", "/en/visits/status/"])
def test_pages_have_breadcrumbs(client, received, link, address):
    for shown in (address, link, at(link, "withdraw")):
        assert "Request a visit" in page_of(client.get(shown)).select_one(".breadcrumbs").text


# --- additions ------------------------------------------------------------------------------------------------
def test_addition_is_kept_shown_and_told_to_staff(client, received, link):
    response = client.post(at(link, "add"), {"text": "We are seven now.\r\nOne uses a wheelchair."})

    assert response.status_code == 303
    assert "We are seven now." in text_of(client.get(response.headers["Location"]))
    letters = Letter.objects.filter(kind="visit_request_notice").order_by("pk")
    assert letters.count() == 2
    assert "补充" in letters[1].subject
    assert "seven" not in letters[1].text
    assert ModelLogEntry.objects.filter(action="partnerships.visit.request_note", user=None).count() == 1


def test_addition_sent_twice_is_one(client, received, link):
    for _ in range(2):
        client.post(at(link, "add"), {"text": "We are seven now."})

    assert RequestNote.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "x" * 2001, "a\u202eb"])
def test_bad_addition_comes_back(client, received, link, text):
    response = client.post(at(link, "add"), {"text": text})

    assert response.status_code == 200
    assert errors(page_of(response)).keys() == {"text"}
    assert RequestNote.objects.count() == 0


def test_additions_have_an_end(client, received, link, monkeypatch, site_contact):
    monkeypatch.setattr(services, "MOST_NOTES", 1)
    client.post(at(link, "add"), {"text": "One"})
    response = client.post(at(link, "add"), {"text": "Two"})

    assert "Two" in page_of(response).select_one("textarea").text
    assert "portal@example.org" in errors(page_of(response))["text"]
    assert errors(page_of(response)).keys() == {"text"}
    assert RequestNote.objects.count() == 1


def test_additions_of_a_day_have_an_end_and_staff_get_one_letter_an_hour(client, received, link, monkeypatch):
    monkeypatch.setattr(services, "MOST_NOTES_A_DAY", 3)
    noon = timezone.now()
    monkeypatch.setattr(services.timezone, "now", lambda: noon)
    for number in range(3):
        client.post(at(link, "add"), {"text": f"Addition {number}"})
    response = client.post(at(link, "add"), {"text": "One more"})
    assert errors(page_of(response)).keys() == {"text"}
    assert RequestNote.objects.count() == 3
    assert Letter.objects.filter(kind="visit_request_notice", subject__contains="补充").count() == 1
    RequestNote.objects.update(created_at=noon - timedelta(days=2))
    client.post(at(link, "add"), {"text": "One more"})
    assert RequestNote.objects.count() == 4


def test_nothing_is_added_to_what_is_over(client, received, link, head):
    move(received, VisitState.DECLINED, head)

    assert page_of(client.get(link)).select_one("main form") is None
    with pytest.raises(PartnershipRefusedError):
        add_note(request_id=received.pk, text="Please?")


# --- withdrawal -----------------------------------------------------------------------------------------------
def test_withdrawal_asks_first_and_then_cancels(client, received, link, head):
    address = at(link, "withdraw")
    assert client.get(address).status_code == 200
    assert Visit.objects.get().state == VisitState.REQUESTED

    response = client.post(address, {"reason": "Our trip is off."})

    visit = Visit.objects.get()
    assert (response.status_code, visit.state) == (303, VisitState.CANCELLED)
    step = visit.moves.get()
    assert (step.from_state, step.to_state, step.by) == ("requested", "cancelled", None)
    assert step.note == "来访方撤回申请。"
    assert "Now: Withdrawn by you" in text_of(client.get(link))
    assert RequestNote.objects.get().text == "Our trip is off."
    assert ModelLogEntry.objects.get(action="partnerships.visit.move").user is None
    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))[2:]
    assert kinds == ["visit_request_answer", "visit_request_notice"]
    assert "withdrawn" in Letter.objects.get(kind="visit_request_answer").subject


def test_reason_is_named_as_such_to_both_sides(client, received, link, officers):
    client.post(at(link, "add"), {"text": "We are seven now."})
    client.post(at(link, "withdraw"), {"reason": "Our trip is off."})

    page = page_of(client.get(link))
    assert "Reason for the withdrawal Our trip is off." in " ".join(page.select_one("main").get_text(" ").split())
    assert "We are seven now." in page.select_one("#additions").text
    assert "Our trip is off." not in page.select_one("#additions").text
    client.force_login(officers["zizhu"])
    screen = client.get(reverse("visit_request", args=[received.visit_id])).content.decode()
    assert screen.count("撤回原因") == 1


@pytest.mark.parametrize("was_reviewed", [False, True])
def test_letter_of_a_withdrawal_says_what_is_so(received, head, site_contact, was_reviewed):
    if was_reviewed:
        move(received, VisitState.UNDER_REVIEW, head)
    withdraw_request(request_id=received.pk)

    letter = Letter.objects.get(kind="visit_request_answer")
    for body in (letter.text, letter.html):
        assert ("called off" in body) is was_reviewed
        assert "please tell us on 021 9999 0000 or at portal@example.org." in body


def test_answers_to_a_letter_go_to_who_is_responsible(received, head):
    Visit.objects.update(responsible=head)
    withdraw_request(request_id=received.pk)

    letter = Letter.objects.get(kind="visit_request_answer")
    assert letter.headers == {"Reply-To": "head@example.org"}
    assert "do not reply" not in letter.text + letter.html
    first = Letter.objects.get(kind="visit_request_received")
    assert (first.headers, "do not reply" in first.text) == ({}, True)


def test_staff_read_which_organisation_it_is_and_groups_do_not(received):
    letter = Letter.objects.get(kind="visit_request_notice")

    assert "来访单位：Example Photonics Ltd" in letter.text
    assert "来访类型：商务" in letter.text
    assert "Alex" not in letter.text


def test_withdrawal_needs_no_reason_and_happens_once(client, received, link):
    for _ in range(2):
        assert client.post(at(link, "withdraw")).status_code == 303

    assert Visit.objects.get().moves.count() == 1


def test_confirmed_visit_can_be_withdrawn(received, head):
    Visit.objects.filter(pk=received.visit_id).update(date=PartialDate(2027, 3, 9), is_public=True)
    move(received, VisitState.UNDER_REVIEW, head)
    move(received, VisitState.CONFIRMED, head)

    withdraw_request(request_id=received.pk)

    visit = Visit.objects.get()
    assert (visit.state, visit.is_public) == (VisitState.CANCELLED, False)


def test_visit_that_has_taken_place_is_not_withdrawn(client, received, link):
    Visit.objects.update(state=VisitState.HOSTED)

    assert client.post(at(link, "withdraw")).status_code == 303
    with pytest.raises(PartnershipRefusedError):
        withdraw_request(request_id=received.pk)
    assert Visit.objects.get().state == VisitState.HOSTED


# --- letters of steps -----------------------------------------------------------------------------------------
def answers() -> list[str]:
    return list(Letter.objects.filter(kind="visit_request_answer").order_by("pk").values_list("subject", flat=True))


def test_steps_that_matter_are_told_in_the_visitors_language(received, head):
    Visit.objects.filter(pk=received.visit_id).update(date=PartialDate(2027, 3, 9), venue_en="Hall", responsible=head)
    move(received, VisitState.UNDER_REVIEW, head)
    assert answers() == []
    move(received, VisitState.CONFIRMED, head, answer="Please bring passports.")
    move(received, VisitState.POSTPONED, head)
    move(received, VisitState.CANCELLED, head)

    reference = f"(reference {received.reference})"
    assert answers() == [
        f"Your visit is confirmed {reference}",
        f"Your visit is postponed {reference}",
        f"Your visit is cancelled {reference}",
    ]
    first = Letter.objects.filter(kind="visit_request_answer").earliest("pk")
    assert (first.recipient, first.locale) == (EMAIL, "en")
    for words in ("9 March 2027", "Hall", "Please bring passports.", "/en/visits/status/?request="):
        assert words in first.text
    assert "internal reason" not in first.text + first.html


def test_answer_with_another_step_is_told_too(received, head):
    move(received, VisitState.UNDER_REVIEW, head, answer="Which laboratories?")

    assert answers() == [f"News of your request for a visit (reference {received.reference})"]


def test_declined_letter_in_chinese(received, head):
    VisitRequest.objects.update(locale="zh-hans", person="示例来宾")
    move(received, VisitState.DECLINED, head, answer="实验室正在搬迁。")

    letter = Letter.objects.get(kind="visit_request_answer")
    assert letter.text.startswith("尊敬的示例来宾：\n")
    assert "未能安排" in letter.text
    assert "实验室正在搬迁。" in letter.text


def test_visit_without_a_request_tells_nobody(parks, head):
    visit = VisitFactory(unit=parks["zizhu"].unit)
    move_visit(visit_id=visit.pk, seen="requested", to="declined", by=head, note="no", answer="No")

    assert Letter.objects.count() == 0


@pytest.mark.parametrize("answer", ["x" * 1001, "a\x00b"])
def test_answer_that_cannot_be_kept_is_refused(received, head, answer):
    with pytest.raises(PartnershipRefusedError) as refused:
        move(received, VisitState.DECLINED, head, answer=answer)

    assert refused.value.code == "answer"
    assert Visit.objects.get().state == VisitState.REQUESTED


# --- the screen of staff --------------------------------------------------------------------------------------
def test_screen_shows_the_request_to_those_who_work_on_it(client, received, officers):
    add_note(request_id=received.pk, text="<b>seven</b>")
    client.force_login(officers["zizhu"])

    response = client.get(reverse("visit_request", args=[received.visit_id]))

    assert response.status_code == 200
    body = response.content.decode()
    for words in (received.reference, "Alex Morgan", EMAIL, "laboratories", "&lt;b&gt;seven&lt;/b&gt;"):
        assert words in body
    assert ModelLogEntry.objects.filter(action="core.look.view", object_id=str(received.visit_id)).count() == 1


@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [
        (Role.OFFICER, "lingang", 404),
        (Role.AUDITOR, None, 302),
        (Role.EDITOR, "zizhu", 404),
        (Role.HEAD, "zizhu", 200),
        (Role.OFFICER, None, 200),
    ],
)
def test_screen_is_for_nobody_else(client, parks, received, role, unit, status):
    client.force_login(make_user("who", role, parks[unit].unit if unit else None))

    response = client.get(reverse("visit_request", args=[received.visit_id]))

    assert response.status_code == status
    assert EMAIL not in response.content.decode() or status == 200


def test_screen_is_offered_where_somebody_asked(client, received, officers):
    other = VisitFactory(unit=received.visit.unit)
    client.force_login(officers["zizhu"])

    page = client.get(reverse("wagtailsnippets_partnerships_visit:list")).content.decode()

    assert reverse("visit_request", args=[received.visit_id]) in page
    assert reverse("visit_request", args=[other.pk]) not in page
    assert client.get(reverse("visit_request", args=[other.pk])).status_code == 404


def test_screen_tells_the_time_of_the_portal(client, received, officers):
    VisitRequest.objects.update(created_at="2026-11-03T22:30:00Z")
    client.force_login(officers["zizhu"])

    assert "2026年11月4日 06:30" in client.get(reverse("visit_request", args=[received.visit_id])).content.decode()
