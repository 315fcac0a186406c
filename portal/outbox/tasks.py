"""Tasks take ids and call one service."""

from celery import shared_task
from django.conf import settings

from portal.outbox import digests, retention, services


@shared_task(name="portal.outbox.tasks.send_letter", ignore_result=True)
def send_letter(letter_id: int) -> None:
    """Send one letter."""
    services.send_letter(letter_id=letter_id)


@shared_task(
    name="portal.outbox.tasks.sweep_letters",
    ignore_result=True,
    expires=settings.PORTAL_SWEEP_INTERVAL.total_seconds(),
)
def sweep_letters() -> None:
    """Send what is due and was not called for; a call that waited longer than a tick is dropped."""
    services.sweep_letters()


@shared_task(name="portal.outbox.tasks.sweep_digests", ignore_result=True)
def sweep_digests() -> None:
    """Write the daily digests whose hour has come."""
    digests.sweep_digests()


@shared_task(name="portal.outbox.tasks.clean_letters", ignore_result=True)
def clean_letters() -> None:
    """Wipe and remove what is kept no longer."""
    retention.clean_letters()
