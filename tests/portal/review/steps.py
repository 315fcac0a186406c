"""Saving, submitting and deciding, as people do it in the admin."""

from __future__ import annotations

from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision


def save(page: Page, by, **values) -> Revision:
    latest = Page.objects.get(pk=page.pk).get_latest_revision()
    text = latest.as_object() if latest else Page.objects.get(pk=page.pk).specific
    for name, value in values.items():
        setattr(text, name, value)
    return text.save_revision(user=by, log_action=True)


def submit(page: Page, by) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.get_workflow().start(page, by)


def decide(page: Page, by, action: str = "approve", comment: str = "") -> None:
    page = Page.objects.get(pk=page.pk)
    state = page.current_workflow_task_state
    with LogContext(user=by):
        state.task.specific.on_action(state, by, action, comment=comment)
