"""Pages under more than one stage of review go live by their approvals, and by no other way.

Wagtail lets whoever may publish do so from the editor whatever waits for approval; with one stage that is the same
person. Every way to publish ends in `Page.save()`, so that is where the rule stands; hooks say it more kindly.
What a person publishes without an approval (one stage, or none) meets the conditions of the last approval here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision, Task, TaskState, Workflow

from portal.core.approval_conditions import demand_conditions
from portal.core.enums import ReviewStage

_passed: ContextVar[bool] = ContextVar("reviewed_elsewhere", default=False)
_conditions_met: ContextVar[bool] = ContextVar("conditions_met", default=False)


class NotReviewedError(PermissionDenied):
    """A page was about to go live without the approvals that its unit wants."""


@contextmanager
def reviewed_elsewhere() -> Iterator[None]:
    """Let pages go live inside this block: their review was another one (a translation's, an import's)."""
    token = _passed.set(True)
    try:
        yield
    finally:
        _passed.reset(token)


@contextmanager
def conditions_met() -> Iterator[None]:
    """Inside this block the conditions of the approval have been asked. For `StageTask` and bundles that go live."""
    token = _conditions_met.set(True)
    try:
        yield
    finally:
        _conditions_met.reset(token)


def stages_of(page: Page) -> list[int]:
    """Ids of the approvals that `page` needs, where it needs more than one; otherwise empty."""
    workflow = page.get_workflow()
    tasks = list(_tasks(workflow)) if workflow is not None else []
    return tasks if len(tasks) > 1 else []


def _tasks(workflow: Workflow) -> Any:
    return Task.objects.filter(workflow_tasks__workflow=workflow, active=True).values_list("pk", flat=True)


def refuse_unreviewed(sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Receiver of `pre_save`: stop a page from going live, or a new text of it, without all its approvals.

    Raises:
        NotReviewedError: with a sentence for the person at the screen.
        ApprovalRefusedError: a person publishes directly what the last approval would refuse.
    """
    if raw or _passed.get() or not isinstance(instance, Page) or not instance.live or instance.depth is None:
        return
    if update_fields is not None and {"live", "live_revision"}.isdisjoint(update_fields):
        return
    if not _becomes_public(instance) or instance.depth <= 1:
        return
    stages = stages_of(instance)
    if stages and not _approved(instance.live_revision_id, stages):
        raise NotReviewedError(refusal(instance))
    if instance.live_revision is not None:
        _demand_of_person(instance, instance.live_revision)


def refuse_unreviewed_hour(
    sender: type, instance: Revision, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Receiver of `pre_save`: at the hour nobody is asked any more, so who sets it is asked now.

    Raises:
        ApprovalRefusedError: the last approval would refuse this text.
    """
    if raw or _passed.get() or instance.approved_go_live_at is None or not instance.pk:
        return
    if update_fields is not None and "approved_go_live_at" not in update_fields:
        return
    page = Page.objects.filter(pk=instance.object_id).first() if _is_of_page(instance) else None
    if page is not None:
        _demand_of_person(page, instance)


def _demand_of_person(page: Page, revision: Revision) -> None:
    """Programs (schedules, imports, the demonstration) are nobody: what they publish was settled before."""
    person = get_active_log_context().user
    if person is not None and not _conditions_met.get() and page.alias_of_id is None:
        demand_conditions(page, revision, ReviewStage.FINAL, person)


def _is_of_page(revision: Revision) -> bool:
    return issubclass(revision.base_content_type.model_class() or object, Page)


def refusal(page: Page) -> str:
    return _("“%(title)s” goes live when every stage of its review has approved it. Submit it for review.") % {
        "title": page.get_admin_display_title() or page.title
    }


def _becomes_public(page: Page) -> bool:
    if not page.pk:
        return True
    before = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    return before is None or before != (True, page.live_revision_id)


def lacks_approval(page: Page, revision_id: int) -> bool:
    """Whether the gate would stop that revision of `page` from going live."""
    stages = stages_of(page)
    return bool(stages) and not _approved(revision_id, stages)


def _approved(revision_id: int | None, stages: list[int]) -> bool:
    """Whether each stage approved the very revision; one that changed after its approval counts as not approved."""
    if not revision_id:
        return False
    approved = TaskState.objects.filter(
        revision=revision_id,
        status=TaskState.STATUS_APPROVED,
        task__in=stages,
        finished_at__gte=F("revision__created_at"),  # an autosave writes over the revision that it made
    ).values_list("task_id", flat=True)
    return set(stages) <= set(approved)
