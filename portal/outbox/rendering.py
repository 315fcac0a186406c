"""Texts of letters: `templates/emails/<kind>/<locale>/{subject.txt,body.txt,body.html}`, English where a locale lacks.

Bodies are files per locale and not entries of a catalogue: a letter is written as a whole in each language.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.db import transaction
from django.template import Context, engines
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import translation

logger = logging.getLogger(__name__)
FALLBACK = "en"
_INLINER = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


#: What every letter says of its sender, such as `brand`; asked in the language of the letter.
Signature = Callable[[], Mapping[str, str]]
_signatures: list[Signature] = []


def register_signature(signature: Signature) -> Signature:
    """Let a feature above the outbox tell how the sender signs; returns what was registered."""
    if signature not in _signatures:
        _signatures.append(signature)
    return signature


@dataclass(frozen=True)
class Rendered:
    """A letter in one language."""

    locale: str
    subject: str
    text: str
    html: str


def render(*, kind: str, locale: str, context: Mapping[str, Any]) -> Rendered:
    """Render a letter of `kind` in `locale`.

    Args:
        kind: the folder of the texts.
        locale: a language code such as `zh-hans`; where the letter is not written in it, English is taken.
        context: values for the texts.

    Raises:
        TemplateDoesNotExist: the kind has no text at all.
    """
    written = _written_locale(kind, locale)
    folder = f"emails/{kind}/{_folder(written)}"
    with translation.override(written):
        values = {**sender(), "locale": written, "portal_url": settings.PORTAL_BASE_URL, **context}
        return Rendered(
            locale=written,
            subject=one_line(_plain(f"{folder}/subject.txt", values)),
            text=_storable(_plain(f"{folder}/body.txt", values)).strip() + "\n",
            html=_INLINER.inline(_storable(_html(f"{folder}/body.html", values))),
        )


def render_subject(*, kind: str, locale: str, context: Mapping[str, Any]) -> str:
    """The subject alone, for a list of letters; empty where its template has a fault."""
    try:
        with transaction.atomic():
            written = _written_locale(kind, locale)
            with translation.override(written):
                return one_line(_plain(f"emails/{kind}/{_folder(written)}/subject.txt", {**sender(), **context}))
    except Exception:  # templates may raise anything
        logger.exception("The subject of “%s” in %s cannot be written", kind, locale)
        return ""


def one_line(text: str, *, longest: int = 500) -> str:
    """`text` fit for a header of at most `longest` characters: control characters and line breaks become spaces."""
    cleaned = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(cleaned.split())[:longest]


def sender() -> dict[str, Any]:
    """Never without a brand: the last line of a letter is who wrote it."""
    told = {name: value for signature in _signatures for name, value in signature().items() if value}
    return {"brand": settings.WAGTAIL_SITE_NAME, **told}


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\x00", "")


def is_written(kind: str, locale: str) -> bool:
    """Whether letters of `kind` have texts in `locale`."""
    try:
        _engine().get_template(f"emails/{kind}/{_folder(locale)}/subject.txt")
    except TemplateDoesNotExist:
        return False
    except TemplateSyntaxError:
        pass  # written, but with a fault that rendering tells
    return True


def _written_locale(kind: str, locale: str) -> str:
    for candidate in (locale, FALLBACK):
        if is_written(kind, candidate):
            return candidate
    raise TemplateDoesNotExist(f"emails/{kind}/{_folder(FALLBACK)}/subject.txt")


def _folder(locale: str) -> str:
    return locale.replace("-", "_")


def _plain(name: str, values: Mapping[str, Any]) -> str:
    return _engine().get_template(name).render(Context(dict(values), autoescape=False))


def _html(name: str, values: Mapping[str, Any]) -> str:
    return _engine().get_template(name).render(Context(dict(values)))


def _engine() -> Any:
    return engines["django"].engine  # type: ignore[attr-defined]
