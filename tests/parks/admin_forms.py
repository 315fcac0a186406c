"""Posting the admin's own forms: what the screen shows, with some values changed."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse


def form_data(response: HttpResponse, **changed: Any) -> dict[str, str]:
    """Every input of the edit form as a browser would send it.

    Args:
        response: the screen.
        changed: values by input name.
    """
    forms = BeautifulSoup(response.content, "html.parser").select("form")
    form = max(forms, key=lambda one: len(one.select("input, textarea, select")))
    data: dict[str, str] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        if control.find_parent("template") or control.get("type") in {"submit", "button", "file"}:
            continue
        if control.get("type") in {"checkbox", "radio"} and not control.has_attr("checked"):
            continue
        data[control["name"]] = _value(control)
    return data | {name: str(value) for name, value in changed.items()}


def _value(control: Any) -> str:
    if control.name == "textarea":
        return control.text.removeprefix("\n")
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return chosen.get("value", "") if chosen else ""
    return control.get("value", "on" if control.get("type") == "checkbox" else "")
