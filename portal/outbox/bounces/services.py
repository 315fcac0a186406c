"""Acting on a report that came by mail, once the letter it names is found."""

from __future__ import annotations

import hashlib

from django.db import transaction

from portal.outbox.bounces.codes import judge
from portal.outbox.bounces.parsing import Failure, Report, parse_report
from portal.outbox.enums import ReportSource
from portal.outbox.models import Letter
from portal.outbox.recipients import normalised
from portal.outbox.suppression import take_report


@transaction.atomic
def take_mail(*, raw: bytes) -> list[Letter]:
    """Act on a mail if it is a report about letters of ours.

    Args:
        raw: the mail as it lay in the mailbox, possibly cut off.

    Returns:
        The letters that it is about; empty where it is no report, or names no letter that we sent to the recipient of
        whom it speaks. Such a mail is left to people: anybody can write that an address is dead.
    """
    report = parse_report(raw)
    if report is None:
        return []
    letters = list(_sent_letters(report))
    identity = hashlib.sha256(raw).hexdigest()
    return [letter for letter in letters for failure in report.failures if _take(letter, failure, identity=identity)]


def _sent_letters(report: Report) -> list[Letter]:
    named = Letter.objects.filter(message_id__in=report.message_ids, attempts__gt=0)
    return list(named.select_related("unit").defer("text", "html", "calendar").order_by("pk"))


def _take(letter: Letter, failure: Failure, *, identity: str) -> bool:
    """Act on one recipient's part of a report; whether it is about this letter."""
    recipient = normalised(letter.recipient)
    if recipient not in {normalised(name) for name in failure.addresses}:
        return False
    verdict, reason = judge(status=failure.status, words=failure.diagnostic, action=failure.action)
    take_report(
        letter=letter,
        source=ReportSource.BOUNCE,
        verdict=verdict,
        reason=reason,
        status=failure.status,
        words=failure.diagnostic,
        fingerprint=f"{identity}:{letter.pk}",
    )
    return True
