"""The letters that remind of an end or of a milestone, in each reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from partnerships.models import Agreement, Milestone
from portal.core.days import today
from portal.core.models import User
from portal.core.notices import notify
from portal.outbox.recipients import preferred_locale


def tell_of_end(agreement: Agreement, people: Iterable[User], *, days: int) -> None:
    """Remind `people` that the term of `agreement` ends; `days` before is what fell due, the letter counts from today.

    Raises:
        ValueError: the agreement has no end.
    """
    if agreement.ends_on is None:
        raise ValueError(f"Agreement {agreement.pk} has no end to be reminded of.")
    _tell("agreement_expiring", agreement, people, about=agreement.ends_on, key=f"{agreement.ends_on}:{days}")


def tell_of_milestone(agreement: Agreement, milestone: Milestone, people: Iterable[User], *, days: int) -> None:
    """Remind `people` that `milestone` is due; arguments as of `tell_of_end`."""
    key = f"{milestone.pk}:{milestone.due_on}:{days}"
    _tell("milestone_due", agreement, people, about=milestone.due_on, key=key, milestone=milestone)


def _tell(
    kind: str,
    agreement: Agreement,
    people: Iterable[User],
    *,
    about: date,
    key: str,
    milestone: Milestone | None = None,
) -> None:
    """One notice a person, for the names are in the language of each."""
    for person in people:
        with translation.override(preferred_locale(person)):
            context = {
                "agreement": str(agreement),
                "milestone": str(milestone or ""),
                "about": about,
                **distance(about),
                "url": settings.PORTAL_BASE_URL + agreement_address(agreement),
            }
        notify(kind=kind, recipients=[person], context=context, key=f"{kind}:{agreement.pk}:{key}", unit=agreement.unit)


def distance(about: date) -> dict[str, int]:
    """How many days are left, or how many have passed since."""
    left = (about - today()).days
    return {"left": max(left, 0), "late": max(-left, 0)}


def agreement_address(agreement: Agreement) -> str:
    """The agreement's own screen in the admin, for those who may read it."""
    viewset: Any = Agreement.snippet_viewset  # type: ignore[attr-defined]  # set when the screens are registered
    return reverse(viewset.get_url_name("inspect"), args=[agreement.pk])
