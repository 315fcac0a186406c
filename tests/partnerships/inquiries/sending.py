"""A visitor of the inquiry form over plain HTTP, from an address of loopback that may be chosen."""

from __future__ import annotations

import http.client
import json
import re
import uuid
from typing import Any
from urllib.parse import urlencode

from tests.partnerships.inquiries.solving import answer_to, payload_of

FORM = "/en/cooperate/"
_HIDDEN = "csrfmiddlewaretoken|submission|notice|proof_question"
_FIELD = re.compile(rf'<input type="hidden" name="({_HIDDEN})" value="([^"]*)"')
_QUESTION = re.compile(r"What is \w+ (?:plus|minus) \w+\?")
_COOKIE = re.compile(r"csrftoken=([^;]+)")


class Visitor:
    """One connection that is kept open, and the cookie that goes with the form."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._place = ("127.0.0.1", port)
        self._source = (source, 0)
        self._connection: http.client.HTTPConnection | None = None
        self.cookie = ""

    def ask(self, method: str, path: str, fields: dict[str, Any] | None = None) -> tuple[int, str]:
        """Send one request; returns the status and the page. A connection that the server closed is opened anew."""
        body = urlencode(fields, doseq=True) if fields is not None else None
        headers = {"Cookie": f"csrftoken={self.cookie}"} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(*self._place, timeout=30, source_address=self._source)
            try:
                self._connection.request(method, path, body, headers)
                answer = self._connection.getresponse()
                page = answer.read().decode()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if attempt == 2:
                    raise
                continue
            if found := _COOKIE.search(answer.headers.get("Set-Cookie", "")):
                self.cookie = found[1]
            return answer.status, page
        raise AssertionError

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def form(self) -> dict[str, str]:
        """What the form carries by itself, with the answer to its question."""
        status, page = self.ask("GET", FORM)
        assert status == 200, page[:500]
        asked = _QUESTION.search(page)
        return dict(_FIELD.findall(page)) | ({"proof_answer": str(answer_to(asked[0]))} if asked else {})

    def work(self) -> str:
        """A challenge fetched and solved."""
        status, page = self.ask("GET", "/en/cooperate/challenge/")
        assert status == 200, page[:500]
        return payload_of(json.loads(page))

    def send(self, fields: dict[str, Any]) -> int:
        """Send the form; returns the status."""
        return self.ask("POST", FORM, fields)[0]


def told(**changes: Any) -> dict[str, Any]:
    """What an investor fills in; address, message and copy of the form are new each time."""
    mark = uuid.uuid4().hex
    facts = {
        "intent": "rd_cooperation",
        "company": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "email": f"investor-{mark}@example.com",
        "message": f"We make optical sensors and look for laboratory space, plan {mark}.",
        "consent": "on",
        "submission": mark,
    }
    return facts | changes
