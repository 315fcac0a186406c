"""What an inquiry is linked to, and what is made of it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from parks.models import Organization
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.services.links import link_organization, link_record, make_organization, unlink_record
from partnerships.inquiries.services.outcomes import begin_agreement, begin_visit
from partnerships.models import Agreement, Inquiry, Visit
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory, VisitFactory
from tests.partnerships.inquiries.reply_kit import received

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(officers):
    return officers["zizhu"]


@pytest.fixture
def inquiry(officer, parks, sectors) -> Inquiry:
    return received(parks["zizhu"], sectors=sectors)


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def code_of(act, **values) -> str:
    with pytest.raises(PartnershipRefusedError) as error:
        act(**values)
    return error.value.code


def test_visit_carries_over_what_the_inquiry_says(inquiry, officer, sectors, parks):
    visit = begin_visit(inquiry_id=inquiry.pk, by=officer, seen=0)
    visit.refresh_from_db()
    assert (visit.state, visit.direction, visit.kind, visit.unit, visit.park, visit.is_public) == (
        "requested",
        "incoming",
        "foreign",
        parks["zizhu"].unit,
        parks["zizhu"],
        False,
    )
    assert (visit.name_en, visit.name_zh_hans or "") == ("Visit of Example Photonics Ltd", "")
    assert (visit.responsible, visit.purpose_en or "", visit.members.count()) == (officer, "", 0)
    assert [partner.description_en for partner in visit.partners.all()] == ["Example Photonics Ltd"]
    assert [link.sector for link in visit.sector_links.all()] == sorted(sectors, key=lambda one: one.slug)
    assert visit.checklist.exists()
    assert list(inquiry.visits.all()) == [visit]
    assert list(visit.inquiries.all()) == [inquiry]
    log = ModelLogEntry.objects.for_instance(visit).get(action="partnerships.visit.of_inquiry")
    assert (log.user, log.data["inquiry"]) == (officer, inquiry.reference)
    inquiry.refresh_from_db()
    assert inquiry.state == "new"


def test_visit_of_a_chinese_company_on_record_is_business(officer, parks):
    inquiry = received(parks["zizhu"], company="示例精密机械有限公司", country="CN", locale="zh-hans")
    company = make_organization(inquiry_id=inquiry.pk, offered=[], by=officer)
    visit = begin_visit(inquiry_id=inquiry.pk, by=officer)
    assert (visit.kind, visit.name_zh_hans) == ("business", "示例精密机械有限公司来访")
    assert visit.partners.get().organization == company


def test_agreement_is_drafted_and_the_inquiry_in_cooperation(inquiry, officer, parks):
    agreement = begin_agreement(inquiry_id=inquiry.pk, by=officer, seen=0)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.unit, agreement.name_en, agreement.is_public, agreement.responsible) == (
        "drafting",
        parks["zizhu"].unit,
        "Cooperation agreement with Example Photonics Ltd",
        False,
        officer,
    )
    park, company = agreement.parties.all()
    assert (park.park, company.description_en) == (parks["zizhu"], "Example Photonics Ltd")
    assert agreement.sector_links.count() == 2
    inquiry.refresh_from_db()
    assert inquiry.state == "in_cooperation"


@pytest.mark.parametrize("begin", [begin_visit, begin_agreement], ids=["visit", "agreement"])
def test_nothing_is_made_without_the_right_or_of_what_is_put_aside(inquiry, officers, parks, begin):
    head = make_user("head", Role.HEAD, parks["zizhu"].unit)  # changes records, and adds none
    assert code_of(begin, inquiry_id=inquiry.pk, by=head) == "forbidden"
    assert code_of(begin, inquiry_id=inquiry.pk, by=officers["lingang"]) == "forbidden"
    for change in ({"state": "spam"}, {"quarantined_at": timezone.now()}, {"erased_at": timezone.now()}):
        Inquiry.objects.filter(pk=inquiry.pk).update(**change)
        assert code_of(begin, inquiry_id=inquiry.pk, by=officers["zizhu"]) == "state"
        Inquiry.objects.filter(pk=inquiry.pk).update(state="new", quarantined_at=None, erased_at=None)
    assert not Visit.objects.exists()
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(("what", "model"), [("visit", Visit), ("agreement", Agreement)])
def test_double_click_makes_one_and_opens_it(inquiry, signed_in, what, model):
    address, data = f"/admin/inquiries/{inquiry.pk}/links/", {"act": "begin", "what": what, "seen": "0"}
    ways = {signed_in.post(address, data).headers["Location"] for _click in range(2)}
    made = model.objects.get()
    assert ways == {f"/admin/snippets/partnerships/{what}/edit/{made.pk}/"}
    assert signed_in.get(ways.pop()).status_code == 200
    screen = signed_in.get(address).content.decode()
    assert f'name="seen" value="{made.pk}"' in screen
    assert str(made) in screen


def test_records_show_the_inquiry_to_those_who_may_read_it(inquiry, officer, signed_in, client, parks):
    visit = begin_visit(inquiry_id=inquiry.pk, by=officer)
    agreement = begin_agreement(inquiry_id=inquiry.pk, by=officer)
    ways = [f"/admin/visits/{visit.pk}/state/", f"/admin/agreements/{agreement.pk}/state/"]
    assert all(inquiry.reference in signed_in.get(way).content.decode() for way in ways)
    Inquiry.objects.filter(pk=inquiry.pk).update(unit=parks["lingang"].unit)
    inquiry.wanted_parks.set([parks["lingang"]])
    for way in ways:
        answer = signed_in.get(way)
        assert answer.status_code == 200
        assert inquiry.reference not in answer.content.decode()


def test_organisation_is_chosen_made_once_and_taken_back(inquiry, officer, parks):
    known = Organization.objects.create(slug="known", name_en="Example-Photonics Ltd.")
    assert code_of(make_organization, inquiry_id=inquiry.pk, offered=[], by=officer) == "known"
    made = make_organization(inquiry_id=inquiry.pk, offered=[known.pk], by=officer)
    assert (made.name_en, str(made.country), made.is_public) == ("Example Photonics Ltd", "US", False)
    assert code_of(make_organization, inquiry_id=inquiry.pk, offered=[known.pk, made.pk], by=officer) == "twice"
    assert link_organization(inquiry_id=inquiry.pk, organization_id=None, by=officer).organization is None
    assert link_organization(inquiry_id=inquiry.pk, organization_id=known.pk, by=officer).organization == known
    assert code_of(link_organization, inquiry_id=inquiry.pk, organization_id=0, by=officer) == "gone"
    head = make_user("head", Role.HEAD, parks["zizhu"].unit)
    link_organization(inquiry_id=inquiry.pk, organization_id=None, by=head)
    assert code_of(make_organization, inquiry_id=inquiry.pk, offered=[known.pk, made.pk], by=head) == "forbidden"
    log = ModelLogEntry.objects.for_instance(inquiry).filter(action="partnerships.inquiry.organization")
    assert log.count() == 4


def test_screen_suggests_by_spelling_and_adds(inquiry, signed_in):
    known = Organization.objects.create(slug="known", name_en="EXAMPLE PHOTONICS, LTD")
    address = f"/admin/inquiries/{inquiry.pk}/links/"
    page = signed_in.get(address).content.decode()
    assert f'name="organization" value="{known.pk}"' in page
    assert f'name="offered" value="{known.pk}"' in page
    signed_in.post(address, {"act": "organization", "organization": known.pk})
    inquiry.refresh_from_db()
    assert inquiry.organization == known
    signed_in.post(address, {"act": "no-organization"})
    signed_in.post(address, {"act": "new-organization", "offered": [known.pk]})
    inquiry.refresh_from_db()
    assert inquiry.organization == Organization.objects.exclude(pk=known.pk).get()


@pytest.mark.parametrize(
    ("factory", "what"), [(VisitFactory, "visit"), (AgreementFactory, "agreement")], ids=["visit", "agreement"]
)
def test_records_of_the_same_unit_are_linked_and_unlinked(inquiry, officer, signed_in, parks, factory, what):
    own, other = factory(unit=parks["zizhu"].unit), factory(unit=parks["lingang"].unit)
    address = f"/admin/inquiries/{inquiry.pk}/links/"
    assert code_of(link_record, inquiry_id=inquiry.pk, record=other, by=officer) == "gone"
    everywhere = make_user("everywhere", Role.OFFICER)
    assert code_of(link_record, inquiry_id=inquiry.pk, record=other, by=everywhere) == "unit"
    signed_in.post(address, {"act": "link", "what": what, what: other.pk})
    for _click in range(2):
        signed_in.post(address, {"act": "link", "what": what, what: own.pk})
    links = getattr(inquiry, f"{what}s")
    assert list(links.all()) == [own]
    assert ModelLogEntry.objects.for_instance(inquiry).filter(action="partnerships.inquiry.link").count() == 1
    links.add(other)  # by somebody who works for both units
    page = signed_in.get(address).content.decode()
    assert str(own) in page
    assert str(other) not in page
    signed_in.post(address, {"act": "unlink", "what": what, "key": other.pk})
    assert links.count() == 2
    for _click in range(2):
        signed_in.post(address, {"act": "unlink", "what": what, "key": own.pk})
    assert list(links.all()) == [other]
    unlink_record(inquiry_id=inquiry.pk, record=other, by=everywhere)
    assert not links.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"act": "nothing"},
        {"act": "begin", "what": "x"},
        {"act": "link", "what": "visit", "visit": "9" * 40},
        {"act": "link"},
        {"act": "unlink", "what": "agreement", "key": "\x00"},
        {"act": "organization", "organization": "-1"},
        {"act": "new-organization", "offered": ["x"] * 99},
    ],
    ids=range(8),
)
def test_forged_forms_break_nothing(inquiry, signed_in, data):
    assert signed_in.post(f"/admin/inquiries/{inquiry.pk}/links/", data).status_code in {200, 302}
