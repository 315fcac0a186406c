"""Page and file permissions of role groups: a few rows a group, on the roots of its part of the tree."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.core.enums import Role
from portal.core.services.memberships import ensure_group

#: What a role may do below a page that is given to its group.
PAGE_ACTIONS: dict[str, tuple[str, ...]] = {
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    Role.EDITOR: ("add", "change"),
    Role.MODERATOR: ("change", "publish", "lock", "unlock"),
    Role.TRANSLATOR: ("change",),
    Role.REVISER: ("change", "publish"),
}
FILE_ACTIONS: dict[str, tuple[str, ...]] = {
    Role.EDITOR: ("add", "change", "choose"),
    Role.MODERATOR: ("choose",),
    Role.TRANSLATOR: ("choose",),
    Role.REVISER: ("choose",),
    Role.ADMINISTRATOR: ("add", "change", "choose"),
}
#: Wagtail asks for the permissions of its stock models, whatever model the files have.
FILE_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@transaction.atomic
def give_pages(*, group_name: str, pages: Iterable[Page]) -> Group:
    """Make `pages` the roots of what the group `role[:unit][:locale]` may work on, and nothing else."""
    group = ensure_group(group_name)
    role = group_name.split(":")[0]
    roots = list(pages)
    wanted = [
        (page, permission)
        for page in roots
        for permission in _permissions("wagtailcore", "page", PAGE_ACTIONS.get(role, ()))
    ]
    for page, permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    keep = [page.pk for page in roots]
    GroupPagePermission.objects.filter(group=group).exclude(page__in=keep).delete()
    return group


@transaction.atomic
def give_collection(*, group_name: str, collection: Collection) -> Group:
    """Let the group work on the images and documents of `collection` as its role allows."""
    group = ensure_group(group_name)
    role = group_name.split(":")[0]
    for app_label, model in FILE_MODELS:
        for permission in _permissions(app_label, model, FILE_ACTIONS.get(role, ())):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _permissions(app_label: str, model: str, actions: Iterable[str]) -> list[Permission]:
    codenames = [f"{action}_{model}" for action in actions]
    return list(
        Permission.objects.filter(content_type__app_label=app_label, content_type__model=model, codename__in=codenames)
    )
