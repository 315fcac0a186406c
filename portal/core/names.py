"""Names of people in the order of their script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.core.models import User

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def is_han(text: str) -> bool:
    """Whether `text` contains a Chinese character."""
    return bool(_HAN.search(text))


def full_name(family: str, given: str) -> str:
    """Family and given name joined: Chinese without a space (孙瑾), others given name first."""
    if is_han(family + given):
        return f"{family}{given}"
    return f"{given} {family}".strip()


def name_of(person: User | None) -> str:
    """How screens and letters call a person: the full name, else the user name; empty for nobody."""
    return "" if person is None else person.get_full_name() or person.get_username()
