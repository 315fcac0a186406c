"""Page and file rights of role groups: a few rows a group, on the roots of its part of the tree (wagtail#14593)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.core.enums import LOCALE_ROLES, ReviewStage, Role
from portal.core.models import Unit, stage_role

FIRST, SECOND, SECRECY = (stage_role(stage) for stage in (ReviewStage.FIRST, ReviewStage.SECOND, ReviewStage.SECRECY))
#: What a role may do below a page that is given to its group. Only the last review publishes; those before open a page
#: while it waits for them (the task lets them in), and no other.
PAGE_ACTIONS: dict[str, tuple[str, ...]] = {
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    Role.EDITOR: ("add", "change"),
    Role.MODERATOR: ("change", "publish", "lock", "unlock"),
    Role.TRANSLATOR: ("change",),
    Role.REVISER: ("change", "publish"),
}
#: What a role may do with the images and documents of its collection. To choose is also to read what no page shows.
FILE_ACTIONS: dict[str, tuple[str, ...]] = {
    Role.ADMINISTRATOR: ("add", "change", "choose"),
    Role.EDITOR: ("add", "change", "choose"),
    FIRST: ("choose",),
    SECOND: ("choose",),
    SECRECY: ("choose",),
    Role.MODERATOR: ("choose",),
    Role.TRANSLATOR: ("choose",),
    Role.REVISER: ("choose",),
    Role.OFFICER: ("choose",),
    Role.HEAD: ("choose",),
    Role.AUDITOR: ("choose",),
}
#: Roles of a unit that also work on the translations of its pages.
_ON_TRANSLATIONS = frozenset({Role.ADMINISTRATOR, Role.MODERATOR})
#: Wagtail asks for the permissions of its stock models, whatever model the files have.
FILE_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
#: Of officers, whose visits have photographs: documents of a page that is not live are not theirs to read.
_ONLY_IMAGES = frozenset({Role.OFFICER})
#: Files for everybody who writes or reviews: a collection that administrators fill.
COMMON_FILES = "共用"


@dataclass(frozen=True)
class Holder:
    """Who a group stands for, read from its name `role[:unit][:locale]`."""

    role: str
    unit: str = ""
    locale: str = ""

    @classmethod
    def of(cls, group: Group) -> Holder:
        role, *rest = group.name.split(":")
        locale = rest.pop() if role in LOCALE_ROLES and rest else ""
        return cls(role, rest[0] if rest else "", locale)


@transaction.atomic
def arrange_group_rights(*, group: Group) -> None:
    """Give the group the pages and files of its unit, or of the whole portal.

    Where nobody has said yet on which page or in which collection a unit works, what the group has stays.
    """
    holder = Holder.of(group)
    unit = Unit.objects.select_related("root_page", "collection").filter(slug=holder.unit).first()
    if not holder.unit or (unit is not None and unit.root_page is not None):
        set_pages(group, _roots(holder, unit))
    if not holder.unit:
        set_collection(group, Collection.get_first_root_node())
    elif unit is not None and unit.collection is not None:
        set_collection(group, unit.collection)
        _share_common_files(group, holder)


def set_pages(group: Group, pages: Iterable[Page]) -> None:
    """Make `pages` the roots of what the group may work on, and nothing else."""
    roots = list(pages)
    actions = PAGE_ACTIONS.get(Holder.of(group).role, ())
    permissions = _permissions("wagtailcore", "page", actions)
    for page in roots:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    keep = GroupPagePermission.objects.filter(group=group, page__in=roots, permission__in=permissions)
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=keep.values("pk")).delete()


def set_collection(group: Group, collection: Collection | None) -> None:
    """Make `collection` the one whose files the group may work on, and nothing else."""
    kept = [] if collection is None else add_collection(group, collection)
    files = GroupCollectionPermission.objects.filter(
        group=group, permission__content_type__app_label__in=[app_label for app_label, _model in FILE_MODELS]
    )
    files.exclude(pk__in=kept).delete()


def add_collection(group: Group, collection: Collection, actions: Iterable[str] | None = None) -> list[int]:
    """Let the group work on the files of `collection` as its role allows, or as `actions`; ids of the rows."""
    role = Holder.of(group).role
    wanted = FILE_ACTIONS.get(role, ()) if actions is None else tuple(actions)
    return [
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)[0].pk
        for app_label, model in FILE_MODELS
        if model == "image" or role not in _ONLY_IMAGES
        for permission in _permissions(app_label, model, wanted)
    ]


def _share_common_files(group: Group, holder: Holder) -> None:
    common = Collection.objects.filter(name=COMMON_FILES, depth=2).first()
    if common is not None and "choose" in FILE_ACTIONS.get(holder.role, ()):
        add_collection(group, common, ("choose",))


def _roots(holder: Holder, unit: Unit | None) -> list[Page]:
    if unit is None or unit.root_page is None:
        return _portal_roots(holder)
    pages = [unit.root_page]
    if holder.locale or holder.role in _ON_TRANSLATIONS:
        pages.extend(unit.root_page.get_translations())
    return [page for page in pages if not holder.locale or page.locale.language_code == holder.locale]


def _portal_roots(holder: Holder) -> list[Page]:
    if holder.locale:
        return list(Page.objects.filter(depth=2, locale__language_code=holder.locale))
    return list(Page.objects.filter(depth=1))


def _permissions(app_label: str, model: str, actions: Iterable[str]) -> list[Permission]:
    codenames = [f"{action}_{model}" for action in actions]
    return list(
        Permission.objects.filter(content_type__app_label=app_label, content_type__model=model, codename__in=codenames)
    )
