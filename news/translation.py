"""Which fields of news records are words."""

from modeltranslation.translator import TranslationOptions, register

from news.models import NewsCategory


@register(NewsCategory)
class NewsCategoryTranslation(TranslationOptions):
    fields = ("name",)
