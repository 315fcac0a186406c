"""What must be true before a stage of review may approve a page, besides the rules of the stages themselves.

Features that know such a condition (checks of the text, proof marks) register it in `AppConfig.ready()`;
`StageTask` asks here, so that core has not to know them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page, Revision

from portal.core.sentences import joined

#: Given page, revision to be approved, stage of review and person: a whole sentence that refuses, or "".
Condition = Callable[[Page, Revision, str, Any], str]

_conditions: list[Condition] = []


class ApprovalRefusedError(Exception):
    """A stage may not approve what was saved; nothing was lost. The message is for the person who asked.

    No `PermissionDenied`: Wagtail would say in its place that the person has no business there, and lead away.
    """

    def __init__(self, page: Page, refusals: list[str]) -> None:
        super().__init__(joined(refusals))
        self.page = page
        self.refusals = refusals


def register_approval_condition(condition: Condition) -> Condition:
    """Add a condition; it may read the database and must not write. Returns the condition."""
    if condition not in _conditions:
        _conditions.append(condition)
    return condition


def demand_conditions(page: Page, revision: Revision, stage: str, user: Any) -> None:
    """Ask every condition.

    Args:
        stage: a `ReviewStage`.

    Raises:
        ApprovalRefusedError: with the sentences of all that refuse.
    """
    answers = [condition(page, revision, stage, user) for condition in _conditions]
    if refusals := [str(answer) for answer in answers if answer]:
        raise ApprovalRefusedError(page, refusals)


class ApprovalRefusals:
    """Middleware: lead whoever may not approve back to the editor, where all is as it was saved, and say why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ApprovalRefusedError):
            return None
        for refusal in exception.refusals:
            messages.error(request, refusal)
        editor = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # the window for a comment asks by script
            return JsonResponse({"step": "success", "redirect": editor})
        return redirect(editor)
