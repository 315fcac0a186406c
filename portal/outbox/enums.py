"""States of a letter and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a letter travels."""

    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    WECOM = "wecom", _("WeCom group")
    DINGTALK = "dingtalk", _("DingTalk group")


#: Channels that post to the address of a group chat.
WEBHOOKS = (Channel.WECOM, Channel.DINGTALK)


class Delivery(models.TextChoices):
    """When a person wants to be told of something."""

    INSTANT = "instant", _("At once")
    DAILY = "daily", _("In a daily digest")
    NONE = "none", _("Not at all")


class LetterState(models.TextChoices):
    """Where a letter is on its way."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed, will be tried again")
    DEAD = "dead", _("Given up")
    CANCELLED = "cancelled", _("Cancelled")


class Reason(models.TextChoices):
    """Why a letter was given up before any server was asked."""

    ADDRESS = "address", _("The address cannot be used.")
    TEMPLATE = "template", _("The text of the letter has a fault. Correct the template, then write and send it again.")


#: States in which a letter waits for its time.
WAITING = frozenset({LetterState.QUEUED, LetterState.FAILED})
#: States that no worker changes.
FINAL = frozenset({LetterState.SENT, LetterState.DEAD, LetterState.CANCELLED})
#: States from which a person may put a letter back into the queue.
REPEATABLE = frozenset({LetterState.DEAD, LetterState.CANCELLED})

#: state → states it may become. A letter whose sender vanished is claimed anew: sending → sending.
MOVES: dict[str, frozenset[str]] = {
    LetterState.QUEUED: frozenset({LetterState.SENDING, LetterState.CANCELLED}),
    LetterState.FAILED: frozenset({LetterState.SENDING, LetterState.CANCELLED}),
    LetterState.SENDING: frozenset({LetterState.SENDING, LetterState.SENT, LetterState.FAILED, LetterState.DEAD}),
    LetterState.SENT: frozenset(),
    LetterState.DEAD: frozenset({LetterState.QUEUED}),
    LetterState.CANCELLED: frozenset({LetterState.QUEUED}),
}
