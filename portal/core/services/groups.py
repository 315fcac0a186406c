"""The groups that carry what roles may do in Wagtail: made, filled and mended from memberships alone."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from portal.core.enums import ReviewStage, Role
from portal.core.models import Membership, User, stage_role
from portal.core.services.group_rights import arrange_group_rights

#: First parts of the names of groups that are ours. A group with another name is nobody's role and left alone.
ROLE_NAMES = frozenset({*Role.values, *(stage_role(stage) for stage in ReviewStage.values)})
#: What administrators of the whole portal keep on Wagtail's own screens: (app, model) → actions.
PORTAL_SCREENS: dict[tuple[str, str], tuple[str, ...]] = {
    ("wagtailcore", "workflow"): ("add", "change", "delete"),
    ("wagtailcore", "task"): ("add", "change", "delete"),
    ("wagtailredirects", "redirect"): ("add", "change", "delete"),
    ("home", "sitesettings"): ("change",),
}


def is_role_group(name: str) -> bool:
    """Whether a group of this name follows from memberships."""
    return name.split(":")[0] in ROLE_NAMES


@transaction.atomic
def ensure_group(name: str) -> Group:
    """The group of a role, made with entry to the admin and the rights of the role where it is new."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        arrange_group(group)
    return group


def arrange_group(group: Group) -> None:
    """Give the group what its role may do: entry to the admin, Wagtail's screens, pages and files."""
    group.permissions.set(_screen_permissions(group.name))
    if is_role_group(group.name):
        arrange_group_rights(group=group)


def arrange_all_groups() -> None:
    """Bring every role group in line with the tables of this release; at every start."""
    for group in Group.objects.all():
        if is_role_group(group.name):
            arrange_group(group)


def mend_groups(*, user: User) -> bool:
    """Compare the groups of `user` with the memberships in force at this moment; returns whether they differed."""
    held = {name for name in user.groups.values_list("name", flat=True) if is_role_group(name)}
    due = {name for membership in user.current_memberships for name in membership.group_names}
    if held == due:
        return False
    sync_groups(user=user)
    return True


def mend_all_groups() -> int:
    """Do so for everybody, in two queries where nothing changed; returns the number of people mended."""
    held: dict[int, set[str]] = defaultdict(set)
    due: dict[int, set[str]] = defaultdict(set)
    for user_id, name in User.groups.through.objects.values_list("user_id", "group__name"):
        if is_role_group(name):
            held[user_id].add(name)
    for membership in Membership.objects.current().select_related("unit", "locale"):
        due[membership.user_id].update(membership.group_names)
    wrong = [pk for pk in {*held, *due} if held[pk] != due[pk]]
    for user in User.objects.filter(pk__in=wrong):
        sync_groups(user=user)
    return len(wrong)


@transaction.atomic
def sync_groups(*, user: User) -> None:
    """Make the role groups of `user` those of the memberships in force now."""
    _forget(user)
    names = {name for membership in user.current_memberships for name in membership.group_names}
    groups = [ensure_group(name) for name in sorted(names)]
    former = [group for group in user.groups.all() if is_role_group(group.name) and group.name not in names]
    user.groups.remove(*former)
    user.groups.add(*groups)


def _forget(user: User) -> None:
    """Drop what Django and Wagtail remember of the rights on this object."""
    remembered = [name for name in user.__dict__ if name.endswith(("_perm_cache", "_permission_cache"))]
    for name in (*remembered, "current_memberships", "_explorable_root_page_cache", "_group_approval_task_checks"):
        user.__dict__.pop(name, None)


def _screen_permissions(name: str) -> list[Permission]:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    if name == Role.ADMINISTRATOR:
        for (app_label, model), actions in PORTAL_SCREENS.items():
            wanted |= Q(
                content_type__app_label=app_label,
                content_type__model=model,
                codename__in=[f"{action}_{model}" for action in actions],
            )
    return list(Permission.objects.filter(wanted))
