"""What has been signed stays: an officer fills in what is empty, the head of the unit changes the rest."""

from __future__ import annotations

from datetime import date

import pytest

from partnerships.models import Agreement, AgreementParty, AgreementSignatory
from partnerships.services.agreement_files import import_agreements
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from tests.parks.factories import OrganizationFactory
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory, PersonFactory
from tests.partnerships.screens import form_of, with_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(parks) -> Agreement:
    """An agreement of Zizhu in force, with two parties and somebody who signed for the first."""
    values = {"slug": "own", "name_en": "Own", "state": "in_force", "ends_on": date(2029, 10, 31)}
    agreement = AgreementFactory(unit=parks["zizhu"].unit, signed_on=PartialDate(2026, 11), **values)
    for number, slug in enumerate(("zizhu", "haian")):
        AgreementParty.objects.create(agreement=agreement, park=parks[slug], sort_order=number)
    AgreementSignatory.objects.create(agreement=agreement, party_number=1, person=PersonFactory())
    return agreement


@pytest.fixture
def head(parks):
    return make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit)


@pytest.fixture
def save(client, signed):
    """Send the form of the signed agreement with changes, and answer what the screen answers."""

    def saved(user, change: dict, rows: tuple = ()):
        client.force_login(user)
        url = f"/admin/snippets/partnerships/agreement/edit/{signed.pk}/"
        data = form_of(client.get(url)) | change
        return client.post(url, with_rows(data, *rows) if rows else data)

    return saved


def refusals(response) -> str:
    return str(response.context["form"].non_field_errors())


def test_officer_is_told_which_fields_have_been_agreed(save, signed, officers):
    told = save(officers["zizhu"], {"name_en": "Other", "ends_on": "2031-10-31", "number": "7"})
    assert all(text in refusals(told) for text in ("标题 · English", "届满日期", "补充协议", "单位负责人"))
    assert {"name_en", "ends_on"} <= told.context["form"].errors.keys()
    signed.refresh_from_db()
    assert (signed.name_en, signed.ends_on, signed.number) == ("Own", date(2029, 10, 31), "")


def test_what_has_been_agreed_is_told_together_with_other_faults(save, officers):
    told = save(officers["zizhu"], {"ends_on": "2031-10-31", "starts_on": "2027-02-30"})
    assert {"ends_on", "starts_on"} <= told.context["form"].errors.keys()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "framework"}, "kind"),
        ({"signed_on_month": ""}, "signed_on"),
        ({"signed_on_year": "2025"}, "signed_on"),
        ({"ends_on": ""}, "ends_on"),
    ],
)
def test_officer_changes_nothing_that_is_filled_in(save, officers, change, field):
    assert field in save(officers["zizhu"], change).context["form"].errors


@pytest.mark.parametrize(
    "change",
    [
        {"subject_en": "Cooperation"},
        {"starts_on": "2026-11-01"},
        {"value": "5", "currency": "CNY"},
        {"languages": ["en"], "prevailing_language": "en"},
        {"signed_on_day": "26"},
        {"parties-1-description_en": "of Hai\u2019an"},
        {"number": "7", "is_public": "on", "summary_en": "About this"},
    ],
)
def test_officer_fills_in_what_is_empty(save, officers, change):
    assert save(officers["zizhu"], change).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"parties-0-DELETE": "1", "signatories-0-DELETE": "1"},
        {"parties-0-ORDER": "9"},
        {"parties-0-park": ""},
    ],
)
def test_officer_moves_no_party(save, signed, officers, change):
    told = save(officers["zizhu"], change | {"parties-0-description_en": "Somebody"})
    assert "签约方" in refusals(told) or told.context["form"].formsets["parties"].errors
    assert [party.park.slug for party in signed.parties.all()] == ["zizhu", "haian"]


def test_officer_names_the_legal_person_of_a_party_and_adds_none(save, signed, officers):
    company = OrganizationFactory()
    assert save(officers["zizhu"], {"parties-0-organization": str(company.pk)}).status_code == 302
    told = save(officers["zizhu"], {}, ("parties", {"description_en": "A third one"}))
    assert "签约方" in refusals(told)


def test_officer_adds_a_signatory_and_changes_none(save, signed, officers):
    other = PersonFactory()
    told = save(officers["zizhu"], {"signatories-0-person": str(other.pk)})
    assert "签约人" in refusals(told)
    assert "签约人" in refusals(save(officers["zizhu"], {"signatories-0-DELETE": "1"}))
    row = {"role": "signatory", "party_number": "2", "person": other.pk, "offices-TOTAL_FORMS": "0"}
    row |= {"offices-INITIAL_FORMS": "0", "offices-MIN_NUM_FORMS": "0", "offices-MAX_NUM_FORMS": "1000"}
    assert save(officers["zizhu"], {}, ("signatories", row)).status_code == 302
    assert signed.signatories.count() == 2


def test_head_changes_what_was_agreed(save, signed, head):
    other = PersonFactory()
    change = {"name_en": "Other", "ends_on": "2031-10-31", "signatories-0-person": str(other.pk)}
    assert save(head, change).status_code == 302
    signed.refresh_from_db()
    assert (signed.name_en, signed.ends_on, signed.signatories.get().person) == ("Other", date(2031, 10, 31), other)


@pytest.mark.parametrize(
    ("columns", "line", "named"),
    [
        ("slug,name_en,ends_on", "own,Other,2031-10-31", ("name_en", "ends_on")),
        ("slug,parties", "own,park:haian | park:zizhu", ("parties",)),
        ("slug,parties", "own,park:zizhu | park:haian | Third", ("parties",)),
        ("slug,signed_on", "own,2026-XX-XX", ("signed_on",)),
    ],
)
def test_file_of_an_officer_changes_nothing_either(signed, officers, head, columns, line, named):
    signed.signatories.all().delete()
    data = f"{columns}\n{line}".encode()
    report = import_agreements(data=data, by=officers["zizhu"])
    assert report.is_faulty
    assert all(name in report.rows[0].messages[0] for name in named)
    assert import_agreements(data=data, by=head).is_written


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ("slug,subject_en,number", "own,Cooperation,7"),
        ("slug,signed_on", "own,2026-11-26"),
        ("slug,parties", "own,park:zizhu+organization:company | park:haian"),
    ],
)
def test_file_of_an_officer_fills_in_what_is_empty(signed, officers, columns, line):
    OrganizationFactory(slug="company")
    report = import_agreements(data=f"{columns}\n{line}".encode(), by=officers["zizhu"])
    assert report.is_written, report.rows


@pytest.mark.parametrize(
    ("state", "who", "said"),
    [
        ("drafting", "officer", "尚可全部更改"),
        ("seal", "officer", "退回洽谈"),
        ("in_force", "officer", "请单位负责人更改"),
        ("in_force", "head", "仍可更正"),
    ],
)
def test_form_says_where_the_agreement_stands_and_what_may_change(client, signed, officers, head, state, who, said):
    Agreement.objects.filter(pk=signed.pk).update(state=state)
    signed.refresh_from_db()
    client.force_login(head if who == "head" else officers["zizhu"])
    page = client.get(f"/admin/snippets/partnerships/agreement/edit/{signed.pk}/").content.decode()
    assert f"当前状态：{signed.get_state_display()}" in page
    assert said in page
