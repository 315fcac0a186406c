"""A letter in another language, for the person who answers it. Nothing of it is kept here.

A letter is personal data: it goes to the engine only where a setting says that it may. Neither memory nor log sees it.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from portal.localization.engines import words
from portal.localization.engines.base import Answer, Engine, EngineError, PassingEngineError, Request, TooMuchError
from portal.localization.engines.batching import batches, is_too_long
from portal.localization.engines.registry import engine_named
from portal.localization.errors import CapReachedError, EnginePausedError, LetterNotTranslatedError
from portal.localization.models import Charge
from portal.localization.notes import note
from portal.localization.services import charges, engines

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
    groups = [tuple(texts[index] for index in group) for group in batches(texts, engine.limits)]
    requests = [Request(asked, source, target) for asked in groups]
    answers = [answer for sent in _paid(engine, requests, by) for answer in sent]
    if texts and all(answer.refusal for answer in answers):
        raise LetterNotTranslatedError(
            _("The translation engine's answer cannot be used. Translate the letter by hand.")
        )
    return [text if answer.refusal else answer.text for text, answer in zip(texts, answers, strict=True)]


def _paid(engine: Engine, requests: Sequence[Request], by: User) -> Iterator[list[Answer]]:
    """Answers to requests; the money of all is there before the first is sent, so that none is paid for in vain."""
    waiting = deque(zip(requests, _reserved(engine, requests, by), strict=True))
    try:
        while waiting:
            yield _answers(engine, *waiting.popleft(), by)
    finally:
        for _request, charge in waiting:
            charges.release(charge=charge)


@transaction.atomic
def _reserve_all(engine: Engine, requests: Sequence[Request], by: User) -> list[Charge]:
    """Money for every request or for none."""
    return [charges.reserve(engine=engine.name, texts=request.texts, job=None, by=by) for request in requests]


def _reserved(engine: Engine, requests: Sequence[Request], by: User) -> list[Charge]:
    try:
        return _reserve_all(engine, requests, by)
    except CapReachedError:
        raise LetterNotTranslatedError(
            _("The translation engine has spent what it may this month. Translate the letter by hand.")
        ) from None
    except EnginePausedError:
        raise LetterNotTranslatedError(_("The translation engine is paused at present. Try again later.")) from None


def _answers(engine: Engine, request: Request, charge: Charge, by: User) -> list[Answer]:
    """The answers to one request, which the log knows of before its text leaves. One that was too much for the engine
    goes in halves, with money for each."""
    sent = {"source": request.source, "target": request.target, "characters": charge.characters}
    audit.record(instance=charge.account, action="localization.letter.send", by=by, data={"engine": engine.name} | sent)
    try:
        answers = engine.translate(request)
    except EngineError as error:
        (charges.settle if error.billed else charges.release)(charge=charge)
        if isinstance(error, TooMuchError):
            return _in_halves(engine, request, by)
        if isinstance(error, PassingEngineError) and error.rests:
            engines.let_rest(engine=engine.name, reason=note(error.message), retry_after=error.retry_after)
        raise LetterNotTranslatedError(_told(error)) from None
    charges.settle(charge=charge)
    engines.note_answer(account=charge.account)
    return answers


def _in_halves(engine: Engine, request: Request, by: User) -> list[Answer]:
    if len(request.texts) == 1:
        return [Answer(refusal=words.TOO_LONG)]
    middle = len(request.texts) // 2
    halves = [replace(request, texts=part) for part in (request.texts[:middle], request.texts[middle:])]
    return [answer for sent in _paid(engine, halves, by) for answer in sent]


def _told(error: EngineError) -> str:
    """What the person is told; never the engine's own words, which may repeat the letter."""
    if isinstance(error, PassingEngineError):
        return _("The translation engine is not available at present. Try again later, or translate by hand.")
    return _(error.message)
