"""Reading the search table."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from portal.core.paging import ListPage
from portal.search.highlight import marked, snippet
from portal.search.models import SearchEntry, SearchEntryQuerySet
from portal.search.parsing import ParsedQuery, parse
from portal.search.registry import kind_labels

RESULTS_A_PAGE = 10
#: More are not counted and not offered: whoever has read this far needs another word.
MOST_RESULTS = 100 * RESULTS_A_PAGE


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
    """What a query found: the query as it was understood, one page of results, and how many there are.

    `total` counts no further than the last page that is offered.
    """

    query: ParsedQuery
    page: ListPage
    total: int


def search(query: str, locale_code: str, number: int = 1) -> SearchResults:
    """Public pages and records of a locale that hold every word of the query, the best first.

    Args:
        query: as typed; any text.
        locale_code: the locale searched.
        number: which page of the results, from 1; beyond the last one it is empty.
    """
    parsed = parse(query, locale_code)
    start = (number - 1) * RESULTS_A_PAGE
    found, total = _find(parsed, locale_code) if start < MOST_RESULTS else (SearchEntry.objects.none(), 0)
    labels = kind_labels()
    items = [_result(entry, parsed, labels) for entry in found[start : start + RESULTS_A_PAGE]]
    return SearchResults(parsed, ListPage(items, number, has_next=start + RESULTS_A_PAGE < total), total)


def _find(parsed: ParsedQuery, locale_code: str) -> tuple[SearchEntryQuerySet, int]:
    """By words; where these find nothing at all, Chinese by its characters, which forgives how words were cut."""
    for expression in dict.fromkeys(filter(None, [parsed.expression, parsed.forgiving])):
        entries = SearchEntry.objects.matching(expression, locale_code)
        total = entries[:MOST_RESULTS].count()
        if total:
            return entries.best_first(expression, parsed.text).shown(), total
    return SearchEntry.objects.none(), 0


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
