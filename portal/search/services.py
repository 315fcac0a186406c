"""Writing the search table."""

from __future__ import annotations

from functools import reduce
from operator import add

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVector
from django.db import models, transaction
from django.db.models import TextField, Value
from wagtail.models import Page

from portal.search.models import SearchEntry
from portal.search.pages import read_other_page
from portal.search.registry import (
    OTHER_PAGES,
    SearchDocument,
    dependents_of,
    identity,
    registered_records,
    searchable,
)
from portal.search.segmentation import TEXT_CONFIG, index_text

#: More characters of a page than this are not searched; PostgreSQL refuses vectors above one megabyte.
MAX_BODY = 50_000
_WRITTEN = ["kind", "title", "summary", "body_text", "url", "date", "park_slug", "text_locale", "vector"]


@transaction.atomic
def reindex(*, instance: models.Model) -> int:
    """Write what is found of a page or record, and of what depends on it; whatever is no longer public goes.

    Returns the number of rows that the instance itself has now.
    """
    count = _write(instance)
    for dependent in dependents_of(instance):
        _write(dependent)
    return count


@transaction.atomic
def forget(*, instance: models.Model) -> None:
    """Remove a page or record from the search, and write anew what depends on it."""
    SearchEntry.objects.of(*identity(instance)).delete()
    for dependent in dependents_of(instance):
        _write(dependent)


@transaction.atomic
def reindex_tree(*, page: Page) -> int:
    """Write a page and all below it: their addresses or their visibility changed. Returns the number of rows."""
    inside = Page.objects.descendant_of(page, inclusive=True).specific()
    return sum(_write(each) for each in inside.iterator(chunk_size=100))


@transaction.atomic
def reindex_all() -> int:
    """Write the whole table anew; rows of objects that are gone go too. Returns the number of rows."""
    SearchEntry.objects.all().delete()
    count = sum(_write(page) for page in Page.objects.live().public().specific().iterator(chunk_size=100))
    for model in registered_records():
        count += sum(_write(record) for record in model._default_manager.iterator(chunk_size=100))
    return count


def _write(instance: models.Model) -> int:
    entry = searchable(instance)
    if entry is None and not isinstance(instance, Page):
        return 0
    documents = list(entry.read(instance) if entry else read_other_page(instance))  # type: ignore[arg-type]
    kind = entry.kind if entry else OTHER_PAGES
    content_type, object_id = identity(instance)
    locale_codes = [document.locale_code for document in documents]
    SearchEntry.objects.of(content_type, object_id).exclude(locale_code__in=locale_codes).delete()
    SearchEntry.objects.bulk_create(
        [_entry(content_type, object_id, kind, document) for document in documents],
        update_conflicts=True,
        unique_fields=["content_type", "object_id", "locale_code"],
        update_fields=_WRITTEN,
    )
    return len(documents)


def _entry(content_type: ContentType, object_id: int, kind: str, document: SearchDocument) -> SearchEntry:
    other_language = document.text_locale != document.locale_code
    return SearchEntry(
        content_type=content_type,
        object_id=object_id,
        locale_code=document.locale_code,
        kind=kind,
        title=document.title[:500],
        summary=document.summary,
        body_text=document.body[:MAX_BODY],
        url=document.url,
        date=document.date,
        park_slug=document.park_slug,
        text_locale=document.text_locale if other_language else "",
        vector=_vector(document),
    )


def _vector(document: SearchDocument) -> SearchVector:
    """Title above summary above text; names in other spellings and languages weigh least."""
    parts = {
        "A": document.title,
        "B": document.summary,
        "C": document.body[:MAX_BODY],
        "D": " ".join(document.names),
    }
    locale_code = document.text_locale or document.locale_code
    vectors = [
        SearchVector(
            Value(index_text(text[:MAX_BODY], locale_code), output_field=TextField()),
            config=TEXT_CONFIG,
            weight=weight,
        )
        for weight, text in parts.items()
    ]
    return reduce(add, vectors)
