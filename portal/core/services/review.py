"""The stages of review of a unit (初审, 复审, 保密审查, 终审), as a Wagtail workflow on the unit's pages."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from portal.core.enums import ReviewStage, Role
from portal.core.models import Membership, StageTask, Unit, User, stage_role
from portal.core.services.groups import ensure_group
from portal.core.services.moderation import ensure_final_review

#: Names in the database, so in the language of the source.
_STAGE_NAMES = {
    ReviewStage.FIRST: "初审",
    ReviewStage.SECOND: "复审",
    ReviewStage.SECRECY: "保密审查",
    ReviewStage.FINAL: "终审",
}
#: By the number of stages; the confidentiality review is no level of its own.
_WORKFLOW_NAMES = {1: "终审", 2: "两级审核", 3: "三审"}
_WITH_SECRECY = "及保密审查"


@transaction.atomic
def arrange_review(*, unit: Unit, by: User | None = None) -> Workflow | None:
    """Put the pages of `unit` under the approvals that it wants; None while nobody said where it writes.

    A unit that wants the final review alone and has no moderators of its own keeps to the portal's. What waits for an
    approval under the rule of before is submitted anew, in the name of who submitted it.

    Args:
        by: who changed the rule.
    """
    if unit.root_page is None:
        return None
    workflow = _own_workflow(unit) if _needs_own(unit) else _portal_workflow()
    WorkflowPage.objects.update_or_create(page=unit.root_page, defaults={"workflow": workflow})
    # Where the unit wrote before, its rule ends.
    WorkflowPage.objects.filter(workflow=unit.workflow_id).exclude(page=unit.root_page).delete()
    _submit_anew(unit.root_page, workflow, by)
    return workflow


def stages_without_moderator(unit: Unit) -> list[str]:
    """The stages of `unit` that nobody may approve now."""
    members = Membership.objects.current().filter(role=Role.MODERATOR, unit__in=[unit]) | (
        Membership.objects.current().filter(role=Role.MODERATOR, unit=None)
    )
    held = {stage for member in members for stage in (member.stages or ReviewStage.values)}
    return [stage for stage in _ordered(unit) if stage not in held]


def _ordered(unit: Unit) -> list[str]:
    return [stage for stage in ReviewStage.values if stage in unit.review_stages]


def _needs_own(unit: Unit) -> bool:
    moderators = Membership.objects.not_ended().filter(role=Role.MODERATOR, unit=unit)
    return _ordered(unit) != [ReviewStage.FINAL] or moderators.exists()


def _portal_workflow() -> Workflow:
    return ensure_final_review(group_name=stage_role(ReviewStage.FINAL), pages=[])


def _own_workflow(unit: Unit) -> Workflow:
    stages = _ordered(unit)
    name = _workflow_name(unit, stages)
    workflow = unit.workflow or Workflow.objects.create(name=name)
    if workflow.name != name or not workflow.active:
        workflow.name, workflow.active = name, True
        workflow.save()
    if unit.workflow_id != workflow.pk:
        unit.workflow = workflow
        unit.save(update_fields=["workflow"])
    tasks = [_task(unit, workflow, stage) for stage in stages]
    WorkflowTask.objects.filter(workflow=workflow).exclude(task__in=tasks).delete()
    for number, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": number})
    return workflow


def _workflow_name(unit: Unit, stages: list[str]) -> str:
    levels = [stage for stage in stages if stage != ReviewStage.SECRECY]
    secrecy = _WITH_SECRECY if ReviewStage.SECRECY in stages else ""
    return f"{_WORKFLOW_NAMES[len(levels)]}{secrecy}（{unit.name}）"


def _task(unit: Unit, workflow: Workflow, stage: str) -> StageTask:
    """The unit's approval of a stage, by its own moderators of the stage and the portal's."""
    name = f"{_STAGE_NAMES[ReviewStage(stage)]}（{unit.name}）"
    role = stage_role(stage)
    groups = [ensure_group(role), ensure_group(f"{role}:{unit.slug}")]
    task = StageTask.objects.filter(stage=stage, groups=groups[1]).first()
    if task is None:
        task = StageTask.objects.create(name=name, stage=stage)
    elif task.name != name:
        task.name = name
        task.save(update_fields=["name"])
    task.groups.set(groups)
    return task


def _submit_anew(root: Page, workflow: Workflow, by: User | None) -> None:
    pages = {str(page.pk): page for page in root.get_descendants(inclusive=True)}
    content_type = root.get_base_content_type()
    states = WorkflowState.objects.active().filter(base_content_type=content_type, object_id__in=pages)
    for state in states.exclude(workflow=workflow).select_related("requested_by", "current_task_state"):
        page = pages[state.object_id]
        if page.get_workflow() != workflow:
            continue  # a page further down has a rule of its own
        was_waiting = state.status == WorkflowState.STATUS_IN_PROGRESS
        state.cancel(user=by)
        if was_waiting:
            workflow.start(page.specific, state.requested_by)
