"""Whether a wording is a translation at all: not the source again, in the right script, of a likely length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.markup_checks import quoted
from portal.localization.checks.text import seen
from portal.localization.engines.markup import DENSE
from portal.localization.engines.scripts import is_han, simplified_only, traditional_only
from portal.localization.enums import Severity

#: A thousand Chinese characters make 550 to 650 English words (the rule of thumb by which translators count).
HAN_A_WORD = 1.7
#: From how many characters on a text says something about the length of its translation, and how far it may stray.
TELLING, TIMES = 24, 2.6
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’\-]*")
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’\-,;:. ]*[A-Za-zÀ-ɏ]")
_NAME = re.compile(
    r"(?<![A-Za-z])(?:[A-Z][a-zà-ɏ]+(?:[-’'][A-Za-z]+)?)(?: (?:[A-Z]\.|[A-Z][a-zà-ɏ]+(?:-[A-Za-z]+)?)){1,3}(?![A-Za-z])"
)
#: So many Latin words in a row are a sentence, and no name.
SENTENCE = 6


def check_wording(segment: Segment, source_code: str, target_code: str) -> Iterator[Finding]:
    """Findings `untranslated`, `script`, `name` and `length` of one segment."""
    source, wording = seen(segment.source).words, seen(segment.wording).words
    if _is_same(source, wording) and any(map(str.isalpha, source)):
        yield from _unchanged(segment, source, target_code)
    elif target_code.startswith("zh"):
        yield from _in_chinese(segment, source, wording, source_code, target_code)
    else:
        yield from _left_chinese(segment, source, wording, target_code)
    yield from _length(segment, source, wording)


def _is_same(source: str, wording: str) -> bool:
    return " ".join(source.split()) == " ".join(wording.split())


def _unchanged(segment: Segment, text: str, target_code: str) -> Iterator[Finding]:
    """The source again. Names in Latin letters may be the same in both languages; a sentence never is."""
    words = _LATIN_WORD.findall(text)
    is_sentence = bool(_HAN.search(text)) or sum(word.islower() for word in words) >= 3
    if is_sentence:
        yield Finding("untranslated", Severity.BLOCKING, _("The translation is the source text itself."), segment)
    elif target_code.startswith("zh") and _NAME.search(text):
        yield _names(segment, [text.strip()])
    elif len(words) > 1:
        yield Finding("untranslated", Severity.NOTE, _("The translation is the same as the source."), segment)


def _left_chinese(segment: Segment, source: str, wording: str, target_code: str) -> Iterator[Finding]:
    runs = list(dict.fromkeys(_HAN.findall(wording)))
    if not runs or target_code.split("-")[0] in DENSE:
        return
    han, letters = sum(map(is_han, wording)), sum(char.isalpha() for char in wording)
    message = _("The translation leaves Chinese words: %(words)s.") % {"words": quoted(runs[:5])}
    glossed = all(re.search(rf"[(（]\s*{re.escape(run)}", wording) for run in runs)
    severity = Severity.BLOCKING if han * 2 > letters else Severity.NOTE if glossed else Severity.WARNING
    yield Finding("script", severity, message, segment, " ".join(runs))


def _in_chinese(segment: Segment, source: str, wording: str, source_code: str, target_code: str) -> Iterator[Finding]:
    foreign = traditional_only() if target_code == "zh-hans" else simplified_only()
    own = set() if source_code.startswith("zh") else set(source)
    wrong = "".join(dict.fromkeys(char for char in wording if char in foreign and char not in own))
    if wrong:
        message = (
            _("The translation has traditional characters: %(characters)s.")
            if target_code == "zh-hans"
            else _("The translation has simplified characters: %(characters)s.")
        )
        yield Finding("script", Severity.BLOCKING, message % {"characters": wrong}, segment, wrong)
    yield from _latin(segment, source, wording)


def _latin(segment: Segment, source: str, wording: str) -> Iterator[Finding]:
    runs = [run.strip(" ,;:.") for run in _LATIN_RUN.findall(wording)]
    sentences = [run for run in runs if sum(word.islower() for word in _LATIN_WORD.findall(run)) >= SENTENCE // 2]
    sentences = [run for run in sentences if len(_LATIN_WORD.findall(run)) >= SENTENCE]
    if not _HAN.search(wording) and sum(word.islower() for word in _LATIN_WORD.findall(wording)) >= SENTENCE // 2:
        yield Finding("script", Severity.BLOCKING, _("The translation has no Chinese words."), segment)
        return
    for run in sentences:
        message = _("The translation leaves a passage in another language: %(words)s.") % {"words": quoted([run[:80]])}
        yield Finding("script", Severity.WARNING, message, segment, run)
    names = [name for name in dict.fromkeys(_NAME.findall(wording)) if name in source]
    names = [name for name in names if not any(name in run for run in sentences)]
    if names:
        yield _names(segment, names)


def _names(segment: Segment, names: list[str]) -> Finding:
    """A Chinese name that nobody knows is not made up; but whether nobody knows it a person must say."""
    message = _("These names stay in Latin letters: %(names)s.") % {"names": quoted(names)}
    return Finding("name", Severity.WARNING, message, segment, "/".join(names))


def weight(text: str) -> float:
    """How much a text says, in Chinese characters: a Latin word counts for `HAN_A_WORD`."""
    return sum(map(is_han, text)) + HAN_A_WORD * len(_LATIN_WORD.findall(text))


def _length(segment: Segment, source: str, wording: str) -> Iterator[Finding]:
    before, after = weight(source), weight(wording)
    if max(before, after) < TELLING or not after:
        return
    if after * TIMES < before:
        yield Finding("length", Severity.WARNING, _("The translation is far shorter than the source."), segment, "-")
    elif before * TIMES < after:
        yield Finding("length", Severity.WARNING, _("The translation is far longer than the source."), segment, "+")
