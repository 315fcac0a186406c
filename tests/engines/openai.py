"""The chat API of OpenAI; the model behind it does what the portal's rules say, or what a fault says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.engines.server import SHUFFLES, Answered, Asked, ProtocolServer

KEY = "sk-secret-key"
MODEL = "test-model"

Segments = list[dict[str, Any]]


def _swapped(segments: Segments) -> Segments:
    """The words change places, the names stay."""
    words = [(entry["begins"], entry["text"]) for entry in reversed(segments)]
    return [entry | {"begins": begins, "text": text} for entry, (begins, text) in zip(segments, words, strict=True)]


def _merged(segments: Segments) -> Segments:
    first, second, *rest = segments
    return [first | {"text": f"{first['text']} {second['text']}"}, *rest]


def _merged_and_emptied(segments: Segments) -> Segments:
    first, second, *rest = segments
    return [first | {"text": f"{first['text']} {second['text']}"}, second | {"text": ""}, *rest]


#: What a model may do to its answer.
MISDEEDS: dict[str, Callable[[Segments], Segments]] = {
    "reordered": lambda segments: segments[::-1],
    "swapped": _swapped,
    "merged": _merged,
    "merged and emptied": _merged_and_emptied,
    "duplicate": lambda segments: [segments[0], *segments],
    "renamed": lambda segments: [segments[0] | {"id": "1"}, *segments[1:]],
    "injected": lambda segments: [segments[0] | {"text": "HACKED"}, *segments[1:]],
    "added": lambda segments: [*segments, {"id": "0", "begins": "", "text": "More"}],
    "echoes its id": lambda segments: [
        segments[0] | {"text": f"{segments[0]['id']}: {segments[0]['text']}"},
        *segments[1:],
    ],
    "too few": SHUFFLES["too few"],
    "too many": SHUFFLES["too many"],
}


class OpenAIServer(ProtocolServer):
    """Attributes: key: what it demands; takes: the most segments that it answers in full."""

    translates = "/v1/chat/completions"

    def __init__(self, *, key: str = KEY, takes: int = 1000, unwelcome: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(**more)
        self.key, self.takes, self.unwelcome = key, takes, unwelcome
        self.url += "/v1"

    def answer(self, asked: Asked, fault: Any) -> Answered:
        if asked.headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, f"Incorrect API key provided: {asked.headers.get('Authorization')}", "invalid_api_key")
        if asked.path != self.translates:
            return _error(404, f"Invalid URL ({asked.method} {asked.path})", None)
        if asked.body["model"] != MODEL:
            return _error(404, f"The model {asked.body['model']} does not exist", "model_not_found")
        for name in self.unwelcome:
            if name in asked.body:
                return _error(
                    400, f"Unsupported value: '{name}' is not supported with this model.", "unsupported_value"
                )
        if fault == "over quota":
            return _error(429, "You exceeded your current quota", "insufficient_quota")
        if fault == "too long":
            return _error(400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded")
        return self._completion(asked.body, fault)

    def _completion(self, body: dict[str, Any], fault: Any) -> Answered:
        document = json.loads(body["messages"][-1]["content"])
        segments = self._segments(document, fault)
        content = json.dumps({"segments": segments}, ensure_ascii=False)
        reason, refusal = "stop", None
        if len(segments) > self.takes:
            content, reason = content[: len(content) // 2], "length"
        if fault == "filtered":
            content, reason = "", "content_filter"
        if fault == "declined":
            content, refusal = None, "I cannot help with that."
        if fault == "fenced":
            content = f"```json\n{content}\n```"
        if fault == "thinks":
            content = f"<think>\nA park {{…}}?\n</think>\n\n{content}"
        if fault == "repeats the rules":
            rules = body["messages"][0]["content"].splitlines()
            segments[0]["text"] = rules[1]
            content = json.dumps({"segments": segments}, ensure_ascii=False)
        if fault == "talks":
            content = "Sure! Here is your translation."
        return Answered(200, _completed(body["model"], content, reason, refusal), {"Content-Type": "application/json"})

    def _segments(self, document: dict[str, Any], fault: Any) -> Segments:
        target = "zh-hant" if "Hant" in document["target_language"] else document["target_language"]
        target = "zh-hans" if "Hans" in target else target
        asked = document["segments"]
        wordings = self.translated([entry["text"] for entry in asked], target, fault if callable(fault) else None)
        segments = [
            {"id": entry["id"], "begins": entry["text"][:24], "text": wording}
            for entry, wording in zip(asked, wordings, strict=True)
        ]
        misdeed = MISDEEDS.get(fault) if isinstance(fault, str) else None
        return misdeed(segments) if misdeed else segments


def _error(status: int, message: str, code: str | None) -> Answered:
    return Answered(
        status, {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}
    )


def _completed(model: str, content: str | None, reason: str, refusal: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "finish_reason": reason,
                "logprobs": None,
                "message": {"role": "assistant", "content": content, "refusal": refusal},
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def openai_server(*, delay: float = 0, wording: Callable[[str, str], str] | None = None, **more: Any) -> OpenAIServer:
    return OpenAIServer(delay=delay, wording=wording, **more)
