"""The register of gifts over all visits that a person may see."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from partnerships.models import Gift
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory

pytestmark = pytest.mark.django_db


def give(unit, description: str, **values) -> Gift:
    visit = VisitFactory(unit=unit, kind="foreign", date=values.pop("visited", None))
    return Gift.objects.create(
        visit=visit, description=description, counterpart="孙瑾", **{"direction": "given", **values}
    )


@pytest.fixture
def gifts(parks) -> None:
    give(parks["zizhu"].unit, "茶具", day=date(2026, 5, 6), value=120, currency="CNY")
    give(parks["zizhu"].unit, "=cmd|'/c calc'!A1", direction="received", visited=PartialDate(2025, 9, inferred=True))
    give(parks["lingang"].unit, "瓷盘", day=date(2026, 1, 1))


def listed(client, query: str = "") -> list[str]:
    return [gift.description for gift in client.get(f"{reverse('gifts:index')}{query}").context["object_list"]]


def test_register_shows_the_gifts_of_the_own_unit_by_year_and_direction(client, officers, gifts):
    client.force_login(officers["zizhu"])
    assert len(listed(client)) == 2
    assert listed(client, "?year=2026") == ["茶具"]
    assert listed(client, "?year=2025") == ["=cmd|'/c calc'!A1"]
    assert listed(client, "?direction=given") == ["茶具"]
    assert listed(client, "?q=瓷盘") == []


@pytest.mark.parametrize("year", ["0", "99999", "1e30", "NaN", "-1"])
def test_year_that_there_is_not_is_told_and_breaks_nothing(client, officers, gifts, year):
    client.force_login(officers["zizhu"])
    answer = client.get(f"{reverse('gifts:index')}?year={year}")
    assert (answer.status_code, "year" in answer.context["filters"].form.errors) == (200, True)


def test_auditor_of_the_portal_sees_all_units_and_filters_by_one(client, parks, gifts):
    client.force_login(make_user("auditor", Role.AUDITOR))
    assert len(listed(client)) == 3
    assert listed(client, f"?unit={parks['lingang'].unit.pk}") == ["瓷盘"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_others_do_not_see_the_register(client, parks, gifts, role):
    client.force_login(make_user("other", role, parks["zizhu"].unit))
    assert client.get(reverse("gifts:index")).status_code == 302


def test_exports_hold_the_rows_and_no_formula(client, officers, gifts):
    client.force_login(officers["zizhu"])
    body = b"".join(client.get(f"{reverse('gifts:index')}?export=csv").streaming_content)
    rows = list(csv.reader(StringIO(body.decode("utf-8-sig"))))
    assert (len(rows), "'=cmd|'/c calc'!A1" in rows[1]) == (3, True)
    book = load_workbook(BytesIO(b"".join(client.get(f"{reverse('gifts:index')}?export=xlsx").streaming_content)))
    assert [cell.value for row in book.active.iter_rows(min_row=2) for cell in row if cell.data_type == "f"] == []
    assert "瓷盘" not in body.decode()


def test_list_costs_the_same_for_three_as_for_one(client, officers, parks):
    client.force_login(officers["zizhu"])
    counts = []
    for number in (1, 3):
        while Gift.objects.count() < number:
            give(parks["zizhu"].unit, "茶具", day=date(2026, 5, 6))
        client.get(reverse("gifts:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("gifts:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
