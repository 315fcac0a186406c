"""Drafts of translated pages. A draft is laid beside what is live; it never touches it."""

from __future__ import annotations

from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from portal.core.models import User
from portal.core.slugs import slug_for
from portal.localization.services.first_drafts import make_first_draft


def ensure_translation(*, source: TranslationSource, locale: Locale) -> None:
    """The record by which wagtail-localize opens its side-by-side editor."""
    Translation.objects.bulk_create(
        [Translation(source=source, target_locale=locale, enabled=True)],
        update_conflicts=True,
        unique_fields=["source", "target_locale"],
        update_fields=["enabled"],
    )


def save_draft(*, source: TranslationSource, page: Page, target: Page | None, locale: Locale) -> Page:
    """Lay the present wordings, and the source text where one is missing, into a draft of the translated page.

    Args:
        target: the translated page; None while there is none.

    Raises:
        WaitsForParentError: the page above `page` has no page in the locale to stand under.
    """
    if target is None:
        return make_first_draft(source=source, page=page, locale=locale)
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


def _end_alias(page: Page) -> None:
    """Turn a copy of the source into a page of its own, not live: it shows the text of another locale."""
    page = page.specific
    page.alias_of = None
    page.live = False
    page.has_unpublished_changes = True
    page.save(clean=False)
