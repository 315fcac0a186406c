"""Reading the search table."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from portal.core.paging import ListPage
from portal.search.highlight import marked, snippet
from portal.search.models import SearchEntry
from portal.search.parsing import ParsedQuery, parse
from portal.search.registry import kind_labels

RESULTS_A_PAGE = 10
#: Further pages are not offered: whoever has read this far needs another word.
LAST_PAGE = 100


@dataclass(frozen=True)
class SearchResult:
    """One result as the page shows it.

    Args:
        kind: key of its kind; `type_label` is its name in the active language.
        title_html, summary_html: escaped, with the words of the query in `<mark>`.
        text_locale: language of the text where it is not that of the page; empty otherwise.
    """

    kind: str
    type_label: str | Promise
    title: str
    title_html: SafeString
    summary_html: SafeString
    url: str
    date: datetime.date | None
    park_slug: str
    text_locale: str


@dataclass(frozen=True)
class SearchResults:
    """What a query found: the query as it was understood, and one page of results."""

    query: ParsedQuery
    page: ListPage


def search(query: str, locale_code: str, number: int = 1) -> SearchResults:
    """Public pages and records of a locale that hold every word of the query, the best first.

    Args:
        query: as typed; any text.
        locale_code: the locale searched.
        number: which page of the results, from 1; beyond the last one it is empty.
    """
    parsed = parse(query, locale_code)
    start = (min(number, LAST_PAGE + 1) - 1) * RESULTS_A_PAGE
    entries = _find(parsed, locale_code, slice(start, start + RESULTS_A_PAGE + 1)) if parsed.expression else []
    has_next = len(entries) > RESULTS_A_PAGE and number < LAST_PAGE
    labels = kind_labels()
    items = [_result(entry, parsed, labels) for entry in entries[:RESULTS_A_PAGE]]
    return SearchResults(parsed, ListPage(items, number, has_next))


def _find(parsed: ParsedQuery, locale_code: str, window: slice) -> list[SearchEntry]:
    """By words; where these find nothing at all, Chinese by its characters, which forgives how words were cut."""
    found: list[SearchEntry] = []
    for expression in dict.fromkeys([parsed.expression, parsed.forgiving]):
        entries = SearchEntry.objects.matching(expression, locale_code)
        found = list(entries.best_first(expression, parsed.text).shown()[window])
        if found or (window.start and entries.exists()):
            break
    return found


def _result(entry: SearchEntry, parsed: ParsedQuery, labels: dict[str, str | Promise]) -> SearchResult:
    return SearchResult(
        kind=entry.kind,
        type_label=labels.get(entry.kind, ""),
        title=entry.title,
        title_html=marked(entry.title, parsed.words),
        summary_html=snippet([entry.summary, entry.body_text], parsed.words),
        url=entry.url,
        date=entry.date,
        park_slug=entry.park_slug,
        text_locale=entry.text_locale,
    )
