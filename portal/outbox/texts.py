"""Texts of a letter: made when it is written, made again after a fault, wiped when they have served."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from portal.core.notice_kinds import kind_name
from portal.outbox.contexts import thaw
from portal.outbox.models import Letter
from portal.outbox.rendering import Rendered, one_line, render

logger = logging.getLogger(__name__)
TEXT_FIELDS = ("locale", "subject", "text", "html", "context")


class TextError(ValueError):
    """The texts of a letter cannot be made: its template has a fault."""


def try_render(*, kind: str, locale: str, context: Mapping[str, Any]) -> tuple[Rendered, str]:
    """The texts of a letter, and the fault of its template: an inquiry must not fail for the letter that tells of it.

    Returns:
        The texts and an empty string; or the name of the kind as subject without any text, and what went wrong.
    """
    try:
        with transaction.atomic():  # a query that fails in a template must not end the caller's transaction
            return render(kind=kind, locale=locale, context=context), ""
    except Exception as error:  # templates may raise anything
        logger.exception("The letter “%s” in %s cannot be written", kind, locale)
        with translation.override(locale):
            subject = kind_name(kind)
        return Rendered(locale=locale, subject=subject, text="", html=""), f"{type(error).__name__}: {error}"


def write_texts(letter: Letter) -> None:
    """Make the texts of a letter whose template had a fault, in memory.

    Raises:
        TextError: the template still has a fault.
    """
    texts, fault = try_render(kind=letter.kind, locale=letter.locale, context=thaw(letter.context))
    if fault:
        raise TextError(fault)
    letter.locale, letter.subject = texts.locale, one_line(texts.subject)
    letter.text, letter.html, letter.context = texts.text, texts.html, None


def wiped() -> dict[str, Any]:
    """The values of a letter whose texts are wiped. The subject stays: staff find the letter by it."""
    return {"text": "", "html": "", "calendar": "", "headers": {}, "context": None, "scrubbed_at": timezone.now()}
