"""Who holds which role. Groups follow from memberships, never the other way round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from portal.core import audit
from portal.core.authority import may_change_membership, may_grant
from portal.core.enums import Role
from portal.core.models import Membership, Unit, User
from portal.core.services.groups import ensure_group, sync_groups
from portal.core.services.review import arrange_review

__all__ = ["change_membership", "end_membership", "ensure_group", "grant_membership", "sync_groups"]


@transaction.atomic
def grant_membership(
    *,
    user: User,
    role: str,
    by: User | None,
    unit: Unit | None = None,
    locale: Locale | None = None,
    ends_at: datetime | None = None,
    starts_at: datetime | None = None,
    stages: Iterable[str] = (),
) -> Membership:
    """Give `user` a role, or change the one that has not ended yet.

    Args:
        by: who gives it; None for the system itself, which may give any.
        unit: None for the whole portal.
        locale: demanded by the roles of one language (translator, reviser), refused by others.
        ends_at: aware; None for no end.
        starts_at: aware; None for now, or for the beginning that an existing role has.
        stages: of review, for moderators; empty for every stage.

    Raises:
        PermissionDenied: `by` may not give this role there, or not to this person.
        ValidationError: locale or stages missing or not wanted, or an end before the start.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = Membership.objects.not_ended().filter(user=user, role=role, unit=unit, locale=locale).first()
    membership = held or Membership(user=user, role=role, unit=unit, locale=locale)
    _demand_authority(by, membership)
    return _write(membership, starts_at or membership.starts_at, ends_at, stages, by=by)


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    by: User | None,
    starts_at: datetime,
    ends_at: datetime | None,
    stages: Iterable[str] = (),
) -> Membership:
    """Change when a role begins and ends, and of a moderator the stages.

    Raises:
        PermissionDenied: `by` may not change this role.
        ValidationError: an end before the start, or the role has ended already.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    _demand_authority(by, membership)
    return _write(membership, starts_at, ends_at, stages, by=by)


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None) -> None:
    """End a role now; the row stays, so that it can be seen who held what. One that has ended stays as it is.

    Raises:
        PermissionDenied: `by` may not end this role.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    _demand_authority(by, membership)
    now = timezone.now()
    if membership.ends_at is not None and membership.ends_at <= now:
        return
    membership.ends_at = max(now, membership.starts_at)
    membership.save(update_fields=["ends_at"])
    _settle(membership)
    audit.record(instance=membership.user, action="core.membership.end", by=by, data=_facts(membership))


def _demand_authority(by: User | None, membership: Membership) -> None:
    """The refusal says what is the matter; it never depends on what a screen offered."""
    if by is None or may_change_membership(by=by, membership=membership):
        return
    if not may_grant(by=by, role=membership.role, unit=membership.unit):
        raise PermissionDenied(_("You may not give or end this role there."))
    raise PermissionDenied(_("Only a superuser changes the roles of a superuser."))


def _write(
    membership: Membership, starts_at: datetime, ends_at: datetime | None, stages: Iterable[str], *, by: User | None
) -> Membership:
    membership.starts_at, membership.ends_at, membership.stages = starts_at, ends_at, list(stages)
    membership.full_clean()
    membership.save()
    _settle(membership)
    audit.record(instance=membership.user, action="core.membership.grant", by=by, data=_facts(membership))
    return membership


def _settle(membership: Membership) -> None:
    sync_groups(user=membership.user)
    if membership.role == Role.MODERATOR and membership.unit is not None:
        arrange_review(unit=membership.unit)


def _facts(membership: Membership) -> dict[str, object]:
    return {
        "role": membership.role,
        "membership": membership.group_name,
        "unit": membership.unit_id,
        "stages": membership.stages,
        "starts_at": membership.starts_at.isoformat(),
        "ends_at": membership.ends_at.isoformat() if membership.ends_at else None,
    }
