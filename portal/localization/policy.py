"""What is translated without being asked for."""

from __future__ import annotations

from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from portal.localization.enums import Occasion
from portal.localization.services import rules


def wishes_on_publication(page: Page) -> dict[Locale, Occasion]:
    """Every other language that is in use, and when `page` goes into it."""
    kept = rules.occasions(model=type(page), source=page.locale)
    default = rules.default_occasion(type(page))
    others = Locale.objects.filter(language_code__in=get_content_languages()).exclude(pk=page.locale_id)
    return {locale: kept.get(locale.pk, default) for locale in others}
