"""The order in which the demonstration is loaded."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from parks.models import Park
from portal.core.models import User
from portal.core.notices import silence
from portal.home.demo_loader.accounts import grant_roles, load_accounts
from portal.home.demo_loader.glossary import load_glossary
from portal.home.demo_loader.inquiries import load_inquiries
from portal.home.demo_loader.levels import load_levels
from portal.home.demo_loader.pages import Tree
from portal.home.demo_loader.parks import load_parks
from portal.home.demo_loader.partnerships import load_partnerships
from portal.home.demo_loader.people import load_people
from portal.home.demo_loader.privacy import load_privacy_notices
from portal.home.demo_loader.rankings import load_rankings
from portal.home.demo_loader.records import Loaded, load_references
from portal.home.demo_loader.reply_templates import load_reply_templates
from portal.home.demo_loader.rights import give_rights
from portal.home.demo_loader.site import load_categories, load_settings
from portal.home.demo_loader.specs import Plan, plans
from portal.home.demo_loader.visits import load_visits


def is_empty() -> bool:
    """Whether nobody has begun to fill the portal: no park, no account, no page but Wagtail's own welcome."""
    pages = Page.objects.filter(depth__gt=1).not_exact_type(Page)
    return not (Park.objects.exists() or User.objects.exists() or pages.exists())


@transaction.atomic
def load_all() -> list[str]:
    """Make whatever is missing; what is there stays as staff left it. Returns the names of new accounts."""
    loaded = Loaded()
    names = load_accounts()
    load_glossary()
    load_references(loaded)
    load_people(loaded)
    load_parks(loaded)
    load_rankings(loaded)
    load_partnerships(loaded)
    load_visits(loaded)
    load_categories()
    tree = Tree()
    with disable_reference_index_auto_update():
        _load_pages(tree, list(plans(loaded)), names, loaded)
    for page in tree.new_pages():
        ReferenceIndex.create_or_update_for_object(page)
    load_settings()
    load_levels(loaded)
    load_privacy_notices()
    load_inquiries(loaded)
    load_reply_templates()
    return names


def _load_pages(tree: Tree, pages: list[Plan], names: list[str], loaded: Loaded) -> None:
    """Nobody is told by letter of work long done: roles come after the drafts, and approvals are no news."""
    for plan in pages:
        tree.write(plan)
    if tree.new:
        give_rights(tree, pages, loaded.units)
    grant_roles(names, loaded.units)
    with silence():
        for plan in sorted(tree.new, key=lambda plan: plan.waiting):  # last, so that the memory knows the others
            tree.translate(plan)
