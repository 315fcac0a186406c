"""Drafts of translated pages. A draft is laid beside what is live; it never touches it."""

from __future__ import annotations

from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from portal.core.models import User
from portal.core.slugs import slug_for
from portal.localization.errors import WaitsForParentError


def ensure_translation(*, source: TranslationSource, locale: Locale) -> Translation:
    """The record by which wagtail-localize opens its side-by-side editor."""
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    return translation


def save_draft(*, source: TranslationSource, page: Page, locale: Locale) -> Page:
    """Lay the present wordings, and the source text where one is missing, into a draft of the translated page.

    Raises:
        WaitsForParentError: the page above `page` has no page in the locale to stand under.
    """
    target = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if target is None:
        return _first_draft(source, page, locale)
    if target.alias_of_id:
        _end_alias(target)
    return save_revision(source=source, locale=locale, fallback=True, by=None)


def save_revision(*, source: TranslationSource, locale: Locale, fallback: bool, by: User | None) -> Page:
    """Save a revision of the translated page and nothing else; the live row stays as it is.

    Returns:
        the page as in the revision, unsaved.
    """
    page = source.get_ephemeral_translated_instance(locale, fallback=fallback)
    page.slug = find_available_slug(page.get_parent(), slug_for(page.slug) or page.slug, ignore_page_id=page.pk)
    page.go_live_at = None
    page.save_revision(user=by)
    return page


def _first_draft(source: TranslationSource, page: Page, locale: Locale) -> Page:
    parent = page.get_parent()
    if not parent.is_root() and not _lock_in(parent, locale):
        raise WaitsForParentError
    # Safe for a page that does not exist yet, and only for such: later it would write into the live row.
    draft, _created = source.create_or_update_translation(locale, publish=False, copy_parent_pages=False, fallback=True)
    return draft


def _lock_in(page: Page, locale: Locale) -> bool:
    """Lock the counterpart of `page`: of two drafts below it that are made at once, both would get the same place."""
    rows = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    return rows.select_for_update(of=("self",), no_key=True).first() is not None


def _end_alias(page: Page) -> None:
    """Turn a copy of the source into a page of its own, not live: it shows the text of another locale."""
    page = page.specific
    page.alias_of = None
    page.live = False
    page.has_unpublished_changes = True
    page.save(clean=False)
