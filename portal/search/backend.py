"""Search of the admin: Wagtail's PostgreSQL backend with the portal's segmenter on both sides."""

from __future__ import annotations

from collections.abc import Sequence
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
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from portal.search.parsing import han_parts, quoted
from portal.search.segmentation import TEXT_CONFIG, index_text, is_han_word, tokens

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
            return SearchQuery(_phrase(query.query_string), search_type="phrase", config=config, invert=invert)
        return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]

    def _plain(self, query: PlainText, config: str | None, invert: bool) -> SearchQuery:
        parts = _parts(query.query_string)
        if not parts:
            return SearchQuery("", config=config)  # finds nothing
        if self.LAST_TERM_IS_PREFIX:
            parts[-1] = _beginning(parts[-1])
        expression = (" & " if query.operator == "and" else " | ").join(parts)
        return SearchQuery(f"!({expression})" if invert else expression, search_type="raw", config=config)


def _phrase(text: str) -> str:
    """Chinese by its characters, which stand one after another in the index; other words as they are."""
    return " ".join(part for token in tokens(text) for part in (token if is_han_word(token) else [token]))


def _parts(text: str) -> list[str]:
    """The words of a query as parts of a raw tsquery."""
    return [part for token in tokens(text) for part in (han_parts(token) if is_han_word(token) else [quoted(token)])]


def _beginning(part: str) -> str:
    """The part, found by its beginning: the word that is being typed."""
    return f"{part[:-1]}:*)" if part.endswith(")") else f"{part}:*"


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
