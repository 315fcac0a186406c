"""The demonstration's files, read and checked before anything is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "demo"

#: Languages of the files → locales of the portal.
LOCALES = {"zh": "zh-hans", "en": "en"}

WORDS = {"zh": str, "en": str}
#: A name whose Chinese (or English) is not known.
NAME = {"zh?": str, "en?": str}
STATEMENTS = {"*": [WORDS]}
PICTURE = {"file": str, "alt": WORDS, "caption?": WORDS}

PLACE = {
    "slug": str, "kind": str, "parent?": str, "name": WORDS, "full_name?": WORDS, "standings?": [WORDS],
    "industries?": [str], "education?": {"universities_and_colleges": int, "research_institutes": int},
    "coordinates?": [float], "clusters?": [{"slug": str, "name": WORDS, "also?": [str], "companies": [str], "products": [WORDS]}],
}  # fmt: skip
ORGANIZATION = {"slug": str, "kind": str, "name": NAME, "also?": [str]}
SECTOR = {"slug": str, **WORDS}
MATRIX = {"title": WORDS, "columns": [WORDS], "rows": [{"title": WORDS, "cells": [[WORDS]]}]}
SUB_PARK = {
    "kind": str, "name": WORDS, "place?": str, "status?": str, "founded_year?": int, "industries?": [str],
}  # fmt: skip
PARK = {
    "slug": str, "unit?": WORDS, "name": WORDS, "short_name": WORDS, "also?": [str], "kind": str, "level?": str,
    "kind_stated?": WORDS, "operator_kind?": str, "operators?": [{"by?": str, "description?": WORDS}], "founder?": str, "launched_by?": str,
    "founded_year?": int, "places?": [str], "layout?": WORDS, "feature?": WORDS, "tenants?": [str],
    "leading_industries?": [str], "in_talks_with?": [str], "sub_parks?": [SUB_PARK],
    "statements?": STATEMENTS, "statement_source?": WORDS, "positioning?": MATRIX,
}  # fmt: skip
RANKINGS = {
    "scheme": {"slug": str, "name": WORDS, "authority": str, "sub_indices": [{"slug": str, "name": WORDS}]},
    "participations": [{"park": str, "since": int}],
    "editions": [
        {
            "year": int, "data_year": int, "ranked_parks": int,
            "results": [
                {
                    "park": str, "overall_rank": int, "remark?": WORDS,
                    "sub_ranks": [{"index": str, "rank": int, "previous?": int}],
                    "strengths": [WORDS], "main_work": [WORDS], "economy": WORDS, "plan": WORDS,
                },
            ],
        },
    ],
}  # fmt: skip
BLOCK = {
    "heading?": WORDS, "text?": WORDS, "picture?": PICTURE, "related?": [str],
    "quotation?": {"text": WORDS, "speaker": WORDS, "office": WORDS},
    "facts?": {"caption": WORDS, "rows": [[WORDS]]},
}  # fmt: skip
NEWS = {
    "key": str, "park": str, "source_locale": str, "category": str, "published": date, "translation?": str,
    "title": WORDS, "summary": WORDS, "issued_by": WORDS, "picture": PICTURE, "body": [BLOCK],
    "event": {"year?": int, "month?": int, "day?": int, "inferred_year?": int, "year_basis?": WORDS, "part_of_day?": str},
    "event_kind?": WORDS, "event_place?": WORDS,
    "cited?": {"agency": WORDS, "place": WORDS, "reporters": WORDS},
}  # fmt: skip
PROFILE = {
    "park": str, "source_locale": str, "title": WORDS, "summary": WORDS, "picture": PICTURE, "body": [BLOCK],
}  # fmt: skip
PAGES = {
    "home": {"title": WORDS, "intro": WORDS, "picture": PICTURE},
    "news": {"slug": str, "title": WORDS, "intro": WORDS},
    "parks": {"slug": str, "title": WORDS, "intro": WORDS},
    "standard": [{"key": str, "slug": str, "title": WORDS, "summary": WORDS, "body": [BLOCK]}],
}
TERM = {"kind?": str, "zh": str, "en": str, "former?": [str], "note?": str, "reading?": str}
ACCOUNT = {
    "username": str, "name": WORDS, "superuser?": bool, "role?": str, "unit?": str, "locale?": str, "language?": str,
}  # fmt: skip
INQUIRY = {
    "park": str, "locale": str, "name": str, "organization": str, "country": str, "email": str, "phone": str,
    "subject": str, "message": str,
}  # fmt: skip
SETTINGS = {
    "site_name": WORDS, "tagline": WORDS, "organizer": WORDS, "icp_number": str, "police_number": str,
    "contact": {"email": str, "phone": str, "address": WORDS},
}  # fmt: skip

#: Name of a file without its ending → what it must look like.
SHAPES: dict[str, Any] = {
    "places": [PLACE], "organizations": [ORGANIZATION], "sectors": [SECTOR], "parks": [PARK], "rankings": RANKINGS,
    "pages": PAGES, "glossary": [TERM], "accounts": [ACCOUNT], "inquiries": [INQUIRY], "settings": SETTINGS,
    "categories": [SECTOR],
}  # fmt: skip
#: Name of a folder → what each of its files must look like.
FOLDERS: dict[str, Any] = {"news": NEWS, "profiles": PROFILE}


class DemoFileError(ValueError):
    """A file of the demonstration is not as it must be; the message names the file and the place in it."""


def read(name: str, folder: Path = FOLDER) -> Any:
    """The checked content of `<name>.yml`, or of all files of the folder `<name>` as a list in order of their names.

    Raises:
        DemoFileError: a key is missing, unknown or of the wrong kind.
    """
    if name in FOLDERS:
        return [_load(path, FOLDERS[name]) for path in sorted((folder / name).glob("*.yml"))]
    return _load(folder / f"{name}.yml", SHAPES[name])


def _load(path: Path, shape: Any) -> Any:
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    check(value, shape, path.name)
    return value


def check(value: Any, shape: Any, where: str) -> None:
    """Compare `value` with `shape`: a type, a list with the shape of its items, or a dictionary by key.

    In a dictionary `key?` may be absent and `*` stands for any key. Raises DemoFileError with `where`.
    """
    if isinstance(shape, type):
        _check_type(value, shape, where)
    elif isinstance(shape, list):
        _check_type(value, list, where)
        for number, item in enumerate(value):
            check(item, shape[0], f"{where}[{number}]")
    else:
        _check_type(value, dict, where)
        _check_keys(value, shape, where)


def _check_type(value: Any, wanted: type, where: str) -> None:
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)) or value == "":
        raise DemoFileError(f"{where}: expected {wanted.__name__}, found {value!r}.")


def _check_keys(value: dict[str, Any], shape: dict[str, Any], where: str) -> None:
    missing = [key for key in shape if not key.endswith("?") and key != "*" and key not in value]
    if missing:
        raise DemoFileError(f"{where}: {', '.join(missing)} missing.")
    for key, item in value.items():
        inner = shape.get(key, shape.get(f"{key}?", shape.get("*")))
        if inner is None:
            raise DemoFileError(f"{where}: unknown key {key!r}.")
        check(item, inner, f"{where}.{key}")
