"""Words of the files as values of page fields."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.html import escape

from parks.models import Park
from portal.core.models import PortalImage

Words = dict[str, str]

_NAMESPACE = uuid5(NAMESPACE_URL, "demo.delta-science-parks.example")


def stable_id(*parts: object) -> UUID:
    """The same identifier for the same parts on every run: by it a page is found again wherever staff moved it."""
    return uuid5(_NAMESPACE, "/".join(str(part) for part in parts))


def said(words: Words, language: str) -> str:
    """The words in `language`; those of the other language where nothing is written yet."""
    text = words.get(language) or next(iter(words.values()))
    return text.strip()


def paragraphs(text: str) -> str:
    """Paragraphs parted by empty lines, as rich text."""
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


class Body:
    """Makes the value of a body field; block identifiers are the same in every language."""

    def __init__(self, key: str, language: str, images: Callable[[Any], PortalImage], parks: dict[str, Park]) -> None:
        self._key, self._language, self._images, self._parks = key, language, images, parks

    def json(self, blocks: list[dict[str, Any]]) -> str:
        """The blocks of a file as Wagtail stores them."""
        made = [self._block(number, *next(iter(block.items()))) for number, block in enumerate(blocks)]
        return json.dumps(made, ensure_ascii=False)

    def _block(self, number: int, kind: str, content: Any) -> dict[str, Any]:
        make = getattr(self, f"_{kind}")
        return {"type": kind, "value": make(content, number), "id": str(stable_id(self._key, number))}

    def _say(self, words: Words) -> str:
        return said(words, self._language)

    def _heading(self, words: Words, number: int) -> str:
        return self._say(words)

    def _text(self, words: Words, number: int) -> str:
        return paragraphs(self._say(words))

    def _picture(self, content: dict[str, Any], number: int) -> dict[str, Any]:
        return {
            "picture": self._images(content).pk,
            "alternative_text": self._say(content["alt"]),
            "caption": self._say(content["caption"]) if "caption" in content else "",
        }

    def _quotation(self, content: dict[str, Words], number: int) -> dict[str, Any]:
        # The facts tell who spoke and in which office; their very words are not ours to make up.
        return {name: self._say(words) for name, words in content.items()} | {"reported": True}

    def _facts(self, content: dict[str, Any], number: int) -> dict[str, Any]:
        rows = [
            {
                "type": "item",
                "value": {"label": self._say(label), "value": self._say(value)},
                "id": str(stable_id(self._key, number, order)),
            }
            for order, (label, value) in enumerate(content["rows"])
        ]
        return {"title": self._say(content["caption"]), "rows": rows}

    def _related(self, slugs: list[str], number: int) -> list[dict[str, Any]]:
        return [
            {"type": "park", "value": self._parks[slug].pk, "id": str(stable_id(self._key, number, slug))}
            for slug in slugs
        ]
