"""The first page of the admin says what falls due in the agreements that one may change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.home_panel import SHOWN
from partnerships.models import Agreement, Milestone
from portal.core.days import today
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory

pytestmark = pytest.mark.django_db
HOME = "/admin/"
SEARCH = "搜索全部页面"


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def agreement(parks, name: str, slug: str = "zizhu", state: str = "in_force", **values) -> Agreement:
    return AgreementFactory(unit=parks[slug].unit, name_zh_hans=name, state=state, **values)


def milestone(of: Agreement, name: str, due_on: date, **values) -> None:
    Milestone.objects.create(agreement=of, name_zh_hans=name, name_en=name, due_on=due_on, **values)


def text_for(client, user) -> str:
    client.force_login(user)
    return client.get(HOME).content.decode()


def test_ends_and_milestones_that_are_near_or_overdue_are_shown(client, officers, parks):
    agreement(parks, "将到期", ends_on=in_days(90))
    agreement(parks, "尚早", ends_on=in_days(91))
    agreement(parks, "草稿", state="drafting", ends_on=in_days(5))
    running = agreement(parks, "执行中")
    milestone(running, "逾期节点", in_days(-3))
    milestone(running, "今日节点", in_days(0))
    milestone(running, "近期节点", in_days(30))
    milestone(running, "远期节点", in_days(31))
    milestone(running, "完成节点", in_days(-1), done_on=in_days(-1))
    milestone(agreement(parks, "已终止", state="terminated"), "终止节点", in_days(1))
    text = text_for(client, officers["zizhu"])
    shown = ("将到期", "还剩90天", "执行中", "逾期节点", "已逾期3天", "今日节点", "今天", "近期节点")
    assert [one for one in shown if one not in text] == []
    hidden = ("尚早", "草稿", "远期节点", "完成节点", "终止节点")
    assert [one for one in hidden if one in text] == []
    assert text.index("逾期节点") < text.index("今日节点") < text.index("近期节点")


def test_agreements_of_another_unit_and_of_those_who_only_read_are_not_shown(client, officers, parks):
    foreign = agreement(parks, "外单位协议", slug="lingang", ends_on=in_days(5))
    milestone(foreign, "外单位节点", in_days(1))
    for user in (officers["zizhu"], make_user("auditor", Role.AUDITOR)):
        text = text_for(client, user)
        assert "外单位" not in text
        assert "天内到期的协议" not in text
        assert "逾期" not in text
    assert "外单位节点" in text_for(client, officers["lingang"])


def test_home_asks_the_database_as_often_for_many_as_for_one(client, officers, parks):
    client.force_login(officers["zizhu"])
    counts = []
    for number in (1, SHOWN + 2):
        while Agreement.objects.count() < number:
            milestone(agreement(parks, "协议", ends_on=in_days(5)), "节点甲", in_days(5))
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(HOME).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert text.count("节点甲") == SHOWN


def test_search_for_pages_is_offered_to_those_alone_who_have_pages(client, tree):
    for role, has_pages in ((Role.OFFICER, False), (Role.EDITOR, True)):
        assert (SEARCH in text_for(client, make_user(role, role, tree.zizhu.unit))) is has_pages
