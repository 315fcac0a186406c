"""References of inquiries: unguessable, easy to read out, with a check character.

Twelve characters in groups of four, such as `K7QF-2M9D-XW4P`. The alphabet has 31 characters, without I, L, O, 0 and
1. Eleven are random (54 bits), the last makes the weighted sum divisible by 31: as 31 is prime and no two weights are
equal, every single wrong character and every swap of two is found (ISO/IEC 7064 rests on the same argument).
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


def new_reference() -> str:
    """A fresh reference as it is shown and stored."""
    random_part = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return _grouped(random_part + _check_character(random_part))


def normalized(text: str) -> str | None:
    """The reference that a person typed, as it is stored; None if it cannot be one.

    Case, spaces and dashes of every kind do not matter: programs for letters make long ones of short ones.
    """
    characters = "".join(
        one for one in "".join(text.upper().split()) if one != "−" and unicodedata.category(one) != "Pd"
    )
    if len(characters) != LENGTH or not set(characters) <= set(ALPHABET):
        return None
    if characters[-1] != _check_character(characters[:-1]):
        return None
    return _grouped(characters)


def _check_character(random_part: str) -> str:
    """The last character: its weight is 1, those before it weigh 2, 3 … from the right."""
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(reversed(random_part), start=2))
    return ALPHABET[-total % len(ALPHABET)]


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
