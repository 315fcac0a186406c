"""Which job speaks for a cell, and which cells of the whole matrix are in a state. All as queries, for filters."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale, Page

from portal.localization.enums import OPEN, JobState
from portal.localization.matrix.states import CellState
from portal.localization.models import SourceCount, TranslationJob
from portal.localization.services.stale_targets import live_target, stale_targets

#: What was cancelled or replaced says nothing about where a translation stands now.
_SILENT = (JobState.SUPERSEDED, JobState.CANCELLED)
_OPEN = sorted(OPEN)


def current_jobs() -> QuerySet[TranslationJob]:
    """One job for each cell that has any: the open one, else the last that was published or has failed."""
    same = TranslationJob.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), target_locale=OuterRef("target_locale")
    ).exclude(state__in=_SILENT)
    newer = same.filter(Q(state__in=_OPEN) | Q(pk__gt=OuterRef("pk")))
    rows = TranslationJob.objects.exclude(state__in=_SILENT).order_by()
    return rows.filter(Q(state__in=_OPEN) | ~Exists(newer.order_by()))


def jobs_in(state: str, jobs: QuerySet[TranslationJob]) -> QuerySet[TranslationJob]:
    """Those of `jobs` whose cell is in `state` (a `CellState` other than not sent)."""
    if state in JobState.values:
        return jobs.filter(state=state)
    done = jobs.filter(state=JobState.DONE)
    is_public = Q(translation_key__isnull=True) | Exists(live_target())
    if state == CellState.WITHDRAWN:
        return done.exclude(is_public)
    stale = stale_targets().order_by().values("pk")
    return done.filter(pk__in=stale) if state == CellState.STALE else done.filter(is_public).exclude(pk__in=stale)


def with_jobs(jobs: QuerySet[TranslationJob], locales: Iterable[Locale]) -> Exists:
    """Sources of which one of `jobs` is into one of `locales`."""
    return Exists(
        jobs.filter(
            content_type=OuterRef("section"), object_id=OuterRef("object_id"), target_locale__in=list(locales)
        ).order_by()
    )


def not_sent(locales: Iterable[Locale]) -> Q:
    """Sources that nobody has sent into one of `locales`, and that nobody has written there by hand either."""
    found = Q(pk__in=[])
    for locale in locales:
        sent = with_jobs(TranslationJob.objects.exclude(state__in=_SILENT), [locale])
        found |= ~Q(locale=locale) & ~Q(sent) & ~_is_by_hand(locale)
    return found


def _is_by_hand(locale: Locale) -> Q:
    """Pages with a counterpart of their own in the language, and records that have words in it."""
    page = ContentType.objects.get_for_model(Page)
    counterpart = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale=locale, alias_of__isnull=True
    ).order_by()
    source = Page.objects.filter(Exists(counterpart), pk=OuterRef("object_id")).order_by()
    counts = SourceCount.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), locale=locale
    )
    return Q(Exists(source), content_type=page) | (~Q(content_type=page) & Q(Exists(counts)))
