"""Whether a submission of the cooperation form is let in."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

from partnerships.public_form import PublicForm


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a submission is taken, and what speaks against it."""

    is_admitted: bool
    doubts: list[str] = field(default_factory=list)


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that is not even read; None for every other."""
    return None


def admit(request: HttpRequest, form: PublicForm) -> Admission:
    """Whether `form`, which is valid, is taken; else it has an error that says what to do."""
    return Admission(is_admitted=True)
