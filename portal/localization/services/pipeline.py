"""A worker at several jobs: while one waits for its engine, the next is prepared.

Requests are sent by threads, which touch no database; all work with the database is this thread's.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta

from django.utils import timezone

from portal.localization.models import TranslationJob
from portal.localization.services import queue
from portal.localization.services.runs import Outcome, Steps, steps_of

#: Jobs that one worker holds at once.
WINDOW = 3
#: How long a worker waits for answers before it says that it is still alive.
RENEWAL = timedelta(minutes=1)


def work(*, worker: Callable[[], str], limit: int, seconds: float = math.inf) -> int:
    """Work off due jobs, `WINDOW` at once, until nothing more is due.

    Args:
        worker: makes a name for each claim.
        limit: how many jobs are taken.
        seconds: after which no further job is taken and no further request sent; jobs that want one are queued again.

    Returns:
        how many jobs were taken.
    """
    end = time.monotonic() + seconds

    def goes_on() -> bool:
        return time.monotonic() < end

    with ThreadPoolExecutor(WINDOW, thread_name_prefix="translation") as threads:
        window = _Window(threads, goes_on)
        taken, more = 0, True
        while window.flights or more:
            if more and len(window.flights) < WINDOW:
                job = queue.claim_next(worker=worker())
                if job is not None:
                    taken += 1
                    window.begin(job)
                more = job is not None and taken < limit
            more = more and goes_on()
            window.go_on(wait_for_one=not more or len(window.flights) == WINDOW)
        return taken


class _Window:
    """The jobs that wait for an answer."""

    def __init__(self, threads: ThreadPoolExecutor, goes_on: Callable[[], bool]) -> None:
        self.flights: dict[Future[Outcome], tuple[TranslationJob, Steps]] = {}
        self._threads, self._goes_on = threads, goes_on
        self._renewed = timezone.now()

    def begin(self, job: TranslationJob) -> None:
        steps = steps_of(job, goes_on=self._goes_on)
        self._step(job, steps, None)

    def go_on(self, *, wait_for_one: bool) -> None:
        """Take the steps for which there are answers; wait for one if asked to."""
        if not self.flights:
            return
        patience = RENEWAL.total_seconds() if wait_for_one else 0
        answered, _others = wait(self.flights, timeout=patience, return_when=FIRST_COMPLETED)
        for future in answered:
            job, steps = self.flights.pop(future)
            self._step(job, steps, future.result())
        self._renew()

    def _step(self, job: TranslationJob, steps: Steps, outcome: Outcome | None) -> None:
        try:
            call = next(steps) if outcome is None else steps.send(outcome)
        except StopIteration:
            return
        self.flights[self._threads.submit(call.send)] = job, steps

    def _renew(self) -> None:
        now = timezone.now()
        if self.flights and now - self._renewed >= RENEWAL:
            queue.renew_leases(jobs=[job for job, _steps in self.flights.values()])
            self._renewed = now
