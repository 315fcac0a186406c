"""From pages of news to what is answered: the language versions of an article are one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from news.models import NewsPage
from portal.api.reading import Data, by_language, links, partial_date, ref
from portal.search.pages import field_texts


def with_versions(rows: Sequence[Any]) -> None:
    """Give each row `versions`, its live pages by language: one query for all."""
    keys = [row.translation_key for row in rows]
    found: dict[Any, dict[str, NewsPage]] = {}
    pages = NewsPage.objects.live().public().filter(translation_key__in=keys, alias_of__isnull=True)
    for page in pages.select_related("locale"):
        found.setdefault(page.translation_key, {})[page.language] = page
    for row in rows:
        row.versions = found.get(row.translation_key, {})


def _words(row: Any, field: str) -> Data | None:
    """A field of the page of each language."""
    return _read(row, lambda page: getattr(page, field))


def _read(row: Any, read: Callable[[NewsPage], str]) -> Data | None:
    return by_language(lambda code: read(row.versions[code]) if code in row.versions else None)


def article_item(row: Any) -> Data:
    parts = {code: page.get_url_parts() for code, page in row.versions.items()}
    return {
        "id": str(row.translation_key),
        "title": _words(row, "title"),
        "date": row.date,
        "category": ref(row.category),
        "park": ref(row.park),
        "summary": _words(row, "summary"),
        "pages": links({code: found[2] or "" for code, found in parts.items() if found}),
    }


def article_detail(row: Any) -> Data:
    return article_item(row) | {
        "text": _read(row, lambda page: "\n".join(field_texts(page, "body"))),
        "event": _event(row),
        "issuing_body": _words(row, "issuing_body"),
        "editor": _words(row, "editor_name"),
        "reviser": _words(row, "reviser_name"),
        "source": _source(row),
    }


def _known(found: Data) -> Data | None:
    """None where nothing of it is known."""
    return found if any(found.values()) else None


def _event(row: Any) -> Data | None:
    return _known(
        {
            "name": _words(row, "event_name"),
            "date": partial_date(row.event_date),
            "date_basis": _words(row, "event_date_basis"),
            "place": _words(row, "event_place"),
        }
    )


def _source(row: Any) -> Data | None:
    return _known(
        {
            "agency": _words(row, "source_agency"),
            "place": _words(row, "source_place"),
            "reporters": _words(row, "source_reporters"),
            "url": row.source_url or None,
        }
    )
