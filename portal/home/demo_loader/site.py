"""Categories of news and the settings of the site."""

from __future__ import annotations

from wagtail.models import Site

from news.models import NewsCategory
from portal.home.demo_loader.files import read
from portal.home.demo_loader.words import columns
from portal.home.models import SiteSettings

_WORDS = ("site_name", "short_name", "tagline", "organiser", "office", "address")
_VALUES = ("phone", "email", "icp_number", "police_number")


def load_categories() -> None:
    """Make the categories that are missing."""
    for number, entry in enumerate(read("categories")):
        words = columns(name={"zh": entry["zh"], "en": entry["en"]})
        NewsCategory.objects.get_or_create(slug=entry["slug"], defaults=words | {"sort_order": number})


def load_settings() -> None:
    """Fill the settings of the site unless staff gave it a name already."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    if str(settings.words("site_name")):
        return
    entry = read("settings")
    values = columns(**{name: entry[name] for name in _WORDS}) | {name: entry[name] for name in _VALUES}
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
