"""Lists, dates and names in running English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from news.drafting.said import FOREIGN
from portal.core.partial_dates import PartialDate

#: What a name says that takes the article in a sentence: the Lianyungang Bureau of Commerce.
_OFFICES = re.compile(
    r"\b(Bureau|Department|Office|Committee|Commission|Ministry|Government|Institute|Association|Chamber|Federation"
    r"|Administration|Council|Exchange|Academy|Union|Alliance|Embassy|Consulate|Agency|Authority|Delegation|side)\b"
)
#: What titles of agreements are made of.
_AGREEMENTS = frozenset(
    {"Agreement", "Strategic", "Framework", "Memorandum", "Understanding", "Cooperation", "Supplementary", "Letter"}
    | {"Intent", "Contract", "Specific", "Joint", "Protocol", "Operation"}
)
#: What begins a phrase with a capital though it is no name.
_OPENERS = frozenset(
    {"A", "An", "The", "To", "Cooperation", "Discussion", "Discussions", "Exchange", "Talks", "Study", "Joint"}
)


def the(name: str) -> str:
    """The name as it stands in a sentence."""
    text = name.removeprefix(FOREIGN)
    if not _OFFICES.search(text) or text.lower().startswith("the "):
        return name
    return f"the {name}"


def the_site(name: str) -> str:
    """The same of a place that is visited: a common noun in its name takes the article, the Fenghua exhibition hall."""
    text = name.removeprefix(FOREIGN)
    is_noun = any(word.islower() and len(word) > 3 for word in text.split()) and not text[:1].islower()
    return f"the {name}" if is_noun and not text.lower().startswith("the ") else the(name)


def the_platform(name: str) -> str:
    return name if name.removeprefix(FOREIGN).lower().startswith("the ") else f"the {name}"


def title_within(name: str) -> str:
    """The title of an agreement within a sentence: small where it is written as a sentence is, else as it stands."""
    words = re.findall(r"[A-Za-z]+", name)
    is_sentence = bool(words) and words[0] in _AGREEMENTS and not _AGREEMENTS & set(words[1:])
    return low(name) if is_sentence else name


def listed(texts: Sequence[str]) -> str:
    """One, two and three; semicolons where commas would be misread."""
    if len(texts) < 2:
        return "".join(texts)
    if any("," in text or " and " in text for text in texts):
        return "; ".join(texts[:-1]) + "; and " + texts[-1] if len(texts) > 2 or _has_comma(texts) else _pair(texts)
    return ", ".join(texts[:-1]) + " and " + texts[-1]


def _has_comma(texts: Sequence[str]) -> bool:
    return any("," in text for text in texts)


def _pair(texts: Sequence[str]) -> str:
    return f"{texts[0]}, and {texts[1]}"


def sentence(text: str) -> str:
    """A text of a record as a sentence."""
    text = capital(text.strip())
    return text if not text or text[-1] in ".!?…”" else text.rstrip(";,:") + "."


def phrase(text: str) -> str:
    """A text of a record as a part of a sentence: without its stop, and small where it begins with no name."""
    text = text.strip().rstrip(".;")
    first, _space, _rest = text.removeprefix(FOREIGN).partition(" ")
    return low(text) if first in _OPENERS else text


def low(text: str) -> str:
    """A common noun within a sentence; what is written in capitals stays."""
    mark, text = (FOREIGN, text[1:]) if text.startswith(FOREIGN) else ("", text)
    return mark + (text[:1].lower() + text[1:] if text[1:2].islower() else text)


def capital(text: str) -> str:
    mark, text = (FOREIGN, text[1:]) if text.startswith(FOREIGN) else ("", text)
    return mark + text[:1].upper() + text[1:]


def joined(sentences: Iterable[str]) -> str:
    return " ".join(filter(None, sentences))


def span(first: PartialDate | None, last: PartialDate | None) -> str:
    """The day with its preposition, or the first and the last: on 9 September, from 8 to 10 September, in 2021."""
    if first is None:
        return ""
    start = first.display()
    if not start:
        return ""
    if last is None or last == first:
        return f"on {start}" if first.day else f"in {start}"
    same_month = (first.year, first.month) == (last.year, last.month) and first.day and last.day
    return f"from {first.day} to {last.display()}" if same_month else f"from {start} to {last.display()}"
