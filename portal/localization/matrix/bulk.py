"""Doing one thing to many ticked translations: what can be done is done, and for the rest it is said why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Locale

from portal.core.models import User
from portal.localization.enums import Priority
from portal.localization.errors import RefusedError
from portal.localization.matrix.cells import Cell, Row
from portal.localization.matrix.forms import Action
from portal.localization.matrix.states import CellState
from portal.localization.models import TranslationOrder
from portal.localization.services import assignment
from portal.localization.services.orders import place_order
from portal.localization.services.queue import cancel_job

#: States in which sending would change nothing, and why.
_NOTHING_TO_SEND = (CellState.SOURCE, CellState.BY_HAND, CellState.UP_TO_DATE)


@dataclass(slots=True)
class Outcome:
    """How many were done; of the others title, language and reason."""

    done: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    orders: list[TranslationOrder] = field(default_factory=list)

    def refuse(self, row: Row, cell: Cell, reason: str) -> None:
        self.refused.append((row.count.title, cell.locale.get_display_name(), reason))


Picked = Sequence[tuple[Row, Cell]]


def act(action: str, picked: Picked, values: dict[str, Any], *, by: User) -> Outcome:
    """Do `action` (an `Action`) to each of `picked` that it can be done to, and that `by` may.

    Args:
        values: what the form of the action says.
    """
    if action == Action.SEND:
        return _send(picked, values, by)
    return _each(picked, _steps(values, by)[action])


def _steps(values: dict[str, Any], by: User) -> dict[str, Callable[[int], object]]:
    return {
        Action.ASSIGN: lambda pk: assignment.assign(job_id=pk, to=values["person"], by=by),
        Action.DUE: lambda pk: assignment.set_due(job_id=pk, due_on=values["due_on"], by=by),
        Action.PRIORITY: lambda pk: assignment.set_priority(job_id=pk, priority=values["priority"], by=by),
        Action.CANCEL: lambda pk: cancel_job(job_id=pk, by=by),
    }


def _each(picked: Picked, step: Callable[[int], object]) -> Outcome:
    """A transaction for each: what is refused keeps no other from its turn, and no two locks are held at once."""
    outcome = Outcome()
    for row, cell in picked:
        reason = why_not_changed(cell)
        if reason or cell.job is None:
            outcome.refuse(row, cell, reason)
            continue
        try:
            step(cell.job.pk)
        except RefusedError as refusal:
            outcome.refuse(row, cell, str(refusal))
        else:
            outcome.done += 1
    return outcome


def why_not_changed(cell: Cell) -> str:
    """Why nothing can be set for `cell`; empty where it can."""
    if cell.job is not None and not cell.may_change:
        return _("You may not change this translation.")
    if not cell.is_open:
        return _("No translation is under way.")
    return ""


def why_not_sent(cell: Cell) -> str:
    """Why `cell` is not sent; empty where it is."""
    if cell.state in _NOTHING_TO_SEND:
        return _("There is nothing to translate.")
    may_send_again = cell.state == CellState.STALE and cell.may_change
    if not cell.may_send and not may_send_again:
        return _("You may not change the source.")
    is_moving = cell.state in (CellState.QUEUED, CellState.RUNNING, CellState.NEEDS_REVIEW, CellState.FINISHED)
    return _("It is under way already.") if is_moving or cell.state == CellState.APPROVED else ""


def _send(picked: Picked, values: dict[str, Any], by: User) -> Outcome:
    outcome = Outcome()
    for (content_type, locales), ids in _orders(picked, outcome).items():
        order = place_order(
            content_type=content_type,
            object_ids=ids,
            target_locales=list(locales),
            by=by,
            priority=values.get("priority", Priority.NORMAL),
            engine=values.get("engine", ""),
        )
        outcome.orders.append(order)
    return outcome


def _orders(picked: Picked, outcome: Outcome) -> dict[tuple[ContentType, tuple[Locale, ...]], list[int]]:
    """Kind and languages → sources: as few orders as there are kinds and choices of languages."""
    wanted: dict[tuple[ContentType, int], list[Locale]] = defaultdict(list)
    for row, cell in picked:
        reason = why_not_sent(cell)
        if reason:
            outcome.refuse(row, cell, reason)
        else:
            wanted[row.count.content_type, row.count.object_id].append(cell.locale)
            outcome.done += 1
    grouped: dict[tuple[ContentType, tuple[Locale, ...]], list[int]] = defaultdict(list)
    for (content_type, object_id), locales in wanted.items():
        grouped[content_type, tuple(locales)].append(object_id)
    return grouped


def sums_of(picked: Iterable[tuple[Row, Cell]]) -> tuple[int, int]:
    """Segments and characters of what would be sent, as counted at the last publication."""
    sent = [row.count for row, cell in picked if not why_not_sent(cell)]
    return sum(count.segments for count in sent), sum(count.characters for count in sent)
