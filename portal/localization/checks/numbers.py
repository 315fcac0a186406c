"""Numbers, percentages, dates and money, compared by value: 1000亿 is 100 billion, 9月9日 is 9 September.

What is lost or said otherwise, and certainly an amount, prevents publication; what the wording adds, a date that it
leaves out and number words are for people to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from django.utils.translation import gettext as _

from portal.localization.checks import en_amounts, zh_amounts
from portal.localization.checks.amounts import DATES, Amount, Value, is_sum_apart
from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.sizes import same_size
from portal.localization.checks.text import seen
from portal.localization.enums import Severity

_EDITION = "届"
#: Names such as C919 and 5G. Of two with the same letters one stands for the other.
_CODE = re.compile(
    r"(?<![A-Za-z0-9.])([A-Z]{1,4})-?(\d{1,5})(?![A-Za-z0-9])|(?<![A-Za-z0-9.])(\d{1,2})([GK])(?![A-Za-z])"
)
_NO_CODES = frozenset({"RMB", "USD", "CNY", "EUR", "HKD", "US", "Q", "H"})
#: Of these one stands for another of its kind, though neither is surely an amount.
_AMONG_THEMSELVES = frozenset({"ord", "mult", "half", "vague"})
_READERS = {"zh": zh_amounts.read, "en": en_amounts.read}


def check_numbers(segment: Segment, source_code: str, target_code: str) -> Iterator[Finding]:
    """Findings `number`, `percent`, `date` and `currency` of one segment. Languages that nobody reads have none."""
    languages = [code.split("-")[0] for code in (source_code, target_code)]
    if not all(language in _READERS for language in languages):
        return
    source, wording = _amounts(segment.source, languages[0]), _amounts(segment.wording, languages[1])
    yield from _currencies(segment, source, wording)
    yield from _codes(segment)
    yield from _compared(segment, _unmatched(source, wording), _unmatched(wording, source))


@lru_cache(maxsize=4096)
def _amounts(html: str, language: str) -> tuple[Amount, ...]:
    """The amounts of a text. One screen asks twice, and the next saving changes one text of many."""
    return tuple(_READERS[language](seen(html).words))


def _unmatched(amounts: Sequence[Amount], others: Sequence[Amount]) -> list[Amount]:
    """What one text says and the other does not, each once. Only amounts that share a value are compared."""
    index: dict[Value, list[Amount]] = {}
    for other in {(other.values, other.kind, other.sure): other for other in others}.values():
        for value in other.values:
            index.setdefault(_key(value), []).append(other)
    kept: dict[frozenset[Value], Amount] = {}
    for amount in {(amount.values, amount.kind, amount.sure): amount for amount in amounts}.values():
        candidates = (other for value in amount.values for other in index.get(_key(value), ()))
        if not any(_same(amount, other) for other in candidates) and not _said_in_parts(amount, index.keys()):
            kept.setdefault(amount.values, amount)
    return list(kept.values())


def _key(value: Value) -> Value:
    """Where a value is looked up: sizes by their dimension, “1+2” by their sum."""
    kind, said = value
    return ("size", said[0]) if kind == "size" else ("n", said) if kind == "parts" else value


def _same(one: Amount, other: Amount) -> bool:
    """Whether both say the same: sizes where both have a unit, else any value."""
    sizes = [[value for kind, value in amount.values if kind == "size"] for amount in (one, other)]
    if sizes[0] and sizes[1]:
        return any(same_size(a, b) for a in sizes[0] for b in sizes[1])
    if one.values & other.values:
        return not is_sum_apart(one, other)
    # “1+2” is three things, but not one and three.
    return any(
        ("n", value) in whole.values and whole.kind != "sum"
        for part, whole in ((one, other), (other, one))
        for kind, value in part.values
        if kind == "parts"
    )


def _said_in_parts(amount: Amount, values: Set[Value]) -> bool:
    """Whether month and day, or the month of a date, stand apart in the other text."""
    for kind, value in amount.values:
        if kind == "md" and ("month", value[0]) in values and {("day", value[1]), ("n", value[1])} & values:
            return True
        if kind == "month" and any(other[0] == "md" and other[1][0] == value for other in values):
            return True
        if kind == "day" and any(other[0] == "md" and other[1][1] == value for other in values):
            return True
    return False


def _compared(segment: Segment, lost: list[Amount], new: list[Amount]) -> Iterator[Finding]:
    for amount in [one for one in lost if _is_telling(one)]:
        other = next((one for one in new if _contradict(amount, one)), None)
        if other is not None:
            new.remove(other)
            yield _other(segment, amount, other)
        elif amount.sure:
            yield _lost(segment, amount)
    for amount in new:
        if amount.sure:
            yield _new(segment, amount)


def _is_telling(amount: Amount) -> bool:
    return amount.sure or amount.counts or amount.kind in _AMONG_THEMSELVES


def _contradict(amount: Amount, other: Amount) -> bool:
    """Whether one can only be there in the place of the other."""
    kinds = {amount.kind, other.kind}
    if kinds == {"year", "n"}:
        return _is_like_year(amount) and _is_like_year(other)
    if kinds & DATES or "plan" in kinds:
        return bool(_date_kinds(amount) & _date_kinds(other)) or kinds == {"plan"}
    if amount.kind == other.kind and amount.kind in _AMONG_THEMSELVES:
        return True
    if "ord" in kinds and not (amount.sure or other.sure):
        return False
    if "vague" in kinds and not (amount.sure or other.sure):
        return amount.counts or other.counts  # 十余家 are no dozens
    return (other.sure or other.counts) and (amount.sure or amount.counts)


def _is_like_year(amount: Amount) -> bool:
    """Whether a bare number may be a year: 2012 stands for 2021年."""
    return any(kind in ("year", "n") and value in range(1900, 2101) for kind, value in amount.values)


def _date_kinds(amount: Amount) -> set[str]:
    return {kind for kind, _value in amount.values if kind in DATES} if amount.kind != "plan" else set()


def _other(segment: Segment, amount: Amount, other: Amount) -> Finding:
    points, said = {amount.kind, other.kind} == {"%", "pp"}, amount.text + other.text
    # A half of the year, and the number of a meeting, are as definite in words as in digits.
    definite = amount.kind in ("plan", "half") or (amount.kind == other.kind == "ord" and _EDITION in said)
    sure = (amount.sure or other.sure or definite) and not points
    return Finding(
        "date" if other.code == "date" else amount.code,
        Severity.BLOCKING if sure else Severity.WARNING,
        _("The source says %(source)s, the translation %(wording)s.") % {"source": amount.text, "wording": other.text},
        segment,
        f"{amount.text}/{other.text}",
    )


def _lost(segment: Segment, amount: Amount) -> Finding:
    return Finding(
        amount.code,
        Severity.WARNING if amount.kind in DATES else Severity.BLOCKING,
        _("The translation does not say %(amount)s.") % {"amount": amount.text},
        segment,
        amount.text,
    )


def _new(segment: Segment, amount: Amount) -> Finding:
    return Finding(
        amount.code,
        Severity.WARNING,
        _("The translation says %(amount)s, the source does not.") % {"amount": amount.text},
        segment,
        f"+{amount.text}",
    )


def _codes(segment: Segment) -> Iterator[Finding]:
    """C919 in one text, and C929 in the other."""
    source, wording = (_codes_in(seen(html).words) for html in (segment.source, segment.wording))
    new = {code: text for text, code in wording.items() if text not in source}
    for text, code in source.items():
        other = new.pop(code, "") if text not in wording else ""
        if other:
            message = _("The source says %(source)s, the translation %(wording)s.")
            values = {"source": text, "wording": other}
            yield Finding("number", Severity.WARNING, message % values, segment, f"{text}/{other}")


def _codes_in(text: str) -> dict[str, str]:
    """Names with a number → their letters."""
    found = {}
    for match in _CODE.finditer(text):
        letters, number = (match[1], match[2]) if match[1] else (match[4], match[3])
        if letters not in _NO_CODES:
            found[f"{letters}{number}" if match[1] else f"{number}{letters}"] = letters
    return found


def _currencies(segment: Segment, source: Iterable[Amount], wording: Sequence[Amount]) -> Iterator[Finding]:
    """The same sum in other money."""
    index: dict[Value, dict[str, Amount]] = {}
    for one in wording:
        for value in one.values if one.currency else ():
            index.setdefault(value, {}).setdefault(one.currency, one)
    for amount in source:
        same = [found for value in amount.values for found in index.get(value, {}).values()] if amount.currency else []
        if same and all(one.currency != amount.currency for one in same):
            yield Finding(
                "currency",
                Severity.BLOCKING,
                _("The source says %(source)s, the translation %(wording)s: that is other money.")
                % {"source": amount.text, "wording": same[0].text},
                segment,
                f"{amount.text}/{same[0].text}",
            )
