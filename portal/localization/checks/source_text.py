"""What reviewers are told of a text of the house itself: watched wordings, short names, dates, typography."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.sentences import joined
from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.en_dates import MONTHS, WEEKDAYS
from portal.localization.checks.rules import SourceRules, WatchedLike
from portal.localization.checks.text import seen
from portal.localization.checks.zh_dates import number
from portal.localization.enums import Severity, WatchedKind

_KINDS = {
    WatchedKind.SENSITIVE: gettext_lazy("“%(text)s” is sensitive."),
    WatchedKind.OBSOLETE: gettext_lazy("“%(text)s” is obsolete."),
    WatchedKind.CONFIDENTIAL: gettext_lazy("“%(text)s” may be confidential."),
}
#: Headlines are short: a name may stand there in its short form.
_HEADLINES = ("title", "seo_title", "short_title", "search_description", "summary", "alt", "caption", "heading")

_N = "[0-9一二三四五六七八九十]"
_ZH_DATE = re.compile(
    rf"(?:(\d{{4}}|[〇零一二三四五六七八九]{{4}})年)?({_N}{{1,3}})月({_N}{{1,3}})[日号](?:[（(]?(?:星期|周)([一二三四五六日天])[）)]?)?"
)
_EN_MONTHS = "|".join(sorted((name for name in MONTHS if len(name) > 3), key=len, reverse=True))
_EN_DAYS = "|".join(WEEKDAYS)
_EN_DAY = rf"(?:(?P<w>{_EN_DAYS}),?\s+)?"
_ENDING = r"(?:st|nd|rd|th)?"
_EN_DATES = (
    re.compile(rf"\b{_EN_DAY}(?P<d>\d{{1,2}}){_ENDING}\s+(?P<m>{_EN_MONTHS})\b(?:,?\s+(?P<y>\d{{4}}))?", re.IGNORECASE),
    re.compile(
        rf"\b{_EN_DAY}(?P<m>{_EN_MONTHS})\s+(?P<d>\d{{1,2}}){_ENDING}\b(?!\d)(?:,\s+(?P<y>\d{{4}}))?", re.IGNORECASE
    ),
)
_PLAIN_DATE = re.compile(r"(?<![\d.\-/])(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d.\-/])")


def check_watched(segment: Segment, rules: SourceRules) -> Iterator[Finding]:
    """Findings `watched`: wordings of the office's list, each once a segment."""
    if rules.watched_pattern is None:
        return
    matches = rules.watched_pattern.finditer(seen(segment.source).words)
    for text in dict.fromkeys(match.group() for match in matches):
        rule = rules.watched_by_text.get(text.casefold())
        if rule is not None:
            yield Finding("watched", Severity(rule.severity), _advice(text, rule), segment, text)


def _advice(text: str, rule: WatchedLike) -> str:
    message = str(_KINDS[WatchedKind(rule.kind)]) % {"text": text}
    instead = _("Write “%(instead)s”.") % {"instead": rule.instead} if rule.instead else ""
    return joined([message, instead, rule.note])


def check_short_names(segments: Sequence[Segment], rules: SourceRules) -> Iterator[Finding]:
    """Findings `short-name`: an institution that the text names in short before it has named it in full."""
    if rules.institution_pattern is None:
        return
    known: set[str] = set()
    for segment in segments:
        for match in rules.institution_pattern.finditer(seen(segment.source).words):
            institution, is_short = rules.institution_by_name[match.group().casefold()]
            if institution.full in known:
                continue
            if is_short and _is_headline(segment):
                continue
            known.add(institution.full)
            if is_short:
                message = _("At its first mention “%(short)s” is written in full: “%(full)s”.")
                values = {"short": match.group(), "full": institution.full}
                yield Finding("short-name", Severity.WARNING, message % values, segment, match.group())


def _is_headline(segment: Segment) -> bool:
    return segment.path.rsplit(".", 1)[-1] in _HEADLINES


def check_dates(segment: Segment, code: str) -> Iterator[Finding]:
    """Findings `date`: days that there are not, and days of the week that do not fit."""
    text = seen(segment.source).words
    patterns = [_PLAIN_DATE, *([] if code.startswith("zh") else _EN_DATES)]
    for pattern in patterns:
        for match in pattern.finditer(text):
            said = match.groupdict()
            month = MONTHS.get(said["m"].casefold()) or int(said["m"])
            weekday = WEEKDAYS.get((said.get("w") or "").casefold())
            year = int(said["y"]) if said["y"] else None
            yield from _date(segment, match.group(), year, month, int(said["d"]), weekday)
    if code.startswith("zh"):
        for match in _ZH_DATE.finditer(text):
            said_day = "一二三四五六日".find("日" if match[4] == "天" else match[4]) if match[4] else None
            yield from _date(
                segment, match.group(), number(match[1]), number(match[2]) or 0, number(match[3]) or 0, said_day
            )


def _date(
    segment: Segment, text: str, year: int | None, month: int, day: int, weekday: int | None
) -> Iterator[Finding]:
    # Without a year 29 February may be.
    exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2024, month)[1]
    if not exists:
        yield Finding("date", Severity.WARNING, _("There is no day %(date)s.") % {"date": text}, segment, text)
    elif year and weekday is not None and date(year, month, day).weekday() != weekday:
        message = _("%(date)s: the day of the week does not fit.") % {"date": text}
        yield Finding("date", Severity.WARNING, message, segment, text)
