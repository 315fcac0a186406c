"""One job from the claim to the draft, step by step.

*Prepare* (one transaction), then for each batch of texts *reserve*, *answer* (a request, outside any transaction) and
*keep*, then *finish*. Each step asks again whether the job is still this worker's. Answers are kept as they come: a
worker that is killed loses one request, and whoever takes the job up sends only what is still missing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal.core.enums import Role
from portal.core.notices import notify
from portal.localization.adapters import adapter_for
from portal.localization.adapters.base import Missing
from portal.localization.engines.base import Answer, Engine, EngineError, Request
from portal.localization.engines.batching import batches, is_too_long
from portal.localization.engines.registry import engine_named
from portal.localization.enums import JobState
from portal.localization.errors import CapReachedError, EnginePausedError, SourceGoneError, WaitsForParentError
from portal.localization.models import Charge, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.notes import note
from portal.localization.queries import people_with
from portal.localization.services import charges, engines, glossary, machine_memory, outcomes
from portal.localization.services.outcomes import LEASE, LostError, held

logger = logging.getLogger(__name__)

CAP_REACHED = gettext_noop("The engine has reached its limit of this month. Raise the limit, or go on without machine.")
REFUSED = gettext_noop("Some answers of the engine could not be used. Their segments are left to people:")

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
        except (EnginePausedError, _ShiftOverError):
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
        self.refused: list[str] = []

    def steps(self, goes_on: Callable[[], bool]) -> Steps:
        batches_to_send, charge = self._prepare()
        if self.engine is not None:
            for texts in batches_to_send:
                if charge is None and not goes_on():
                    raise _ShiftOverError
                charge = charge or self._reserve(self.engine, texts)
                outcome = yield Call(self.engine, self._request(list(texts)))
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
        if self.engine is None or not self.adapter.may_leave(job):
            return []
        missing = _by_text(self.adapter.missing(job))
        known = machine_memory.recall(missing, job.source_locale, job.target_locale)
        if known:
            wordings = {key: text for source, text in known.items() for key in missing[source]}
            self.adapter.keep(job, wordings, self.engine.name)
        too_long = [text for text in missing if is_too_long(text, self.engine.limits)]
        self.refused += [str(len(text)) for text in too_long]
        texts = [text for text in missing if text not in known and text not in too_long]
        groups = batches(texts, self.engine.limits)
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

    def _keep(self, engine: Engine, texts: Batch, charge: Charge, outcome: Outcome) -> None:
        if isinstance(outcome, Exception):
            # What is no error of an engine may have happened after the answer.
            billed = getattr(outcome, "billed", True)
            (charges.settle if billed else charges.release)(charge=charge)
            raise outcome
        answers = dict(zip(texts, outcome, strict=True))
        wordings = {text: answer.text for text, answer in answers.items() if not answer.refusal}
        self.refused += [answer.refusal for answer in answers.values() if answer.refusal]
        with transaction.atomic():
            # Paid for, whatever has become of the job meanwhile.
            charges.settle(charge=charge)
            engines.note_answer(account=charge.account)
            machine_memory.keep(wordings, self.job.source_locale, self.job.target_locale)
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
            _tell_translators(job, self.adapter.desk_path(job))

    def _note(self) -> str:
        if not self.refused:
            return ""
        return note(REFUSED, len(self.refused))


def _by_text(missing: Sequence[Missing]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for segment in missing:
        found.setdefault(segment.text, []).append(segment.key)
    return found


def _lease() -> datetime:
    return timezone.now() + LEASE


def _tell_translators(job: TranslationJob, path: str) -> None:
    notify(
        kind="translation_arrived",
        recipients=people_with(Role.TRANSLATOR, job.target_locale),
        context={
            "title": job.title,
            "source_language": job.source_locale.language_code,
            "target_language": job.target_locale.language_code,
            "total": job.segments_total,
            "filled": job.segments_filled,
            "url": settings.PORTAL_BASE_URL + path,
        },
        key=f"translation-arrived-{job.pk}",
    )
