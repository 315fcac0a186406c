"""LibreTranslate as its source reads (`libretranslate/app.py`): JSON or a form, one text or a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.engines.server import Answered, Asked, ProtocolServer

KEY = "lt-secret-key"


class LibreTranslateServer(ProtocolServer):
    """Attributes: codes: its languages; key: what it demands, if anything."""

    translates = "/translate"

    def __init__(self, *, codes: tuple[str, ...] = ("en", "zh-Hans", "zh-Hant"), key: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.codes, self.key = codes, key

    def answer(self, asked: Asked, fault: Any) -> Answered:
        if asked.path == "/languages":
            return Answered(200, [{"code": code, "name": code, "targets": list(self.codes)} for code in self.codes])
        if asked.path != self.translates:
            return Answered(404, {"error": "Not Found"})
        return self._translation(asked.body, fault)

    def _translation(self, body: dict[str, Any], fault: Any) -> Answered:
        if self.key and body.get("api_key") != self.key:
            return Answered(403, {"error": f"Invalid API key {body.get('api_key')}"})
        for language in (body["source"], body["target"]):
            if language not in self.codes:
                return Answered(400, {"error": f"{language} is not supported"})
        texts = body["q"] if isinstance(body["q"], list) else [body["q"]]
        wordings = self.translated(texts, body["target"], fault)
        return Answered(200, {"translatedText": wordings if isinstance(body["q"], list) else wordings[0]})


def libretranslate_server(
    *, delay: float = 0, wording: Callable[[str, str], str] | None = None, **more: Any
) -> LibreTranslateServer:
    return LibreTranslateServer(delay=delay, wording=wording, **more)
