"""The cooperation form as a browser sends it: what is hidden in it, and the check against robots, done.

For Django's test client and for a session over HTTP alike; they are asked for `get` and `post` alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from itertools import count
from typing import Any

import requests
from bs4 import BeautifulSoup

FORM = "/en/cooperate/"
#: A form as a careful investor fills it in; no park, so that an empty portal takes it too.
TYPED = {
    "intent": "rd_cooperation",
    "company": "Example Photonics Ltd",
    "country": "US",
    "person": "Alex Morgan",
    "email": "alex.morgan@example.com",
    "phone": "+1 617 555 0100",
    "message": "We make optical sensors.\r\nIs there laboratory space?",
    "consent": "on",
}


class Site(requests.Session):
    """A visitor of a running portal, who comes from `address` by way of a proxy that is trusted."""

    def __init__(self, base: str, address: str = "") -> None:
        super().__init__()
        self.base = base
        if address:
            self.headers["X-Forwarded-For"] = address

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        kwargs = {"timeout": 20, "allow_redirects": False, **kwargs}
        return super().request(method, self.base + url, *args, **kwargs)


def filled(session: Any, path: str = FORM, **values: Any) -> dict[str, Any]:
    """The fields of a form that a person has filled in, those that the page hides among them.

    Args:
        session: a test client or a `Site`; it fetches the form.
        path: of the form.
        values: what is typed otherwise than in `TYPED`; None leaves the field out.
    """
    page = BeautifulSoup(session.get(path).content, "html.parser")
    form = page.select_one("main form[method=post]:has([name=consent])")
    hidden = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden][name]")}
    told = {**TYPED, **hidden, **proof(session, form), **values}
    return {name: value for name, value in told.items() if value is not None}


def proof(session: Any, form: Any) -> dict[str, str]:
    """What the script of the check makes of its challenge; nothing where forms are not checked."""
    check = form.select_one("[data-proof][data-challenge]")
    if check is None:
        return {}
    field = check.select_one("input[name=proof]")["name"]
    return {field: solution(session.get(check["data-challenge"]).json())}


def solution(challenge: dict[str, Any]) -> str:
    """The payload of ALTCHA's protocol: the number behind the challenge, in base64 of JSON."""
    salt, wanted = challenge["salt"].encode(), challenge["challenge"]
    number = next(n for n in count() if hashlib.sha256(salt + str(n).encode()).hexdigest() == wanted)
    told = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**told, "number": number}).encode()).decode()


def multipart(fields: dict[str, Any], files: list[tuple[str, str, bytes]] = ()) -> tuple[bytes, str]:
    """A body of a form and its content type, whatever stands in it: halves of pairs and NUL too.

    Args:
        fields: name → text, bytes or a list of them.
        files: name of the field, name of the file, content.
    """
    boundary = f"----{os.urandom(12).hex()}"
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            content = one if isinstance(one, bytes) else str(one).encode("utf-8", "surrogatepass")
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content)
    for field, name, content in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(
            head.encode("utf-8", "surrogatepass") + b"Content-Type: application/octet-stream\r\n\r\n" + content
        )
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
