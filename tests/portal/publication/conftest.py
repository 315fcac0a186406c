"""The translators' desk of the tests of localization, with people who prepare and approve bundles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Collection, Page

from news.models import NewsPage
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.core.services.tree_roles import give_pages
from portal.core.services.units import save_unit
from portal.localization.services.publication import finish_translation, publish_translation
from portal.publication.models import Bundle
from portal.publication.services.bundles import add_members, create_bundle
from portal.publication.services.pairs import open_pair
from tests.kept_rows import kept
from tests.portal.localization.conftest import (  # noqa: F401
    TEXTS,
    Desk,
    _only_approved_text_is_live,
    desk,
    people,
    records,
    told,
    tree,
)


@pytest.fixture
def office(tree) -> Unit:  # noqa: F811
    """A unit that writes below the Chinese news and wants one stage of review."""
    return kept("office", lambda: _office(tree))


def _office(home: SimpleNamespace) -> Unit:
    # After a test with real transactions the tables are empty.
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return save_unit(unit=Unit(name="紫竹", slug="zizhu", root_page=home.news_zh), by=None)


@pytest.fixture
def staff(office, people, tree) -> SimpleNamespace:  # noqa: F811
    """Two editors and two moderators of the unit."""
    return kept("staff of the office", lambda: _staff(office, tree))


def _staff(office: Unit, home: SimpleNamespace) -> SimpleNamespace:
    def person(name: str, role: Role) -> User:
        user = User.objects.create_user(name, email=f"{name}@example.org", password="pass", first_name=name)
        membership = grant_membership(user=user, role=role, by=None, unit=office)
        for group_name in membership.group_names:
            give_pages(group_name=group_name, pages=[home.news_zh])
        return User.objects.get(pk=user.pk)

    return SimpleNamespace(
        editor=person("zizhu-editor", Role.EDITOR),
        other_editor=person("zizhu-editor-2", Role.EDITOR),
        moderator=person("zizhu-moderator", Role.MODERATOR),
        other_moderator=person("zizhu-moderator-2", Role.MODERATOR),
    )


@pytest.fixture
def joint(desk, staff, tree, office) -> Joint:  # noqa: F811
    return Joint(desk, staff, tree, office)


class Joint:
    """The steps of a joint publication, in the words of the people who take them."""

    def __init__(self, desk: Desk, staff: Any, tree: Any, office: Unit) -> None:  # noqa: F811
        self.desk, self.staff, self.tree, self.office = desk, staff, tree, office

    def draft(self, *args: Any, **kwargs: Any) -> NewsPage:
        page = self.desk.write(*args, **kwargs)
        page.save_revision(user=self.staff.editor)
        return page

    def pair(self, page: Page, **kwargs: Any) -> Bundle:
        return open_pair(page=page, locales=[self.tree.en], by=self.staff.editor, **kwargs)

    def bundle(self, *wanted: Any, by: User | None = None, **kwargs: Any) -> Bundle:
        """`wanted`: pages, or pairs of source and locale."""
        by = by or self.staff.editor
        bundle = create_bundle(title="周年报道", unit=self.office, by=by, **kwargs)
        members = [one if isinstance(one, tuple) else (one, one.locale) for one in wanted]
        add_members(bundle_id=bundle.pk, wanted=members, by=by)
        return bundle

    def revise(self, page: Page, texts: dict[str, str] = TEXTS) -> NewsPage:
        """Prepare, translate, finish and approve the translation; the translated page."""
        self.desk.work()
        self.desk.translate(page, texts)
        target = self.desk.target(page)
        finish_translation(page=target, by=self.desk.people.translator_en)
        publish_translation(page=target, by=self.desk.people.reviser_en)
        target.refresh_from_db()
        return target
