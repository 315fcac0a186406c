"""Texts in groups that one request may hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.localization.engines.base import Limits


def batches(texts: Sequence[str], limits: Limits) -> Iterator[list[int]]:
    """Indexes of `texts` in their order, in groups within `limits`.

    A text that exceeds them alone is a group of its own. If it is too long even so, the engine refuses it and sends
    nothing.
    """
    group: list[int] = []
    size = 0
    for index, text in enumerate(texts):
        full = len(group) == limits.texts or size + len(text) > limits.characters
        if group and full:
            yield group
            group, size = [], 0
        group.append(index)
        size += len(text)
    if group:
        yield group


def is_too_long(text: str, limits: Limits) -> bool:
    """Whether no request can hold `text`: it is left to a person, and costs nothing."""
    return len(text) > max(limits.characters, limits.longest)
