"""Pages: wagtail-localize keeps their segments; the draft is a revision of the page in the other language."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_noop
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from portal.localization.adapters.base import LANGUAGE_OFF, Missing, Summary
from portal.localization.errors import SourceGoneError, TextTakenError
from portal.localization.models import TranslationJob
from portal.localization.queries import is_kept_by_hand, is_public
from portal.localization.services import drafts, segments
from portal.localization.services.extraction import take_source

PAGE_DELETED = gettext_noop("The source page was deleted.")
PAGE_NOT_LIVE = gettext_noop("The source page was unpublished.")
KEPT_BY_HAND = gettext_noop("The page in that language is written by hand and would be overwritten.")


class PageAdapter:
    """The adapter of one run of a job; it remembers what the run has read of the source."""

    def __init__(self) -> None:
        self._source: TranslationSource | None = None
        self._taken: tuple[str, str] | None = None

    def prepare(self, job: TranslationJob) -> None:
        page = source_text(job)
        if is_kept_by_hand(page, job.target_locale):
            raise SourceGoneError(KEPT_BY_HAND)
        values = extract_segments(page)
        self._source = take_source(page, values)
        segments.fill_known(source=self._source, locale=job.target_locale)
        self._taken = page.title, segments.words_hash(segments.page_words(values))

    def missing(self, job: TranslationJob) -> list[Missing]:
        empty = segments.unfilled(self._known(job), job.target_locale)
        return [Missing(_key(row), row.string.data) for row in empty if row.context.path != segments.SLUG]

    def keep(self, job: TranslationJob, wordings: Mapping[str, str], engine: str) -> None:
        rows = _segments(job, wordings)
        model = self._known(job).specific_content_type.model_class()
        fitting = [(row, wordings[_key(row)], engine) for row in rows if _fits(model, row, wordings[_key(row)])]
        segments.write_machine(fitting, job.target_locale)

    def finish(self, job: TranslationJob) -> None:
        page, locale = source_text(job), job.target_locale
        source = _source(job)
        is_ours = self._source is not None and source.last_updated_at == self._source.last_updated_at
        # Another job may have taken another text meanwhile: a newer one, or that of a draft.
        if not is_ours and segments.page_text_hash(source.as_instance()) != job.source_hash:
            raise TextTakenError
        self._source = source
        target = job.target_page()
        drafts.ensure_translation(source=source, locale=locale)
        segments.propose_slug(source=source, locale=locale, target=target)
        drafts.save_draft(source=source, page=page, target=target, locale=locale)

    def summary(self, job: TranslationJob) -> Summary:
        if self._taken is None:
            page = source_text(job)
            self._taken = page.title, segments.page_text_hash(page)
        return Summary(*self._taken, *segments.progress(self._known(job), job.target_locale))

    def _known(self, job: TranslationJob) -> TranslationSource:
        if self._source is None:
            self._source = _source(job)
        return self._source

    def may_leave(self, job: TranslationJob) -> bool:
        return settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE or (not job.of_draft and is_public(_page(job)))

    def is_public(self, job: TranslationJob) -> bool:
        page = job.source_page()
        return page is not None and not job.of_draft and is_public(page)

    def desk_path(self, job: TranslationJob) -> str:
        target = job.target_page()
        return reverse("wagtailadmin_pages:edit", args=[target.pk]) if target else reverse("wagtailadmin_home")


def source_text(job: TranslationJob) -> Page:
    """The source with the text that is to be translated: the published one. For a job of a draft it is that of the
    latest revision, and so it is of a page that is not live, where a setting lets such text leave the server.

    Raises:
        SourceGoneError
    """
    if not {job.source_locale.language_code, job.target_locale.language_code} <= set(get_content_languages()):
        raise SourceGoneError(LANGUAGE_OFF)
    page = _page(job)
    if page.live and not job.of_draft:
        return page
    if not job.of_draft and not settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE:
        raise SourceGoneError(PAGE_NOT_LIVE)
    return page.get_latest_revision_as_object()


def _page(job: TranslationJob) -> Page:
    model = ContentType.objects.get_for_id(job.content_type_id).model_class()
    if model is None or not issubclass(model, Page):
        raise SourceGoneError(PAGE_DELETED)
    rows = model._default_manager.filter(translation_key=job.translation_key, locale_id=job.source_locale_id)
    page: Page | None = rows.first()
    if page is None:
        raise SourceGoneError(PAGE_DELETED)
    page.locale = job.source_locale
    return page


def _source(job: TranslationJob) -> TranslationSource:
    rows = TranslationSource.objects.filter(object_id=job.translation_key, locale_id=job.source_locale_id)
    source = rows.select_related("locale").first()
    if source is None:
        raise SourceGoneError(PAGE_DELETED)
    return source


def _key(segment: StringSegment) -> str:
    """A text in its place. It outlives a new extraction, and names another segment when the text changes."""
    return f"{segment.string_id}:{segment.context_id}"


def _segments(job: TranslationJob, keys: Iterable[str]) -> list[StringSegment]:
    """The present segments of `keys`, with their strings and contexts."""
    wanted = set(keys)
    rows = StringSegment.objects.filter(
        source__object_id=job.translation_key,
        source__locale_id=job.source_locale_id,
        string_id__in={int(key.partition(":")[0]) for key in wanted},
    ).select_related("string", "context")
    return [row for row in rows if _key(row) in wanted]


def _fits(model: type[Model] | None, segment: StringSegment, text: str) -> bool:
    """Whether the column of a plain field can hold the wording."""
    fields = {field.name: field for field in model._meta.concrete_fields} if model else {}
    longest = getattr(fields.get(segment.context.path), "max_length", None)
    return longest is None or len(html.unescape(strip_tags(text))) <= longest
