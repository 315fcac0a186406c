"""The examples beside the code are answers of the demonstration.

Where an answer changes on purpose, they are written anew:
`PORTAL_WRITE_EXAMPLES=1 .venv/bin/python -m pytest tests/portal/api/test_examples.py`
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest

from portal.api.examples import FOLDER

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]
#: path → the record that stands as example, by what names it in lists.
RECORDS = {
    "parks": ("slug", "haian"),
    "rankings": ("slug", ""),
    "organizations": ("slug", "haian-innovation-park"),
    "agreements": ("slug", "zizhu-haian-framework"),
    "events": ("slug", "boston-opening"),
    "platforms": ("slug", "haian-zizhu-fund"),
    "visits": ("slug", "lianyungang-2021"),
    "news": ("id", "056a0d42-25bd-56b3-a8e4-033bd704617c"),
}


#: What a storage adds to the name of a file that was there before.
ADDED = re.compile(r"(/media/images/[^_/]+)_[A-Za-z0-9]{7}\.")


def without_numbers(value: Any) -> Any:
    """The same without the numbers that a database gives, and with plain names of pictures."""
    if isinstance(value, str):
        return ADDED.sub(r"\1.", value)
    if isinstance(value, dict):
        return {
            name: without_numbers(part) for name, part in value.items() if not isinstance(part, int) or name != "id"
        }
    return [without_numbers(part) for part in value] if isinstance(value, list) else value


def held(name: str, answer: Any) -> Any:
    """The example `name`; `answer` itself where examples are to be written anew."""
    file = FOLDER / f"{name}.json"
    if os.environ.get("PORTAL_WRITE_EXAMPLES"):
        file.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return without_numbers(json.loads(file.read_text(encoding="utf-8")))


def test_example_of_the_start_is_what_it_answers(ask):
    found = ask("", lang="en")
    assert held("read_start", found) == found


def test_organisations_of_the_demonstration_are_found_by_country(ask):
    """Where a name or an office says it; nobody makes one up for a company with a centre in a park."""
    found, everything = ask.slugs("organizations", country="cn", limit=100), ask("organizations")["count"]
    assert {"stcsm", "haian-innovation-park", "zizhu-committee"} <= set(found)
    assert not {"intel-rd", "microsoft-rd", "cross-border-institute"} & set(found)
    assert len(found) == 23 < everything


@pytest.mark.parametrize("path", RECORDS)
def test_examples_are_what_the_demonstration_answers(ask, path):
    name, key = RECORDS[path]
    items = ask(path, lang="en", limit=100)["items"]
    place = next(place for place, item in enumerate(items) if not key or item[name] == key)
    listed = ask(path, lang="en", limit=1, offset=place)
    (item,) = listed["items"]
    read = ask(f"{path}/{item['id'] if name == 'id' or not key else key}", lang="en")

    assert held(f"list_{path}", listed) == without_numbers(listed)
    assert held(f"read_{path}", read) == without_numbers(read)
