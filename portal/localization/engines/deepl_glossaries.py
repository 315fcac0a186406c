"""Our terms as glossaries at DeepL: https://developers.deepl.com/api-reference/multilingual-glossaries.

A glossary is never changed once it is made: its name tells pair and content, so that workers find each other's and
none takes terms from under another. A DeepL glossary holds for a language whatever its variant; the name keeps
simplified and traditional Chinese apart.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.localization.engines import words
from portal.localization.engines.base import PassingEngineError, PermanentEngineError, Request
from portal.localization.engines.terms import occurring, terms_pattern

PREFIX = "park-portal"
#: How old a glossary of ours must be to count as superseded: no request lasts that long.
KEPT = timedelta(hours=1)


class Glossaries:
    """Finds or makes the glossary for a request.

    A request names the terms that occur in its texts. They are gathered by pair as they come, so that soon one glossary
    serves all requests; a term that a text contains but its request does not name has been given up, and is left out.

    Args:
        exchange: method, path and `body=` → JSON; raises EngineError.
    """

    def __init__(self, exchange: Callable[..., Any]) -> None:
        self._exchange = exchange
        self._lock = threading.Lock()
        self._terms: dict[tuple[str, str], dict[str, str]] = {}
        self._ids: dict[str, str] = {}

    def id_for(self, request: Request) -> str:
        """The id of a glossary with the terms of `request`; "" if no term can be one."""
        if _language(request.source) == _language(request.target):  # one script of Chinese into the other
            return ""
        with self._lock:
            terms = self._gathered(request)
            if not terms:
                return ""
            name = _name(request, terms)
            if name not in self._ids:
                self._ids[name] = self._found(request, name) or self._made(request, name, terms)
            return self._ids[name]

    def forget(self, glossary_id: str) -> None:
        """It is gone at DeepL."""
        with self._lock:
            self._ids = {name: known for name, known in self._ids.items() if known != glossary_id}

    def _gathered(self, request: Request) -> dict[str, str]:
        terms = self._terms.setdefault((request.source, request.target), {})
        named = {_plain(term.source): _plain(term.target) for term in request.terms}
        terms |= {source: target for source, target in named.items() if source and target}
        while given_up := _given_up(request, terms, named):
            for known in given_up:  # what it covered may come to light now
                del terms[known]
        return terms

    def _found(self, request: Request, name: str) -> str:
        """The id of the glossary `name`; others of ours for this pair that are old are removed on the way."""
        found = self._exchange("GET", "/v3/glossaries")
        entries = found.get("glossaries") if isinstance(found, dict) else None
        if not isinstance(entries, list):
            raise PassingEngineError(words.NO_JSON, rests=False)
        ours = [entry for entry in entries if str(entry.get("name", "")).startswith(_prefix(request))]
        for entry in ours:
            if entry["name"] != name and _is_old(entry):
                self._remove(str(entry["glossary_id"]))
        return next((str(entry["glossary_id"]) for entry in ours if entry["name"] == name), "")

    def _remove(self, glossary_id: str) -> None:
        with suppress(PermanentEngineError):  # another worker was first
            self._exchange("DELETE", f"/v3/glossaries/{glossary_id}")
        self._ids = {name: known for name, known in self._ids.items() if known != glossary_id}

    def _made(self, request: Request, name: str, terms: dict[str, str]) -> str:
        dictionary = {
            "source_lang": _language(request.source),
            "target_lang": _language(request.target),
            "entries": "\n".join(f"{source}\t{target}" for source, target in sorted(terms.items())),
            "entries_format": "tsv",
        }
        made = self._exchange("POST", "/v3/glossaries", body={"name": name, "dictionaries": [dictionary]})
        if not isinstance(made, dict) or not made.get("glossary_id"):
            raise PassingEngineError(words.NO_JSON, rests=False)
        return str(made["glossary_id"])


def _given_up(request: Request, terms: Iterable[str], named: Container[str]) -> list[str]:
    """Those of `terms` that occur in the texts and are not named. A term inside a longer one, or inside a word, does
    not occur: nor does the request name it."""
    found = occurring(request.texts, terms_pattern(terms)) if terms else set()
    return [known for known in terms if known.casefold() in found and known not in named]


def _prefix(request: Request) -> str:
    return f"{PREFIX} {request.source}>{request.target} "


def _name(request: Request, terms: dict[str, str]) -> str:
    content = json.dumps(sorted(terms.items()), ensure_ascii=False).encode()
    return _prefix(request) + hashlib.sha256(content).hexdigest()[:24]


def _language(locale: str) -> str:
    return locale.split("-")[0]


def _plain(text: str) -> str:
    """`text` on one line without tabs, which part the columns."""
    return " ".join(text.split())


def _is_old(entry: dict[str, Any]) -> bool:
    try:
        made = datetime.fromisoformat(str(entry.get("creation_time")))
    except ValueError:
        return False
    if made.tzinfo is None:
        made = made.replace(tzinfo=UTC)
    return datetime.now(UTC) - made > KEPT
