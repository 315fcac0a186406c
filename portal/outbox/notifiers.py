"""How people of the house are told: by letter, each in their own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.core.models import User
from portal.outbox.recipients import preferred_locale
from portal.outbox.services import write_letter


def notify_by_letter(*, kind: str, recipients: Iterable[User], context: Mapping[str, Any], key: str) -> None:
    """Write a letter to each person who is active and has an address; see `portal.core.notices.notify`."""
    for person in recipients:
        if person.is_active and person.email:
            write_letter(
                kind=kind,
                key=f"{key}:{person.pk}",
                recipient=person,
                locale=preferred_locale(person),
                context={"name": person.get_full_name() or person.get_username(), **context},
            )
