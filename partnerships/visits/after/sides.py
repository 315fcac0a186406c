"""Which side of a visit is ours."""

from __future__ import annotations

from partnerships.enums import Side
from partnerships.models import FollowUp
from partnerships.visits.enums import Direction


def own_side(direction: str) -> Side:
    """We receive who comes, and are guests where we travel."""
    return Side.HOSTS if direction == Direction.INCOMING else Side.GUESTS


def is_ours(follow_up: FollowUp) -> bool:
    """Whether our side has promised it; else our officer reminds the other side."""
    return follow_up.side == own_side(follow_up.visit.direction)
