"""What the form of a visit sends, and what it says."""

from __future__ import annotations

from typing import Any

from partnerships.models import Visit
from tests.partnerships.screens import empty_list

VISITS = "/admin/snippets/partnerships/visit/"
LISTS = (
    *("partners", "topics", "sector_links", "documents", "members", "agenda"),
    *("checklist", "minutes", "follow_ups", "photographs", "gifts"),
)


def typed_visit(unit: Any, park: Any) -> dict[str, Any]:
    """What the form of a new visit sends, its lists empty."""
    data: dict[str, Any] = {
        "unit": unit.pk,
        "slug": "",
        "kind": "business",
        "direction": "incoming",
        "timezone": "Asia/Shanghai",
        "name_zh_hans": "连云港来访",
        "name_en": "Visit from Lianyungang",
        "park": park.pk,
        "date_year": "2027",
        "date_month": "3",
        "date_day": "9",
        "date_inferred": "",
    }
    for relation in LISTS:
        data |= empty_list(relation)
    return data


def member(person: Any = None, side: str = "guests", **values: Any) -> dict[str, Any]:
    return {**empty_list("offices"), "person": person.pk if person else "", "side": side, "role": "member", **values}


def item(day: str, starts: str, ends: str = "", **values: Any) -> dict[str, Any]:
    return {"kind": "meeting", "day": day, "starts_at": starts, "ends_at": ends, "text_en": "Talks", **values}


def follow_up(**values: Any) -> dict[str, Any]:
    return {**empty_list("invitees"), "kind": "action", "side": "hosts", "state": "open", **values}


def gift(direction: str = "given", **values: Any) -> dict[str, Any]:
    return {"direction": direction, "description": "茶具", "quantity": "1", "counterpart": "Jin Sun", **values}


def errors(response: Any) -> dict[str, str]:
    """What is said where: of the form by field, of lists by `list-number-field`."""
    form = response.context["form"]
    found = {name: str(said) for name, said in form.errors.items()}
    for relation, formset in form.formsets.items():
        if formset.non_form_errors():
            found[relation] = str(formset.non_form_errors())
        for number, row in enumerate(formset.forms):
            found |= {f"{relation}-{number}-{name}": str(said) for name, said in row.errors.items()}
            for below, rows in row.formsets.items():
                told = [*rows.non_form_errors(), *(one for one in rows.errors if one)]
                found |= {f"{relation}-{number}-{below}": str(told)} if told else {}
    return found


def saved(response: Any) -> Visit:
    """The visit that was saved last; an answer that refuses it fails with what it says."""
    assert response.status_code == 302, errors(response)
    visit: Visit = Visit.objects.latest("pk")
    return visit
