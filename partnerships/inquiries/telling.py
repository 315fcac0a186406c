"""The one way in which staff are told of an inquiry."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse

from partnerships.letters import tell_of_message
from partnerships.models import Inquiry
from portal.core.models import User


def tell_of_inquiry(
    inquiry: Inquiry,
    *,
    kind: str,
    key: str,
    people: Iterable[User],
    facts: Callable[[str], dict[str, object]],
    besides: dict[str, object] | None = None,
) -> None:
    """Write to `people` that something is to be done about an inquiry, with its reference and where it is read.

    Args:
        inquiry: of which they are told.
        kind: of the letter.
        key: what the letter is known by: a second one of it is not written.
        people: each is told as they chose.
        facts: what the letter says in a language.
        besides: what it says in every language.
    """
    tell_of_message(
        kind=kind,
        key=key,
        people=people,
        facts=facts,
        common={
            "reference": inquiry.reference,
            "url": settings.PORTAL_BASE_URL + reverse("inquiries:inspect", args=[inquiry.pk]),
            **(besides or {}),
        },
        about=inquiry,
        unit=inquiry.unit,
    )
