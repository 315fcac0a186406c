"""Which part of the tree each role works on, and the last approval before anything goes live."""

from __future__ import annotations

from wagtail.models import Page

from portal.core.services.moderation import ensure_final_review
from portal.core.services.tree_roles import give_pages
from portal.home.demo_loader.pages import Tree
from portal.home.demo_loader.specs import Plan


def give_rights(tree: Tree, plans: list[Plan]) -> None:
    """Editors work below their park's profile in the locale in which they write, language roles in their locale."""
    homes = {code: _page(tree, "home", code) for code in ("zh-hans", "en")}
    under_review = [homes["zh-hans"]]
    for plan in plans:
        if plan.author.endswith("-editor") and plan.key.count("/") == 1 and plan.key.startswith("park/"):
            profile = _page(tree, plan.key, plan.source)
            give_pages(group_name=f"editor:{plan.key.removeprefix('park/')}", pages=[profile])
            if plan.source != "zh-hans":
                under_review.append(profile)
    for code, home in homes.items():
        for role in ("translator", "reviser"):
            give_pages(group_name=f"{role}:{code}", pages=[home])
    give_pages(group_name="moderator", pages=list(homes.values()))
    ensure_final_review(group_name="moderator", pages=under_review)


def _page(tree: Tree, key: str, code: str) -> Page:
    page = tree.page(key, code)
    if page is None:
        raise LookupError(f"The page {key} is missing in {code}.")
    return page
