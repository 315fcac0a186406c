"""DeepL's API: translation (v2) and glossaries (v3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.engines.server import Answered, Asked, ProtocolServer

KEY = "deepl-secret-key:fx"
SOURCES = {"ZH", "EN", "DE"}
TARGETS = {"ZH-HANS", "ZH-HANT", "EN-GB", "EN-US", "DE"}


class DeepLServer(ProtocolServer):
    """Attributes: glossaries: what it keeps, by id, as v3 tells it, with `entries`."""

    translates = "/v2/translate"

    def __init__(self, *, key: str = KEY, **more: Any) -> None:
        super().__init__(**more)
        self.key = key
        self.glossaries: dict[str, dict[str, Any]] = {}

    def answer(self, asked: Asked, fault: Any) -> Answered:
        if asked.headers.get("Authorization") != f"DeepL-Auth-Key {self.key}":
            return Answered(403, {"message": f"Authorization failed for {asked.headers.get('Authorization')}"})
        if asked.path == self.translates:
            return self._translation(asked.body, fault)
        if asked.path.startswith("/v3/glossaries"):
            return self._glossary(asked)
        return Answered(404, {"message": "Not found"})

    def add_glossary(self, name: str, dictionaries: list[dict[str, Any]], *, age: timedelta = timedelta(0)) -> str:
        known = str(uuid.uuid4())
        made = (datetime.now(UTC) - age).isoformat().replace("+00:00", "Z")
        self.glossaries[known] = {
            "glossary_id": known,
            "name": name,
            "dictionaries": dictionaries,
            "creation_time": made,
        }
        return known

    def _translation(self, body: dict[str, Any], fault: Any) -> Answered:
        if body.get("source_lang", "").upper() not in SOURCES:
            return Answered(400, {"message": "Value for 'source_lang' not supported."})
        target = body["target_lang"].upper()
        if target not in TARGETS:
            return Answered(400, {"message": "Value for 'target_lang' not supported."})
        glossary = body.get("glossary_id")
        if glossary and glossary not in self.glossaries:
            return Answered(404, {"message": "Not found, glossary does not exist"})
        wordings = self.translated(body["text"], target, fault)
        told = {"detected_source_language": body["source_lang"].upper(), "billed_characters": 1}
        return Answered(200, {"translations": [told | {"text": wording} for wording in wordings]})

    def _glossary(self, asked: Asked) -> Answered:
        known = asked.path.removeprefix("/v3/glossaries").strip("/")
        if asked.method == "GET":
            return Answered(200, {"glossaries": [_told(glossary) for glossary in self.glossaries.values()]})
        if asked.method == "DELETE":
            gone = self.glossaries.pop(known, None)
            return Answered(204, "") if gone else Answered(404, {"message": "Not found, glossary does not exist"})
        made = self.add_glossary(asked.body["name"], asked.body["dictionaries"])
        return Answered(201, _told(self.glossaries[made]))


def _told(glossary: dict[str, Any]) -> dict[str, Any]:
    dictionaries = [
        {
            "source_lang": dictionary["source_lang"],
            "target_lang": dictionary["target_lang"],
            "entry_count": len(dictionary["entries"].splitlines()),
        }
        for dictionary in glossary["dictionaries"]
    ]
    return glossary | {"dictionaries": dictionaries}


def deepl_server(*, delay: float = 0, wording: Callable[[str, str], str] | None = None, **more: Any) -> DeepLServer:
    return DeepLServer(delay=delay, wording=wording, **more)
