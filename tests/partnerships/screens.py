"""What a person sends from a screen of the admin: its form as it is shown, with what they change."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def form_of(response: Any) -> dict[str, Any]:
    """The fields of the editing form by name, as the browser would send them; files are left out."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = soup.select_one("form[data-edit-form]") or soup.select_one("main form[method=post]")
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.find_parent("template"):
            continue
        if field.name == "select":
            data[field["name"]] = next((one["value"] for one in field.select("option[selected]")), "")
        elif field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(field["name"], []).append(field.get("value", "on"))
        elif field.get("type") not in {"file", "submit"}:
            data[field["name"]] = field.get("value", "")
    return data


def with_rows(data: dict[str, Any], relation: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """`data` with further rows of an inline list."""
    total = int(data[f"{relation}-TOTAL_FORMS"])
    added: dict[str, Any] = {}
    for number, row in enumerate(rows, start=total):
        nested = {f"{relation}-{number}-{name}": value for name, value in row.items()}
        added |= {f"{relation}-{number}-ORDER": str(number + 1), f"{relation}-{number}-DELETE": "", **nested}
    return {**data, **added, f"{relation}-TOTAL_FORMS": str(total + len(rows))}


def empty_list(name: str) -> dict[str, str]:
    """The management form of an inline list without rows."""
    return {
        f"{name}-TOTAL_FORMS": "0",
        f"{name}-INITIAL_FORMS": "0",
        f"{name}-MIN_NUM_FORMS": "0",
        f"{name}-MAX_NUM_FORMS": "1000",
    }


def typed_agreement(unit: Any, *parks: Any) -> dict[str, Any]:
    """What the form of a new agreement sends, with `parks` as its parties."""
    data: dict[str, Any] = {"unit": unit.pk, "slug": "", "kind": "other"}
    data |= {"name_en": "Framework agreement", "name_zh_hans": "战略合作框架协议"}
    for relation in ("points", "sector_links", "parties", "signatories", "documents", "milestones"):
        data |= empty_list(relation)
    return with_rows(data, "parties", *({"park": park.pk} for park in parks))
