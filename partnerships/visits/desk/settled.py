"""What of a visit stands from its approval on, and who may still change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import ChecklistItem, Visit
from partnerships.visits.access import may_decide
from partnerships.visits.enums import TOOK_PLACE, DocumentKind, VisitState
from portal.core.models import User

#: What the approval of a visit rests on.
APPROVED = (
    *("kind", "direction", "letter_kind", "letter_number", "letter_date"),
    *("approver", "approved_on", "foreign_affairs_reference"),
)
#: Documents that it rests on.
APPROVED_PAPERS = frozenset({DocumentKind.LETTER, DocumentKind.APPROVAL})
_SETTLED = TOOK_PLACE | {VisitState.CONFIRMED}


def is_settled(visit: Visit) -> bool:
    """Whether the visit has been confirmed."""
    return visit.state in _SETTLED


def fields_that_stay(held: Visit, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Names of those `values` that `by` may not write: what is empty is filled in, the rest changed by the head.

    Args:
        held: the visit as it is in the database.
        values: what fields are to say.
    """
    if not is_settled(held) or may_decide(by, held):
        return []
    return [name for name in APPROVED if name in values and getattr(held, name) not in (None, "", values[name])]


def papers_stay(held: Visit, *, by: User) -> bool:
    """Whether the letter and the approval of the visit stay as they were attached."""
    return is_settled(held) and not may_decide(by, held)


def may_loosen(held: Visit, item: ChecklistItem, *, by: User) -> bool:
    """Whether `by` may take a point away or have it later: those that every visit of the kind has, the head alone."""
    return not item.point or may_decide(by, held)


def stays(names: list[str]) -> str:
    """Why what is called `names` does not change."""
    said = {"fields": pgettext("between names", ", ").join(names)}
    return (
        _("The visit is confirmed and these stay as they are: %(fields)s. Ask the head of the unit to change them.")
        % said
    )


def what_may_change(visit: Visit, user: User) -> str:
    """What `user` may change of the visit where it stands now, in a sentence for the head of its form."""
    if not is_settled(visit):
        return _("Everything may still be changed.")
    if may_decide(user, visit):
        return _("As the head of the unit or an administrator you may still set right what the approval rests on.")
    return _(
        "Since the visit is confirmed, its kind and direction, letter, approval and reference stay as they are; what "
        "is empty can be filled in. To change them, ask the head of the unit."
    )
