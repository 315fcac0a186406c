"""Counting what was there before sources were counted: content of an earlier release, or loaded past the signals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from modeltranslation import settings as columns
from wagtail.models import Page
from wagtail_localize.models import Translation

from portal.core.localized import column
from portal.localization.models import SourceCount
from portal.localization.services.counts import count_page, kind_of
from portal.localization.services.record_events import count_record
from portal.localization.services.record_words import lock_record, record_models, word_fields


def count_uncounted(*, limit: int | None = None) -> int:
    """Count sources that nobody has counted yet: live originals among pages, and records with words.

    Args:
        limit: of one call; None: all.

    Returns:
        how many were counted. Safe to repeat, and to run beside publications and saves.
    """
    return sum(_count(model, pk) for model, pk in islice(_uncounted(), limit))


def _uncounted() -> Iterator[tuple[type[Model], int]]:
    for model in [Page, *record_models()]:
        sources = _pages() if model is Page else _with_words(model)
        counts = _complete(SourceCount.objects.filter(content_type=kind_of(model), object_id=OuterRef("pk")))
        for pk in sources.filter(~Exists(counts)).order_by("pk").values_list("pk", flat=True):
            yield model, pk


def _complete(counts: QuerySet[SourceCount]) -> QuerySet[SourceCount]:
    """Those that have a title and a kind: an earlier release kept neither."""
    return counts.filter(section__isnull=False)


def _pages() -> QuerySet[Page]:
    made = Translation.objects.filter(source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"))
    made = made.exclude(source__locale=OuterRef("locale"))
    return Page.objects.live().filter(depth__gt=1, alias_of=None).exclude(Exists(made))


def _with_words(model: type[Model]) -> QuerySet[Model]:
    said = Q()
    for field in word_fields(model):
        for code in columns.AVAILABLE_LANGUAGES:
            # With a character that is no space, as `words_in` asks for.
            said |= Q(**{f"{column(field, code)}__regex": r"\S"})
    return model._default_manager.filter(said)


@transaction.atomic
def _count(model: type[Model], pk: int) -> bool:
    """Count one source, held so that a newer count is not written over; False if it is gone or counted meanwhile."""
    source: Model | None
    if issubclass(model, Page):
        source = Page.objects.live().select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    else:
        source = lock_record(model, pk)
    if source is None or _complete(SourceCount.objects.filter(content_type=kind_of(model), object_id=pk)).exists():
        return False
    if isinstance(source, Page):
        count_page(page=source.specific)
    else:
        count_record(record=source)
    return True
