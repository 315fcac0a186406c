"""What reminders of every kind share: each is sent by itself, and to somebody who may read what it is about."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model
from wagtail.permissions import policy_registry

from partnerships.queries import people_to_tell
from portal.core.models import Unit, User

logger = logging.getLogger(__name__)
Due = TypeVar("Due", bound=Any)


def send_each(found: Iterable[Due], send: Callable[[Due], bool]) -> int:
    """Send what has fallen due, in its order, each in a transaction of its own; how many were sent.

    One that cannot be sent, because there is nobody to tell or for a reason that nobody foresaw, is tried again by the
    next sweep and holds up no other.
    """
    return sum(_safely(due, send) for due in sorted(found))


def _safely(due: Due, send: Callable[[Due], bool]) -> bool:
    try:
        return send(due)
    except Exception:  # one reminder does not hold up the others
        logger.exception("A reminder was not sent: %s.", due)
        return False


def whom_to_tell(record: Model, unit: Unit | None, *named: User | None) -> list[User]:
    """The first of `named` who may read `record`, is active and has an address, else the officers of its unit."""
    chosen = next((person for person in named if person is not None and _can_be_told(person, record)), None)
    return [chosen] if chosen else people_to_tell(unit)


def _can_be_told(person: User, record: Model) -> bool:
    policy = policy_registry.get(record)
    return bool(person.is_active and person.email and policy.user_has_permission_for_instance(person, "view", record))
