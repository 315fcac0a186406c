"""One stage of the review of pages (初审, 复审, 终审): who may approve, and what an approval covers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import GroupApprovalTask, Revision, TaskState, WorkflowState

from portal.core.approval_conditions import demand_conditions
from portal.core.enums import ReviewStage
from portal.core.holding import is_held
from portal.core.review_gate import conditions_met
from portal.core.revision_texts import same_text

__all__ = ["StageTask", "same_text"]


#: What the last approval of a page is called, without and with comment.
_PUBLISHES = (
    pgettext_lazy("moderation", "Approve and publish"),
    pgettext_lazy("moderation", "Approve and publish with comment"),
)
_WAITS = (
    pgettext_lazy("moderation", "Approve; waits for the others"),
    pgettext_lazy("moderation", "Approve with comment; waits for the others"),
)


class StageTask(GroupApprovalTask):
    """An approval by the moderators of a stage. Rows are written by `services.review` alone.

    An approval covers what is saved with it (the latest revision), and nothing later: with
    WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT the stages before are asked again when a later one changed the text.
    """

    stage = models.CharField(_("stage of review"), max_length=10, choices=ReviewStage.choices)

    admin_form_readonly_on_edit_fields = [*GroupApprovalTask.admin_form_readonly_on_edit_fields, "groups"]

    class Meta:
        verbose_name = _("stage of review")
        verbose_name_plural = _("stages of review")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        actions = super().get_actions(obj, user)
        state = obj.current_workflow_state
        if not actions or state is None:
            return actions
        if self._approved_another_stage(state, user):
            return [action for action in actions if action[0] != "approve"]
        if state.workflow.workflow_tasks.count() > 1:
            return actions
        names = _WAITS if is_held(obj) else _PUBLISHES
        return [
            (name, names[needs_form] if name == "approve" else label, needs_form) for name, label, needs_form in actions
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve":
            if self._approved_another_stage(task_state.workflow_state, user):
                raise PermissionDenied(_("You have approved another stage of this page."))
            # Whoever approves has seen what is saved with the approval.
            page = task_state.workflow_state.content_object
            task_state.revision = page.get_latest_revision()
            demand_conditions(page, task_state.revision, self.stage, user)
            self._carry_approvals(task_state.workflow_state, task_state.revision)
        with conditions_met():
            super().on_action(task_state, user, action_name, **kwargs)

    def _carry_approvals(self, state: WorkflowState, revision: Revision) -> None:
        """Let approvals of the same text by other stages count for `revision`; void those of a text written over.

        The editor saves a revision with every approval, changed or not, and its autosave writes over its own.
        """
        for task_id in state.workflow.workflow_tasks.exclude(task=self).values_list("task_id", flat=True):
            approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, task_id=task_id)
            last = approved.select_related("revision").order_by("-finished_at", "-pk").first()
            if last is None:
                continue
            if last.revision_id == revision.pk:
                if last.finished_at < revision.created_at:
                    approved.filter(revision=revision).update(status=TaskState.STATUS_CANCELLED)
            elif same_text(last.revision, revision):
                last.copy(update_attrs={"revision": revision, "finished_at": timezone.now()})

    def _approved_another_stage(self, state: WorkflowState, user: Any) -> bool:
        approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user)
        return approved.exclude(task_id=self.pk).exists()
