"""Where an inquiry stands, in words for the investor: less than staff see, and nothing internal.

One in quarantine, or taken for spam, has been received, and no more is said: whoever sent it by a program is not told
that it was found out, and an investor who was misjudged can still write. One that was merged into another investor's
is being looked at until that one is closed: that somebody else asks the same is told to neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from partnerships.inquiries.enums import CLOSED, OPEN, InquiryState
from partnerships.inquiries.levels.clocks import open_clock
from partnerships.models import Inquiry, InquiryMove
from partnerships.visits.zones import offset_words, zone_name


class Standing(models.TextChoices):
    """What the investor is told of the state of an inquiry."""

    RECEIVED = "received", pgettext_lazy("inquiry, to the investor", "Received")
    REVIEWED = "reviewed", pgettext_lazy("inquiry, to the investor", "Being looked at")
    WAITING = "waiting", pgettext_lazy("inquiry, to the investor", "Waiting for you")
    ANSWERING = "answering", pgettext_lazy("inquiry, to the investor", "Being answered")
    COOPERATION = "cooperation", pgettext_lazy("inquiry, to the investor", "In cooperation")
    SETTLED = "settled", pgettext_lazy("inquiry, to the investor", "Brought to a good end")
    CLOSED = "closed", pgettext_lazy("inquiry, to the investor", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("inquiry, to the investor", "Withdrawn by you")


_OF_STATE: dict[str, Standing] = {
    InquiryState.NEW: Standing.RECEIVED,
    InquiryState.TRIAGED: Standing.REVIEWED,
    InquiryState.ASSIGNED: Standing.REVIEWED,
    InquiryState.WAITING_FOR_INVESTOR: Standing.WAITING,
    InquiryState.WAITING_FOR_US: Standing.ANSWERING,
    InquiryState.IN_COOPERATION: Standing.COOPERATION,
    InquiryState.SETTLED: Standing.SETTLED,
    InquiryState.NOT_SETTLED: Standing.CLOSED,
    InquiryState.DUPLICATE: Standing.REVIEWED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What the inquiry came to, and when."""

    standing: Standing
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """By when an answer is promised: on the clock of the office, `at` without a zone, and the zone in words."""

    at: datetime
    zone: str
    moment: datetime

    @property
    def is_past(self) -> bool:
        return self.moment < timezone.now()


def is_withdrawal(move: InquiryMove) -> bool:
    """Whether the investor closed it. Staff are named in each of their steps; who withdraws has no account."""
    return move.to_state == InquiryState.NOT_SETTLED and move.by_id is None


def steps_of(inquiry: Inquiry) -> list[Step]:
    """From the arrival to where it stands now; steps that the investor need not tell apart are one."""
    steps = [Step(Standing.RECEIVED, inquiry.created_at)]
    for move in inquiry.moves.order_by("pk"):
        standing = Standing.WITHDRAWN if is_withdrawal(move) else _OF_STATE.get(move.to_state)
        is_quiet = InquiryState.SPAM in (move.from_state, move.to_state)
        if standing and not is_quiet and standing != steps[-1].standing:
            steps.append(Step(standing, move.moved_at))
    into = inquiry.merged_into
    if into is not None and into.state in CLOSED and (last := into.moves.order_by("pk").last()) is not None:
        steps.append(Step(Standing.CLOSED, last.moved_at))
    return steps


def is_withdrawn(inquiry: Inquiry) -> bool:
    """Whether the investor has withdrawn it, and nobody has taken it up since."""
    last = inquiry.moves.order_by("pk").last()
    return inquiry.state == InquiryState.NOT_SETTLED and last is not None and is_withdrawal(last)


def is_open(inquiry: Inquiry) -> bool:
    """Whether somebody still works on it, or will: it can be withdrawn."""
    return inquiry.erased_at is None and inquiry.state in OPEN


def may_write(inquiry: Inquiry) -> bool:
    """Whether the investor may still write about it: also after the office has closed it, and where it was taken for
    spam, as that may have been wrong. What was merged goes on in the other one, so both must be there to be written
    to."""
    goes_on = [inquiry, *([inquiry.merged_into] if inquiry.merged_into else [])]
    return all(row.erased_at is None and not is_withdrawn(row) for row in goes_on)


def due_of(inquiry: Inquiry) -> Due | None:
    """By when the office answers, while its clock runs."""
    clock = open_clock(inquiry)
    if clock is None or clock.due_at is None:
        return None
    local = clock.due_at.astimezone(ZoneInfo(clock.calendar.timezone))
    zone = _("%(zone)s, %(offset)s") % {
        "zone": zone_name(clock.calendar.timezone),
        "offset": offset_words(local),
    }
    return Due(local.replace(tzinfo=None), zone, clock.due_at)


def taken_together(inquiry: Inquiry) -> Inquiry | None:
    """The inquiry in which this one goes on, where both are of the same investor: by the address, as nothing else is
    proved. Where they are not, neither learns of the other. Merges make no chains (`services.merging`)."""
    goal = inquiry.merged_into
    return goal if goal is not None and _is_same(goal, inquiry) else None


def own_rows(inquiry: Inquiry) -> list[Inquiry]:
    """The inquiry, and those of the same investor that were merged into it, the oldest first."""
    merged = Inquiry.objects.filter(merged_into=inquiry, erased_at=None)
    own = [inquiry, *(row for row in merged if _is_same(row, inquiry))]
    return sorted(own, key=lambda row: (row.created_at, row.pk))


def merged_since(inquiry: Inquiry) -> datetime | None:
    """When the first of those that are merged into the inquiry now came to it; None where there are none."""
    rows = InquiryMove.objects.filter(inquiry__merged_into=inquiry, to_state=InquiryState.DUPLICATE)
    moment: datetime | None = rows.aggregate(first=models.Min("moved_at"))["first"]
    return moment


def _is_same(one: Inquiry, other: Inquiry) -> bool:
    return bool(one.email) and one.email.casefold() == other.email.casefold()
