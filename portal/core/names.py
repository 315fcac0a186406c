"""Names of people in the order of their script."""

import re

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def is_han(text: str) -> bool:
    """Whether `text` contains a Chinese character."""
    return bool(_HAN.search(text))


def full_name(family: str, given: str) -> str:
    """Family and given name joined: Chinese without a space (孙瑾), others given name first."""
    if is_han(family + given):
        return f"{family}{given}"
    return f"{given} {family}".strip()
