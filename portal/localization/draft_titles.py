"""Titles of drafts in the page list follow the translator's wording, whatever its length and markup."""

from __future__ import annotations

import html
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from portal.localization.services.segments import TITLE

_LONGEST = Page._meta.get_field("draft_title").max_length


def show_translated_title(sender: type, instance: StringTranslation, **kwargs: Any) -> None:
    """Receiver of `post_save` in place of wagtail-localize's, which fails on a long title and shows `&amp;`."""
    if instance.context is not None and instance.context.path == TITLE:
        pages = Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id)
        pages.update(draft_title=html.unescape(strip_tags(instance.data))[:_LONGEST])
