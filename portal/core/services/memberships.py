"""Who holds which role. Groups follow from memberships, never the other way round."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from portal.core import audit
from portal.core.models import Membership, Unit, User


@transaction.atomic
def grant_membership(
    *,
    user: User,
    role: str,
    by: User | None,
    unit: Unit | None = None,
    locale: Locale | None = None,
    ends_at: datetime | None = None,
) -> Membership:
    """Give `user` a role, or change when an existing one ends.

    Args:
        unit: None for the whole portal.
        locale: demanded by the roles of one language (translator, reviser), refused by others.
        ends_at: aware; None for no end.

    Raises:
        ValidationError: locale missing or not wanted, or an end before the start.
    """
    membership = Membership.objects.filter(user=user, role=role, unit=unit, locale=locale).first()
    if membership is None:
        membership = Membership(user=user, role=role, unit=unit, locale=locale)
    membership.ends_at = ends_at
    membership.full_clean()
    membership.save()
    sync_groups(user=user)
    audit.record(
        instance=user, action="core.membership.grant", by=by, data={"role": role, "membership": membership.group_name}
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None) -> None:
    """End a role now; the row stays, so that it can be seen who held what."""
    now = timezone.now()
    membership.ends_at = now if membership.starts_at < now else membership.starts_at
    membership.save(update_fields=["ends_at"])
    sync_groups(user=membership.user)
    audit.record(
        instance=membership.user, action="core.membership.end", by=by, data={"membership": membership.group_name}
    )


def sync_groups(*, user: User) -> None:
    """Make the groups of `user` those of the memberships in force now."""
    user.__dict__.pop("current_memberships", None)
    names = {membership.group_name for membership in user.memberships.current().select_related("unit", "locale")}
    groups = [ensure_group(name) for name in sorted(names)]
    user.groups.set(groups)


def ensure_group(name: str) -> Group:
    """The group of a role, made with entry to the admin where it is new."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group
