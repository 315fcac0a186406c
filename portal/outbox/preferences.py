"""What people chose for each kind of notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from portal.core import audit
from portal.core.models import User
from portal.core.notice_kinds import find_kind, optional_kinds_for
from portal.outbox.enums import Delivery
from portal.outbox.models import NoticePreference


def deliveries(*, kind: str, people: Iterable[User]) -> dict[int, str]:
    """How each of `people` is told of `kind`, by primary key; one query. What is not optional comes at once."""
    wanted: dict[int, str] = {person.pk: Delivery.INSTANT for person in people}
    if find_kind(kind).is_optional:
        rows = NoticePreference.objects.filter(kind=kind, user__in=wanted)
        wanted.update(rows.values_list("user_id", "delivery"))
    return wanted


def choices_of(user: User) -> dict[str, str]:
    """What `user` chose for each kind that they receive and may choose about."""
    chosen = dict(NoticePreference.objects.filter(user=user).values_list("kind", "delivery"))
    return {kind.kind: chosen.get(kind.kind, Delivery.INSTANT) for kind in optional_kinds_for(user)}


@transaction.atomic
def choose(*, user: User, choices: Mapping[str, str]) -> None:
    """Keep how `user` wants to be told. What waits for the digest already is told in the next one all the same.

    Args:
        choices: kind → `Delivery`. Kinds that the person does not receive or that nobody may switch off are left out.
    """
    before = choices_of(user)
    changed = {kind: choices[kind] for kind in before if kind in choices and choices[kind] != before[kind]}
    for kind, delivery in changed.items():
        values = {"delivery": Delivery(delivery)}
        NoticePreference.objects.update_or_create(user=user, kind=kind, defaults=values)
    if changed:
        audit.record(instance=user, action="outbox.notices.choose", by=user, data=changed)
