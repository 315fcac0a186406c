"""Addresses that take no more letters: entered by evidence or by hand, lifted by staff."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal.core import audit
from portal.core.models import Unit, User
from portal.outbox.delivery_models import DeliveryReport, Suppression
from portal.outbox.enums import WAITING, LetterState, Reason, ReportSource, SuppressionReason, Verdict
from portal.outbox.models import Letter
from portal.outbox.recipients import normalised

#: What a letter says that was not sent, in English; the admin shows it in the reader's language.
NOT_SENT = {
    SuppressionReason.NO_MAILBOX: gettext_noop("Not sent: the address is suppressed, there is no such mailbox."),
    SuppressionReason.NO_DOMAIN: gettext_noop("Not sent: the address is suppressed, its domain takes no mail."),
    SuppressionReason.CLOSED: gettext_noop("Not sent: the address is suppressed, the mailbox is closed."),
    SuppressionReason.REFUSED: gettext_noop("Not sent: the address is suppressed, the mail service refuses it."),
    SuppressionReason.COMPLAINED: gettext_noop(
        "Not sent: the address is suppressed, the recipient reported a letter as spam."
    ),
    SuppressionReason.BY_HAND: gettext_noop("Not sent: staff suppressed the address."),
}


class SuppressedError(ValueError):
    """The letter cannot be sent again while its address is suppressed."""


def reason_against(address: str) -> str:
    """Why no letter may go to `address`, in English words; empty where one may."""
    row = Suppression.objects.in_force().filter(address=normalised(address)).only("reason").first()
    return NOT_SENT[SuppressionReason(row.reason)] if row else ""


@transaction.atomic
def suppress(
    *,
    address: str,
    reason: SuppressionReason,
    evidence: str = "",
    source: str = "",
    letter: Letter | None = None,
    unit: Unit | None = None,
    by: User | None = None,
) -> Suppression:
    """Send no more letters to `address`; those that wait are given up.

    Args:
        evidence: the words of the server, or what staff wrote.
        source: a `ReportSource`; empty where a person entered it.
        letter: the one that failed; its unit is whose staff may lift this.
        by: the person, None for the system.

    Returns:
        The row in force: new, or the one that was there.
    """
    values = {
        "reason": reason,
        "evidence": storable(evidence),
        "source": source,
        "letter": letter,
        "unit": unit or (letter.unit if letter else None),
        "by": by,
    }
    row, is_new = Suppression.objects.get_or_create(address=normalised(address)[:320], lifted_at=None, defaults=values)
    if is_new:
        _give_up_waiting(row)
        audit.record(instance=row, action="outbox.suppression.add", by=by, data={"reason": str(reason)})
    return row


@transaction.atomic
def lift(*, suppression: Suppression, by: User) -> None:
    """Let letters go to the address again; what was given up can be sent again. Lifting twice is lifting once."""
    row = Suppression.objects.select_for_update(of=("self",)).get(pk=suppression.pk)
    if row.lifted_at is not None:
        return
    row.lifted_at, row.lifted_by = timezone.now(), by
    row.save(update_fields=["lifted_at", "lifted_by"])
    audit.record(instance=row, action="outbox.suppression.lift", by=by, data={"reason": row.reason})


@transaction.atomic
def take_report(
    *,
    letter: Letter,
    source: ReportSource,
    verdict: Verdict,
    reason: SuppressionReason | None,
    status: str = "",
    words: str = "",
    fingerprint: str,
) -> bool:
    """Keep a report about a letter and act on it: the letter came back, and its address may be dead.

    Args:
        reason: why the address is dead, where `verdict` says so.
        fingerprint: what makes this report the same when it comes again, of any length.

    Returns:
        Whether the report was new. The same report again changes nothing, also when somebody lifted its suppression.
    """
    _report, is_new = DeliveryReport.objects.get_or_create(
        fingerprint=hashlib.sha256(fingerprint.encode(errors="replace")).hexdigest(),
        defaults={
            "letter": letter,
            "source": source,
            "verdict": verdict,
            "status": status,
            "diagnostic": storable(words),
        },
    )
    if not is_new:
        return False
    if verdict != Verdict.DELAYED:
        _came_back(letter, f"{status} {words}".strip() if status not in words else words)
    if verdict == Verdict.DEAD_ADDRESS and reason is not None:
        suppress(address=letter.recipient, reason=reason, evidence=words, source=source, letter=letter)
    return True


def storable(text: str) -> str:
    """Words of a server as the database keeps them: at most 2,000 characters and no NUL."""
    return text.replace("\x00", "")[:2000]


def _came_back(letter: Letter, words: str) -> None:
    row = Letter.objects.select_for_update(of=("self",)).only("state").get(pk=letter.pk)
    if row.state == LetterState.SENT:
        row.move(LetterState.BOUNCED)
        row.last_error = storable(words)
        row.save(update_fields=["state", "last_error"])


def _give_up_waiting(suppression: Suppression) -> None:
    """Letters on their way out, compared as addresses are compared; few letters wait at any time."""
    local = suppression.address.rpartition("@")[0]
    waiting = Letter.objects.filter(state__in=WAITING, recipient__istartswith=f"{local}@")
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).only("recipient")
    same = [row.pk for row in rows if normalised(row.recipient) == suppression.address]
    words = NOT_SENT[SuppressionReason(suppression.reason)]
    Letter.objects.filter(pk__in=same).update(state=LetterState.DEAD, reason=Reason.SUPPRESSED, last_error=words)
