"""What a browser sends where somebody presses a button."""

from __future__ import annotations

from bs4 import BeautifulSoup


def pressed(page: str, *, name: str, value: str) -> tuple[str, dict[str, list[str]]]:
    """Where the form of the button goes, and what it sends: the fields of the form in the order of the page, those
    outside that name the form too."""
    soup = BeautifulSoup(page, "html.parser")
    button = soup.select_one(f'button[name="{name}"][value="{value}"]')
    assert button is not None
    form = soup.find(id=button["form"]) if button.get("form") else button.find_parent("form")
    typed: dict[str, list[str]] = {}
    for field in soup.find_all(["input", "select", "textarea", "button"]):
        owner = soup.find(id=field["form"]) if field.get("form") else field.find_parent("form")
        if owner is not form or not field.get("name") or (field.name == "button" and field is not button):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent = chosen.get("value", "") if chosen else ""
        else:
            sent = field.get_text() if field.name == "textarea" else field.get("value", "")
        typed.setdefault(field["name"], []).append(sent)
    return form["action"], typed
