"""Reading pages for the search: what a visitor may see of a Wagtail page, as plain text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.search.registry import SearchDocument


def page_documents(
    page: Page,
    *,
    summary: str = "",
    fields: Iterable[str] | None = None,
    facts: Iterable[str] = (),
    names: Iterable[str] = (),
    date: datetime.date | None = None,
    park_slug: str = "",
) -> Iterator[SearchDocument]:
    """The document of a page in its own locale; none unless it is live, has an address, and is open to everyone.

    Args:
        page: a specific page.
        summary: shown in the result; the page's search description where empty.
        fields: names of the fields whose words are searched; all fields of running text where None.
        facts: words that the page shows and that are not its own, such as those of a record.
        names: other spellings and the names in other languages of what the page is about.
        date: day of publication.
        park_slug: the park it belongs to.
    """
    url = public_path(page)
    if url:
        texts = (text for name in fields or prose_fields(page) for text in field_texts(page, name))
        yield SearchDocument(
            locale_code=page.locale.language_code,
            title=page.title,
            url=url,
            summary=summary or page.search_description,
            body="\n".join(text for text in [*texts, *facts] if text and text != summary),
            names=tuple(dict.fromkeys(name for name in names if name)),
            date=date,
            park_slug=park_slug,
        )


def read_other_page(page: Page) -> Iterator[SearchDocument]:
    """Pages of a kind that no feature registered. Bare pages (the root, Wagtail's welcome page) are never shown."""
    return iter(()) if page.specific_class is Page else page_documents(page)


def public_path(page: Page) -> str:
    """Path of a page that everyone may see; empty for drafts, private pages and pages outside every site.

    Aliases are the untranslated copies that hold the place of a missing parent: they are not shown either.
    """
    if not page.live or page.alias_of_id or page.get_view_restrictions().exists():
        return ""
    parts = page.get_url_parts()
    return (parts[2] or "") if parts else ""


def prose_fields(page: Page) -> list[str]:
    """The fields of running text that the page's own class adds to Wagtail's."""
    stock = {field.name for field in Page._meta.get_fields()}
    prose = (StreamField, RichTextField, models.TextField)
    return [field.name for field in page._meta.concrete_fields if isinstance(field, prose) and field.name not in stock]


def field_texts(page: Page, name: str) -> Iterator[str]:
    """The words of a field as plain text, without markup, one paragraph each."""
    field = page._meta.get_field(name)
    value = field.value_from_object(page)
    if hasattr(field, "get_searchable_content"):
        value = field.get_searchable_content(value)
    return _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
