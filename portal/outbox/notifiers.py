"""How people of the house are told: by letter, each in their own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

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


def write_at_once(*, kind: str, recipient: User | str, context: Mapping[str, Any], key: str, locale: str = "") -> None:
    """Write a letter that no wish for digests holds up; see `portal.core.notices.write_to`."""
    own = preferred_locale(recipient) if isinstance(recipient, User) else settings.LANGUAGE_CODE
    write_letter(kind=kind, key=key, recipient=recipient, locale=locale or own, context=context)
