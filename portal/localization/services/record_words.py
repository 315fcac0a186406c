"""The words of records: which fields they are, what they say in a language, and whether that has changed."""

from __future__ import annotations

import hashlib
import html

from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, TextField
from django.utils.html import strip_tags
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modeltranslation import settings as columns
from modeltranslation.translator import translator
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale
from wagtail_localize.strings import StringValue

from portal.core.hidden_words import ALL, hidden_of
from portal.core.localized import column
from portal.localization.enums import JobState
from portal.localization.models import TranslationJob

_BREAK = "<br/>"


def record_models() -> list[type[Model]]:
    """All models with columns of words."""
    return list(translator.get_registered_models(abstract=False))


def is_record(model: type[Model]) -> bool:
    return model._meta.concrete_model in record_models()


def word_fields(model: type[Model]) -> list[str]:
    """Names of the fields of words, without a language, in the order of the model."""
    worded = translator.get_options_for_model(model).get_field_names()
    return [field.name for field in model._meta.concrete_fields if field.name in worded]


def has_columns(locale: Locale) -> bool:
    """Whether records have words in the language."""
    return locale.language_code in columns.AVAILABLE_LANGUAGES


def is_in_use(locale: Locale) -> bool:
    """Whether records have words in the language, and the portal has it switched on."""
    return has_columns(locale) and locale.language_code in get_content_languages()


def field_label(record: Model, field: str) -> str:
    """The name of a field in the reader's language."""
    return capfirst(str(record._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def word_column(record: Model, field: str, code: str) -> Field:
    """The column of a field of words in a language."""
    return record._meta.get_field(column(field, code))  # type: ignore[return-value]


def is_long(record: Model, field: str, code: str) -> bool:
    """Whether the words of a field may have several lines."""
    return isinstance(word_column(record, field, code), TextField)


def words_in(record: Model, code: str) -> dict[str, str]:
    """What the record says in a language by field, fields without words and internal ones left out."""
    hidden = hidden_of(record)
    fields = [] if hidden == ALL else [field for field in word_fields(type(record)) if field not in hidden]
    texts = {field: getattr(record, column(field, code)) or "" for field in fields}
    return {field: text for field, text in texts.items() if text.strip()}


def spoken_languages(record: Model) -> list[str]:
    """Codes of the languages in which the record has words, that of the site first."""
    by_rank = sorted(columns.AVAILABLE_LANGUAGES, key=lambda code: code != columns.DEFAULT_LANGUAGE)
    return [code for code in by_rank if words_in(record, code)]


def record_text_hash(record: Model, code: str) -> str:
    """SHA-256 of all words of a record in a language, with the fields that say them."""
    digest = hashlib.sha256()
    for field, text in words_in(record, code).items():
        digest.update(f"{field}\x00{text}\x00".encode())
    return digest.hexdigest()


def source_locale_of(record: Model) -> Locale | None:
    """The language to translate from: the one that its translations were made from; without any, that of the site if
    the record has words in it, else the first that has."""
    spoken = spoken_languages(record)
    origin = _origin_of(record)
    if origin is not None and origin.language_code in spoken:
        return origin
    locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=spoken)}
    return next((locales[code] for code in spoken if code in locales), None)


def _origin_of(record: Model) -> Locale | None:
    """The language of the source of the last approval; rather one that no approval has written."""
    rows = TranslationJob.objects.filter(content_type=record_type(record), object_id=record.pk)
    # One is finished while its approval saves the record.
    made = list(
        rows.filter(state__in=[JobState.DONE, JobState.FINISHED]).select_related("source_locale").order_by("-pk")
    )
    written = {job.target_locale_id for job in made}
    written_by_hand = [job for job in made if job.source_locale_id not in written]
    return next((job.source_locale for job in written_by_hand or made), None)


def lock_record(model: type[Model], pk: int) -> Model | None:
    """The record, held until the transaction ends; None if it has been deleted.

    Whoever needs a record and its jobs locks the record first, so that a deletion and an approval do not wait for
    each other. Of a part, the whole is held before it, as its form does.
    """
    if parental_keys(model):
        _lock_whole(model, pk)
    return _locked_row(model, pk)


def _lock_whole(model: type[Model], pk: int) -> None:
    part = model._default_manager.filter(pk=pk).first()
    whole = part if part is None else owner_of(part)
    if whole is not None and whole is not part:
        _locked_row(type(whole), whole.pk)


def _locked_row(model: type[Model], pk: int | None) -> Model | None:
    return model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()


def lock_record_of(job: TranslationJob) -> Model | None:
    """As `lock_record`, for the record that a job translates."""
    model = job.content_type.model_class()
    return None if model is None else lock_record(model, job.object_id)


def owner_of(record: Model) -> Model:
    """The record in whose form `record` is edited: of a part, the whole it belongs to."""
    for key in parental_keys(type(record)):
        whole = getattr(record, key.name)
        if whole is not None:
            return owner_of(whole)
    return record


def parental_keys(model: type[Model]) -> list[ParentalKey]:
    """The ways from a part to the whole it belongs to."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ParentalKey)]


def record_type(record: Model) -> ContentType:
    return ContentType.objects.get_for_model(type(record))


def as_inline(text: str) -> str:
    """Plain text as the inline HTML that engines and the memory take; a new line becomes a break."""
    return StringValue.from_plaintext("\n".join(text.splitlines())).data


def as_plain(inline: str, *, long: bool) -> str:
    """Inline HTML as plain text: markup goes, a break is a new line where the field has several."""
    lines = [html.unescape(strip_tags(line)).strip() for line in inline.replace("<br>", _BREAK).split(_BREAK)]
    return ("\n" if long else " ").join(lines).strip()
