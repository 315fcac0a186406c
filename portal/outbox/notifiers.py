"""How people of the house are told: by letter at once, in the daily digest, or not at all; groups by webhook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model

from portal.core.models import Unit, User
from portal.outbox.contexts import freeze
from portal.outbox.enums import Delivery
from portal.outbox.models import DigestItem, Letter
from portal.outbox.preferences import deliveries
from portal.outbox.recipients import preferred_locale
from portal.outbox.services import write_letter
from portal.outbox.webhooks import tell_groups


def notify_by_letter(
    *, kind: str, recipients: Iterable[User], context: Mapping[str, Any], key: str, unit: Unit | None = None
) -> None:
    """Tell each person who is active and has an address; see `portal.core.notices.notify`."""
    people = [person for person in recipients if person.is_active and person.email]
    wanted = deliveries(kind=kind, people=people)
    for person in people:
        tell(kind=kind, key=f"{key}:{person.pk}", person=person, context=context, unit=unit, delivery=wanted[person.pk])
    tell_groups(kind=kind, key=key, context=context, unit=unit)


def tell(
    *,
    kind: str,
    key: str,
    person: User,
    context: Mapping[str, Any],
    about: Model | None = None,
    unit: Unit | None = None,
    delivery: str | None = None,
) -> None:
    """Tell one person of the house in the way they chose for the kind, in the caller's transaction.

    Args:
        kind, key, context, about, unit: as of `services.write_letter`; the name of the person is added.
        delivery: their choice, where it is known already.
    """
    chosen = delivery or deliveries(kind=kind, people=[person])[person.pk]
    if chosen == Delivery.NONE or _is_told(key):
        return
    values = {"name": person.get_full_name() or person.get_username(), **context}
    if chosen == Delivery.DAILY:
        defaults = {"user": person, "kind": kind, "context": freeze(values)}
        DigestItem.objects.get_or_create(key=key, defaults=defaults)
        return
    locale = preferred_locale(person)
    write_letter(kind=kind, key=key, recipient=person, locale=locale, context=values, about=about, unit=unit)


def _is_told(key: str) -> bool:
    """Whether this was told before, perhaps in another way: people change their choice."""
    return DigestItem.objects.filter(key=key).exists() or Letter.objects.filter(key=key).exists()


def write_at_once(*, kind: str, recipient: User | str, context: Mapping[str, Any], key: str, locale: str = "") -> None:
    """Write a letter that no wish for digests holds up; see `portal.core.notices.write_to`."""
    own = preferred_locale(recipient) if isinstance(recipient, User) else settings.LANGUAGE_CODE
    write_letter(kind=kind, key=key, recipient=recipient, locale=locale or own, context=context)
