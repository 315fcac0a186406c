"""Translations of records: a person's wordings, the finish, and the approval that writes one language's columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model
from wagtail.models import Locale

from portal.core.models import User
from portal.localization.models import TranslationJob


def write_record_segments(
    *,
    record: Model,
    locale: Locale,
    texts: Mapping[str, str],
    by: User,
    seen: Mapping[str, datetime | None] | None = None,
) -> int:
    """Keep a person's wordings as a draft; nothing of the record changes.

    Args:
        texts: name of a field without the language (`name`) → wording, plain text.
        seen: for the fields of `texts`, when the wording that the person saw was last changed (None: there was none);
            without it nothing is compared.

    Returns:
        how many wordings were written.

    Raises:
        RefusedError: a field is not translated, a wording is too long, or another person has changed one meanwhile
            (`conflict`); then nothing is written.
    """
    raise NotImplementedError


def finish_record(*, job: TranslationJob, by: User) -> TranslationJob:
    """Mark the translation of a record as finished, by a translator or reviser of its language.

    Raises:
        RefusedError: missing role, nothing to finish, or fields without wording.
    """
    raise NotImplementedError


def publish_record(*, job: TranslationJob, by: User) -> TranslationJob:
    """Approve (审定) a finished translation: its wordings go into the columns of its language, and no others.

    Raises:
        RefusedError: `by` is no reviser of the locale, finished or translated the text, nothing is finished,
            a wording is missing or was changed since, or the source has changed.
    """
    raise NotImplementedError
