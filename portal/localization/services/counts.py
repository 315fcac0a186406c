"""How much text there is, counted when it is published or saved, so that an estimate needs no look at the texts."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, When
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.segments.extract import extract_segments

from portal.localization.models import SourceCount
from portal.localization.queries import record_title
from portal.localization.services.segments import page_words, words_hash


def kind_of(source: Model | type[Model]) -> ContentType:
    """The kind under which a source is counted and ordered: Page for all pages, else the model of the record."""
    model = source if isinstance(source, type) else type(source)
    return ContentType.objects.get_for_model(Page if issubclass(model, Page) else model)


def count_source(
    *, source: Model, locale: Locale, words: Iterable[str], text_hash: str = "", is_source: bool = True
) -> SourceCount:
    """Keep how much text `source` has in `locale`, and what the matrix shows of it.

    Args:
        words: its texts in order, as they would be sent to an engine.
        text_hash: what jobs keep as the hash of the source, where that is not `words_hash`.
        is_source: whether `source` is translated from this language.
    """
    texts = list(words)
    digest = text_hash or words_hash(texts)
    values = {
        "segments": len(texts),
        "characters": sum(map(len, texts)),
        "text_hash": digest,
        "title": _title(source, locale),
        "section": ContentType.objects.get_for_model(type(source)),
        "is_source": is_source,
    }
    # A publication without a change of text leaves it as old as it is.
    changed_at = Case(When(text_hash=digest, then=F("changed_at")), default=timezone.now())
    count, _created = SourceCount.objects.update_or_create(
        content_type=kind_of(source),
        object_id=source.pk,
        locale=locale,
        defaults=values | {"changed_at": changed_at},
        create_defaults=values,
    )
    return count


def _title(source: Model, locale: Locale) -> str:
    return source.title if isinstance(source, Page) else record_title(source, locale.language_code)


def mark_source(*, source: Model, locale: Locale | None) -> None:
    """Note from which of its counted languages a record is translated."""
    counts = SourceCount.objects.filter(content_type=kind_of(source), object_id=source.pk)
    counts.exclude(locale=locale).filter(is_source=True).update(is_source=False)
    counts.filter(locale=locale, is_source=False).update(is_source=True)


def count_page(*, page: Page) -> SourceCount:
    """Count the text of `page` (specific) as it stands."""
    return count_source(source=page, locale=page.locale, words=page_words(extract_segments(page)))


def forget_source(*, source: Model) -> None:
    """Drop the counts of a source that is deleted."""
    SourceCount.objects.filter(content_type=kind_of(source), object_id=source.pk).delete()
