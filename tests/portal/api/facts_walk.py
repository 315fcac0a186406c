"""Walking the facts: every leaf of a file of facts has a row that says where the data answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from parks.spellings import fold
from portal.core.names import is_han

FOLDER = Path(__file__).resolve().parents[2] / "facts"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]|\[([a-z.-]+)=([^\]]+)\]")
_MISSING = object()


@dataclass(frozen=True)
class Row:
    """A fact, and where it is answered.

    Attributes:
        fact: path of the leaf in the file.
        item: address of the item; of a list with filters, the one item that it gives.
        at: path in the item; `[kind.code=first][0]` is the first of those whose kind is so, `#` how many there are.
        said: what is answered where the house words the fact otherwise; else the fact itself.
        latin: the Chinese is not known, and none is made up.
    """

    fact: str
    item: str
    at: str
    said: Any = None
    latin: bool = False


def facts(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its path: `park.name.zh`, `rows[0].needs[1][2]`."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, f"{path}[{number}]")
    else:
        yield path, value


def words(fact: str, item: str, at: str, **more: Any) -> list[Row]:
    """The rows of a fact in both languages, `….zh` and `….en`."""
    return [Row(f"{fact}.{code}", item, at, **more) for code in ("zh", "en")]


def listed(fact: str, item: str, at: str, number: int, said: dict[int, str] | None = None) -> list[Row]:
    """The rows of a list of phrases, `at` with `{}` for the number."""
    return [Row(f"{fact}[{one}]", item, at.format(one), (said or {}).get(one)) for one in range(number)]


def faults(name: str, rows: list[Row], reasons: dict[str, str], ask: Callable[..., Any]) -> list[str]:
    """What is wrong: leaves without a row, rows without a leaf, and facts that are not answered.

    Args:
        reasons: pattern of a path → why its leaves are no data.
    """
    found = dict(leaves(facts(name)))
    left_out = {path for path in found if any(re.fullmatch(pattern, path) for pattern in reasons)}
    named = [row.fact for row in rows]
    told = [f"no row: {path}" for path in found if path not in left_out and path not in named]
    told += [f"no such fact: {path}" for path in named if path not in found]
    told += [f"two rows: {path}" for path in set(named) if named.count(path) > 1]
    told += [f"no leaf: {pattern}" for pattern in reasons if not any(re.fullmatch(pattern, path) for path in found)]
    for row in rows:
        if row.fact in found and (fault := _fault(row, found[row.fact], ask)):
            told.append(f"{row.fact} → {row.item} {row.at}: {fault}")
    return told


def _fault(row: Row, fact: Any, ask: Callable[..., Any]) -> str:
    try:
        answers = {code: _walk(_item(row.item, code, ask), row.at) for code in ("zh-hans", "en")}
    except LookupError as error:
        return f"not there: {error}"
    wanted = fact if row.said is None else row.said
    if isinstance(answers["en"], dict) and {"zh-hans", "en", "text", "lang"} == set(answers["en"]):
        return _of_words(row, wanted, answers)
    return "" if all(_equal(one, wanted) for one in answers.values()) else f"{answers['en']!r} instead of {wanted!r}"


def _of_words(row: Row, wanted: str, answers: dict[str, Any]) -> str:
    """The words of the fact are there in their own language, and some in the other."""
    language = "zh-hans" if row.fact.rpartition(".")[2] in ("zh", "short_zh") else "en"
    words = answers["en"]
    if any(one[language] is None or fold(one[language]) != fold(wanted) for one in answers.values()):
        return f"{words[language]!r} instead of {wanted!r}"
    if row.latin:
        return "has a Chinese name that is not known" if is_han(words["zh-hans"] or "") else ""
    if not (words["en"] and is_han(words["zh-hans"] or "")):
        return f"known in one language alone: {words}"
    told = [answers[code]["text"] for code in ("zh-hans", "en")]
    return "" if told == [words["zh-hans"], words["en"]] else f"?lang= tells {told}"


def _equal(answer: Any, wanted: Any) -> bool:
    if isinstance(wanted, date):
        wanted = wanted.isoformat()
    if isinstance(answer, dict):
        answer = answer.get("code", answer.get("edtf"))
    if isinstance(answer, str) and isinstance(wanted, str):
        return fold(answer) == fold(wanted)
    return type(answer) is type(wanted) and answer == wanted


def _item(address: str, language: str, ask: Callable[..., Any]) -> Any:
    """The item at an address, or the one that a filtered list names."""
    path, _, query = address.partition("?")
    if query:
        found = ask(path, **dict(pair.split("=") for pair in query.split("&")))
        if found["count"] != 1:
            raise LookupError(f"{found['count']} items")
        path = f"{path}/{found['items'][0]['id']}"
    return ask(path, lang=language)


def _walk(value: Any, path: str) -> Any:
    for step in _STEP.finditer(path):
        key, number, name, wanted = step.groups()
        if value is None:
            raise LookupError(f"nothing before {step[0]}")
        if key:
            value = len(value) if key == "#" else value[key]
        elif number:
            value = value[int(number)]
        else:
            value = [one for one in value if fold(str(_walk(one, name))) == fold(wanted)]
            if not value:
                raise LookupError(step[0])
    return value
