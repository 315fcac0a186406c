"""States of a letter and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a letter travels."""

    EMAIL = "email", _("E-mail")


class LetterState(models.TextChoices):
    """Where a letter is on its way."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed, will be tried again")
    DEAD = "dead", _("Given up")


#: States in which a letter waits for its time.
WAITING = frozenset({LetterState.QUEUED, LetterState.FAILED})
#: States that no worker changes.
FINAL = frozenset({LetterState.SENT, LetterState.DEAD})

#: state → states it may become. A letter whose sender vanished is claimed anew: sending → sending.
MOVES: dict[str, frozenset[str]] = {
    LetterState.QUEUED: frozenset({LetterState.SENDING}),
    LetterState.FAILED: frozenset({LetterState.SENDING}),
    LetterState.SENDING: frozenset({LetterState.SENDING, LetterState.SENT, LetterState.FAILED, LetterState.DEAD}),
    LetterState.SENT: frozenset(),
    LetterState.DEAD: frozenset({LetterState.QUEUED}),
}
