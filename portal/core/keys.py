"""Keys of records as browsers send them."""

from __future__ import annotations

#: Digits that fit into the keys of the database. Python itself refuses to read numbers of thousands of digits.
_MOST_DIGITS = 18


def key_in(text: str | None) -> int | None:
    """The key or number that `text` from a form or an address is; None for anything else."""
    if not text or not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        return None
    return int(text)
