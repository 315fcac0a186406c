"""Wagtail's letters of moderation, written by the outbox: each person's own language in both bodies.

Wagtail's own notifiers render HTML in the language of whoever pressed the button, and hand the letter to the mail
server inside the request.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.dispatch import Signal
from wagtail.admin import mail as stock
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from portal.core.holding import is_held
from portal.core.models import User
from portal.outbox.notifiers import notify_by_letter


class LetterNotifier:
    """Mixed into Wagtail's notifiers: who is told stays Wagtail's, how is ours."""

    kind: str

    def get_valid_recipients(self, instance: Any, **kwargs: Any) -> set[User]:
        """All who may be told: whether they want to is asked in `portal.outbox.preferences` alone."""
        people = self.get_recipient_users(instance, **kwargs)  # type: ignore[attr-defined]
        return {person for person in people if person}

    def send_notifications(self, template_set: Any, context: dict[str, Any], recipients: Iterable[User], **kwargs: Any):
        instance = context["object"]
        notify_by_letter(
            kind=self.kind,
            recipients=sorted(recipients, key=lambda person: person.pk),
            context={
                "title": _title(instance),
                "task": str(context.get("task", "")),
                "comment": context.get("comment", ""),
                "requested_by": _name(context.get("requested_by")),
                "url": self.address(instance),
                "is_held": isinstance(instance, Page) and is_held(instance),
            },
            key=f"{self.kind}:{context['occasion']}",
        )
        return True

    def address(self, instance: Model) -> str:
        """Where the reader goes on: the editor."""
        return settings.PORTAL_BASE_URL + (AdminURLFinder().get_edit_url(instance) or "")


class SubmissionNotifier(LetterNotifier, stock.GroupApprovalTaskStateSubmissionEmailNotifier):
    kind = "moderation_submitted"

    def get_context(self, task_state: TaskState, **kwargs: Any) -> dict[str, Any]:
        requested_by = task_state.workflow_state.requested_by
        return super().get_context(task_state, **kwargs) | {"occasion": task_state.pk, "requested_by": requested_by}


class ApprovalNotifier(LetterNotifier, stock.WorkflowStateApprovalEmailNotifier):
    kind = "moderation_approved"

    def get_context(self, workflow_state: WorkflowState, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(workflow_state, **kwargs) | {"occasion": workflow_state.current_task_state_id}

    def address(self, instance: Model) -> str:
        return getattr(instance, "full_url", None) or super().address(instance)


class RejectionNotifier(LetterNotifier, stock.WorkflowStateRejectionEmailNotifier):
    kind = "moderation_rejected"

    def get_context(self, workflow_state: WorkflowState, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(workflow_state, **kwargs) | {"occasion": workflow_state.current_task_state_id}


_submission, _approval, _rejection = SubmissionNotifier(), ApprovalNotifier(), RejectionNotifier()


def take_over() -> None:
    """Put our notifiers in the place of Wagtail's, under the same names, in whatever order the two are connected.

    The submission of a whole workflow is not told apart from that of its first task, or superusers hear it twice.
    """
    _replace(task_submitted, TaskState, "group_approval_task_submitted_email_notification", _submission)
    _replace(workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", _told_by_its_task)
    _replace(workflow_approved, WorkflowState, "workflow_state_approved_email_notification", _approval)
    _replace(workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", _rejection)


def _replace(signal: Signal, sender: type[Model], uid: str, receiver: Any) -> None:
    signal.disconnect(sender=sender, dispatch_uid=uid)
    signal.connect(receiver, sender=sender, dispatch_uid=uid)


def _told_by_its_task(**kwargs: Any) -> None:
    """Nothing: see `take_over`."""


def _title(instance: Any) -> str:
    if hasattr(instance, "get_admin_display_title"):
        return instance.get_admin_display_title()
    return str(instance)


def _name(person: User | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""
