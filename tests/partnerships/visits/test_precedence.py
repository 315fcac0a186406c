"""People of a visit are put in order by the same screen as those of an event."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partnerships.enums import Side
from partnerships.errors import PartnershipRefusedError
from partnerships.models import MemberOffice, Visit, VisitMember
from partnerships.precedence import arranged, fingerprint
from partnerships.services.precedence import arrange_attendees
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.visits.preparing import member, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(parks) -> Visit:
    return visit_of(parks["zizhu"])


def names(visit: Visit, arrangement: str = "news") -> list[str]:
    return [str(one) for one in arranged(Visit.objects.get(pk=visit.pk), arrangement)]


def url(visit: Visit, arrangement: str = "news") -> str:
    return reverse("visit_precedence", args=[visit.pk, arrangement])


def test_members_stand_by_side_then_rank_then_the_order_of_the_form(visit):
    member(visit, "Host", side=Side.HOSTS)
    member(visit, "Unranked")
    member(visit, "Second", news_rank=2)
    member(visit, "First", news_rank=1)
    member(visit, "Authority", side=Side.HIGHER_AUTHORITY)
    assert names(visit) == ["Authority", "First", "Second", "Unranked", "Host"]


def test_screen_saves_numbers_and_moves_by_buttons(client, visit, officers):
    a, b = member(visit, "A"), member(visit, "B")
    client.force_login(officers["zizhu"])
    page = BeautifulSoup(client.get(reverse("visit_precedence", args=[visit.pk])).content, "html.parser")
    form = page.select_one("form[data-precedence]")
    assert form["action"] == url(visit)
    assert [link["href"] for link in page.select(".precedence-tabs a")][1] == url(visit, "rostrum")
    sent = {one["name"]: one["value"] for one in form.select("input[name]")}
    response = client.post(form["action"], sent | {f"rank-{a.pk}": "2", f"rank-{b.pk}": "1"})
    assert response.headers["Location"] == url(visit)
    assert names(visit) == ["B", "A"]
    seen = fingerprint(arranged(Visit.objects.get(pk=visit.pk), "news"), "news")
    client.post(url(visit), {"seen": seen, f"rank-{a.pk}": "2", f"rank-{b.pk}": "1", "move": f"up-{a.pk}"})
    assert names(visit) == ["A", "B"]
    [entry] = ModelLogEntry.objects.filter(action="partnerships.visit.arrange")[:1]
    assert entry.object_id == str(visit.pk)


def test_second_of_two_people_is_told(client, visit, officers):
    a, b = member(visit, "A"), member(visit, "B")
    old = fingerprint(arranged(visit, "news"), "news")
    arrange_attendees(visit_id=visit.pk, arrangement="news", ranks={a.pk: 2, b.pk: 1}, seen=old, by=officers["zizhu"])
    client.force_login(officers["zizhu"])
    response = client.post(url(visit), {"seen": old, f"rank-{a.pk}": "1", f"rank-{b.pk}": "2"})
    assert "其间有人修改了出席人员或其排序" in response.content.decode()
    assert names(visit) == ["B", "A"]


def test_order_is_closed_to_another_unit_and_read_only_to_auditors(client, visit, officers):
    one = member(visit, "A")
    with pytest.raises(PartnershipRefusedError) as refused:
        arrange_attendees(visit_id=visit.pk, arrangement="news", ranks={}, seen="", by=officers["lingang"])
    assert refused.value.code == "forbidden"
    client.force_login(officers["lingang"])
    assert client.get(url(visit)).status_code == 404
    client.force_login(make_user("auditor", Role.AUDITOR))
    assert not BeautifulSoup(client.get(url(visit)).content, "html.parser").select("form[data-precedence] button")
    client.post(url(visit), {f"rank-{one.pk}": "1"})
    assert VisitMember.objects.get().news_rank is None


def test_order_goes_out_with_offices_and_roles_and_without_needs(client, visit, officers):
    first = member(visit, "甲", role="head", news_rank=1, dietary="清真", interpreting="德语", email="a@example.org")
    MemberOffice.objects.create(member=first, title_zh_hans="市长", title_en="Mayor")
    client.force_login(officers["zizhu"])
    file = b"".join(client.get(url(visit), {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert file.splitlines()[1].split(",") == ["来宾", "1", "市长甲", '"甲', ' Mayor"', "团长"]
    assert not any(word in file for word in ("清真", "德语", "example.org"))


def test_visit_without_anybody_says_where_to_enter_them(client, visit, officers):
    client.force_login(officers["zizhu"])
    assert "粘贴名单" in client.get(url(visit)).content.decode()
