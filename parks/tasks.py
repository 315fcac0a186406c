"""What happens in the directory by itself."""

from celery import shared_task

from parks.services import merging


@shared_task(name="parks.tasks.settle_merged", ignore_result=True)
def settle_merged() -> None:
    """A form or a file may name a record that was merged between its being read and its being written."""
    merging.settle_merged()
