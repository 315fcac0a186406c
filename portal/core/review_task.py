"""One stage of the review of pages (初审, 复审, 终审): who may approve, and what an approval covers."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import GroupApprovalTask, Revision, TaskState, WorkflowState

from portal.core.enums import ReviewStage

#: What a revision holds beside the text: where the page stands, and what the workflow itself changes.
_BOOKKEEPING = frozenset(
    {
        *("path", "depth", "numchild", "url_path", "draft_title", "live", "live_revision", "latest_revision"),
        *("has_unpublished_changes", "first_published_at", "last_published_at", "latest_revision_created_at"),
        *("locked", "locked_at", "locked_by", "wagtail_admin_comments"),
    }
)
_BLOCK_KEY = re.compile(r' data-block-key=\\+"[^"\\]*\\+"')


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
        names = {
            "approve": (
                pgettext_lazy("moderation", "Approve and publish"),
                pgettext_lazy("moderation", "Approve and publish with comment"),
            )
        }
        return [
            (name, names[name][needs_form] if name in names else label, needs_form)
            for name, label, needs_form in actions
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve":
            if self._approved_another_stage(task_state.workflow_state, user):
                raise PermissionDenied(_("You have approved another stage of this page."))
            # Whoever approves has seen what is saved with the approval.
            task_state.revision = task_state.workflow_state.content_object.get_latest_revision()
            self._carry_approvals(task_state.workflow_state, task_state.revision)
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


def same_text(one: Revision, other: Revision) -> bool:
    """Whether two revisions of a page say the same."""
    return _text(one) == _text(other)


def text_hash(revision: Revision) -> str:
    """SHA-256 of what a revision of a page says; an autosave that writes over the revision changes it."""
    return hashlib.sha256(json.dumps(_text(revision), sort_keys=True).encode()).hexdigest()


def _text(revision: Revision) -> dict[str, Any]:
    said = {key: value for key, value in revision.content.items() if key not in _BOOKKEEPING}
    # The editor marks each paragraph when it first saves it.
    return json.loads(_BLOCK_KEY.sub("", json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder)))
