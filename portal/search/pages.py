"""Reading pages for the search: what a visitor may see of a Wagtail page, as plain text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from wagtail.models import Page
from wagtail.search.index import SearchField

from portal.search.registry import SearchDocument


def page_documents(
    page: Page,
    *,
    summary: str = "",
    names: tuple[str, ...] = (),
    date: datetime.date | None = None,
    park_slug: str = "",
    text_locale: str = "",
) -> Iterator[SearchDocument]:
    """The document of a page in its own locale; none unless it is live, has an address, and is open to everyone.

    Args:
        page: a specific page; its text is that of its `search_fields`.
        summary: shown in the result; the page's search description where empty.
        names: other spellings and the names in other languages of what the page is about.
        date: day of publication.
        park_slug: the park it belongs to.
        text_locale: language of the text where it is not that of the page's locale.
    """
    url = public_path(page)
    if url:
        yield SearchDocument(
            locale_code=page.locale.language_code,
            title=page.title,
            url=url,
            summary=summary or page.search_description,
            body=page_text(page),
            names=names,
            date=date,
            park_slug=park_slug,
            text_locale=text_locale,
        )


def read_other_page(page: Page) -> Iterator[SearchDocument]:
    """Pages of a kind that no feature registered; the root of the tree has no address and no document."""
    return page_documents(page)


def public_path(page: Page) -> str:
    """Path of a page that everyone may see; empty for drafts, private pages and pages outside every site.

    Aliases are the untranslated copies that hold the place of a missing parent: they are not shown either.
    """
    if not page.live or page.alias_of_id or page.get_view_restrictions().exists():
        return ""
    parts = page.get_url_parts()
    return (parts[2] or "") if parts else ""


def page_text(page: Page) -> str:
    """The words of all searched fields but the title, one paragraph a value."""
    fields = [field for field in page.get_search_fields() if isinstance(field, SearchField)]
    values = [field.get_value(page) for field in fields if field.field_name != "title"]
    return "\n".join(text for value in values for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
