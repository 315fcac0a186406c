"""Any server of the chat API that OpenAI made: https://platform.openai.com/docs/api-reference/chat."""

from __future__ import annotations

from typing import Any

from portal.localization.engines import words
from portal.localization.engines.base import (
    Answer,
    EngineError,
    Limits,
    PassingEngineError,
    PermanentEngineError,
    Request,
    TooMuchError,
)
from portal.localization.engines.chat import conversation
from portal.localization.engines.client import HttpEngine
from portal.localization.engines.transport import Access, Reply

DEFAULT_URL = "https://api.openai.com/v1"
#: Asked for, and left off where a model or a server says that it does not take it.
WISHES: dict[str, Any] = {"temperature": 0, "response_format": {"type": "json_object"}}


class OpenAI(HttpEngine):
    name = "openai"
    #: A model writes word by word, and the whole answer must be there within TRANSLATION_TIMEOUT.
    limits = Limits(texts=20, characters=2_000, longest=6_000)

    def __init__(self, access: Access, model: str) -> None:
        super().__init__(access)
        self.model = model
        self._wishes = dict(WISHES)

    def _ask(self, request: Request) -> list[Answer]:
        talk = conversation(request)
        choice = _choice(self._completion(talk.messages()))
        message = choice.get("message")
        if choice.get("finish_reason") == "length":
            raise TooMuchError(billed=True)
        if not isinstance(message, dict):
            raise PassingEngineError(words.NO_JSON, billed=True, rests=False)
        if choice.get("finish_reason") == "content_filter" or message.get("refusal"):
            return [Answer(refusal=words.DECLINED)] * len(request.texts)
        if not isinstance(message.get("content"), str):
            raise PassingEngineError(words.NO_JSON, billed=True, rests=False)
        return talk.answers(message["content"])

    def _completion(self, messages: list[dict[str, str]]) -> Any:
        while True:
            body = {"model": self.model, "messages": messages, "stream": False} | self._wishes
            try:
                return self._exchange("POST", "/chat/completions", body=body, priced=True)
            except PermanentEngineError as error:
                unwelcome = next((wish for wish in self._wishes if wish in error.detail), None)
                if error.message != words.REFUSED or unwelcome is None:
                    raise
                self._wishes = {wish: value for wish, value in self._wishes.items() if wish != unwelcome}

    def _headers(self) -> dict[str, str]:
        headers = super()._headers()
        return headers | {"Authorization": f"Bearer {self.access.key}"} if self.access.key else headers

    def _error(self, reply: Reply) -> EngineError:
        found = reply.json()
        inner = found.get("error") if isinstance(found, dict) else None
        code = inner.get("code") if isinstance(inner, dict) else None
        if reply.status == 400 and code == "context_length_exceeded":
            return TooMuchError(billed=False)
        if code == "insufficient_quota":
            return PermanentEngineError(words.QUOTA, detail=self.access.scrub(self._own_words(reply)))
        return super()._error(reply)


def _choice(found: Any) -> dict[str, Any]:
    choices = found.get("choices") if isinstance(found, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise PassingEngineError(words.NO_JSON, billed=True, rests=False)
    return choices[0]
