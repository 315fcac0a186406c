"""What is right and wrong about an answer, by the table."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup

from tests.portal.roles.people import Person
from tests.portal.roles.table import read_table
from tests.portal.roles.walk import Answer, Call, Walker, is_refused
from tests.portal.roles.world import World

RIGHTS = read_table()
#: Fields that a form is changed in before it is sent, the first that it has.
CHANGED = ("title", "name", "name_zh_hans", "title_zh_hans", "old_path", "text", "overall_rank", "username", "hostname")


def is_allowed(call: Call) -> bool:
    needed = call.rule.get if call.method == "GET" else call.rule.post
    return bool(set(needed) & RIGHTS[call.person.column].get(call.row, frozenset()))


def hidden_words(person: Person, world: World) -> list[str]:
    """Words of the world that `person` has no right to read, by the table."""
    return [word for word, (key, letter) in world.secrets.items() if not _may_read(person, key, letter)]


def _may_read(person: Person, key: str, letter: str) -> bool:
    marks = RIGHTS[person.column].get(_row(person, key, letter), frozenset())
    return not marks.isdisjoint({"r", "c"})


def _row(person: Person, key: str, letter: str) -> str:
    name, _dot, language = key.partition(".")
    if name == "page":
        if person.locale:
            return f"page.{'own' if person.locale.startswith(language) else 'other'}"
        return f"page.{'other' if letter == 'B' else 'own' if language == 'zh' else 'translation'}"
    if person.locale:
        return f"{name}.{'own' if person.locale == 'en' else 'other'}"
    return f"{name}.{'own' if letter == 'A' else 'other'}"


def complaints(walker: Walker, call: Call, superuser: Person, hidden: list[str]) -> list[str]:
    """What is wrong with the answer to `call`; empty if all is as the table says."""
    if call.method == "POST" and is_allowed(call) and (call.filled or not walker.is_post_only(call)):
        return []  # reading the form has shown it
    data = filled_form(walker, call, superuser) if call.filled else None
    if call.filled and data is None:
        return []
    answer = walker.make(call, data)
    seen = [word for word in hidden if word.lower() in answer.text.lower() and not _is_named_by_log(word, call)]
    found = [f"{call}: shows {', '.join(seen)}"] if seen else []
    return [*found, *(_on_right(call, answer) if is_allowed(call) else _on_refusal(call, answer))]


def _is_named_by_log(word: str, call: Call) -> bool:
    """The log of the whole portal and its letters name what they speak of, drafts too, to those who read them."""
    names_drafts = call.row in {"log", "history", "letter.own", "letter.other"}
    return names_drafts and not call.person.letter and is_allowed(call) and "Title" in word


def _on_right(call: Call, answer: Answer) -> list[str]:
    if answer.status in call.rule.refused:
        return []
    if answer.status >= 500 and call.method == "GET":
        return [f"{call}: breaks with {answer.status}"]
    if is_refused(answer, call) and call.method == "GET":
        return [f"{call}: is refused with {answer.status} {answer.location}, the table allows it"]
    if answer.status in {401, 403, 404} or answer.location.startswith("/admin/login/"):
        return [f"{call}: is refused with {answer.status} {answer.location}, the table allows it"]
    return []


def _on_refusal(call: Call, answer: Answer) -> list[str]:
    if answer.changed:
        return [f"{call}: {answer.status}, writes {', '.join(sorted(answer.written))}, the table forbids it"]
    if answer.status >= 500:
        return [f"{call}: breaks with {answer.status}"]
    if not (is_refused(answer, call) or answer.status in {301, 302}):
        return [f"{call}: is answered with {answer.status}, the table forbids it"]
    return []


def filled_form(walker: Walker, call: Call, superuser: Person) -> dict[str, Any] | None:
    """The form of the screen as a superuser sees it, with a field changed; None where there is no form."""
    screen = Call(superuser, call.address, call.rule, call.side, call.letter, call.code, "GET")
    url = walker.url(screen)
    if url not in walker.forms:
        answer = walker.make(screen)
        walker.forms[url] = _form(answer) if answer.status == 200 else {}
    return walker.forms[url] or None


def _form(answer: Answer) -> dict[str, str]:
    if answer.text.startswith("<?xml"):
        return {}  # a file, not a screen
    forms = BeautifulSoup(answer.text, "html.parser").select("form")
    if not forms:
        return {}
    form = max(forms, key=lambda one: len(one.select("input, textarea, select")))
    data = {
        control["name"]: _value(control)
        for control in form.select("input[name], textarea[name], select[name]")
        if _is_sent(control)
    }
    # A refused form may give back what was typed: nobody types what only a superuser has seen.
    data = {name: re.sub(r"qz[ab]\w+", "Typed", value, flags=re.IGNORECASE) for name, value in data.items()}
    changed = next((name for name in CHANGED if name in data), None)
    return data | ({changed: f"{data[changed] or 1}9"} if changed else {})


def _is_sent(control: Any) -> bool:
    kind = control.get("type")
    if control.find_parent("template") or kind in {"submit", "button", "file"}:
        return False
    return kind not in {"checkbox", "radio"} or control.has_attr("checked")


def _value(control: Any) -> str:
    if control.name == "textarea":
        return control.text.removeprefix("\n")
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return chosen.get("value", "") if chosen else ""
    return control.get("value", "on" if control.get("type") == "checkbox" else "")
