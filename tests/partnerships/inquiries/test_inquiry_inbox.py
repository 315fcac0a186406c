"""The inbox: what stands first, what narrows it, and filters that a person keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.services.saved_filters import FILTERS, save_filter
from partnerships.models import Inquiry, InquiryMessage, InquiryRequest, SavedFilter, ServiceClock, WorkCalendar
from portal.core.enums import Role
from portal.core.kept_filters import MOST
from tests.partnerships.conftest import make_user

pytestmark = pytest.mark.django_db
INDEX = "/admin/inquiries/"


@pytest.fixture
def make(parks):
    """Makes an inquiry that is due in `due` hours; None: no clock runs."""
    calendar = WorkCalendar.objects.first() or WorkCalendar.objects.create(name="Office", country="CN")

    def made(company: str, due: float | None = None, park: str = "zizhu", **values) -> Inquiry:
        office = parks.get(park)
        known = {"park": office, "unit": office.unit if office else None, "country": "DE", "intent": "visit"}
        known |= {"locale": "en", "consented_at": timezone.now(), "submission_key": company}
        inquiry = Inquiry.objects.create(
            reference=values.pop("reference", f"R-{company}"), company=company, **{**known, **values}
        )
        if office:
            inquiry.wanted_parks.add(office)
        if due is not None:
            now = timezone.now()
            ServiceClock.objects.create(
                inquiry=inquiry,
                kind="first",
                calendar=calendar,
                allowed=3600,
                warn_after=1800,
                started_at=now,
                running_since=now,
                due_at=now + timedelta(hours=due),
            )
        return inquiry

    return made


def companies(client, **query) -> list[str]:
    """The companies in the list, in its order."""
    return [row.company for row in client.get(INDEX, query).context["page_obj"].object_list]


@pytest.fixture
def officer(client, officers):
    client.force_login(officers["zizhu"])
    return officers["zizhu"]


def test_open_ones_stand_first_by_what_is_due(client, officer, make):
    make("closed", state="settled")
    make("later", 30)
    make("no clock")
    make("late", -2)
    make("quarantined", quarantined_at=timezone.now())

    page = client.get(INDEX)

    assert [row.company for row in page.context["page_obj"].object_list] == ["late", "later", "no clock", "closed"]
    assert "已超时" in page.content.decode()
    assert "1份超时" in page.content.decode()
    assert companies(client, ordering="-due_at") == ["later", "late", "no clock", "closed"]


def test_pages_follow_on_each_other(client, officer, make):
    for number in range(15):
        make(f"open {number:02}", number)
        make(f"closed {number:02}", state="settled")

    seen = [name for page in (1, 2) for name in companies(client, p=page)]

    assert len(seen) == len(set(seen)) == 30
    assert seen[:15] == [f"open {number:02}" for number in range(15)]


def test_filters_narrow(client, officer, make, sectors, parks):
    make("mine", responsible=officer, state="assigned")
    make("late", -1)
    make("closed", state="not_settled", country="FR")
    make("optics", intent="premises", locale="zh-hans").sectors.add(sectors[0])
    both = make("both parks")
    both.wanted_parks.add(parks["lingang"])

    everything = {"mine", "late", "closed", "optics", "both parks"}
    for query, found in [
        ({"state": "open"}, everything - {"closed"}),
        ({"state": "assigned"}, {"mine"}),
        ({"responsible": "mine"}, {"mine"}),
        ({"responsible": "nobody"}, everything - {"mine"}),
        ({"responsible": str(officer.pk)}, {"mine"}),
        ({"due": "late"}, {"late"}),
        ({"sector": sectors[0].pk}, {"optics"}),
        ({"intent": "premises"}, {"optics"}),
        ({"locale": "zh-hans"}, {"optics"}),
        ({"country": "FR"}, {"closed"}),
        ({"park": parks["lingang"].pk}, {"both parks"}),
        ({"unit": parks["zizhu"].unit.pk}, everything),
        ({"received_from": "2000-01-01", "received_to": "2000-02-01"}, set()),
        ({"received_from": "2000-01-01"}, everything),
    ]:
        assert set(companies(client, **query)) == found, query


@pytest.mark.parametrize("typed", ["k7qf 2m9d-xw4p", "K7QF2M9DXW4P"])
def test_search_takes_the_reference_as_it_is_typed(client, officer, make, typed):
    from partnerships.references import _check_character, _grouped, normalized

    body = "K7QF2M9DXW4"
    reference = _grouped(body + _check_character(body))
    make("wanted", reference=reference)
    make("other")
    asked = typed[:-1] + reference[-1]

    assert normalized(asked) == reference
    assert companies(client, q=asked) == ["wanted"]


@pytest.mark.parametrize("query", ["\x00", "%", "'", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_odd_searches_and_filters_break_nothing(client, officer, make, query):
    make("one")
    for name in ("q", "state", "park", "unit", "responsible", "received_from", "ordering", "p"):
        assert client.get(INDEX, {name: query}).status_code == (400 if query == "\x00" else 200)


def test_rows_say_what_waits(client, officer, make):
    written, asked = make("written", responsible=officer, state="waiting_us"), make("asked", responsible=officer)
    InquiryMessage.objects.create(inquiry=written, direction="out", text="?", locale="en")
    InquiryMessage.objects.create(inquiry=written, direction="in", text="!", locale="en")
    InquiryRequest.objects.create(inquiry=asked, kind="nda")
    for name, state in (("alone", "new"), ("given up", "waiting_us"), ("agreed", "in_cooperation")):
        make(name, state=state)

    rows = {row.company: row.waits for row in client.get(INDEX).context["page_obj"].object_list}

    assert {name: len(waits) for name, waits in rows.items()} == dict.fromkeys(
        ("written", "asked", "alone", "given up", "agreed"), 1
    )


def test_offices_are_counted_for_who_reads_several(client, make):
    make("a", -1)
    make("b", park="lingang")
    make("c", park="")
    make("d", state="settled")
    client.force_login(make_user("head", Role.HEAD))

    page = client.get(INDEX)

    assert {(side.open, side.late) for side in page.context["sides"]} == {(1, 1), (1, 0)}
    assert len(page.context["sides"]) == 3
    assert companies(client, unit="none") == ["c"]


def test_list_takes_as_many_queries_for_many(client, officer, make):
    counts = []
    for total in (2, 12):
        for number in range(Inquiry.objects.count(), total):
            inquiry = make(f"n{number}", number, responsible=officer)
            InquiryMessage.objects.create(inquiry=inquiry, direction="in", text="!", locale="en")
        client.get(INDEX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40


def test_filter_is_kept_renamed_and_deleted_by_its_owner_alone(client, officer, officers):
    dirty = "state=open&p=3&export=csv&evil=%3Cb%3E&q=sensors"
    client.post(reverse("inquiry_filters"), {"name": " Open  ones ", "query": dirty})
    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.name, kept.query) == (officer, "Open ones", "state=open&q=sensors")
    assert "Open ones" in client.get(INDEX).content.decode()

    client.force_login(officers["lingang"])
    assert "Open ones" not in client.get(INDEX).content.decode()
    assert client.get(reverse("inquiry_filter", args=[kept.pk])).status_code == 404
    assert client.post(reverse("inquiry_filter", args=[kept.pk]), {"delete": "1"}).status_code == 404

    client.force_login(officer)
    client.post(reverse("inquiry_filter", args=[kept.pk]), {"name": "Mine"})
    kept.refresh_from_db()
    assert kept.name == "Mine"
    client.post(reverse("inquiry_filter", args=[kept.pk]), {"delete": "1"})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("query", ["", "p=2", "state=nowhere", "park=99999999", "received_from=never", "q=%00"])
def test_what_is_no_filter_is_not_kept(client, officer, query):
    client.post(reverse("inquiry_filters"), {"name": "x", "query": query})
    assert not SavedFilter.objects.exists()


def test_filters_have_a_limit_and_names_are_ones_own(officer, officers):
    for number in range(MOST):
        save_filter(owner=officer, name=f"n{number}", query="state=open")
    first = SavedFilter.objects.get(name="n1")
    for act, code in [
        (lambda: save_filter(owner=officer, name="one more", query="state=open"), "many"),
        (lambda: save_filter(owner=officer, name="x" * 61, query="state=open"), "name"),
        (lambda: save_filter(owner=officer, name="a\x00", query="state=open"), "name"),
        (lambda: save_filter(owner=officer, name="long", query="q=" + "x" * 1000), "query"),
        (lambda: FILTERS.rename(filter_id=first.pk, owner=officer, name="n2"), "taken"),
        (lambda: FILTERS.delete(filter_id=first.pk, owner=officers["lingang"]), "gone"),
    ]:
        with pytest.raises(PartnershipRefusedError) as refused:
            act()
        assert refused.value.code == code
    assert save_filter(owner=officer, name="n1", query="state=new").pk == first.pk  # the same name is replaced


def test_first_page_shows_what_waits(client, officer, make, parks):
    make("mine to do", -1, responsible=officer, state="assigned")
    make("nobodys")
    make("left behind", state="waiting_us")
    make("of others", park="lingang")
    make("held back", quarantined_at=timezone.now())
    asked = make("wants a paper", responsible=officer, state="settled")
    InquiryRequest.objects.create(inquiry=asked, kind="nda")

    page = client.get("/admin/").content.decode()

    for words in ("mine to do", "nobodys", "left behind", "wants a paper"):
        assert words in page
    assert "of others" not in page
    assert "held back" not in page
