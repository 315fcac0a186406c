"""Periodic work of the whole portal."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="portal.core.tasks.publish_scheduled", ignore_result=True)
def publish_scheduled() -> None:
    """Publish and unpublish what is due; Wagtail catches up once after a pause."""
    call_command("publish_scheduled")
