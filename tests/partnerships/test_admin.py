"""Officers see the inquiries of their own park, and no way leads to those of another."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.models import Inquiry
from portal.core.enums import Role
from portal.core.spreadsheets import harmless
from tests.partnerships.conftest import make_user

pytestmark = pytest.mark.django_db
INDEX = "/admin/inquiries/"


@pytest.fixture
def inquiries(parks) -> dict[str, Inquiry]:
    """One inquiry a park, and one of an investor who asks for advice."""
    made = {}
    for slug in ("zizhu", "lingang", ""):
        made[slug] = receive_inquiry(
            submission_key=slug,
            parks=[parks[slug]] if slug in parks else [],
            intent="visit",
            company=f"Company for {slug or 'advice'}",
            country="DE",
            person=f"Person for {slug or 'advice'}",
            email=f"investor@{slug or 'advice'}.example.com",
            message=f"Question for {slug or 'advice'}.\nSecond <b>line</b>.",
            locale="en",
        )
    return made


@pytest.fixture
def lingang(client, officers, inquiries):
    """The officer of Lingang, signed in."""
    client.force_login(officers["lingang"])
    return client


def found(response) -> set[str]:
    """Which of the inquiries a page shows."""
    text = response.content.decode() if not response.streaming else b"".join(response.streaming_content).decode()
    return {park for park in ("zizhu", "lingang", "advice") if f"Company for {park}" in text}


@pytest.mark.parametrize(
    "address",
    [
        INDEX,
        "/admin/inquiries/results/",
        f"{INDEX}?q=Company",
        f"{INDEX}?q=investor",
        f"{INDEX}?state=new",
        f"{INDEX}?intent=visit",
        f"{INDEX}?export=csv",
    ],
)
def test_lists_searches_and_export_of_an_officer_are_scoped(lingang, address):
    response = lingang.get(address)

    assert response.status_code == 200
    assert found(response) == {"lingang"}


@pytest.mark.parametrize("query", ["ZIZHU", "company FOR ZIZHU", "investor@zizhu"])
def test_search_for_another_parks_inquiry_finds_nothing(lingang, query):
    assert found(lingang.get(INDEX, {"q": query})) == set()


def test_filter_by_another_park_finds_nothing(lingang, parks):
    assert found(lingang.get(INDEX, {"park": parks["zizhu"].pk})) == set()


@pytest.mark.parametrize("view", ["inspect", "history", "history-results"])
def test_pages_of_another_parks_inquiry_do_not_exist(lingang, inquiries, view):
    for slug, status in [("lingang", 200), ("zizhu", 404), ("", 404)]:
        response = lingang.get(f"{INDEX}{view}/{inquiries[slug].pk}/")
        assert response.status_code == status
        assert inquiries["zizhu"].reference not in response.content.decode()


@pytest.mark.parametrize("view", ["edit", "delete", "usage", "copy"])
def test_pages_that_change_do_not_exist_for_anybody(client, lingang, inquiries, view):
    client.force_login(make_user("root", is_superuser=True))

    assert client.get(f"{INDEX}{view}/{inquiries['lingang'].pk}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse(f"inquiries:{view}", args=[1])
    assert client.get(f"{INDEX}new/").status_code == 404


def test_other_ways_of_the_admin_know_no_inquiry(tree, lingang, inquiries):
    for address in (
        "/admin/snippets/partnerships/inquiry/",
        "/admin/snippets/choose/partnerships/inquiry/",
        f"/admin/bulk/partnerships/inquiry/delete/?id={inquiries['zizhu'].pk}",
    ):
        assert lingang.get(address).status_code == 404
    for report in ("/admin/reports/site-history/", "/admin/"):
        assert inquiries["zizhu"].reference not in lingang.get(report, follow=True).content.decode()


def test_inspection_shows_everything_as_text(lingang, inquiries):
    page = lingang.get(f"{INDEX}inspect/{inquiries['lingang'].pk}/").content.decode()

    for words in ("Person for lingang", "investor@lingang.example.com", inquiries["lingang"].reference):
        assert words in page
    assert "Question for lingang.<br>Second &lt;b&gt;line&lt;/b&gt;." in page
    assert f"{timezone.localtime(inquiries['lingang'].created_at):%H:%M}" in page
    assert "德国" in page
    assert "英语" in page


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.ADMINISTRATOR, {"zizhu", "lingang", "advice"}),
        (Role.AUDITOR, {"zizhu", "lingang", "advice"}),
        (Role.OFFICER, {"zizhu", "lingang", "advice"}),
        (Role.HEAD, {"zizhu", "lingang", "advice"}),
    ],
)
def test_roles_of_the_whole_portal_see_all(client, inquiries, role, seen):
    client.force_login(make_user("someone", role))

    assert found(client.get(INDEX)) == seen


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_roles_without_inquiries_see_none(client, inquiries, parks, role):
    client.force_login(make_user("someone", role, parks["zizhu"].unit))

    assert client.get(INDEX).status_code == 302
    assert client.get(f"{INDEX}inspect/{inquiries['zizhu'].pk}/").status_code in (302, 404)
    assert INDEX not in client.get("/admin/").content.decode()


def test_menu_of_an_officer_leads_to_inquiries(lingang):
    assert INDEX in lingang.get("/admin/").content.decode()


def test_visitor_without_account_is_sent_to_sign_in(client, inquiries):
    response = client.get(f"{INDEX}inspect/{inquiries['zizhu'].pk}/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_export_makes_formulas_harmless(client, inquiries):
    Inquiry.objects.filter(pk=inquiries["zizhu"].pk).update(company='=HYPERLINK("https://example.com")')
    client.force_login(make_user("root", is_superuser=True))

    table = client.get(f"{INDEX}export/csv/")
    text = b"".join(table.streaming_content).decode()

    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert '\'=HYPERLINK("https://example.com")' in cells
    assert "德国" in cells
    workbook = client.get(f"{INDEX}export/xlsx/")
    assert (workbook.status_code, b"".join(workbook.streaming_content)[:2]) == (200, b"PK")


@pytest.mark.parametrize(("value", "cell"), [("=1", "'=1"), ("+86", "'+86"), ("@a", "'@a"), ("plain", "plain")])
def test_harmless_cell(value, cell):
    assert harmless(value) == cell


def test_list_takes_as_many_queries_for_many_inquiries(client, parks, inquiries):
    client.force_login(make_user("root", is_superuser=True))
    client.get(INDEX)
    counts = []
    for total in (3, 6):
        for number in range(Inquiry.objects.count(), total):
            Inquiry.objects.create(
                reference=f"R{number}",
                submission_key=f"n{number}",
                park=parks["zizhu"],
                consented_at="2025-09-09T00:00Z",
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        counts.append(len(queries))
    assert counts[0] == counts[1]
