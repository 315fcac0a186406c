"""Search of the admin: Wagtail's PostgreSQL backend with the portal's segmenter on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Model
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    ObjectIndexer,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from portal.search.segmentation import TEXT_CONFIG, cut, index_text, is_han_word, tokens

#: Titles of the admin mix both languages; the Chinese terms of the field serve them all.
ADMIN_LOCALE = "zh-hans"
_WRITTEN = ["title", "autocomplete", "body", "title_norm", "title_text", "body_text"]


class SegmentedIndexer(ObjectIndexer):
    """Reads an object as Wagtail does, and hands PostgreSQL words instead of sentences."""

    def as_vector(self, texts: list[tuple[str, str]], for_autocomplete: bool = False) -> Any:
        segmented = [(index_text(text, ADMIN_LOCALE), weight) for text, weight in texts]
        return super().as_vector(segmented, for_autocomplete)


class SegmentedIndex(PostgresIndex):
    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """As Wagtail's, which names its indexer in the code and so cannot be given another."""
        if not model.get_search_fields() or not objs:  # type: ignore[attr-defined]
            return
        content_type_id = get_content_type_pk(model)
        IndexEntry.objects.bulk_create(
            [self._entry(content_type_id, SegmentedIndexer(obj, self.backend)) for obj in objs],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=_WRITTEN,
        )
        self._refresh_title_norms()

    @staticmethod
    def _entry(content_type_id: int, indexer: SegmentedIndexer) -> Any:
        return IndexEntry(
            content_type_id=content_type_id,
            object_id=indexer.id,
            title=indexer.title,
            autocomplete=indexer.autocomplete,
            body=indexer.body,
            title_norm=1.0,
            title_text=indexer.title_text,
            body_text=indexer.body_text,
        )


class SegmentedQuery:
    """Mixed into both compilers: words of the query by the same segmenter."""

    LAST_TERM_IS_PREFIX = False

    def build_tsquery_content(self, query: Any, config: str | None = None, invert: bool = False) -> Any:
        if isinstance(query, PlainText):
            return self._plain(query, config, invert)
        if isinstance(query, Phrase):
            phrase = " ".join(_words(query.query_string))
            return SearchQuery(phrase, search_type="phrase", config=config, invert=invert)
        return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]

    def _plain(self, query: PlainText, config: str | None, invert: bool) -> SearchQuery:
        terms = _words(query.query_string)
        if not terms:
            return SearchQuery("", config=config)  # finds nothing
        last = len(terms) - 1
        lexemes = [
            Lexeme(term, invert=invert, prefix=self.LAST_TERM_IS_PREFIX and index == last)
            for index, term in enumerate(terms)
        ]
        together = and_ if (query.operator == "and") != invert else or_
        return SearchQuery(reduce(together, lexemes), search_type="raw", config=config)


def _words(text: str) -> list[str]:
    return [word for token in tokens(text) for word in (cut(token) if is_han_word(token) else [token])]


class SegmentedQueryCompiler(SegmentedQuery, PostgresSearchQueryCompiler):
    LAST_TERM_IS_PREFIX = False


class SegmentedAutocompleteCompiler(SegmentedQuery, PostgresAutocompleteQueryCompiler):
    LAST_TERM_IS_PREFIX = True


class SearchBackend(PostgresSearchBackend):
    query_compiler_class = SegmentedQueryCompiler
    autocomplete_query_compiler_class = SegmentedAutocompleteCompiler
    index_class = SegmentedIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": TEXT_CONFIG, **params})
