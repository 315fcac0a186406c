"""The check against robots in a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS

from partnerships.inquiries.proof.admission import is_answered, proof_of
from partnerships.inquiries.proof.proofs import ANSWER, QUESTION
from partnerships.inquiries.proof.questions import is_open, make_question, question

register = template.Library()


@dataclass(frozen=True, slots=True)
class RobotCheck:
    """What `components/proof.html` shows.

    Attributes:
        token: of the question.
        question: in the language of the page.
        answer: what was answered so far; empty where that was refused.
        is_refused: whether the form was not taken for want of a proof, so that the question is shown to everybody.
        is_wrong: whether it was answered, and wrongly.
    """

    token: str
    question: str
    answer: str
    is_refused: bool
    is_wrong: bool


@register.simple_tag(takes_context=True)
def robot_check(context: dict[str, Any]) -> RobotCheck | None:
    """The check of the page's form; None where forms are not checked.

    The question and its answer come back with what else was typed, unless they were what was wrong or are too old.
    """
    if not settings.PORTAL_PROOF_WORK:
        return None
    sent = context["request"].POST
    form = context.get("form")
    is_refused = bool(form is not None and form.is_bound and form.has_error(NON_FIELD_ERRORS, "proof"))
    is_wrong = is_refused and proof_of(context["request"]) is None and is_answered(context["request"])
    token = sent.get(QUESTION, "")
    is_kept = not is_refused and is_open(token)
    if not is_kept:
        token = make_question()
    answer = sent.get(ANSWER, "")[:20] if is_kept else ""
    return RobotCheck(token, question(token), answer, is_refused, is_wrong)
