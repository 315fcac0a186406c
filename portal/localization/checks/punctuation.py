"""Punctuation and spaces, as GB/T 15834 has it in Chinese and as the house has it in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.text import seen
from portal.localization.enums import Severity

_H = r"[\u3400-\u9fff]"
_Rule = tuple[re.Pattern[str], Severity, object, str]

_CHINESE: list[_Rule] = [
    (re.compile(rf"{_H}\s*[,;!?](?!\d)|(?<!\d)[,;!?]\s*{_H}|{_H}:(?!//)|{_H}\.(?=\s|$|{_H})"), Severity.WARNING,
     gettext_lazy("Half-width punctuation beside Chinese: “%(place)s”."), "half"),
    (re.compile(rf"\([^()]*{_H}[^()]*\)"), Severity.WARNING,
     gettext_lazy("Half-width brackets around Chinese: “%(place)s”."), "brackets"),
    (re.compile(rf"\"[^\"]*{_H}[^\"]*\"|(?<![A-Za-z])'[^']*{_H}[^']*'(?![A-Za-z])|[「『][^」』]*[」』]"),
     Severity.WARNING,
     gettext_lazy("Chinese is quoted with “”: “%(place)s”."), "quotes"),
    (re.compile(rf"{_H} +[A-Za-z0-9]|[A-Za-z0-9%] +{_H}|{_H} +{_H}"), Severity.NOTE,
     gettext_lazy("A space beside Chinese: “%(place)s”."), "space"),
    (re.compile(r"\.{3,}|。{2,}|(?<!…)…(?!…)"), Severity.NOTE,
     gettext_lazy("The ellipsis is written ……, not “%(place)s”."), "ellipsis"),
    (re.compile(r"[，。、；：！？]{2,}(?<!！！)(?<!？！)"), Severity.NOTE,
     gettext_lazy("Two marks of punctuation in a row: “%(place)s”."), "double"),
    (re.compile(r"[Ａ-Ｚａ-ｚ０-９]+"), Severity.NOTE,
     gettext_lazy("Full-width letters or digits: “%(place)s”."), "wide"),
]  # fmt: skip
_ENGLISH: list[_Rule] = [
    (re.compile(r"\S{0,20}[，。、；：！？（）【】《》「」％～]+\S{0,20}"), Severity.WARNING,
     gettext_lazy("Full-width signs in English: “%(place)s”."), "wide"),
    (re.compile(r"(?<=\S)  +(?=\S)"), Severity.NOTE, gettext_lazy("Two spaces in a row."), "spaces"),
    (re.compile(r"\w+ [,;:!?](?=\s|$)"), Severity.NOTE,
     gettext_lazy("A space before punctuation: “%(place)s”."), "space"),
    (re.compile(r"[A-Za-z],(?=[A-Za-z])\w+"), Severity.NOTE,
     gettext_lazy("No space after a comma: “%(place)s”."), "comma"),
    (re.compile(r",,+|;;+|\.\.(?!\.)(?<!\.\.\.)"), Severity.NOTE,
     gettext_lazy("Two marks of punctuation in a row: “%(place)s”."), "double"),
]  # fmt: skip
_PAIRS = {"“": "”", "（": "）", "《": "》", "【": "】", "(": ")", "[": "]"}


def check_punctuation(segment: Segment, text: str, code: str) -> Iterator[Finding]:
    """Findings `punctuation` of one text.

    Args:
        text: inline HTML: the wording of `segment`, or its source where that is checked by itself.
        code: the language of `text`.
    """
    # Addresses are blank by now, and blanks are no spaces of the text.
    words = seen(text).words
    plain = re.sub(r"(?<=\S) {3,}", "\x00", words) if seen(text).links or seen(text).placeholders else words
    for pattern, severity, message, name in _CHINESE if code.startswith("zh") else _ENGLISH:
        match = pattern.search(plain)
        if match is not None:
            place = plain[max(0, match.start() - 2) : match.end() + 2].strip().replace("\x00", " ")[:60]
            yield Finding("punctuation", severity, str(message) % {"place": place}, segment, f"{name}:{match.group()}")
    yield from _pairs(segment, plain)
    if not code.startswith("zh") and re.search(r"[“”‘’]", plain) and re.search(r"\"|(?<=\w)'(?=\w)", plain):
        yield Finding(
            "punctuation", Severity.NOTE, _("Straight and curly quotation marks in one text."), segment, "curly"
        )


def _pairs(segment: Segment, text: str) -> Iterator[Finding]:
    for opening, closing in _PAIRS.items():
        opened, closed = text.count(opening), text.count(closing)
        if opening == "(" and re.search(r"(?:^|\s)[0-9a-z]{1,2}\)", text):  # a list: 1) and 2)
            continue
        if opened != closed and {opening, closing} <= set("“”（）《》【】()[]"):
            message = _("“%(opening)s” and “%(closing)s” do not come in pairs.")
            yield Finding(
                "punctuation",
                Severity.NOTE,
                message % {"opening": opening, "closing": closing},
                segment,
                f"pair:{opening}{opened}{closed}",
            )
