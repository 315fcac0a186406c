"""Two units side by side: neither reaches into the other's agreements, nor learns of them what is not public."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from partnerships.agreement_rules import field_problems
from partnerships.models import Agreement, AgreementParty, AgreementSignatory
from partnerships.services.agreement_files import import_agreements
from partnerships.services.agreements import move_agreement
from partnerships.services.moving import last_step
from partnerships.services.successors import begin_renewal
from portal.core.enums import Role
from portal.search.queries import search
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory, PersonFactory
from tests.partnerships.screens import form_of, typed_agreement, with_rows

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/partnerships/agreement/"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def theirs(parks) -> Agreement:
    """A public agreement of Lingang that is in force; its term is not public."""
    return AgreementFactory(
        unit=parks["lingang"].unit, slug="theirs", state="in_force", is_public=True, ends_on=date(2027, 9, 8)
    )


def with_parties(agreement: Agreement, parks) -> Agreement:
    for number, slug in enumerate(("zizhu", "haian")):
        AgreementParty.objects.create(agreement=agreement, park=parks[slug], sort_order=number)
    return agreement


def sent(line: str, by, columns: str = "slug,renews"):
    return import_agreements(data=f"{columns}\n{line}".encode(), by=by)


@pytest.mark.parametrize("link", ["renews", "amends"])
def test_agreement_of_another_unit_is_neither_renewed_nor_amended(client, officers, parks, theirs, link):
    client.force_login(officers["zizhu"])
    typed = typed_agreement(parks["zizhu"].unit, parks["zizhu"], parks["haian"])
    assert link in client.post(f"{LIST}add/", typed | {link: theirs.pk}).context["form"].errors
    assert sent("new,theirs,New", officers["zizhu"], f"slug,{link},name_en").is_faulty
    assert not Agreement.objects.exclude(pk=theirs.pk).exists()


@pytest.mark.parametrize("is_portal", [True, False])
def test_renewal_of_one_unit_does_not_end_the_agreement_of_another(parks, theirs, is_portal):
    state, to = ("signed", "in_force") if is_portal else ("seal", "signed")
    renewal = with_parties(AgreementFactory(unit=parks["zizhu"].unit, state=state, renews=theirs), parks)
    head = make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit)
    move_agreement(agreement_id=renewal.pk, seen=state, to=to, by=None if is_portal else head)
    theirs.refresh_from_db()
    assert theirs.state == "in_force"


def test_term_of_a_framework_is_told_to_those_who_may_know_it(parks, officers, theirs):
    values = {"framework": theirs, "ends_on": date(2028, 1, 1)}
    assert list(field_problems(None, values, by=officers["zizhu"])) == []
    assert "2027" in str(list(field_problems(None, values, by=officers["lingang"])))
    theirs.public_fields = ["term"]
    assert "2027" in str(list(field_problems(None, values, by=officers["zizhu"])))


def test_agreement_of_another_unit_under_a_framework_does_not_hold_it_up(parks, officers):
    framework = AgreementFactory(unit=parks["zizhu"].unit, is_public=True)
    AgreementFactory(unit=parks["lingang"].unit, framework=framework, ends_on=date(2030, 1, 1))
    values = {"ends_on": date(2029, 1, 1)}
    assert list(field_problems(framework.pk, values, by=officers["zizhu"])) == []
    own = AgreementFactory(unit=parks["zizhu"].unit, framework=framework, ends_on=date(2030, 1, 1))
    assert f"“{own}”" in str(list(field_problems(framework.pk, values, by=officers["zizhu"])))


def test_renewal_that_another_unit_prepares_is_not_named_and_stops_nobody(parks, officers, theirs):
    AgreementFactory(unit=parks["zizhu"].unit, renews=theirs)
    assert begin_renewal(agreement_id=theirs.pk, by=officers["lingang"]).renews == theirs


def test_link_that_the_sender_may_not_see_stays_when_the_file_comes_back(parks, officers):
    hidden = AgreementFactory(unit=parks["lingang"].unit)
    known = AgreementFactory(unit=parks["zizhu"].unit)
    AgreementFactory(unit=parks["zizhu"].unit, slug="own", framework=hidden, amends=known)
    report = sent("own,,", officers["zizhu"], "slug,framework,amends")
    assert [row.outcome for row in report.rows] == ["changed"]
    own = Agreement.objects.get(slug="own")
    assert (own.framework, own.amends) == (hidden, None)


def test_renewal_that_was_broken_off_renews_nothing(parks, officers, theirs):
    AgreementFactory(unit=parks["lingang"].unit, state="terminated", renews=theirs)
    with pytest.raises(Exception, match="No signed agreement renews"):
        move_agreement(agreement_id=theirs.pk, seen="in_force", to="renewed", by=officers["lingang"])


def test_parties_keep_their_order_as_long_as_somebody_signs_for_them(parks, officers):
    own = with_parties(AgreementFactory(unit=parks["zizhu"].unit, slug="own"), parks)
    AgreementSignatory.objects.create(agreement=own, person=PersonFactory(), party_number=1)
    assert sent("own,park:haian | park:zizhu", officers["zizhu"], "slug,parties").is_faulty
    assert not sent("own,park:zizhu | The U.S. side", officers["zizhu"], "slug,parties").is_faulty


@pytest.mark.parametrize(("cell", "amount"), [("1250.5", "1250.50"), ('"1,250.50"', "1250.50"), ("12", "12.00")])
def test_amount_is_taken_as_it_is_meant(officers, cell, amount):
    assert not sent(f"new,New,{cell},CNY", officers["zizhu"], "slug,name_en,value,currency").is_faulty
    assert str(Agreement.objects.get().value) == amount


@pytest.mark.parametrize("cell", ['"12,50"', '"1,25,000"', "9" * 5000, "1e3"])
def test_amount_that_may_mean_two_things_is_refused(officers, cell):
    assert sent(f"new,New,{cell},CNY", officers["zizhu"], "slug,name_en,value,currency").is_faulty


def test_search_forgets_what_a_file_made_internal_and_finds_what_it_made_public(parks, officers):
    AgreementFactory(unit=parks["zizhu"].unit, slug="own", name_en="Lighthouse", state="signed")
    for cell, count in (("yes", 1), ("no", 0)):
        assert not sent(f"own,{cell}", officers["zizhu"], "slug,is_public").is_faulty
        assert search("Lighthouse", "en").total == count


def test_file_holds_what_the_list_shows(client, parks, officers, theirs):
    AgreementFactory(unit=parks["zizhu"].unit, name_en="Wind farm", is_public=True)
    AgreementFactory(unit=parks["zizhu"].unit, name_en="Harbour")
    client.force_login(officers["zizhu"])
    address = reverse("agreements_export", args=["csv"])

    def file(query: str) -> str:
        return b"".join(client.get(f"{address}?{query}").streaming_content).decode()

    for query in ("q=Wind", "is_public=true", f"unit={parks['zizhu'].unit.pk}&q=Wind"):
        assert ("Wind farm" in file(query), "Harbour" in file(query)) == (True, False), query
    assert "Harbour" in file("")


def test_step_that_was_not_seen_is_not_approved(parks, officers):
    head = make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit)
    own = AgreementFactory(unit=parks["zizhu"].unit, state="negotiating")
    move_agreement(agreement_id=own.pk, seen="negotiating", to="legal_review", by=officers["zizhu"])
    seen = last_step(own)
    for left, to in (("legal_review", "negotiating"), ("negotiating", "legal_review")):
        move_agreement(agreement_id=own.pk, seen=left, to=to, by=officers["zizhu"])
    with pytest.raises(Exception, match="Nothing was changed"):
        move_agreement(agreement_id=own.pk, seen="legal_review", to="decision", by=head, seen_step=seen)
    move_agreement(agreement_id=own.pk, seen="legal_review", to="decision", by=head, seen_step=last_step(own))


def test_form_left_open_makes_nothing_public_again(client, parks, officers):
    own = AgreementFactory(unit=parks["zizhu"].unit, is_public=True, public_fields=["term", "value"], state="signed")
    with_parties(own, parks)
    client.force_login(officers["zizhu"])
    opened = form_of(client.get(f"{LIST}edit/{own.pk}/"))
    Agreement.objects.filter(pk=own.pk).update(is_public=False, public_fields=["term"], starts_on=date(2026, 5, 1))
    assert client.post(f"{LIST}edit/{own.pk}/", opened | {"number": "7"}).status_code == 302
    own.refresh_from_db()
    assert (own.number, own.is_public, own.public_fields, own.starts_on) == ("7", False, ["term"], date(2026, 5, 1))
    ends = client.post(f"{LIST}edit/{own.pk}/", opened | {"ends_on": "2026-04-01"})
    assert "ends_on" in ends.context["form"].errors


def test_form_of_an_agreement_that_is_gone_says_so_and_saves_nothing(client, parks, officers):
    own = with_parties(AgreementFactory(unit=parks["zizhu"].unit), parks)
    client.force_login(officers["zizhu"])
    opened = form_of(client.get(f"{LIST}edit/{own.pk}/"))
    Agreement.objects.all().delete()
    response = client.post(f"{LIST}edit/{own.pk}/", opened, follow=True)
    assert "所填内容未保存" in response.content.decode()
    assert not Agreement.objects.exists()
    assert client.get(f"{LIST}edit/{own.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_form_is_saved_under_a_lock_of_its_own(client, parks, officers):
    own = with_parties(AgreementFactory(unit=parks["zizhu"].unit), parks)
    client.force_login(officers["zizhu"])
    opened = form_of(client.get(f"{LIST}edit/{own.pk}/"))
    assert client.post(f"{LIST}edit/{own.pk}/", opened | {"number": "7"}).status_code == 302
    own.refresh_from_db()
    assert own.number == "7"


@pytest.mark.parametrize("change", [{"name_en": "Other"}, {"ends_on": "2030-01-01"}, {"parties-0-park": "haian"}])
def test_what_is_in_approval_does_not_change(client, parks, officers, change):
    own = with_parties(AgreementFactory(unit=parks["zizhu"].unit, slug="own", state="seal"), parks)
    client.force_login(officers["zizhu"])
    opened = form_of(client.get(f"{LIST}edit/{own.pk}/"))
    change = {name: str(parks[value].pk) if value in parks else value for name, value in change.items()}
    refused = client.post(f"{LIST}edit/{own.pk}/", opened | change)
    assert "先退回洽谈" in str(refused.context["form"].non_field_errors())
    assert client.post(f"{LIST}edit/{own.pk}/", opened | {"number": "7"}).status_code == 302
    assert sent("own,Other", officers["zizhu"], "slug,name_en").is_faulty
    assert not sent("own,8", officers["zizhu"], "slug,number").is_faulty


@pytest.mark.parametrize("state", ["drafting", "seal"])
def test_what_is_not_signed_is_shown_to_nobody(client, parks, officers, state):
    own = AgreementFactory(unit=parks["zizhu"].unit, slug="own", state=state, is_public=True, public_fields=["term"])
    other = AgreementFactory(unit=parks["lingang"].unit, framework=own, is_public=True)
    assert not own.is_shown
    assert list(Agreement.objects.public()) == [other]
    assert client.get("/en/partnerships/own/").status_code == 404
    assert "Agreement" not in str(client.get("/api/v1/agreements?framework=own").json()["items"])
    client.force_login(officers["lingang"])
    assert own.name_en not in client.get(f"{LIST}edit/{other.pk}/").content.decode()


def test_draft_that_is_broken_off_is_never_shown(parks, officers):
    own = AgreementFactory(unit=parks["zizhu"].unit, state="negotiating", is_public=True)
    steps = {"seen": "negotiating", "to": "terminated", "note": "The other side has withdrawn"}
    move_agreement(agreement_id=own.pk, by=officers["zizhu"], **steps)
    assert not Agreement.objects.public().exists()


def test_signature_brings_a_public_agreement_into_the_search(parks):
    own = with_parties(
        AgreementFactory(unit=parks["zizhu"].unit, name_en="Beacon", state="seal", is_public=True), parks
    )
    head = make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit)
    assert search("Beacon", "en").total == 0
    move_agreement(agreement_id=own.pk, seen="seal", to="signed", by=head)
    assert search("Beacon", "en").total == 1


def test_short_address_of_another_page_is_not_given(client, parks, officers):
    client.force_login(officers["zizhu"])
    typed = typed_agreement(parks["zizhu"].unit, parks["zizhu"], parks["haian"])
    assert "slug" in client.post(f"{LIST}add/", typed | {"slug": "events"}).context["form"].errors
    assert client.post(f"{LIST}add/", typed | {"name_en": "Platforms"}).status_code == 302
    assert Agreement.objects.get().slug == "platforms-2"
    assert sent("events,New", officers["zizhu"], "slug,name_en").is_faulty


def test_sector_named_twice_is_told_beside_it(client, parks, officers, sectors):
    client.force_login(officers["zizhu"])
    typed = typed_agreement(parks["zizhu"].unit, parks["zizhu"], parks["haian"])
    twice = with_rows(typed, "sector_links", {"sector": sectors[0].pk}, {"sector": sectors[0].pk})
    assert any(client.post(f"{LIST}add/", twice).context["form"].formsets["sector_links"].errors)
    assert not Agreement.objects.exists()
