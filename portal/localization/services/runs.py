"""One job from the claim to the draft, step by step.

*Prepare* (one transaction), then for each batch of texts *reserve*, *answer* (a request, outside any transaction) and
*keep*, then *finish*. Each step asks again whether the job is still this worker's. Answers are kept as they come: a
worker that is killed loses one request, and whoever takes the job up sends only what is still missing.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal.localization.adapters import adapter_for
from portal.localization.adapters.base import Missing
from portal.localization.engines.base import Answer, Engine, EngineError, Request, TooMuchError
from portal.localization.engines.batching import batches, is_too_long
from portal.localization.engines.registry import engine_named
from portal.localization.enums import JobState, Occasion
from portal.localization.errors import (
    CapReachedError,
    EnginePausedError,
    SourceGoneError,
    TextTakenError,
    WaitsForParentError,
)
from portal.localization.models import Charge, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.notes import note
from portal.localization.services import charges, engines, glossary, machine_memory, outcomes, refusals, rules
from portal.localization.services.job_notices import tell_arrived
from portal.localization.services.outcomes import LEASE, LostError, held

logger = logging.getLogger(__name__)

CAP_REACHED = gettext_noop("The request exceeds the engine's limit of this month. Raise it, or go on without machine.")
REFUSED = gettext_noop("Segments left to people, because the engine's wording could not be used:")

Outcome = list[Answer] | Exception
#: Text → keys of its segments: each text is sent once.
Batch = dict[str, list[str]]
_PREPARED = ["title", "source_hash", "segments_total", "segments_filled", "lease_until", "updated_at"]


@dataclass(frozen=True, slots=True)
class Call:
    """A request that waits to be sent; sending it touches no database."""

    engine: Engine
    request: Request

    def send(self) -> Outcome:
        try:
            return self.engine.translate(self.request)
        except Exception as error:  # noqa: BLE001 (judged where the database is)
            return error


Steps = Generator[Call, Outcome, None]


def run(job: TranslationJob) -> None:
    """Work off a claimed job from its first step to its last."""
    steps = steps_of(job)
    try:
        call = next(steps)
        while True:
            call = steps.send(call.send())
    except StopIteration:
        return


def steps_of(job: TranslationJob, *, goes_on: Callable[[], bool] = lambda: True) -> Steps:
    """The steps of a claimed job. Yields each request; wants its outcome sent back. Never raises.

    Args:
        goes_on: asked before each further request; where the answer is no, the job is queued again with what it has.
    """
    try:
        try:
            yield from _Run(job).steps(goes_on)
        except SourceGoneError as gone:
            outcomes.cancel(job, gone.reason or outcomes.SOURCE_GONE)
        except WaitsForParentError:
            outcomes.wait_for_parent(job)
        except (EnginePausedError, TextTakenError, _ShiftOverError):
            outcomes.queue_again(job)
        except CapReachedError:
            outcomes.fail(job, CAP_REACHED)
        except EngineError as error:
            outcomes.after_engine_error(job, engines.effective(job.engine), error)
    except LostError:
        return
    except Exception as error:
        logger.exception("Translation job %s did not succeed", job.pk)
        _put_back(job, error)


def _put_back(job: TranslationJob, error: Exception) -> None:
    """The database may be what failed: then the lease runs out, and the sweep finds the job."""
    try:
        outcomes.put_back(job, note(outcomes.UNFORESEEN, f"{type(error).__name__}: {error}"))
    except LostError:
        return
    except Exception:
        logger.exception("Translation job %s could not be put back", job.pk)


class _ShiftOverError(Exception):
    """The worker has other tasks as well."""


class _Run:
    """The steps, and what they know of each other."""

    def __init__(self, job: TranslationJob) -> None:
        self.job = job
        self.adapter = adapter_for(job)
        self.engine = engine_named(job.engine)
        self.title = job.title
        self.refused = 0

    def steps(self, goes_on: Callable[[], bool]) -> Steps:
        batches_to_send, charge = self._prepare()
        waiting = deque(batches_to_send)
        while self.engine is not None and waiting:
            if charge is None and not goes_on():
                raise _ShiftOverError
            texts = waiting.popleft()
            charge = charge or self._reserve(self.engine, texts)
            outcome = yield Call(self.engine, self._request(list(texts)))
            if isinstance(outcome, TooMuchError):
                size = self._smaller(self.engine, texts, charge, outcome)
                waiting = deque(_parted([texts, *waiting], size) if size else waiting)
            else:
                self._keep(self.engine, texts, charge, outcome)
            charge = None
        self._finish()

    def _prepare(self) -> tuple[list[Batch], Charge | None]:
        """Returns batches of what is to be sent, and the money that is set aside for the first of them."""
        with held(self.job) as job:
            self.adapter.prepare(job)
            summary = self.adapter.summary(job)
            self.title = summary.title
            batches_to_send = self._to_send(job)
            job.title, job.source_hash = summary.title[:255], summary.text_hash
            job.segments_total, job.segments_filled = summary.total, summary.filled
            job.lease_until = _lease()
            job.save(update_fields=_PREPARED)
            if self.engine is None or not batches_to_send:
                return [], None
            try:
                # Last, since it holds the lock of the engine's account until the end of the transaction.
                return batches_to_send, self._reserve(self.engine, batches_to_send[0])
            except (CapReachedError, EnginePausedError):
                # Asked again below, where refusal does not undo what was prepared.
                return batches_to_send, None

    def _to_send(self, job: TranslationJob) -> list[Batch]:
        """Everything without a wording, except what an engine has translated before, and what no request can hold."""
        if self.engine is None or not self.adapter.may_leave(job) or _is_forbidden(job):
            return []
        missing = _by_text(self.adapter.missing(job))
        known = machine_memory.recall(missing, job.source_locale, job.target_locale)
        if known:
            wordings = {key: text for source, text in known.items() for key in missing[source]}
            self.adapter.keep(job, wordings, self.engine.name)
        unknown = [text for text in missing if text not in known]
        in_vain = refusals.refused(texts=unknown, engine=self.engine.name, job=job)
        texts = [text for text in unknown if text not in in_vain and not is_too_long(text, self.engine.limits)]
        self.refused += len(unknown) - len(texts)
        limits = self.engine.limits
        groups = batches(texts, replace(limits, texts=min(job.texts_at_once or limits.texts, limits.texts)))
        return [{texts[index]: missing[texts[index]] for index in group} for group in groups]

    def _reserve(self, engine: Engine, texts: Iterable[str]) -> Charge:
        return charges.reserve(engine=engine.name, texts=texts, job=self.job, by=self.job.requested_by)

    def _request(self, texts: Sequence[str]) -> Request:
        source, target = self.job.source_locale, self.job.target_locale
        return Request(
            texts=tuple(texts),
            source=source.language_code,
            target=target.language_code,
            terms=glossary.terms_in(texts, source, target),
            context=self.title,
        )

    def _smaller(self, engine: Engine, texts: Batch, charge: Charge, error: TooMuchError) -> int:
        """How many texts a request may hold, after `texts` were too much; 0 where that is one text by itself.

        The job remembers it, so that a run that ends midway does not pay for the larger request again.
        """
        (charges.settle if error.billed else charges.release)(charge=charge)
        size = len(texts) // 2
        with held(self.job) as job:
            job.texts_at_once, job.lease_until = max(size, 1), _lease()
            job.save(update_fields=["texts_at_once", "lease_until", "updated_at"])
            if not size:
                refusals.keep_refused(texts=texts, engine=engine.name, job=job)
                self.refused += 1
        return size

    def _keep(self, engine: Engine, texts: Batch, charge: Charge, outcome: Outcome) -> None:
        if isinstance(outcome, Exception):
            # What is no error of an engine may have happened after the answer.
            billed = getattr(outcome, "billed", True)
            (charges.settle if billed else charges.release)(charge=charge)
            raise outcome
        answers = dict(zip(texts, outcome, strict=True))
        wordings = {text: answer.text for text, answer in answers.items() if not answer.refusal}
        in_vain = answers.keys() - wordings.keys()
        self.refused += len(in_vain)
        with transaction.atomic():
            # Paid for, whatever has become of the job meanwhile.
            charges.settle(charge=charge)
            engines.note_answer(account=charge.account)
            if self.adapter.is_public(self.job):
                machine_memory.keep(wordings, self.job.source_locale, self.job.target_locale)
            refusals.keep_refused(texts=in_vain, engine=engine.name, job=self.job)
            is_ours = self._keep_in_job(engine, {key: wordings[text] for text in wordings for key in texts[text]})
        if not is_ours:
            raise LostError

    def _keep_in_job(self, engine: Engine, wordings: dict[str, str]) -> bool:
        try:
            with held(self.job) as job:
                self.adapter.keep(job, wordings, engine.name)
                job.segments_sent += len(wordings)
                job.lease_until = _lease()
                job.save(update_fields=["segments_sent", "lease_until", "updated_at"])
        except LostError:
            return False
        return True

    def _finish(self) -> None:
        with held(self.job) as job:
            self.adapter.finish(job)
            summary = self.adapter.summary(job)
            move(
                job,
                JobState.NEEDS_REVIEW,
                segments_total=summary.total,
                segments_filled=summary.filled,
                last_error=self._note(),
            )
            tell_arrived(job)

    def _note(self) -> str:
        if not self.refused:
            return ""
        return note(REFUSED, self.refused)


def _is_forbidden(job: TranslationJob) -> bool:
    """Whether a rule says that no engine is asked: people may correct what they have made before it."""
    model = job.content_type.model_class()
    if model is None:
        return False
    return rules.occasion(model=model, source=job.source_locale, target=job.target_locale) == Occasion.NEVER


def _by_text(missing: Sequence[Missing]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for segment in missing:
        found.setdefault(segment.text, []).append(segment.key)
    return found


def _parted(waiting: Iterable[Batch], size: int) -> list[Batch]:
    """The same texts in batches of `size` at most."""
    return [
        dict(itertools.islice(batch.items(), at, at + size)) for batch in waiting for at in range(0, len(batch), size)
    ]


def _lease() -> datetime:
    return timezone.now() + LEASE
