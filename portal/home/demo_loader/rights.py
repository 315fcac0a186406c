"""Where each unit writes, and the last approval before anything goes live; what roles may do follows from it."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import Page

from portal.core.models import Unit
from portal.core.services.groups import arrange_group, is_role_group
from portal.core.services.moderation import ensure_final_review
from portal.core.services.units import arrange_unit
from portal.home.demo_loader.pages import Tree
from portal.home.demo_loader.specs import Plan


def give_rights(tree: Tree, plans: list[Plan], units: dict[str, Unit]) -> None:
    """Units write below their park's profile in the language in which it is written."""
    ensure_final_review(group_name="moderator", pages=[_page(tree, "home", "zh-hans")])
    for plan in plans:
        unit = units.get(plan.key.removeprefix("park/"))
        if unit is not None and unit.root_page is None:
            unit.root_page = _page(tree, plan.key, plan.source)
            unit.save(update_fields=["root_page"])
            arrange_unit(unit=unit)
    for group in Group.objects.exclude(name__contains=":"):
        if is_role_group(group.name):
            arrange_group(group)


def _page(tree: Tree, key: str, code: str) -> Page:
    page = tree.page(key, code)
    if page is None:
        raise LookupError(f"The page {key} is missing in {code}.")
    return page
