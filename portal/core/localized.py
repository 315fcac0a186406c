"""Words of records in several languages.

A record has one row for all languages and a column per language for the few fields that are words
(`name_zh_hans`, `name_en`). These helpers read and check the columns by name; the active language decides only which
of them is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language, get_language_info, gettext, override
from modeltranslation import settings as columns
from modeltranslation.fields import TranslationField
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.core.names import is_han


@dataclass(frozen=True, slots=True)
class Words:
    """A value as it is shown, with the language it is in.

    `untranslated` says that a reader of the active language gets words of another one and should be told; a Latin
    name that simply has no Chinese form (Microsoft) is not marked.
    """

    text: str
    language: str
    untranslated: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def column(field: str, language: str) -> str:
    """The name of the column of `field` in `language`: `name`, `zh-hans` → `name_zh_hans`."""
    return build_localized_fieldname(field, language)


def word_columns(field: str) -> list[str]:
    """The columns of `field` in the order of the settings."""
    return [column(field, language) for language in columns.AVAILABLE_LANGUAGES]


def is_column(field: Any) -> bool:
    """Whether a model field is one language's column of a field of words."""
    return isinstance(field, TranslationField)


def field_label(field: Any) -> Any:
    """The name of a model field; of one language's column of words with the language."""
    if is_column(field):
        name = capfirst(field.translated_field.verbose_name)
        return format_lazy("{} · {}", name, language_name(field.language))
    return capfirst(field.verbose_name if field.concrete else field.related_model._meta.verbose_name_plural)


def language_name(code: str) -> str:
    """The language's own name: 简体中文, English."""
    return get_language_info(code)["name_local"]


def language_in_words(code: str) -> str:
    """What the active language calls a language: 英语, Simplified Chinese."""
    return str(get_language_info(code)["name_translated"])


def language_panels(field: str, **options: Any) -> list[FieldPanel]:
    """One panel per language of a field of words; Wagtail by itself would show the active language's alone.

    Args:
        field: the name of a registered field, such as `name`.
        options: passed on to every FieldPanel. `heading` is the name of the field; the language is added to it.
    """
    heading = options.pop("heading", None)
    return [
        FieldPanel(
            column(field, code),
            heading=heading and format_lazy("{} · {}", heading, language_name(code)),
            **options,
        )
        for code in columns.AVAILABLE_LANGUAGES
    ]


def language_row(field: str, heading: str | Promise, **options: Any) -> FieldRowPanel:
    """The languages of a field side by side."""
    return FieldRowPanel(language_panels(field, heading=heading, **options))


def page_language() -> str:
    """The active language, the default one where none is active."""
    return get_language() or columns.DEFAULT_LANGUAGE


def reading_order(language: str | None = None) -> list[str]:
    """Languages of the columns as a reader of `language` (default: the active one) prefers them.

    Their own first; then, for every reader but a Chinese one, English before Chinese.
    """
    language = language or page_language()
    chinese_reader = language.startswith("zh")
    return sorted(
        columns.AVAILABLE_LANGUAGES,
        key=lambda code: (code != language, code.startswith("zh") != chinese_reader, code != "en"),
    )


def words_of(record: models.Model, field: str, *, latin_stays: bool = False) -> Words:
    """The words of `field` for the active language, or of the next best one.

    Args:
        record: an instance of a model registered with modeltranslation.
        field: the name of a registered field, such as `name`.
        latin_stays: the field is a proper name, which stays Latin on Chinese pages without a mark.
    """
    return _best(lambda language: getattr(record, column(field, language)), latin_stays=latin_stays)


def _best(text_in: Callable[[str], str | None], *, latin_stays: bool) -> Words:
    active = page_language()
    for language in reading_order(active):
        if text := text_in(language):
            stays = latin_stays and active.startswith("zh") and not is_han(text)
            return Words(text, language, untranslated=language != active and not stays)
    return Words("", active)


@dataclass(frozen=True, slots=True)
class Said:
    """Words in every language in which they are known; what is shown follows the language that is active then.

    Attributes:
        texts: pairs of language and text, in the order of the settings.
        latin_stays: a proper name, which stays Latin on Chinese pages without a mark.
    """

    texts: tuple[tuple[str, str], ...] = ()
    latin_stays: bool = False

    @property
    def words(self) -> Words:
        """The words for the active language, or of the next best one."""
        return _best(dict(self.texts).get, latin_stays=self.latin_stays)

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def untranslated(self) -> bool:
        return self.words.untranslated

    def __str__(self) -> str:
        return self.words.text

    def __bool__(self) -> bool:
        return bool(self.texts)


def said(record: models.Model, field: str, *, latin_stays: bool = False) -> Said:
    """The words of `field` in every language: for what is kept or handed on and not shown at once.

    Args:
        record: an instance of a model registered with modeltranslation.
        field: the name of a registered field, such as `name`.
        latin_stays: the field is a proper name.
    """
    pairs = ((language, getattr(record, column(field, language))) for language in columns.AVAILABLE_LANGUAGES)
    return Said(tuple((language, text) for language, text in pairs if text), latin_stays)


class Worded(models.Model):
    """Base of models with words in several languages.

    `needs_words` are the fields of which at least one language must be given; `latin_stays` are proper names that
    stay Latin on Chinese pages as long as no Chinese name is known; `guarded` are fields that are no words and that
    another screen writes too, so that a form that was open meanwhile must not take them back.
    """

    needs_words: tuple[str, ...] = ()
    latin_stays: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save under the source language: the base column follows the active one, which is hidden state."""
        with override(columns.DEFAULT_LANGUAGE):
            super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        for field in self.needs_words:
            if not any(getattr(self, name) for name in word_columns(field)):
                message = gettext("Give it in one language at least.")
                raise ValidationError({word_columns(field)[0]: message})

    def words(self, field: str) -> Words:
        """The words of `field` as the active language shows them."""
        return words_of(self, field, latin_stays=field in self.latin_stays)

    def said(self, field: str) -> Said:
        """The words of `field` in every language."""
        return said(self, field, latin_stays=field in self.latin_stays)

    def is_untranslated(self, field: str) -> bool:
        """Whether the active language shows words of another language."""
        return self.words(field).untranslated

    def missing_words(self, field: str) -> list[str]:
        """Languages in which `field` is not known though another has it: what staff should find out."""
        given = {code for code in columns.AVAILABLE_LANGUAGES if getattr(self, column(field, code))}
        return [code for code in columns.AVAILABLE_LANGUAGES if given and code not in given]
