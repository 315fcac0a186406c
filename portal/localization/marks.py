"""Two texts in one, with what went and what came marked, for people to read."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString

#: A word of letters and digits, or any other character by itself: a Chinese one, a space, a mark of punctuation.
_TOKEN = re.compile(r"[0-9A-Za-zÀ-ɏͰ-ϿЀ-ӿ]+|.", re.DOTALL)
#: Texts of more pieces are shown one after the other.
_LONGEST = 4000


def marked_changes(old: str, new: str) -> SafeString:
    """HTML of `new` with `<del>` around what it no longer says, and `<ins>` around what `old` did not say."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > _LONGEST:
        return SafeString(_mark("del", old) + _mark("ins", new))
    parts: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(escape("".join(after[c:d])))
        else:
            parts += [_mark("del", "".join(before[a:b])), _mark("ins", "".join(after[c:d]))]
    return SafeString("".join(parts))


def _mark(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""
