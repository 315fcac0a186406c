"""What administrators see of the sign-in of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from portal.accounts.models import Invitation, InvitedRole, SignInSession
from portal.accounts.permissions import people_of
from portal.accounts.throttle import SECOND_STEP, recent, second_step_name
from portal.core.authority import administered_units
from portal.core.models import Membership
from portal.core.permissions import ALL_UNITS

if TYPE_CHECKING:
    from portal.core.models import User


def people_for_list(by: User, *, search: str = "", without_factor: bool = False) -> QuerySet[User]:
    """Those whom `by` looks after, with `has_factor` and `session_count`."""
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    people = people_of(by).annotate(
        has_factor=Exists(totp),
        session_count=Count("sign_in_sessions", filter=Q(sign_in_sessions__in=SignInSession.objects.open())),
    )
    if search:
        words = Q(username__icontains=search) | Q(email__icontains=search)
        people = people.filter(words | Q(last_name__icontains=search) | Q(first_name__icontains=search))
    return (people.filter(has_factor=False) if without_factor else people).order_by("username")


def roles_of(people: list[User]) -> dict[int, list[Membership]]:
    """The roles in force of each person by their number, in one query."""
    found: dict[int, list[Membership]] = {person.pk: [] for person in people}
    for member in Membership.objects.current().filter(user__in=people).select_related("unit", "locale"):
        found[member.user_id].append(member)
    return found


def locked_names(people: list[User]) -> set[str]:
    """The user names among `people` that are locked somewhere, in one query."""
    names = {person.get_username(): person.get_username() for person in people}
    names |= {second_step_name(person): person.get_username() for person in people}
    return {names[lock.name] for lock in locks(names=set(names)) if lock.name in names}


@dataclass(frozen=True)
class Lock:
    """A name at an address (second steps: at any), or an address (`name` empty), that may not try before `until`."""

    name: str
    address: str
    failures: int
    until: datetime


def locks(*, names: set[str] | None = None) -> list[Lock]:
    """Names that are locked now; all, or those among `names`."""
    rows = recent() if names is None else recent().filter(username__in=names)
    at_address = _grouped(rows.exclude(username__startswith=SECOND_STEP), "username", "ip_address")
    second_steps = _grouped(rows.filter(username__startswith=SECOND_STEP), "username")
    return [_lock(row) for row in [*at_address, *second_steps] if row["failures"] >= settings.AXES_FAILURE_LIMIT]


def locked_addresses() -> list[Lock]:
    """Addresses that are locked now, whatever the name."""
    rows = _grouped(recent(), "ip_address")
    return [_lock(row) for row in rows if row["failures"] >= settings.PORTAL_ADDRESS_FAILURE_LIMIT]


def invitations_of(by: User) -> QuerySet[Invitation]:
    """Those that `by` may look at: all, or those whose every role lies in their units."""
    units = administered_units(by)
    rows = Invitation.objects.select_related("invited_by").prefetch_related("roles__unit", "roles__locale")
    if units is ALL_UNITS:
        return rows
    mine = InvitedRole.objects.filter(unit__in=units)
    beyond = InvitedRole.objects.exclude(unit__in=units)  # also those of the whole portal
    return rows.filter(pk__in=mine.values("invitation")).exclude(pk__in=beyond.values("invitation"))


def _grouped(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    grouped = rows.order_by().values(*fields)
    return list(grouped.annotate(failures=Sum("failures_since_start"), latest=Max("attempt_time")).order_by("-latest"))


def _lock(row: dict[str, Any]) -> Lock:
    until = row["latest"] + settings.AXES_COOLOFF_TIME
    return Lock(row.get("username") or "", row.get("ip_address") or "", row["failures"], until)
