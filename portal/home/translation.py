"""Which fields of the site settings are words."""

from modeltranslation.translator import TranslationOptions, register

from portal.home.models import SiteSettings


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = ("site_name", "short_name", "tagline", "organiser", "office", "address")
