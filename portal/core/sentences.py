"""Sentences one after the other: with a space between them in English, with none in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import pgettext


def joined(sentences: Iterable[object]) -> str:
    """All of `sentences` that say something, in the reader's language."""
    return reduce(_two, filter(None, map(str, sentences)), "")


def _two(first: str, second: str) -> str:
    if not first:
        return second
    return pgettext("two sentences", "%(first)s %(second)s") % {"first": first, "second": second}
