"""Agreements, visits and inquiries by the clock."""

from celery import shared_task
from django.conf import settings
from django.utils import translation

from partnerships.inquiries.levels.watching import watch
from partnerships.inquiries.proof.clearing import clear_used
from partnerships.inquiries.services.drafts import purge_drafts, purge_orphans
from partnerships.services.reminders import send_due
from partnerships.services.terms import sweep_states
from partnerships.visits.services.follow_up_reminders import send_due_follow_ups


@shared_task(name="partnerships.tasks.watch_agreements", ignore_result=True)
def watch_agreements() -> None:
    """Send the reminders that are due, then let terms begin and end: what is over is no longer reminded of."""
    with translation.override(settings.LANGUAGE_CODE):
        send_due()
        sweep_states()


@shared_task(name="partnerships.tasks.watch_visits", ignore_result=True)
def watch_visits() -> None:
    """Send the reminders of follow-ups that are due."""
    with translation.override(settings.LANGUAGE_CODE):
        send_due_follow_ups()


@shared_task(name="partnerships.tasks.watch_inquiries", ignore_result=True)
def watch_inquiries() -> None:
    """Warn of answers that are nearly due, and tell heads of those that are overdue."""
    with translation.override(settings.LANGUAGE_CODE):
        watch()


@shared_task(name="partnerships.tasks.clear_proofs", ignore_result=True)
def clear_proofs() -> None:
    """Remove the used proofs that have expired."""
    clear_used()


@shared_task(name="partnerships.tasks.clear_inquiry_drafts", ignore_result=True)
def clear_inquiry_drafts() -> None:
    """Remove what was typed into the cooperation form and not sent within a day."""
    purge_drafts()
    purge_orphans()
