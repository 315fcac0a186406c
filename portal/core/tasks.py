"""Periodic work of the whole portal."""

from celery import shared_task

from portal.core.services.groups import mend_all_groups
from portal.core.services.schedule import publish_what_is_due


@shared_task(name="portal.core.tasks.publish_scheduled", ignore_result=True)
def publish_scheduled() -> None:
    """Publish and unpublish what is due."""
    publish_what_is_due()


@shared_task(name="portal.core.tasks.mend_groups", ignore_result=True)
def mend_groups() -> None:
    """Let roles begin and end for those who are away; whoever is here is mended with each request."""
    mend_all_groups()
