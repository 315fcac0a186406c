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
    BOUNCED = "bounced", _("Came back")


class Reason(models.TextChoices):
    """Why a letter was given up before any server was asked."""

    ADDRESS = "address", _("The address cannot be used.")
    SUPPRESSED = "suppressed", _("The address is among the suppressed ones: nothing is sent there.")
    TEMPLATE = "template", _("The text of the letter has a fault. Correct the template, then write and send it again.")


#: States in which a letter waits for its time.
WAITING = frozenset({LetterState.QUEUED, LetterState.FAILED})
#: States that no worker changes.
FINAL = frozenset({LetterState.SENT, LetterState.DEAD, LetterState.CANCELLED, LetterState.BOUNCED})
#: States of a letter that did not arrive; staff may send it again.
LOST = frozenset({LetterState.DEAD, LetterState.CANCELLED, LetterState.BOUNCED})

#: state → states it may become. A letter whose sender vanished is claimed anew: sending → sending.
MOVES: dict[str, frozenset[str]] = {
    LetterState.QUEUED: frozenset({LetterState.SENDING, LetterState.CANCELLED}),
    LetterState.FAILED: frozenset({LetterState.SENDING, LetterState.CANCELLED}),
    LetterState.SENDING: frozenset({LetterState.SENDING, LetterState.SENT, LetterState.FAILED, LetterState.DEAD}),
    LetterState.SENT: frozenset({LetterState.BOUNCED}),
    LetterState.DEAD: frozenset({LetterState.QUEUED}),
    LetterState.CANCELLED: frozenset({LetterState.QUEUED}),
    LetterState.BOUNCED: frozenset({LetterState.QUEUED}),
}


class SuppressionReason(models.TextChoices):
    """Why no letter goes to an address any more."""

    NO_MAILBOX = "no_mailbox", _("There is no such mailbox")
    NO_DOMAIN = "no_domain", _("The domain takes no mail")
    CLOSED = "closed", _("The mailbox is closed")
    REFUSED = "refused", _("The mail service refuses the address")
    COMPLAINED = "complained", _("The recipient reported a letter as spam")
    BY_HAND = "by_hand", _("Entered by staff")


class ReportSource(models.TextChoices):
    """Who told what became of a letter."""

    BOUNCE = "bounce", _("Delivery report in the mailbox")
    ANSWER = "answer", _("Answer of the mail server")
    WEBHOOK = "webhook", _("Notice of the mail service")


class Verdict(models.TextChoices):
    """What a report means for the letter and its address."""

    DEAD_ADDRESS = "dead_address", _("The address is dead")
    NOT_DELIVERED = "not_delivered", _("This letter was not delivered")
    DELAYED = "delayed", _("Delayed, the server goes on trying")
