"""The review of pages before they go live (终审 now; more stages are configuration)."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from portal.core.services.memberships import ensure_group

FINAL_REVIEW = "终审"


@transaction.atomic
def ensure_final_review(*, group_name: str, pages: list[Page]) -> Workflow:
    """Make the workflow with the last approval by the members of a group, and put `pages` under it."""
    task, _ = GroupApprovalTask.objects.get_or_create(name=FINAL_REVIEW)
    task.groups.set([ensure_group(group_name)])
    workflow, _ = Workflow.objects.get_or_create(name=FINAL_REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in pages:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow
