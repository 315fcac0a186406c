"""The approvals of one text: the chain with which it went live, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from portal.audit.stamps import person_name
from portal.audit.words import person
from portal.core.enums import ReviewStage
from portal.core.models import StageTask

APPROVE, REJECT = "wagtail.workflow.approve", "wagtail.workflow.reject"
START, RESUME = "wagtail.workflow.start", "wagtail.workflow.resume"


@dataclass(frozen=True)
class Step:
    """One decision: at which stage, by whom, when, with which comment."""

    stage: str
    person: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class Steps:
    """How a text came through its review.

    Attributes:
        chain: the approvals with which it went live, in their order.
        rejections: every sending back on the way.
        earlier: approvals of texts that were changed after them.
    """

    submitted_by: str = ""
    submitted_at: datetime | None = None
    chain: list[Step] = field(default_factory=list)
    rejections: list[Step] = field(default_factory=list)
    earlier: list[Step] = field(default_factory=list)


def steps_of(page: Page, revision: Revision | None, *, since: datetime | None, entry: PageLogEntry) -> Steps:
    """The review of `revision`, which went live with `entry`; `since` is the publication before."""
    said = PageLogEntry.objects.filter(
        page=page.pk, action__in=[APPROVE, REJECT, START, RESUME], timestamp__lte=entry.timestamp
    )
    if since is not None:
        said = said.filter(timestamp__gt=since)
    entries = list(said.select_related("user").order_by("timestamp", "pk"))
    stages = Stages()
    rows = _approved(revision, entry.timestamp)
    approvals = [one for one in entries if one.action == APPROVE]
    used = {row.pk: _first_said(row, approvals) for row in rows}
    chain = [_step_of_row(row, used[row.pk], stages) for row in rows]
    in_chain = {one.pk for one in used.values() if one is not None}
    begun = next((one for one in reversed(entries) if one.action in (START, RESUME)), None)
    return Steps(
        submitted_by=person(begun) if begun else "",
        submitted_at=begun.timestamp if begun else None,
        chain=sorted(chain, key=lambda step: step.at) or _published_directly(entry, begun),
        rejections=[_step_of_entry(one, stages) for one in entries if one.action == REJECT],
        earlier=[_step_of_entry(one, stages) for one in approvals if one.pk not in in_chain],
    )


def _approved(revision: Revision | None, until: datetime) -> list[TaskState]:
    """The last approval of each stage for the very revision, in the review that ended with its publication."""
    if revision is None:
        return []
    rows = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED, finished_at__lte=until)
    found = list(rows.select_related("task", "finished_by").order_by("finished_at", "pk"))
    last = {row.task_id: row for row in found if row.workflow_state_id == found[-1].workflow_state_id}
    return list(last.values())


def _first_said(row: TaskState, approvals: list[PageLogEntry]) -> PageLogEntry | None:
    """The entry of the log about an approval; of a row that was carried on to a newer revision, that of its origin."""
    own = [one for one in approvals if _flow(one).get("task_state_id") == row.pk]
    if own:
        return own[-1]
    same_stage = [
        one for one in approvals if task_of(one).get("id") == row.task_id and one.timestamp <= row.finished_at
    ]
    return same_stage[-1] if same_stage else None


def _step_of_row(row: TaskState, entry: PageLogEntry | None, stages: Stages) -> Step:
    name = person(entry) if entry is not None else person_name(row.finished_by) if row.finished_by else "—"
    moment = entry.timestamp if entry is not None else row.finished_at
    return Step(stages.name(row.task_id, row.task.name), name, moment, row.comment)


def _step_of_entry(entry: PageLogEntry, stages: Stages) -> Step:
    task = task_of(entry)
    stage = stages.name(task.get("id"), task.get("title", ""))
    return Step(stage, person(entry), entry.timestamp, str(entry.data.get("comment") or ""))


def _published_directly(entry: PageLogEntry, begun: PageLogEntry | None) -> list[Step]:
    """Where one stage is wanted, whoever holds it may publish without being asked for it."""
    if not entry.user_id or begun is not None:
        return []
    return [Step(_("%(stage)s, on publishing") % {"stage": ReviewStage.FINAL.label}, person(entry), entry.timestamp)]


def _flow(entry: PageLogEntry) -> dict[str, Any]:
    return entry.data.get("workflow") or {} if isinstance(entry.data, dict) else {}


def task_of(entry: PageLogEntry) -> dict[str, Any]:
    return _flow(entry).get("task") or {}


class Stages:
    """What the tasks are called: stages of ours by their names in the reader's language."""

    def __init__(self) -> None:
        self._known = dict(StageTask.objects.values_list("pk", "stage"))

    def name(self, task: int | None, title: str) -> str:
        stage = self._known.get(task)
        return str(ReviewStage(stage).label) if stage else title
