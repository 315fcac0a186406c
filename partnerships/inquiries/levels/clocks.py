"""The clocks of inquiries: how much working time the office has taken, and when its answer is due.

`ServiceClock` says what is kept. Every function is called in the transaction of what it follows, under the lock of the
inquiry's row.

- A clock runs while the inquiry is with the office (`enums.WITH_US`), and stops while the investor is asked: when the
  investor has answered, what was left counts, not the whole and not nothing.
- An answer ends it, in time or late; so does the step into cooperation of whoever has been written to. Where nobody
  has written yet, the first answer stays due in cooperation too.
- Spam, a duplicate, and what the investor withdraws need no answer. What staff close before it is due needs none
  either; what they close later was late.
- Out of spam or out of a merge the clock goes on with what was left: what lay aside does not count. What the investor
  wrote meanwhile wants an answer.
- Where the data are erased nobody is left to answer, and no clock runs.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import F, Q

from partnerships.inquiries.enums import (
    CLOSED,
    OPEN,
    PUT_ASIDE,
    WITH_US,
    ClockEnd,
    ClockKind,
    InquiryState,
    MessageDirection,
)
from partnerships.inquiries.levels.calendars import NoWorkingTimeError, calendar_of
from partnerships.models import Inquiry, InquiryMessage, ServiceClock, ServiceLevel
from portal.core.models import Unit

logger = logging.getLogger(__name__)


def start_first(inquiry: Inquiry, at: datetime) -> None:
    """An inquiry has come in, or out of quarantine: its first answer is due by the service level of its unit."""
    if not inquiry.is_quarantined and not inquiry.clocks.exists():
        _start(inquiry, ClockKind.FIRST, at)


def follow_move(inquiry: Inquiry, *, left: str, to: str, at: datetime) -> None:
    """The inquiry went from the state `left` to `to`: the clock runs, stops or ends accordingly."""
    clock = _held(inquiry)
    if to in WITH_US:
        _go_on(inquiry, clock, left=left, to=to, at=at)
    elif clock is None:
        return
    elif to == InquiryState.WAITING_FOR_INVESTOR:
        _stop(clock, at)
    elif to == InquiryState.IN_COOPERATION:
        _cooperate(inquiry, clock, at)
    else:
        _close(inquiry, clock, to, at)


def note_answer(inquiry: Inquiry, *, asks: bool, at: datetime) -> None:
    """The office wrote to the investor: what only asks for more stops the clock, an answer ends it."""
    clock = _held(inquiry)
    if clock is None:
        return
    if asks:
        _stop(clock, at)
    else:
        _end(clock, at)


def note_investor(inquiry: Inquiry, at: datetime) -> None:
    """The investor wrote: a stopped clock runs on with what was left, else a further answer is due."""
    if inquiry.is_quarantined or inquiry.state in PUT_ASIDE or inquiry.erased_at is not None:
        return
    clock = _held(inquiry)
    if clock is None:
        _start(inquiry, ClockKind.NEXT if inquiry.clocks.exists() else ClockKind.FIRST, at)
    elif clock.running_since is None:
        _run(clock, at)


def note_unit(inquiry: Inquiry, at: datetime) -> None:
    """Another unit answers from now on: in its calendar and by what it promises, less what the units before it used;
    its people are told anew. Where nobody had promised anything before, its time begins."""
    clock, level = _held(inquiry), level_of(inquiry.unit)
    if level is None:
        return
    if clock is None:
        is_with_us = inquiry.state in OPEN - {InquiryState.WAITING_FOR_INVESTOR} and not inquiry.is_quarantined
        if is_with_us and (kind := _owed(inquiry)):
            _start(inquiry, kind, at)
        return
    was_running = clock.running_since is not None
    _stop(clock, at)
    clock.calendar, clock.warned_at, clock.escalated_at = level.calendar, None, None
    clock.allowed, clock.warn_after = _promised(level, clock.kind)
    clock.save(update_fields=["calendar", "warned_at", "escalated_at", "allowed", "warn_after"])
    if was_running:
        _run(clock, at)


def note_erased(inquiry: Inquiry, at: datetime) -> None:
    """The investor's data are gone: what is still open needs no answer."""
    if clock := _held(inquiry):
        _end(clock, at, ClockEnd.VOID)


def open_clock(inquiry: Inquiry) -> ServiceClock | None:
    """The clock that has not ended."""
    return inquiry.clocks.filter(ended_at=None).select_related("calendar").first()


def level_of(unit: Unit | None) -> ServiceLevel | None:
    """What `unit` promises: its own level, else that of every unit; None where there is neither."""
    rows = ServiceLevel.objects.filter(Q(unit=unit) | Q(unit=None)).select_related("calendar")
    return rows.order_by(F("unit").asc(nulls_last=True)).first()


