"""Bundles by the clock."""

from celery import shared_task

from portal.publication.services.going_live import publish_due


@shared_task(name="portal.publication.tasks.publish_bundles", ignore_result=True)
def publish_bundles() -> None:
    """Publish the bundles whose hour has come."""
    publish_due()
