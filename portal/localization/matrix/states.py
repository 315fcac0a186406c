"""The states of a cell of the matrix, what each means, and what to do next: the words that explain the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.localization.enums import JobState


class CellState(models.TextChoices):
    """Where the translation of one source into one language stands."""

    NOT_SENT = "not_sent", _("Not sent to translation")
    QUEUED = "queued", JobState.QUEUED.label
    RUNNING = "running", JobState.RUNNING.label
    NEEDS_REVIEW = "needs_review", JobState.NEEDS_REVIEW.label
    FINISHED = "finished", JobState.FINISHED.label
    APPROVED = "approved", JobState.APPROVED.label
    FAILED = "failed", JobState.FAILED.label
    STALE = "stale", _("Published, but the source has changed")
    UP_TO_DATE = "up_to_date", _("Published, up to date")
    WITHDRAWN = "withdrawn", _("Translated, not public")
    BY_HAND = "by_hand", _("Written by hand in this language")
    SOURCE = "source", pgettext_lazy("cell of the matrix", "Source")


#: States that a worker ends by itself: the screen looks again while there is one.
MOVING = frozenset({CellState.QUEUED, CellState.RUNNING})
#: What a filter can ask for.
FILTERED = [state for state in CellState if state not in (CellState.SOURCE, CellState.BY_HAND)]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a state says in plain words, and what comes next.

    Attributes:
        sign: shown before the words, so that no state is told by its colour alone.
        tone: a class of the style sheet.
    """

    sign: str
    tone: str
    meaning: Any
    next: Any


MEANINGS: dict[str, Meaning] = {
    CellState.NOT_SENT: Meaning(
        "○",
        "none",
        _("Nobody has asked for this translation yet."),
        _("Tick it and send it to translation."),
    ),
    CellState.QUEUED: Meaning(
        "◔",
        "moving",
        _("It waits for a worker of the portal, which fills in what memory, glossary and engine know."),
        _("Nothing: it goes on by itself."),
    ),
    CellState.RUNNING: Meaning(
        "◑", "moving", _("A worker of the portal is at it this moment."), _("Nothing: it goes on by itself.")
    ),
    CellState.NEEDS_REVIEW: Meaning(
        "✎",
        "people",
        _("The draft is laid out. A translator completes it and marks it as finished."),
        _("A translator takes it and translates."),
    ),
    CellState.FINISHED: Meaning(
        "◕",
        "people",
        _("A translator has finished. It goes public when a second person approves it."),
        _("A reviser reads and approves it."),
    ),
    CellState.APPROVED: Meaning(
        "◷",
        "people",
        _("It is approved, and goes public together with its source or its bundle, or at the hour that is set."),
        _("Nothing: it goes live with the others."),
    ),
    CellState.FAILED: Meaning(
        "✕",
        "bad",
        _("The worker could not prepare it. The reason stands with the translation."),
        _("Look at the reason, then try again."),
    ),
    CellState.STALE: Meaning(
        "⟳",
        "warn",
        _("The public translation says what the source no longer says. It stays public until a new one is approved."),
        _("Send it again: only what has changed is to be translated."),
    ),
    CellState.UP_TO_DATE: Meaning("✓", "good", _("The public translation says what its source says."), _("Nothing.")),
    CellState.WITHDRAWN: Meaning(
        "–",
        "none",
        _("It was approved once, but its page has been taken back or deleted since."),
        _("Publish the page again, or send the source once more."),
    ),
    CellState.BY_HAND: Meaning(
        "✍",
        "none",
        _("People wrote this text in this language themselves. The portal does not translate over it."),
        _("Nothing: it is kept by those who wrote it."),
    ),
    CellState.SOURCE: Meaning("◆", "none", _("The text is written in this language."), _("Nothing.")),
}
