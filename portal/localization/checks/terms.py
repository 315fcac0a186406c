"""Glossary and style sheet: wordings that a translation must use, must not use, or should write otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from portal.core.sentences import joined
from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.markup_checks import quoted
from portal.localization.checks.rules import TranslationRules, WordingLike
from portal.localization.checks.text import seen
from portal.localization.enums import Severity

_SMALL = frozenset({"a", "an", "the", "of", "and", "for", "in", "to", "on", "at", "by", "with"})
_DEPUTIES = r"(?:副|\b(?:deputy|vice)[ \-])"
_DEPUTY = re.compile(_DEPUTIES, re.IGNORECASE)


def check_terms(segment: Segment, rules: TranslationRules, everything: str) -> Iterator[Finding]:
    """Findings `term` and `forbidden` of one segment.

    Args:
        everything: the wordings of the whole text: what it names in full elsewhere it may name shorter here.
    """
    if rules.source_pattern is None:
        return
    source, wording = seen(segment.source).words, seen(segment.wording).words
    found = {match.group().casefold() for match in rules.source_pattern.finditer(source)}
    ordered = sorted(found, key=lambda text: (source.casefold().find(text), text))
    used = list({rule.source: rule for rule in map(rules.rule_of, ordered) if rule is not None}.values())
    for rule in used:
        forbidden = [text for text in rule.forbidden if not (_DEPUTY.match(text) and _of_deputy(rule, source))]
        own = _without_deputies(rule, source, _bare(wording, _longer(forbidden, rule.accepted)))
        wrong = _forbidden(forbidden, wording, [text for other in used for text in other.accepted])
        said = any(says(own.replace(wrong, "\x00") if wrong else own, text) for text in rule.accepted)
        if wrong:
            yield _wrong(segment, rule, wrong, said)
        elif not said:
            whole = _without_deputies(rule, source, everything)
            elsewhere = any(_whole(text).search(whole) for text in rule.accepted)
            yield _unsaid(segment, rule, Severity.NOTE if elsewhere else Severity.WARNING)


def _forbidden(forbidden: Sequence[str], wording: str, accepted: Sequence[str]) -> str:
    """The first forbidden wording there is, outside of what is right to say here."""
    small = wording.casefold()
    if not any(text.split()[0].casefold() in small for text in forbidden if text.strip()):
        return ""
    plain = _bare_of_exact(wording, accepted)
    for text in forbidden:
        # “Zizhu-High Tech Park” is not “Zizhu High-Tech Park”, though the hyphens of right wordings may move.
        if any(match.group() == text for match in _whole(text).finditer(plain)):
            return text
        # “Director General” is wrong, though the “Director” in it were right.
        right = [one for one in accepted if not _whole(one).search(text)]
        if _whole(text).search(_bare(wording, right)):
            return text
    return ""


def _longer(forbidden: Iterable[str], accepted: Sequence[str]) -> list[str]:
    """What must not be said although it contains what is right."""
    return [text for text in forbidden if any(_whole(one).search(text) for one in accepted)]


def _of_deputy(rule: WordingLike, source: str) -> bool:
    """Whether the text is about the deputy of an office."""
    return bool(re.search(rf"{_DEPUTIES}{re.escape(rule.source)}", source, re.IGNORECASE))


def _bare(wording: str, texts: Iterable[str]) -> str:
    """A wording with some texts blanked."""
    for text in sorted(texts, key=len, reverse=True):
        wording = _whole(text).sub(lambda match: "\x00" * len(match.group()), wording)
    return wording


def _bare_of_exact(wording: str, texts: Iterable[str]) -> str:
    """A wording with some texts blanked where they stand letter by letter."""
    for text in sorted(texts, key=len, reverse=True):
        wording = wording.replace(text, "\x00" * len(text))
    return wording


def _without_deputies(rule: WordingLike, source: str, wording: str) -> str:
    """A wording without the deputies of an office, where the source names the office itself."""
    if not _DEPUTY.search(wording):
        return wording
    if _DEPUTY.search(rule.source) or _of_deputy(rule, source):
        return wording
    for text in rule.accepted:
        if not _DEPUTY.match(text):
            wording = _deputy_of(text).sub(lambda match: "\x00" * len(match.group()), wording)
    return wording


def _wrong(segment: Segment, rule: WordingLike, text: str, said: bool) -> Finding:
    message = _("“%(wrong)s” must not stand for “%(source)s”. Write %(right)s.")
    return Finding(
        "forbidden",
        # Where the right wording is there as well, the other may be of somebody else.
        Severity.WARNING if said else Severity.BLOCKING,
        message % {"wrong": text, "source": rule.source, "right": quoted(list(rule.accepted[:3]))},
        segment,
        f"{rule.source}/{text}",
    )


def _unsaid(segment: Segment, rule: WordingLike, severity: Severity) -> Finding:
    message = _("The glossary says %(right)s for “%(source)s”.")
    return Finding(
        "term",
        severity,
        message % {"right": quoted(list(rule.accepted[:3])), "source": rule.source},
        segment,
        rule.source,
    )


@lru_cache(maxsize=8192)
def _whole(text: str) -> re.Pattern[str]:
    """`text` as whole words, in the plural as well, whatever the hyphens, apostrophes and capitals."""
    words = [re.escape(word) for word in re.split(r"[\s\-‑–]+", text) if word]
    body = r"[\s\-‑–]+".join(words)
    body = re.sub(r"['’]", "['’]", body)
    before = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", text) else ""
    last = text[-1:]
    if last.isascii() and last.isalpha():
        plural = "(?:y|ies)" if last == "y" else f"{last}(?:es|s)?"
        body = body[:-1] + plural
    after = r"(?![A-Za-z0-9])" if last.isascii() and last.isalnum() else ""
    return re.compile(before + body + after, re.IGNORECASE)


@lru_cache(maxsize=1024)
def _deputy_of(text: str) -> re.Pattern[str]:
    return re.compile(_DEPUTIES + _whole(text).pattern, re.IGNORECASE)


def says(wording: str, text: str) -> bool:
    """Whether a wording says `text`, as it stands or with its words inflected and in another order."""
    if _whole(text).search(wording):
        return True
    stems = _stems(text)
    return len(stems) > 1 and stems <= _stems(wording)


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    """Beginnings of the words that carry the meaning; of Chinese nothing."""
    words = re.findall(r"[a-zà-ɏ0-9]+", text.casefold())
    return frozenset(word.removesuffix("s")[:6] for word in words if word not in _SMALL)


def check_style(segment: Segment, rules: TranslationRules) -> Iterator[Finding]:
    """Findings `style` of one wording. Names of the glossary, and others in capitals, are written as they are."""
    if rules.style_pattern is None:
        return
    words = seen(segment.wording).words
    if rules.names_pattern is not None:
        words = rules.names_pattern.sub(lambda match: "\x00" * len(match.group()), words)
    for avoided in dict.fromkeys(m.group() for m in rules.style_pattern.finditer(words) if not _is_name(words, m)):
        rule = rules.style_by_avoided[avoided.casefold()]
        message = (
            _("The house avoids “%(avoid)s”.") if not rule.use else _("The house writes “%(use)s”, not “%(avoid)s”.")
        )
        said = joined([message % {"avoid": avoided, "use": rule.use}, rule.note])
        yield Finding("style", Severity(rule.severity), said, segment, avoided)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether the word has a capital and so has its neighbour: a part of a name."""
    if not match.group()[:1].isupper():
        return False
    before = re.search(r"([A-Za-z'’\-]+)[ ]$", text[: match.start()])
    after = re.match(r" (?:of |for )?([A-Z])", text[match.end() :])
    return bool(after) or bool(before and before[1][:1].isupper())
