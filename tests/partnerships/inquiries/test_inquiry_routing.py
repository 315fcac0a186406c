"""Routing rules: where new inquiries go, who keeps rules, and what a rule may not do."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from partnerships.inquiries.desk.try_view import TryForm
from partnerships.inquiries.enums import ConsentKind, InquiryState
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.models import Inquiry, RoutingRule
from portal.core.enums import Role
from portal.core.services.memberships import grant_membership
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user

pytestmark = pytest.mark.django_db
RULES = "wagtailsnippets_partnerships_routingrule"


@pytest.fixture
def receive(parks):
    """Receives an inquiry to these parks."""

    def received(*slugs: str, **values) -> Inquiry:
        typed = {"intent": "visit", "company": "Muster AG", "country": "DE", "person": "Erika Muster", "locale": "en"}
        typed |= {"email": "erika@example.com", "message": "Question", "parks": [parks[slug] for slug in slugs]}
        return receive_inquiry(submission_key=f"k{Inquiry.objects.count()}", **{**typed, **values})

    return received


def test_first_rule_of_which_all_fits_counts(receive, parks, officers, sectors):
    officer = officers["zizhu"]
    other = make_user("other", Role.OFFICER, parks["zizhu"].unit)
    fitting = {"park": parks["zizhu"], "sector": sectors[0], "country": "DE", "locale": "en", "intent": "visit"}
    RoutingRule.objects.create(sort_order=9, officer=other)
    RoutingRule.objects.create(sort_order=1, officer=other, is_active=False)
    RoutingRule.objects.create(sort_order=5, officer=officer, **fitting)

    inquiry = receive("zizhu", sectors=sectors)

    inquiry.refresh_from_db()
    assert (inquiry.responsible, inquiry.state) == (officer, InquiryState.ASSIGNED)
    move = inquiry.moves.get()
    assert move.by is None
    assert "5" in move.note
    assert {letter.recipient for letter in Letter.objects.filter(kind="inquiry_notice")} == {officer.email}
    for change in ({"country": "FR"}, {"locale": "zh-hans"}, {"intent": "other"}, {"sectors": [sectors[1]]}):
        assert receive("zizhu", **{"sectors": sectors, **change}).responsible == other


def test_without_a_rule_it_stays_new_with_the_unit_of_the_park(receive, parks, officers):
    RoutingRule.objects.create(park=parks["lingang"], officer=officers["lingang"])
    inquiry = receive("zizhu")
    assert (inquiry.unit, inquiry.responsible, inquiry.state) == (parks["zizhu"].unit, None, InquiryState.NEW)


def test_other_unit_gets_it_only_with_consent(receive, parks, officers):
    RoutingRule.objects.create(unit=parks["lingang"].unit, officer=officers["lingang"])

    kept, passed = receive("zizhu"), receive("zizhu", consents=[ConsentKind.SHARING])

    assert (kept.unit, kept.responsible, kept.state) == (parks["zizhu"].unit, None, InquiryState.NEW)
    assert (passed.unit, passed.responsible) == (parks["lingang"].unit, officers["lingang"])
    assert receive("zizhu", "lingang").unit == parks["lingang"].unit  # it was addressed


def test_officer_who_left_is_not_made_responsible(receive, parks, officers):
    RoutingRule.objects.create(unit=parks["zizhu"].unit, officer=officers["zizhu"])
    officers["zizhu"].is_active = False
    officers["zizhu"].save()

    inquiry = receive("zizhu")

    assert (inquiry.responsible, inquiry.state) == (None, InquiryState.TRIAGED)  # assigned to nobody is not assigned
    assert inquiry.moves.get().by is None


def test_quarantine_is_routed_when_it_is_released(receive, officers):
    from partnerships.inquiries.services.receiving import release_inquiry

    RoutingRule.objects.create(officer=officers["zizhu"])
    inquiry = receive("zizhu", doubts=["trap"])
    assert inquiry.responsible is None
    assert release_inquiry(inquiry_id=inquiry.pk, by=officers["zizhu"]).responsible == officers["zizhu"]


@pytest.fixture
def head(client, parks):
    person = make_user("head", Role.HEAD, parks["zizhu"].unit)
    client.force_login(person)
    return person


def _form(**values) -> dict[str, str]:
    return {"sort_order": "10", "is_active": "on", "park": "", "unit": "", "officer": "", **values}


def test_head_keeps_rules_of_the_own_unit(client, head, parks, officers):
    own, other = parks["zizhu"], parks["lingang"]
    add = reverse(f"{RULES}:add")

    client.post(add, _form(park=own.pk, unit=own.unit.pk, officer=officers["zizhu"].pk))
    rule = RoutingRule.objects.get()
    assert (rule.park, rule.officer) == (own, officers["zizhu"])

    for values in (
        {"unit": own.unit.pk},  # it would draw everybody's
        {"park": other.pk, "unit": own.unit.pk},
        {"park": own.pk, "unit": other.unit.pk},
        {"park": own.pk},
        {"park": own.pk, "unit": own.unit.pk, "officer": officers["lingang"].pk},
    ):
        assert client.post(add, _form(**values)).status_code == 200, values
    assert RoutingRule.objects.count() == 1

    foreign = RoutingRule.objects.create(unit=other.unit, officer=officers["lingang"])
    assert f"#{foreign.pk}<" not in client.get(reverse(f"{RULES}:list")).content.decode()
    for screen in ("edit", "delete", "inspect"):
        assert client.get(reverse(f"{RULES}:{screen}", args=[foreign.pk])).status_code in (302, 404)


def test_officer_reads_rules_and_editor_none(client, parks, officers):
    rule = RoutingRule.objects.create(unit=parks["zizhu"].unit, park=parks["zizhu"])
    client.force_login(officers["zizhu"])
    assert client.get(reverse(f"{RULES}:inspect", args=[rule.pk])).status_code == 200
    assert client.get(reverse(f"{RULES}:edit", args=[rule.pk])).status_code == 302
    assert client.get(reverse(f"{RULES}:add")).status_code == 302

    client.force_login(make_user("editor", Role.EDITOR, parks["zizhu"].unit))
    assert client.get(reverse("inquiry_try")).status_code == 302
    assert client.get(reverse(f"{RULES}:list")).status_code == 302


def test_trying_says_where_it_would_go_and_keeps_nothing(client, parks, officers):
    RoutingRule.objects.create(
        sort_order=7, park=parks["zizhu"], unit=parks["lingang"].unit, officer=officers["lingang"]
    )
    admin = make_user("admin")
    grant_membership(user=admin, role=Role.ADMINISTRATOR, unit=None, by=None)
    client.force_login(admin)
    asked = {"park": parks["zizhu"].pk, "country": "DE", "locale": "en", "intent": "visit"}

    refused = client.get(reverse("inquiry_try"), asked).context["result"]
    agreed = client.get(reverse("inquiry_try"), {**asked, "agreed": "sharing"}).context["result"]

    assert refused["office"] == str(parks["zizhu"].unit)
    assert refused["missing"]
    assert (agreed["office"], agreed["officer"]) == (str(parks["lingang"].unit), "officer-lingang")
    assert not Inquiry.objects.exists()

    client.force_login(make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit))
    told = client.get(reverse("inquiry_try"), {**asked, "agreed": "sharing"})
    assert told.context["result"]["is_of_others"]
    assert "officer-lingang" not in told.content.decode()


def test_rules_are_known_by_what_they_say(parks, officers, sectors):
    rule = RoutingRule.objects.create(
        park=parks["zizhu"], sector=sectors[0], country="DE", locale="en", unit=parks["zizhu"].unit
    )
    with translation.override("zh-hans"):
        said = str(rule)
        assert str(RoutingRule(officer=officers["zizhu"])) == "所有咨询 → officer-zizhu"
        assert RoutingRule._meta.get_field("sort_order").verbose_name == "顺序"

    fits, goes = said.split(" → ")
    assert fits.split(" · ") == ["上海紫竹高新技术产业开发区", "光电子", "德国", "英语"]
    assert goes == str(parks["zizhu"].unit)


def test_countries_to_try_begin_with_a_blank_and_china():
    assert [code for code, _name in TryForm().fields["country"].choices][:2] == ["", "CN"]
