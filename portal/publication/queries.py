"""What is in a bundle, what holds a page, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Locale, Page

from portal.localization.enums import OPEN
from portal.localization.models import TranslationJob
from portal.localization.queries import jobs_of_record
from portal.localization.services.counts import kind_of
from portal.publication.enums import HOLDING
from portal.publication.models import Bundle, BundleItem


@dataclass(frozen=True)
class Member:
    """A member as it is now.

    Attributes:
        item: the row.
        source: the page in its own language, or the record; None if it was deleted.
        page: the page that goes live, the translated one of a translation; None of a record, or without draft.
    """

    item: BundleItem
    source: Model | None
    page: Page | None

    @property
    def is_translation(self) -> bool:
        return self.is_record or (isinstance(self.source, Page) and self.source.locale_id != self.item.locale_id)

    @property
    def is_record(self) -> bool:
        return self.source is not None and not isinstance(self.source, Page)

    @cached_property
    def job(self) -> TranslationJob | None:
        """The open job of a translation."""
        return open_job(self.source, self.item.locale) if self.source is not None and self.is_translation else None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sources before translations before records, parents before children."""
        kind = 2 if self.is_record else int(self.is_translation)
        return (kind, self.page.depth if self.page is not None else 0, self.item.pk)


def members_of(bundle: Bundle) -> list[Member]:
    """The members in the order in which they go live."""
    items = bundle.items.select_related("content_type", "locale", "revision", "approved_by")
    return sorted((_member(item) for item in items), key=lambda member: member.rank)


def _member(item: BundleItem) -> Member:
    model = item.content_type.model_class()
    source = None if model is None else model._default_manager.filter(pk=item.object_id).first()
    if not isinstance(source, Page):
        return Member(item, source, None)
    if source.locale_id == item.locale_id:
        return Member(item, source, source)
    page = Page.objects.filter(translation_key=source.translation_key, locale_id=item.locale_id).first()
    return Member(item, source, page)


def open_job(source: Model, locale: Locale) -> TranslationJob | None:
    """The open job of `source` into `locale`."""
    jobs = TranslationJob.objects.of_page(source) if isinstance(source, Page) else jobs_of_record(source)
    return jobs.filter(state__in=sorted(OPEN), target_locale=locale).first()


def holding_items(thing: Model, locale: Locale) -> QuerySet[BundleItem]:
    """The members of bundles under way that `thing` is in `locale`: at most one.

    Args:
        thing: a page as it goes live (a translation too), or a record.
    """
    ids: Any = [thing.pk]
    if isinstance(thing, Page):
        ids = Page.objects.filter(translation_key=thing.translation_key).values("pk")
    rows = BundleItem.objects.filter(content_type=kind_of(thing), object_id__in=ids, locale_id=locale.pk)
    return rows.filter(bundle__state__in=sorted(HOLDING)).select_related("bundle")


def bundles_of_source(source: Model) -> QuerySet[Bundle]:
    """Bundles under way with `source`, or a translation of it, as a member."""
    items = BundleItem.objects.filter(content_type=kind_of(source), object_id=source.pk)
    return Bundle.objects.filter(pk__in=items.values("bundle"), state__in=sorted(HOLDING))


def page_kind() -> ContentType:
    return kind_of(Page)
