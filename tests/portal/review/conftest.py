"""An office with three named moderators, and a text of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from news.models import NewsPage
from portal.core.services.memberships import grant_membership
from portal.core.services.units import save_unit
from tests.kept_rows import kept
from tests.portal.core.people import person, unit
from tests.portal.review.steps import save


@pytest.fixture
def office(tree) -> SimpleNamespace:
    """紫竹, with a first and a final stage, and people for them."""
    return kept("office with stages of review", lambda: _office(tree))


def _office(tree) -> SimpleNamespace:
    row = unit("zizhu", name="紫竹", root_page=tree.profile["zh-hans"], review_stages=["first", "final"])
    save_unit(unit=row, by=None)
    people = {name: person(name, f"{name}:zizhu") for name in ("editor", "head", "auditor")}
    for name, stages in (("first", ["first"]), ("second", ["first"]), ("final", ["final"])):
        people[name] = person(name, last_name=name.title())
        grant_membership(user=people[name], role="moderator", by=None, unit=row, stages=stages)
    people["foreign"] = person("foreign", "moderator:haian")
    return SimpleNamespace(unit=row, **people)


@pytest.fixture
def article(tree, office) -> NewsPage:
    values = {"title": "三审之文", "date": "2026-09-09", "live": False, "slug": "san-shen"}
    page = tree.park_news["zh-hans"].add_child(instance=NewsPage(locale=tree.locales["zh-hans"], **values))
    save(page, office.editor)
    return NewsPage.objects.get(pk=page.pk)
