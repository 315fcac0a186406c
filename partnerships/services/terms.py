"""What the calendar does to agreements: they come into force, draw to their end, and end."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from partnerships.enums import AGREEMENT_MOVES, AgreementState
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Agreement, AgreementMove
from partnerships.services.agreements import move_agreement
from portal.core.days import today

logger = logging.getLogger(__name__)

#: An agreement is expiring so many days before its end; the first reminder goes out on the same day.
EXPIRING_DAYS = 90


def sweep_states() -> int:
    """Move every agreement to the state that today gives it; how many moves were made.

    Each move is a transaction of its own with a row in the log, by nobody. Where a person moves an agreement at the
    same time the person's move stands, and the next sweep looks again.
    """
    day = today()
    return sum(_safely(agreement, day) for agreement in _out_of_date(day).order_by("ends_on", "pk"))


def _safely(agreement: Agreement, day: date) -> int:
    try:
        return _advance(agreement, day)
    except Exception:  # one agreement does not hold up the others
        logger.exception("Agreement %s was not moved.", agreement.pk)
        return 0


def _advance(agreement: Agreement, day: date) -> int:
    """Move one agreement, over the states between where the table of moves asks for it; how many moves were made."""
    moves = 0
    while (to := state_on(agreement, day)) != agreement.state:
        step = to if to in AGREEMENT_MOVES[agreement.state] else AgreementState.IN_FORCE
        try:
            agreement = move_agreement(agreement_id=agreement.pk, seen=agreement.state, to=step, by=None)
        except PartnershipRefusedError as refusal:
            logger.info("Agreement %s was not moved to %s: %s", agreement.pk, step, refusal)
            break
        moves += 1
    return moves


def state_on(agreement: Agreement, day: date) -> str:
    """The state that `day` gives `agreement`, which may be the one it has.

    The last day of the term still belongs to it. An agreement that has expired by the calendar is in force again where
    its end has been moved to a later day; those that a person ended or that are not signed stay as they are.
    """
    if not _ticks(agreement, day):
        return agreement.state
    if agreement.ends_on is not None and agreement.ends_on < day:
        return AgreementState.EXPIRED
    if agreement.ends_on is not None and agreement.ends_on - day <= timedelta(days=EXPIRING_DAYS):
        return AgreementState.EXPIRING
    return AgreementState.IN_FORCE


def leads_back_by_calendar(agreement: Agreement, to: str) -> bool:
    """Whether the calendar would bring `agreement` back to its present state, if a person moved it to `to` today."""
    if to not in (AgreementState.IN_FORCE, AgreementState.EXPIRING):
        return False
    moved = Agreement(state=to, starts_on=agreement.starts_on, ends_on=agreement.ends_on)
    return state_on(moved, today()) == agreement.state


def _ticks(agreement: Agreement, day: date) -> bool:
    """Whether the calendar rules the state of `agreement` on `day`."""
    if agreement.state == AgreementState.SIGNED:
        has_begun = agreement.starts_on is not None and agreement.starts_on <= day
        return has_begun or (agreement.ends_on is not None and agreement.ends_on < day)
    if agreement.state == AgreementState.EXPIRED:
        return agreement.ends_on is not None
    return agreement.state in (AgreementState.IN_FORCE, AgreementState.EXPIRING)


def _out_of_date(day: date) -> models.QuerySet[Agreement]:
    """Those whose state `day` changes."""
    near = day + timedelta(days=EXPIRING_DAYS)
    is_over, is_near = Q(ends_on__lt=day), Q(ends_on__lte=near)
    last_mover = AgreementMove.objects.filter(agreement=OuterRef("pk")).order_by("-pk").values("by")[:1]
    rows = Agreement.objects.annotate(last_mover=Subquery(last_mover))
    return rows.filter(
        Q(state=AgreementState.SIGNED) & (Q(starts_on__lte=day) | is_over)
        | Q(state=AgreementState.IN_FORCE) & is_near
        | Q(state=AgreementState.EXPIRING) & (is_over | ~is_near | Q(ends_on=None))
        | Q(state=AgreementState.EXPIRED, ends_on__gte=day, last_mover=None)
    )
