"""Who may send a public form: asked twice, cheaply before anything is read, and in the transaction that keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from partnerships.inquiries.proof.challenges import solved
from partnerships.inquiries.proof.doubts import doubts_about
from partnerships.inquiries.proof.proofs import ANSWER, FIELDS, QUESTION, WORK, Proof, is_used, use
from partnerships.inquiries.proof.questions import answered, is_open, made_at
from partnerships.public_form import UNSENT, PublicForm
from partnerships.throttle import is_too_often, wait_for_others
from portal.accounts.clients import client_network
from portal.core import rates

#: Forms that one network may send in a minute without a valid proof; each is answered by a page of the form.
UNPROVEN = 30
#: How often one proof may come with a form: after each mistake it comes again.
USES, USES_WITHIN = 20, 3600
#: What of a form is carried through the page of who is turned away, in characters: more than any honest form has.
_MOST_CARRIED = 100_000


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a form is taken now, and what speaks against its sender; where it is not, the form says why."""

    is_admitted: bool
    doubts: list[str] = field(default_factory=list)


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """The answer to a network that has sent too many forms without a valid proof; None for everybody else.

    Asks no database, and lets whoever has a valid proof pass. The page carries what was typed, and a way through.
    """
    if not settings.PORTAL_PROOF_WORK:
        return None
    proof = proof_of(request)
    if proof and rates.is_within(f"proof_{proof.digest}", limit=USES, window=USES_WITHIN):
        return None
    if rates.is_within(f"unproven_{client_network(request)}", limit=UNPROVEN):
        return None
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {*FIELDS, UNSENT, "csrfmiddlewaretoken"}
        for value in values
    ]
    is_kept = sum(len(name) + len(value) for name, value in carried) <= _MOST_CARRIED
    context = {"carried": carried if is_kept else None, "has_files": bool(request.FILES)}
    page = render(request, "pages/partnerships/turned_away.html", context, status=429)
    page.headers["Retry-After"] = str(int(rates.wait()) + 1)
    return page


def admit(request: HttpRequest, form: PublicForm) -> Admission:
    """Whether `form`, which is valid and new, is taken now; in the transaction that keeps it, so that a failure uses no
    proof.

    What has been received already may come again, whatever comes with it: ask for that first.
    """
    wait_for_others(form.cleaned_data["email"])
    proof = proof_of(request) if settings.PORTAL_PROOF_WORK else None
    if settings.PORTAL_PROOF_WORK and (proof is None or is_used(proof)):
        return _unproven(form, is_wrong=proof is None and is_answered(request))
    if is_too_often(request, form, has_worked=proof is not None and proof.is_work):
        return Admission(is_admitted=False)
    if proof and not use(proof):
        return _unproven(form)
    return Admission(is_admitted=True, doubts=_doubts(request, form, proof))


def proof_of(request: HttpRequest) -> Proof | None:
    """The proof that a form carries; None where there is none or it is forged, wrong or expired. Asks no database."""
    sent = request.POST
    return solved(sent.get(WORK, "")) or answered(sent.get(QUESTION, ""), sent.get(ANSWER, ""))


def is_answered(request: HttpRequest) -> bool:
    """Whether somebody has answered the question of the form, which can still be answered, however."""
    return bool(request.POST.get(ANSWER, "").strip()) and is_open(request.POST.get(QUESTION, ""))


def _unproven(form: PublicForm, *, is_wrong: bool = False) -> Admission:
    said = _("Please send the form once more: the check against robots has to be made again. Nothing typed is lost.")
    if is_wrong:
        said = _("The answer to the question against robots is not right. Please answer the new question.")
    form.add_error(None, ValidationError(said, code="proof"))
    return Admission(is_admitted=False)


def _doubts(request: HttpRequest, form: PublicForm, proof: Proof | None) -> list[str]:
    return doubts_about(
        message=form.cleaned_data.get("message", ""),
        email=form.cleaned_data["email"],
        made_at=made_at(request.POST.get(QUESTION, "")),
        has_worked=proof is not None and proof.is_work,
        is_checked=bool(settings.PORTAL_PROOF_WORK),
    )
