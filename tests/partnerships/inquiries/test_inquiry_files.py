"""The inbox as a file: what the list shows, all that is known, whole in every encoding, harmless and logged."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from partnerships.inquiries.enums import ClockEnd, ConsentKind, InquiryState
from partnerships.models import Agreement, Consent, Inquiry, PremisesNeed, ServiceClock, Visit, WorkCalendar
from portal.core.enums import Role
from tests.partnerships.conftest import make_user

EXPORT = "/admin/inquiries/export/{}/"
NOW = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)


def make(parks, number=1, park="zizhu", **values) -> Inquiry:
    told = {"company": f"Company {number}", "person": "A", "email": "a@example.com", "message": "M", "country": "DE"}
    inquiry = Inquiry.objects.create(
        reference=f"EXP-{number}",
        submission_key=f"exp-{number}",
        park=parks[park],
        unit=parks[park].unit,
        intent="premises",
        locale="en",
        privacy_version="2026-11",
        consented_at=NOW,
        created_at=NOW,
        **{**told, **values},
    )
    inquiry.wanted_parks.set([parks[park]])
    return inquiry


def read(client, file_format="csv", encoding="", **filters) -> list[dict[str, str]]:
    answer = client.get(EXPORT.format(file_format), {**filters, **({"encoding": encoding} if encoding else {})})
    assert answer.status_code == 200, answer
    data = b"".join(answer.streaming_content)
    if file_format == "xlsx":
        lines = [
            [cell or "" for cell in row] for row in load_workbook(BytesIO(data)).active.iter_rows(values_only=True)
        ]
    else:
        lines = list(csv.reader(StringIO(data.decode(encoding or "utf-8-sig"), newline="")))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.fixture
def officer(client, officers):
    client.force_login(officers["zizhu"])
    profile = UserProfile.get_for_user(officers["zizhu"])
    profile.preferred_language = "en"
    profile.save()
    return officers["zizhu"]


def test_row_tells_all_that_is_known(client, parks, officer, sectors):
    inquiry = make(parks, phone="+49 30 1", amount="2500000.50", currency="EUR", responsible=officer)
    inquiry.sectors.set(sectors)
    PremisesNeed.objects.create(inquiry=inquiry, area_min=600, power=250, emissions="None", headcount=12)
    Consent.objects.create(inquiry=inquiry, kind=ConsentKind.ABROAD, version="1", given_at=NOW, withdrawn_at=NOW)
    Consent.objects.create(inquiry=inquiry, kind=ConsentKind.NOTICE, version="1", given_at=NOW)
    calendar = WorkCalendar.objects.create(name="Files", country="CN")
    times = {"allowed": 14 * 3600, "warn_after": 1, "used": 5400, "started_at": NOW, "ended_at": NOW}
    ServiceClock.objects.create(inquiry=inquiry, kind="first", calendar=calendar, outcome=ClockEnd.IN_TIME, **times)

    [row] = read(client)

    said = {
        "Reference": "EXP-1",
        "State": "New",
        "Park": "Shanghai Zizhu High-Tech Park",
        "Responsible": "officer-zizhu",
        "Intent": "Premises or land",
        "Country or region": "Germany",
        "Telephone": "'+49 30 1",
        "Scale of the investment": "2500000.50",
        "Area from, m²": "600.00",
        "Staff on site": "12",
        "Consent: Privacy notice": "given 2026-03-09 09:30",
        "Consent: Transfer abroad": "withdrawn 2026-03-09 09:30",
        "Consent: Passing on to other parks": "not given",
        "First answer": "Answered in time",
        "First answer: working hours used": "1.5",
        "Messages": "0",
        "Erased": "",
    }
    assert {name: row[name] for name in said} == said
    assert row["Sectors"] == "Aerospace | Photonics"


def test_row_names_nothing_of_another_unit(client, parks, officer):
    own, shared, hidden = make(parks), make(parks, 2, "lingang"), make(parks, 3, "lingang")
    shared.wanted_parks.add(parks["zizhu"])
    for unit, name in ((parks["zizhu"].unit, "Own"), (parks["lingang"].unit, "Other")):
        shared.visits.add(Visit.objects.create(name_en=f"{name} visit", slug=f"visit-{name.lower()}", unit=unit))
        kept = Agreement.objects.create(name_en=f"{name} pact", slug=f"pact-{name.lower()}", unit=unit)
        shared.agreements.add(kept)
    shared.merged_into, shared.state = hidden, InquiryState.DUPLICATE
    shared.save()
    make(parks, 4, merged_into=own, state=InquiryState.DUPLICATE)

    found = {row["Reference"]: row for row in read(client)}

    assert "Own visit" in found["EXP-2"].values()
    assert "Own pact" in found["EXP-2"].values()
    assert not {"Other visit", "Other pact", "EXP-3"} & {
        part for cell in found["EXP-2"].values() for part in cell.split(" | ")
    }
    assert list(found["EXP-4"].values()).count("EXP-1") == 1


def test_many_rows_take_as_many_queries_as_few(client, parks, officer, sectors):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            read(client)
        return len(seen)

    def full(number: int) -> None:
        inquiry = make(parks, number)
        inquiry.sectors.set(sectors)
        inquiry.visits.add(Visit.objects.create(name_en=f"V {number}", slug=f"v-{number}", unit=parks["zizhu"].unit))
        PremisesNeed.objects.create(inquiry=inquiry)
        Consent.objects.create(inquiry=inquiry, kind=ConsentKind.NOTICE, version="1")

    full(1)
    read(client)
    few = queries()
    for number in range(2, 12):
        full(number)
    assert queries() == few


def test_workbook_has_numbers_and_telephones_as_they_are(client, parks, officer):
    make(parks, phone="+49 30 1", amount="2500000.50", currency="EUR")
    book = load_workbook(BytesIO(b"".join(client.get(EXPORT.format("xlsx")).streaming_content)))
    names = [cell.value for cell in book.active[1]]
    said = dict(zip(names, book.active[2], strict=True))

    assert book.active.title == "Inquiries"
    assert (said["Telephone"].data_type, said["Telephone"].value) == ("s", "+49 30 1")
    assert (said["Scale of the investment"].data_type, said["Scale of the investment"].value) == ("n", 2500000.5)
    assert said["Language of the visitor"].value == "English"


@pytest.mark.parametrize(("file_format", "encoding"), [("csv", ""), ("csv", "gb18030"), ("xlsx", "")])
def test_words_come_back_whole(client, parks, officer, file_format, encoding):
    words = ["=1+1", "'quoted", 'a,"b"\nc;d', "😀 𠮷 㐂 e\u0301 č", "＝中文", "-5 €"]
    for number, text in enumerate(words):
        make(parks, number, message=text)

    found = read(client, file_format, encoding)

    cells = {row["Message"] for row in found}
    assert cells == {"'=1+1", "'quoted", 'a,"b"\nc;d', "😀 𠮷 㐂 e\u0301 č", "'＝中文", "'-5 €"}


def test_file_holds_what_the_list_shows(client, parks, officer):
    make(parks, 1)
    make(parks, 2, state=InquiryState.SETTLED)
    make(parks, 3, "lingang")
    shared = make(parks, 4, "lingang")
    shared.wanted_parks.add(parks["zizhu"])

    assert {row["Reference"] for row in read(client)} == {"EXP-1", "EXP-2", "EXP-4"}
    assert {row["Reference"] for row in read(client, state=InquiryState.SETTLED)} == {"EXP-2"}
    assert {row["Reference"] for row in read(client, q="Company 4")} == {"EXP-4"}


def test_export_is_logged_without_what_was_typed(client, parks, officer):
    make(parks)
    read(client, q="Company 1", state="new")

    entry = ModelLogEntry.objects.get(action="core.look.export")
    assert (entry.user, entry.data["format"]) == (officer, "csv")
    assert entry.data["filters"] == {"q": ["…"], "state": ["new"], "rows": 1}
    assert ModelLogEntry.objects.filter(action="core.look.list", user=officer).exists()


def test_list_offers_one_way_to_a_file(client, parks, officer):
    page = client.get("/admin/inquiries/?state=new").content.decode()

    assert "/admin/inquiries/export/csv/?state=new&amp;encoding=gb18030" in page
    assert "/admin/inquiries/export/xlsx/?state=new" in page
    assert "export=csv" not in page
    assert client.get("/admin/inquiries/?export=csv").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["exe/", "csv/?encoding=utf-7", "..%2Fcsv/"])
def test_no_other_formats(client, parks, officer, address):
    assert (
        client.get(f"/admin/inquiries/export/{address.rstrip('/')}{'' if '?' in address else '/'}").status_code == 404
    )


@pytest.mark.parametrize(
    ("role", "unit", "sees"), [(Role.HEAD, "zizhu", True), (Role.AUDITOR, None, True), (Role.MODERATOR, None, False)]
)
def test_roles_export_what_they_may_read(client, parks, role, unit, sees):
    make(parks)
    client.force_login(make_user("somebody", role, parks[unit].unit if unit else None))

    answer = client.get(EXPORT.format("csv"))

    assert (answer.status_code == 200) == sees
    if sees:
        assert b"EXP-1" in b"".join(answer.streaming_content)


def test_queries_do_not_grow_with_rows(client, parks, officer, sectors):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            read(client)
        return len(caught)

    make(parks, 1).sectors.set(sectors)
    queries()
    few = queries()
    for number in range(2, 5):
        make(parks, number).sectors.set(sectors)
    assert queries() == few


def test_erased_one_says_so(client, parks, officer):
    make(parks, company="", person="", email="", message="", erased_at=timezone.now())

    [row] = read(client)

    assert row["Erased"]
    assert (row["Company or institution"], row["E-mail"]) == ("", "")
