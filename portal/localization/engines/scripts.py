"""Which script a wording is in: simplified or traditional Chinese, or none of both."""

from __future__ import annotations

from functools import cache

HAN_BEGIN, HAN_END = 0x3400, 0x9FFF
#: Letters without a single Han character from which on a wording is certainly not Chinese.
LATIN_LETTERS = 40


def is_han(char: str) -> bool:
    return HAN_BEGIN <= ord(char) <= HAN_END or 0x20000 <= ord(char) <= 0x323AF


@cache
def traditional_only() -> frozenset[str]:
    """Characters that simplified Chinese writes otherwise.

    OpenCC's table alone would count 於, 乾 and other characters with a use of their own in simplified text; those are
    in GB 2312.
    """
    return _changed("t2s", "gb2312")


@cache
def simplified_only() -> frozenset[str]:
    """Characters that traditional Chinese writes otherwise; those of Big5 (后, 里, 台) have a use of their own."""
    return _changed("s2t", "cp950")


def _changed(conversion: str, own_use: str) -> frozenset[str]:
    import opencc  # here, so that only a process that judges a wording carries it

    chars = [chr(code) for code in range(HAN_BEGIN, HAN_END + 1)]
    converted = opencc.OpenCC(conversion).convert("\n".join(chars)).split("\n")
    pairs = zip(chars, converted, strict=True)
    return frozenset(char for char, other in pairs if char != other and not char.encode(own_use, errors="ignore"))


def is_in_script(wording: str, *, source_text: str, source: str, target: str) -> bool:
    """Whether `wording`, text without tags, can be in the language `target`.

    A source in another language than Chinese may quote a name in either script; its characters count for nothing.
    """
    han = {char for char in wording if is_han(char)}
    if not target.startswith("zh"):
        return _is_not_chinese(wording, source_text, target)
    if not source.startswith("zh"):
        han -= set(source_text)
    foreign = traditional_only() if target == "zh-hans" else simplified_only()
    if han & foreign:
        return False
    letters = sum(char.isalpha() for char in wording)
    return bool(han) or letters < LATIN_LETTERS or not any(map(str.isalpha, source_text))


def _is_not_chinese(wording: str, source_text: str, target: str) -> bool:
    """Japanese and Korean may be written in Han characters; in all other languages they are at most a quotation."""
    if target.split("-")[0] in ("ja", "ko"):
        return True
    han = sum(map(is_han, wording))
    letters = sum(char.isalpha() for char in wording)
    return not han or han * 2 <= letters
