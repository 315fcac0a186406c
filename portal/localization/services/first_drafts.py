"""The first draft of a translated page: one page, one revision, with the present wordings from the start.

wagtail-localize copies the source, saves a revision of the copy, fills in the wordings, and saves all once more (1.14).
"""

from __future__ import annotations

import json
from typing import Any

from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.models.copying import _copy, _copy_m2m_relations
from wagtail_localize.models import TranslationLog, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments

from portal.core import audit
from portal.core.slugs import slug_for
from portal.localization.errors import WaitsForParentError

#: A copy is not live, whatever its source is.
_NOT_LIVE = {
    "live": False,
    "has_unpublished_changes": True,
    "live_revision": None,
    "first_published_at": None,
    "last_published_at": None,
    "go_live_at": None,
    "alias_of": None,
}


def make_first_draft(*, source: TranslationSource, page: Page, locale: Locale) -> Page:
    """Add the translated page below the counterpart of the page above, not live.

    Raises:
        WaitsForParentError: there is no counterpart.
    """
    parent = _locked_parent(page, locale)
    original = page.with_content_json(json.loads(source.content_json))
    draft = _copied(original, locale)
    wordings = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, draft, source.locale, locale, wordings)
    draft.slug = find_available_slug(parent, slug_for(draft.slug) or draft.slug)
    parent.add_child(instance=draft)
    _copy_m2m_relations(original, draft, exclude_fields=_excluded(original))
    revision = draft.save_revision(clean=False)
    source.sync_view_restrictions(original, draft)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    audit.record(instance=draft, action="wagtail.copy_for_translation", by=None, data=_told(page, parent, draft))
    return draft


def _locked_parent(page: Page, locale: Locale) -> Page:
    """The page to stand under, locked: of two drafts made at once below it, both would get the same place."""
    parent = page.get_parent()
    if parent.is_root():
        return parent
    rows = Page.objects.filter(translation_key=parent.translation_key, locale=locale)
    counterpart = rows.select_for_update(of=("self",), no_key=True).first()
    if counterpart is None:
        raise WaitsForParentError
    return counterpart


def _copied(original: Page, locale: Locale) -> Page:
    draft, children = _copy(original, exclude_fields=_excluded(original), update_attrs=_NOT_LIVE | {"locale": locale})
    for child in children.values():
        if isinstance(child, TranslatableMixin):
            child.locale = locale
    return draft


def _excluded(page: Page) -> list[str]:
    return [*page.default_exclude_fields_in_copy, *page.exclude_fields_in_copy]


def _told(page: Page, parent: Page, draft: Page) -> dict[str, Any]:
    """What Wagtail's log says of such a copy."""
    return {
        "page": {
            "id": draft.pk,
            "title": draft.get_admin_display_title(),
            "locale": {"id": draft.locale_id, "language_code": draft.locale.language_code},
        },
        "source": {"id": page.pk, "title": page.get_admin_display_title()},
        "destination": {"id": parent.pk, "title": parent.get_admin_display_title()},
        "keep_live": False,
        "source_locale": {"id": page.locale_id, "language_code": page.locale.language_code},
    }
