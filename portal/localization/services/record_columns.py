"""The columns of a record in one language: what an approval writes into them, and what it takes away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import override
from modeltranslation import settings as columns
from wagtail.models import Locale

from portal.core.localized import column
from portal.core.written_records import tell_followers
from portal.localization.enums import Origin, WordingOrigin
from portal.localization.errors import RefusedError
from portal.localization.models import RecordSegment, TranslationJob
from portal.localization.services import memory
from portal.localization.services.record_segments import approved_of
from portal.localization.services.record_words import as_inline, field_label, owner_of, word_column, word_fields


def demand_valid(record: Model, field: str, locale: Locale, text: str) -> None:
    """Refuse a wording that its column cannot hold.

    Raises:
        RefusedError
    """
    try:
        word_column(record, field, locale.language_code).clean(text, record)
    except ValidationError as error:
        raise RefusedError("invalid", f"{field_label(record, field)}: {' '.join(error.messages)}") from error


def bereft(record: Model, job: TranslationJob, fields: Set[str]) -> list[str]:
    """Fields that say what was approved for words that the source no longer has. Other words there are a person's;
    and the last words of a field that needs some stay."""
    code = job.target_locale.language_code
    return [
        row.path
        for row in approved_of(record, job.source_locale, job.target_locale)
        if row.path not in fields
        and row.path in word_fields(type(record))
        and getattr(record, column(row.path, code)) == row.text
        and not (row.path in getattr(record, "needs_words", ()) and _is_last(record, row.path, code))
    ]


def _is_last(record: Model, field: str, code: str) -> bool:
    others = (other for other in columns.AVAILABLE_LANGUAGES if other != code)
    return not any(getattr(record, column(field, other)) for other in others)


def write_columns(record: Model, locale: Locale, texts: Mapping[str, str]) -> None:
    """Write wordings into the columns of one language, where they say something new."""
    code = locale.language_code
    new = {field: text for field, text in texts.items() if getattr(record, column(field, code)) != text}
    if not new:
        return
    for field, text in new.items():
        if text:
            demand_valid(record, field, locale, text)
        setattr(record, column(field, code), text)
    names = [column(field, code) for field in new]
    if code == columns.DEFAULT_LANGUAGE:
        names += new  # the column without a language says the same
    names += [field.name for field in record._meta.concrete_fields if getattr(field, "auto_now", False)]
    with override(columns.DEFAULT_LANGUAGE):
        record.save(update_fields=names)
    tell_followers(instance=owner_of(record))


def remember(drafts: Iterable[RecordSegment]) -> None:
    """Keep every person's wording for other records and pages."""
    memory.remember_many(
        wordings=[
            memory.Wording(
                draft.source_locale_id,
                draft.locale_id,
                as_inline(draft.source_text),
                as_inline(draft.text),
                Origin.PERSON,
                draft.by_id,
            )
            for draft in drafts
            if draft.origin == WordingOrigin.PERSON
        ]
    )
