"""What a browser and a person do to pass the check against robots."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import count
from typing import Any

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def payload_of(challenge: dict[str, Any]) -> str:
    """The solution of a challenge, as the script of the form sends it."""
    salt = challenge["salt"].encode()
    number = next(n for n in count() if hashlib.sha256(salt + str(n).encode()).hexdigest() == challenge["challenge"])
    told = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**told, "number": number}).encode()).decode()


def answer_to(question: str) -> int:
    """The answer to a question in English."""
    first, kind, second = re.search(r"What is (\w+) (plus|minus) (\w+)\?", question).groups()
    one, other = _WORDS.index(first), _WORDS.index(second)
    return one + other if kind == "plus" else one - other
