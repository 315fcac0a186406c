"""A letter in another language, for the person who answers it. Nothing of it is kept here.

A letter is personal data: it goes to the engine only where a setting says that it may. Neither memory nor log sees it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from portal.localization.engines.base import Answer, Engine, EngineError, PassingEngineError, Request
from portal.localization.engines.batching import batches, is_too_long
from portal.localization.engines.registry import engine_named
from portal.localization.errors import CapReachedError, EnginePausedError, LetterNotTranslatedError
from portal.localization.services import charges

#: Where a long line may be parted: after a sentence, in either script.
SENTENCE = re.compile(r"(?<=[。！？；])|(?<=[.!?;])(?=\s)")


def may_leave() -> bool:
    """Whether letters may be translated here at all: personal data may leave, and there is an engine."""
    return bool(settings.PORTAL_PERSONAL_DATA_MAY_LEAVE) and _engine() is not None


def translate_letter(*, text: str, source: str, target: str, by: User) -> str:
    """The plain text of a letter in another language, line by line as it was; a line whose wording cannot be used
    stays as it was written.

    To be called outside a transaction: the money stays spent whatever becomes of the caller, and no row is held while
    the engine works.

    Args:
        text: as the sender wrote it.
        source, target: codes of locales.
        by: who asked for it.

    Raises:
        LetterNotTranslatedError: it may not leave, the engine failed or is paused, or its whole answer is unusable.
    """
    if not settings.PORTAL_PERSONAL_DATA_MAY_LEAVE:
        raise LetterNotTranslatedError(
            _("Letters are not sent to a translation engine here: personal data may not leave this server.")
        )
    engine = _engine()
    if engine is None:
        raise LetterNotTranslatedError(_("No translation engine is set up. Translate the letter by hand."))
    pieces = _pieces(text, engine)
    wanted = [index for index, piece in enumerate(pieces) if piece.strip()]
    escaped = [html.escape(pieces[index].strip(), quote=False) for index in wanted]
    wordings = _translated(engine, escaped, source, target, by)
    for index, wording in zip(wanted, wordings, strict=True):
        before, _words, after = pieces[index].partition(pieces[index].strip())
        pieces[index] = before + html.unescape(wording) + after
    return "".join(pieces)


def _engine() -> Engine | None:
    try:
        return engine_named()
    except EngineError:  # wrong settings; the system check has told the operator
        return None


def _pieces(text: str, engine: Engine) -> list[str]:
    """Lines and what parts them; a line that is too long for the engine by its sentences."""
    pieces: list[str] = []
    for line in re.split(r"(\n+)", text.replace("\r\n", "\n")):
        too_long = is_too_long(html.escape(line, quote=False), engine.limits)
        pieces += SENTENCE.split(line) if too_long else [line]
    return pieces


def _translated(engine: Engine, texts: Sequence[str], source: str, target: str, by: User) -> list[str]:
    """The wordings; a line whose wording cannot be used stays as it was written."""
    wordings: list[str] = []
    used = 0
    for group in batches(texts, engine.limits):
        asked = tuple(texts[index] for index in group)
        answers = _paid(engine, Request(asked, source, target), by)
        wordings += [text if answer.refusal else answer.text for text, answer in zip(asked, answers, strict=True)]
        used += sum(not answer.refusal for answer in answers)
    if texts and not used:
        raise LetterNotTranslatedError(
            _("The translation engine's answer cannot be used. Translate the letter by hand.")
        )
    return wordings


def _paid(engine: Engine, request: Request, by: User) -> list[Answer]:
    """One request with its money and its entry in the log, which is there before the text leaves."""
    try:
        charge = charges.reserve(engine=engine.name, texts=request.texts, job=None, by=by)
    except CapReachedError:
        raise LetterNotTranslatedError(
            _("The translation engine has spent what it may this month. Translate the letter by hand.")
        ) from None
    except EnginePausedError:
        raise LetterNotTranslatedError(_("The translation engine is paused at present. Try again later.")) from None
    sent = {"source": request.source, "target": request.target, "characters": charge.characters}
    audit.record(instance=charge.account, action="localization.letter.send", by=by, data={"engine": engine.name} | sent)
    try:
        answers = engine.translate(request)
    except EngineError as error:
        (charges.settle if error.billed else charges.release)(charge=charge)
        raise LetterNotTranslatedError(_told(error)) from None
    charges.settle(charge=charge)
    return answers


def _told(error: EngineError) -> str:
    """What the person is told; never the engine's own words, which may repeat the letter."""
    if isinstance(error, PassingEngineError):
        return _("The translation engine is not available at present. Try again later, or translate by hand.")
    return _(error.message)
