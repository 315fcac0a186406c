"""Visits in the admin: what the form takes, refuses, asks and keeps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parks.models import Office
from partnerships.models import AgendaItem, ChecklistItem, Visit, VisitMember
from portal.core.partial_dates import PartialDate
from tests.partnerships.factories import PersonFactory
from tests.partnerships.screens import empty_list, with_rows

pytestmark = pytest.mark.django_db
VISITS = "/admin/snippets/partnerships/visit/"
LISTS = (
    *("partners", "topics", "sector_links", "documents", "members", "agenda"),
    *("checklist", "minutes", "follow_ups", "photographs", "gifts"),
)


@pytest.fixture
def zizhu(client, officers):
    client.force_login(officers["zizhu"])
    return client


@pytest.fixture
def typed(zizhu, parks) -> dict:
    data = {
        "unit": parks["zizhu"].unit.pk,
        "slug": "",
        "kind": "business",
        "direction": "incoming",
        "timezone": "Asia/Shanghai",
        "name_zh_hans": "连云港来访",
        "name_en": "Visit from Lianyungang",
        "park": parks["zizhu"].pk,
    }
    data |= {"date_year": "2027", "date_month": "3", "date_day": "9", "date_inferred": ""}
    for relation in LISTS:
        data |= empty_list(relation)
    return data


def member(person=None, side: str = "guests", **values) -> dict:
    row = {"person": person.pk if person else "", "side": side, "role": "member", **values}
    return {**empty_list("offices"), **row}


def item(day: str, starts: str, ends: str = "", **values) -> dict:
    return {"kind": "meeting", "day": day, "starts_at": starts, "ends_at": ends, "text_en": "Talks", **values}


def errors(response) -> dict[str, str]:
    """What is said where: of the form by field, of lists by `list-number-field`."""
    form = response.context["form"]
    found = {name: str(said) for name, said in form.errors.items()}
    for relation, formset in form.formsets.items():
        if formset.non_form_errors():
            found[relation] = str(formset.non_form_errors())
        for number, row in enumerate(formset.forms):
            found |= {f"{relation}-{number}-{name}": str(said) for name, said in row.errors.items()}
            for below, rows in row.formsets.items():
                said = [*rows.non_form_errors(), *(one for one in rows.errors if one)]
                found |= {f"{relation}-{number}-{below}": str(said)} if said else {}
    return found


def saved(response) -> Visit:
    assert response.status_code == 302, errors(response)
    return Visit.objects.latest("pk")


def test_visit_is_entered_with_everything(zizhu, typed):
    person = PersonFactory()
    Office.objects.create(person=person, title_zh_hans="副局长", title_en="Deputy Director")
    data = with_rows(typed, "members", member(person, role="head", email="sun@example.org", dietary="素食"))
    data = with_rows(data, "partners", {"description_zh_hans": "连云港市商务局"})
    data = with_rows(data, "topics", {"text_zh_hans": "产业"})
    data = with_rows(data, "agenda", item("2027-03-09", "09:00", "10:30"))
    data = with_rows(data, "checklist", {"point": "", "text": "备好车位牌", "gate": "hosted"})
    data = with_rows(data, "minutes", {"confidence": "confidential", "text_en": "A price was named."})
    data = with_rows(data, "follow_ups", follow_up(what_en="Visit Lianyungang", description_en="The park"))
    gift = {"direction": "given", "description": "茶具", "quantity": "1", "counterpart": "Jin Sun"}
    visit = saved(zizhu.post(f"{VISITS}add/", with_rows(data, "gifts", gift)))
    assert (visit.date, visit.slug, visit.state) == (PartialDate(2027, 3, 9), "visit-from-lianyungang", "requested")
    assert [one.title_zh_hans for one in visit.members.get().offices.all()] == ["副局长"]
    assert visit.agenda.get().begins == datetime(2027, 3, 9, 1, tzinfo=UTC)
    assert [str(one) for one in visit.checklist.all()][0] == "备好车位牌"
    assert visit.checklist.filter(point="rooms").count() == 1
    assert (visit.minutes.count(), visit.follow_ups.count(), visit.gifts.count()) == (1, 1, 1)


def follow_up(**values) -> dict:
    row = {"kind": "action", "side": "hosts", "state": "open", **values}
    return {**empty_list("invitees"), **row}
