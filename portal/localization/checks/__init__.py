"""Checks of wordings against their source, and of source texts by themselves. No database, no language of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.markup_checks import check_markup
from portal.localization.checks.numbers import check_numbers
from portal.localization.checks.offices import check_offices
from portal.localization.checks.punctuation import check_punctuation
from portal.localization.checks.rules import SourceRules, TranslationRules
from portal.localization.checks.source_text import check_dates, check_short_names, check_watched
from portal.localization.checks.terms import check_style, check_terms
from portal.localization.checks.text import seen
from portal.localization.checks.wording import check_wording
from portal.localization.enums import Severity

__all__ = ["Finding", "Segment", "SourceRules", "TranslationRules", "check_source", "check_translation"]

_RANK = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def check_translation(
    segments: Iterable[Segment],
    source_code: str,
    target_code: str,
    rules: TranslationRules,
    *,
    today: date | None = None,
) -> list[Finding]:
    """What is wrong with a translation, the worst first, else in the order of the text.

    Args:
        segments: those without a wording are passed over: they are missing, which is no check's business.
        source_code, target_code: codes of locales.
        today: on which day offices must be held; without it they are not looked at.
    """
    worded = [segment for segment in segments if segment.wording.strip()]
    everything = "\n".join(seen(segment.wording).words for segment in worded)
    found: list[Finding] = []
    for segment in worded:
        found += check_markup(segment)
        found += check_numbers(segment, source_code, target_code)
        found += check_wording(segment, source_code, target_code)
        found += check_terms(segment, rules, everything)
        found += check_style(segment, rules)
        if segment.wording != segment.source:
            found += check_punctuation(segment, segment.wording, target_code)
    if today is not None:
        texts = [(segment, segment.wording) for segment in worded]
        found += check_offices(texts, target_code, rules.offices, today)
    return _in_order(found)


def check_source(segments: Iterable[Segment], code: str, rules: SourceRules, today: date) -> list[Finding]:
    """What reviewers should know of a text of the house, the worst first, else in the order of the text.

    Args:
        segments: the whole text in its order, each without a wording.
        code: its language.
        today: on which day offices must be held.
    """
    listed = list(segments)
    found: list[Finding] = []
    for segment in listed:
        found += check_watched(segment, rules)
        found += check_dates(segment, code)
        found += check_punctuation(segment, segment.source, code)
    found += check_short_names(listed, rules)
    found += check_offices([(segment, segment.source) for segment in listed], code, rules.offices, today)
    return _in_order(found)


def _in_order(found: list[Finding]) -> list[Finding]:
    """Each finding once: what is wrong twice in a segment is one thing to mend."""
    unique: dict[str, Finding] = {}
    for finding in found:
        unique.setdefault(finding.fingerprint, finding)
    return sorted(unique.values(), key=lambda finding: _RANK[finding.severity])
