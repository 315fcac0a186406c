"""The letter that reminds of a follow-up, in each reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from partnerships.models import FollowUp, Visit
from partnerships.reminder_letters import distance
from partnerships.visits.after.sides import is_ours
from portal.core.models import User
from portal.core.notices import notify
from portal.outbox.recipients import preferred_locale


def tell_of_follow_up(follow_up: FollowUp, people: Iterable[User], *, days: int) -> None:
    """Remind `people` that a follow-up is due; `days` before is what fell due, the letter counts from today.

    Raises:
        ValueError: it has no day to be reminded of.
    """
    if follow_up.due_on is None:
        raise ValueError(f"Follow-up {follow_up.pk} has no day to be reminded of.")
    visit = follow_up.visit
    for person in people:
        with translation.override(preferred_locale(person)):
            context = {
                "what": str(follow_up),
                "who": str(follow_up.shown),
                "is_ours": is_ours(follow_up),
                "visit": str(visit),
                "about": follow_up.due_on,
                **distance(follow_up.due_on),
                "url": settings.PORTAL_BASE_URL + follow_ups_address(visit.pk),
            }
        key = f"follow_up_due:{follow_up.pk}:{follow_up.due_on}:{days}"
        notify(kind="follow_up_due", recipients=[person], context=context, key=key, unit=visit.unit)


def follow_ups_address(visit_id: int) -> str:
    """The list of the follow-ups of one visit, settled ones too."""
    return f"{reverse('visit_follow_ups')}?visit={visit_id}&state=all"


def visit_address(visit: Visit) -> str:
    """The visit's own screen in the admin, for those who may read it."""
    return reverse("wagtailsnippets_partnerships_visit:inspect", args=[visit.pk])