def reckon(clock: ServiceClock) -> None:
    """Set when a running clock warns and is due, without saving it.

    What has no time left when it runs on is due as soon as the office opens: nobody is warned at midnight
    (zammad#4432).
    """
    if clock.running_since is None:
        clock.warn_at = clock.due_at = None
        return
    calendar = calendar_of(clock.calendar)
    try:
        clock.warn_at, clock.due_at = (
            calendar.add_working(clock.running_since, max(whole - clock.used, 1))
            for whole in (clock.warn_after, clock.allowed)
        )
    except NoWorkingTimeError:
        # The forms let no such calendar pass. An inquiry is not refused for it: the sweep reckons once it has hours.
        logger.exception("Working calendar %s has too little working time.", clock.calendar_id)
        clock.warn_at = clock.due_at = None


def seconds_used(clock: ServiceClock, at: datetime) -> int:
    """Working seconds that the office has taken until `at`."""
    if clock.running_since is None:
        return clock.used
    return clock.used + calendar_of(clock.calendar).working_seconds(clock.running_since, at)


def _held(inquiry: Inquiry) -> ServiceClock | None:
    """The open clock, its row locked against the sweep that warns."""
    rows = ServiceClock.objects.select_related("calendar").select_for_update(of=("self",), no_key=True)
    return rows.filter(inquiry=inquiry, ended_at=None).first()


def _start(inquiry: Inquiry, kind: str, at: datetime) -> None:
    level = level_of(inquiry.unit)
    if level is None or inquiry.erased_at is not None:
        return
    allowed, warn_after = _promised(level, kind)
    clock = ServiceClock(
        inquiry=inquiry,
        kind=kind,
        calendar=level.calendar,
        allowed=allowed,
        warn_after=warn_after,
        started_at=at,
        running_since=at,
    )
    reckon(clock)
    clock.save(force_insert=True)


def _promised(level: ServiceLevel, kind: str) -> tuple[int, int]:
    """Working seconds that an answer may take, and after which its unit is warned."""
    allowed = 60 * (level.first_answer if kind == ClockKind.FIRST else level.next_answer)
    return allowed, allowed * level.warn_at // 100


def _owed(inquiry: Inquiry) -> str:
    """The kind of answer that is owed while no clock is open; empty where none is."""
    is_first = not inquiry.clocks.exists() and not _has_written(inquiry)
    if _waits_for_answer(inquiry):
        return ClockKind.FIRST if is_first else ClockKind.NEXT
    return ClockKind.FIRST if is_first else ""


def _has_written(inquiry: Inquiry) -> bool:
    """Whether the office has ever written to the investor."""
    return inquiry.messages.filter(direction=MessageDirection.OUT).exists()


def _waits_for_answer(inquiry: Inquiry) -> bool:
    """Whether the last to write was the investor, here or in an inquiry that was merged into this one."""
    rows = InquiryMessage.objects.filter(Q(inquiry=inquiry) | Q(inquiry__merged_into=inquiry))
    last = rows.order_by("-pk").values_list("direction", flat=True).first()
    return last == MessageDirection.IN


def _go_on(inquiry: Inquiry, clock: ServiceClock | None, *, left: str, to: str, at: datetime) -> None:
    """The inquiry is with the office (again)."""
    if clock is not None:
        if clock.running_since is None:
            _run(clock, at)
        return
    last = inquiry.clocks.select_related("calendar").last()
    if last is None:
        start_first(inquiry, at)
    elif last.outcome == ClockEnd.VOID and left in PUT_ASIDE | CLOSED:
        last.ended_at, last.outcome = None, ClockEnd.RUNNING
        _run(last, at)
    elif to == InquiryState.WAITING_FOR_US or (left in PUT_ASIDE and _waits_for_answer(inquiry)):
        _start(inquiry, ClockKind.NEXT, at)


def _cooperate(inquiry: Inquiry, clock: ServiceClock, at: datetime) -> None:
    """An agreement may begin without a word to the investor: then the answer is still owed, and its time runs."""
    if _has_written(inquiry):
        _end(clock, at)
    elif clock.running_since is None:
        _run(clock, at)


def _close(inquiry: Inquiry, clock: ServiceClock, to: str, at: datetime) -> None:
    """Nobody waits any more: late if it was late, unless no answer was ever needed."""
    last = inquiry.moves.last()
    by_staff = to in CLOSED and last is not None and last.by_id is not None
    _end(clock, at, "" if by_staff and _is_late(clock, at) else ClockEnd.VOID)


def _run(clock: ServiceClock, at: datetime) -> None:
    clock.running_since = at
    reckon(clock)
    clock.save(update_fields=["running_since", "warn_at", "due_at", "ended_at", "outcome"])


def _stop(clock: ServiceClock, at: datetime) -> None:
    clock.used, clock.running_since = seconds_used(clock, at), None
    reckon(clock)
    clock.save(update_fields=["used", "running_since", "warn_at", "due_at"])


def _end(clock: ServiceClock, at: datetime, outcome: str = "") -> None:
    """End the clock; without an outcome it tells whether that is in time."""
    clock.outcome = outcome or (ClockEnd.LATE if _is_late(clock, at) else ClockEnd.IN_TIME)
    clock.ended_at = at
    _stop(clock, at)
    clock.save(update_fields=["ended_at", "outcome"])


def _is_late(clock: ServiceClock, at: datetime) -> bool:
    return at > clock.due_at if clock.due_at else clock.used > clock.allowed
