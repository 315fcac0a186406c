"""The last review of pages before they go live (终审), by the moderators of the whole portal: the default."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from portal.core.enums import ReviewStage
from portal.core.models import StageTask
from portal.core.services.groups import ensure_group

FINAL_REVIEW = "终审"


@transaction.atomic
def ensure_final_review(*, group_name: str, pages: list[Page]) -> Workflow:
    """Make the workflow with the last approval by the members of a group, and put `pages` under it."""
    task = StageTask.objects.filter(name=FINAL_REVIEW, stage=ReviewStage.FINAL).first()
    if task is None:
        task = StageTask.objects.create(name=FINAL_REVIEW, stage=ReviewStage.FINAL)
    task.groups.set([ensure_group(group_name)])
    workflow, _ = Workflow.objects.get_or_create(name=FINAL_REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in pages:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow
