"""Reads over several models."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.permissions import policy_registry

from parks.models import Park, Sector
from partnerships.models import Agreement
from portal.core.enums import ROLE_ACTIONS, RecordKind, Role
from portal.core.models import Membership, Unit, User
from portal.core.permissions import ALL_UNITS


def parks_to_ask() -> dict[str, Park]:
    """Every park by its short address, in the order of names, with the office that would answer."""
    parks: QuerySet[Park] = QuerySet(Park).select_related("unit").order_by("sort_key", "pk")
    return {park.slug: park for park in parks}


def sectors_to_name() -> dict[str, Sector]:
    """Every sector by its short address."""
    sectors: QuerySet[Sector] = QuerySet(Sector).order_by("slug")
    return {sector.slug: sector for sector in sectors}


def people_to_tell(unit: Unit | None) -> list[User]:
    """Who is told of an inquiry for `unit` (None: for the portal itself).

    The officers of the unit; where it has none that can be reached, those of the whole portal; where there are none
    either, its administrators.
    """
    rows = Membership.objects.current().filter(Q(unit=unit) | Q(unit=None), role=Role.OFFICER, user__is_active=True)
    held = list(rows.exclude(user__email="").values_list("user", "unit"))
    own = {user for user, of in held if of == (unit.pk if unit else None)}
    officers = own or {user for user, _of in held}
    return list(_reachable().filter(pk__in=officers) if officers else _administrators(unit))


def heads_of(unit: Unit | None) -> QuerySet[User]:
    """Who confirms for `unit`: its heads; where it has none that can be reached, its administrators."""
    heads = _holders(Role.HEAD, unit)
    return heads if unit is not None and heads.exists() else _administrators(unit)


def _holders(role: str, unit: Unit | None) -> QuerySet[User]:
    members = Membership.objects.current().filter(role=role, unit=unit)
    return _reachable().filter(pk__in=members.values("user"))


def _administrators(unit: Unit | None) -> QuerySet[User]:
    members = Membership.objects.current().filter(Q(unit=unit) | Q(unit=None), role=Role.ADMINISTRATOR)
    return _reachable().filter(Q(is_superuser=True) | Q(pk__in=members.values("user")))


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(email="").select_related("wagtail_userprofile").order_by("pk")


def colleagues(user: User) -> QuerySet[User]:
    """Who may be responsible for an agreement of `user`: whoever reads partnerships where `user` writes them."""
    roles = [role for role, kinds in ROLE_ACTIONS.items() if "change" in kinds.get(RecordKind.PARTNERSHIP, ())]
    members = Membership.objects.current().filter(role__in=roles)
    units = policy_registry.get_by_type(Agreement).units(user, ["add", "change"])
    if units is not ALL_UNITS:
        members = members.filter(unit__in=units)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("username")
