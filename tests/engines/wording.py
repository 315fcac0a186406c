"""A translation that a test can foresee: right script, same markup, a plausible length."""

from __future__ import annotations

import re
from functools import cache

import opencc
from pypinyin import lazy_pinyin

#: What is left as it is: tags, entities, addresses, placeholders.
KEPT = re.compile(
    r"(<[^>]*>|&#?\w+;|https?://[!-~]+|[\w.+-]+@[\w.-]+|%\(\w+\)[sd]|%[sd]|\{\{?\s*\w+\s*\}\}?)", re.ASCII
)
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]+")
#: Written alike in both scripts.
CHARACTERS = "一二三工人大天山水木火土日月田石文言足手目口耳心北南西中上下左右"


def wording_of(text: str, target: str) -> str:
    """Chinese into its pinyin, other words into characters, one script of Chinese into the other."""
    pieces = KEPT.split(text)
    return "".join(piece if index % 2 else _plain(piece, target.lower()) for index, piece in enumerate(pieces))


def _plain(text: str, target: str) -> str:
    if not target.startswith("z"):
        return HAN.sub(lambda found: _pinyin(found[0]) + " ", text)
    if HAN.search(text):
        return _converter("s2t" if target in ("zh-hant", "zt") else "t2s").convert(text)
    return WORD.sub(lambda found: _characters(found[0]), text)


@cache
def _pinyin(char: str) -> str:
    return lazy_pinyin(char)[0]


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


@cache
def _characters(word: str) -> str:
    return "".join(CHARACTERS[ord(letter) % len(CHARACTERS)] for letter in word[:2])
