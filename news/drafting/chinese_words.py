"""Lists, dates and names in running Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partnerships.visits.days import days_in_words
from portal.core.partial_dates import PartialDate

_STOPS = "。！？…"


def listed(texts: Sequence[str]) -> str:
    """甲、乙和丙; where a part has a mark of its own, the parts are told apart by a stronger one."""
    if any("、" in text or "，" in text for text in texts):
        return _parted(texts)
    if len(texts) < 2:
        return "".join(texts)
    return "、".join(texts[:-1]) + "和" + texts[-1]


def _parted(texts: Sequence[str]) -> str:
    return ("；" if any("，" in text for text in texts) else "，").join(texts)


def people(lines: Sequence[str]) -> str:
    """Persons with their offices, as `parks.name_lines` parts them."""
    marks = {char for line in lines for char in line if char in "，、"}
    return ("；" if "，" in marks else "，" if marks else "、").join(lines)


def names(texts: Iterable[str]) -> str:
    return "、".join(texts)


def sentence(text: str) -> str:
    """A text of a record as a sentence."""
    text = text.strip()
    return text if not text or text[-1] in _STOPS else text.rstrip("；，、.;,") + "。"


def phrase(text: str) -> str:
    """A text of a record as a part of a sentence."""
    return text.strip().rstrip("。.；;")


def joined(sentences: Iterable[str]) -> str:
    return "".join(filter(None, sentences))


def span(first: PartialDate | None, last: PartialDate | None) -> str:
    """The day, or the first and the last: 9月8日至10日. An inferred year is not stated."""
    return days_in_words(first, last)
