"""Tasks take ids and call one service."""

from celery import shared_task
from django.conf import settings

from portal.outbox import digests, retention, sending
from portal.outbox.bounces.mailbox import read_mailbox as read_new_mail

#: A sender that a mail server keeps talking to is ended before the lease of its letter runs out (`sending.LEASE`).
LONGEST_SECONDS = 240


@shared_task(name="portal.outbox.tasks.send_letter", ignore_result=True, time_limit=LONGEST_SECONDS)
def send_letter(letter_id: int) -> None:
    """Send what is due, the letter that called first."""
    sending.send_due(first=letter_id)


@shared_task(
    name="portal.outbox.tasks.sweep_letters",
    ignore_result=True,
    time_limit=LONGEST_SECONDS,
    expires=settings.PORTAL_SWEEP_INTERVAL.total_seconds(),
)
def sweep_letters() -> None:
    """Send what is due and was not called for; a call that waited longer than a tick is dropped."""
    sending.sweep_letters()


@shared_task(name="portal.outbox.tasks.sweep_digests", ignore_result=True)
def sweep_digests() -> None:
    """Write the daily digests whose hour has come."""
    digests.sweep_digests()


@shared_task(name="portal.outbox.tasks.clean_letters", ignore_result=True)
def clean_letters() -> None:
    """Wipe and remove what is kept no longer."""
    retention.clean_letters()


@shared_task(
    name="portal.outbox.tasks.read_mailbox",
    ignore_result=True,
    time_limit=LONGEST_SECONDS,
    expires=settings.PORTAL_MAILBOX_INTERVAL.total_seconds(),
)
def read_mailbox() -> None:
    """Look at the mail that came back."""
    read_new_mail()
