"""The clocks of inquiries: how much working time the office has taken, and when its answer is due.

`ServiceClock` says what is kept. Every function is called in the transaction of what it follows, under the lock of the
inquiry's row.
"""

from __future__ import annotations

from datetime import datetime

from partnerships.models import Inquiry, ServiceClock


def start_first(inquiry: Inquiry, at: datetime) -> None:
    """An inquiry has come in, or out of quarantine: its first answer is due by the service level of its unit."""


def follow_move(inquiry: Inquiry, *, left: str, to: str, at: datetime) -> None:
    """The inquiry went from the state `left` to `to`: the clock runs, stops or ends accordingly."""


def note_answer(inquiry: Inquiry, *, asks: bool, at: datetime) -> None:
    """The office wrote to the investor: what only asks for more stops the clock, an answer ends it."""


def note_investor(inquiry: Inquiry, at: datetime) -> None:
    """The investor wrote: a stopped clock runs on with what was left, else a further answer is due."""


def note_unit(inquiry: Inquiry, at: datetime) -> None:
    """Another unit answers from now on: what is left counts in its calendar."""


def open_clock(inquiry: Inquiry) -> ServiceClock | None:
    """The clock that has not ended."""
    return inquiry.clocks.filter(ended_at=None).first()
