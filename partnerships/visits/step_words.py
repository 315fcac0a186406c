"""What the steps of a visit are called: a step is something that is done, a state is where it leads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from partnerships.visits.enums import VisitState

_STEPS: dict[str, Any] = {
    VisitState.UNDER_REVIEW: pgettext_lazy("step of a visit", "Submit for review"),
    VisitState.CONFIRMED: pgettext_lazy("step of a visit", "Confirm"),
    VisitState.HOSTED: pgettext_lazy("step of a visit", "Mark as held"),
    VisitState.REPORTED: pgettext_lazy("step of a visit", "Complete the report"),
    VisitState.CLOSED: pgettext_lazy("step of a visit", "Close"),
    VisitState.DECLINED: pgettext_lazy("step of a visit", "Decline"),
    VisitState.CANCELLED: pgettext_lazy("step of a visit", "Cancel the visit"),
    VisitState.POSTPONED: pgettext_lazy("step of a visit", "Postpone"),
}
_BACK: dict[tuple[str, str], Any] = {
    (VisitState.CONFIRMED, VisitState.UNDER_REVIEW): pgettext_lazy("step of a visit", "Take back to review"),
    (VisitState.POSTPONED, VisitState.UNDER_REVIEW): pgettext_lazy("step of a visit", "Take up again for review"),
    (VisitState.REPORTED, VisitState.HOSTED): pgettext_lazy("step of a visit", "Work on the report again"),
    (VisitState.CLOSED, VisitState.REPORTED): pgettext_lazy("step of a visit", "Open again"),
}


def step_words(left: str, to: str) -> str:
    """What is done by a step from the state `left` to `to`, as its button says it."""
    return str(_BACK.get((left, to)) or _STEPS.get(to, VisitState(to).label))
