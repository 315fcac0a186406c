"""DeepL: https://developers.deepl.com/api-reference/translate, terms as a glossary (`deepl_glossaries`)."""

from __future__ import annotations

from portal.localization.engines import words
from portal.localization.engines.base import (
    Answer,
    EngineError,
    Limits,
    PassingEngineError,
    PermanentEngineError,
    Request,
)
from portal.localization.engines.client import HttpEngine
from portal.localization.engines.deepl_glossaries import Glossaries
from portal.localization.engines.transport import Access, Reply

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
#: Keys of the free plan end so.
FREE_KEY = ":fx"
#: Variants that a target must name. As a source a language has no variants: both scripts are `ZH`.
TARGETS = {"zh-hans": "ZH-HANS", "zh-hant": "ZH-HANT", "en": "EN-GB", "pt": "PT-PT"}


def default_url(key: str) -> str:
    """DeepL's own address for a key."""
    return FREE if key.endswith(FREE_KEY) else PAID


class DeepL(HttpEngine):
    name = "deepl"
    #: A request has at most 50 texts and 128 KiB; a character takes at most 4 bytes.
    limits = Limits(texts=50, characters=30_000)

    def __init__(self, access: Access) -> None:
        super().__init__(access)
        self._glossaries = Glossaries(self._exchange)

    def _ask(self, request: Request) -> list[Answer]:
        glossary = self._glossaries.id_for(request) if request.terms else ""
        try:
            return self._translated(request, glossary)
        except PermanentEngineError as error:
            if not glossary or "glossary" not in error.detail.lower():
                raise
            # Another worker, or a person, has removed it.
            self._glossaries.forget(glossary)
            return self._translated(request, self._glossaries.id_for(request))

    def _translated(self, request: Request, glossary: str) -> list[Answer]:
        body = {
            "text": list(request.texts),
            "source_lang": request.source.split("-")[0].upper(),
            "target_lang": TARGETS.get(request.target, request.target.upper()),
            "tag_handling": "html",
        }
        if glossary:
            body["glossary_id"] = glossary
        if request.context:
            body["context"] = request.context
        found = self._exchange("POST", "/v2/translate", body=body, priced=True)
        entries = found.get("translations") if isinstance(found, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise PassingEngineError(words.NO_JSON, billed=True, rests=False)
        return self._judged(request, [entry.get("text") for entry in entries])

    def _headers(self) -> dict[str, str]:
        return super()._headers() | {"Authorization": f"DeepL-Auth-Key {self.access.key}"}

    def _error(self, reply: Reply) -> EngineError:
        told = self._own_words(reply)
        if reply.status == 400 and "_lang" in told:
            return PermanentEngineError(words.LANGUAGE, detail=self.access.scrub(told))
        return super()._error(reply)
