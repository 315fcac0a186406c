"""Two texts in one, with what went and what came marked, for people to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString

#: A word of letters and digits, or any other character by itself: a Chinese one, a space, a mark of punctuation.
_TOKEN = re.compile(r"[0-9A-Za-zÀ-ɏͰ-ϿЀ-ӿ]+|.", re.DOTALL)
#: Texts of more pieces, or of so many equal ones that comparing them takes long, are shown one after the other.
_LONGEST, _MOST_PAIRS = 4000, 400_000


def marked_changes(old: str, new: str) -> SafeString:
    """HTML of `new` with `<del>` around what it no longer says, and `<ins>` around what `old` did not say."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _alike(before, after)
    end = _alike(reversed(before[start:]), reversed(after[start:]))
    head, tail = after[:start], after[len(after) - end :]
    return SafeString(
        escape("".join(head))
        + _compared(before[start : len(before) - end], after[start : len(after) - end])
        + escape("".join(tail))
    )


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """With how many equal pieces both begin."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _compared(before: list[str], after: list[str]) -> str:
    counts = Counter(before)
    pairs = sum(counts[piece] for piece in after if not piece.isspace())
    if max(len(before), len(after)) > _LONGEST or pairs > _MOST_PAIRS:
        return _mark("del", "".join(before)) + _mark("ins", "".join(after))
    parts: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(escape("".join(after[c:d])))
        else:
            parts += [_mark("del", "".join(before[a:b])), _mark("ins", "".join(after[c:d]))]
    return "".join(parts)


def _mark(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""
