"""Agreements as files: out and in again, tried first, with a message for every row."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from parks.services.merging import merge_organizations
from partnerships.models import Agreement, AgreementParty, AgreementSignatory
from partnerships.services.agreement_files import COLUMNS, agreement_rows, import_agreements
from portal.core.tables import TableError, read_table, write_table
from tests.parks.factories import OrganizationFactory
from tests.partnerships.factories import AgreementFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def messages(report) -> list[str]:
    return [message for row in report.rows for message in row.messages]


def exported(user, file_format: str) -> bytes:
    out = BytesIO()
    rows = agreement_rows(Agreement.objects.all(), user)
    write_table(out=out, file_format=file_format, columns=COLUMNS, rows=rows)
    return out.getvalue()


def test_file_makes_drafts_of_the_own_unit_with_their_parties(parks, officers, sectors):
    data = csv(
        "name_zh_hans,name_en,kind,starts_on,ends_on,value,currency,parties,sectors,signed_on",
        '合作协议,Cooperation,framework,2026-01-01,2027-12-31,"1,000.50",CNY,'
        "park:zizhu | park:haian | 美方 / The U.S. side,photonics,XXXX-02-26",
    )
    report = import_agreements(data=data, by=officers["zizhu"])
    assert report.is_written, messages(report)
    [agreement] = Agreement.objects.all()
    assert (agreement.unit, agreement.state, agreement.slug) == (parks["zizhu"].unit, "drafting", "cooperation")
    assert [str(value) for value in (agreement.value, agreement.ends_on, agreement.signed_on)] == [
        "1000.50",
        "2027-12-31",
        "XXXX-02-26",
    ]
    third = agreement.parties.last()
    assert (agreement.parties.count(), third.description_zh_hans, third.description_en) == (3, "美方", "The U.S. side")
    assert agreement.sector_links.get().sector == sectors[0]


def test_trial_writes_nothing_and_says_what_it_would(officers):
    report = import_agreements(data=csv("name_en", "New"), by=officers["zizhu"], trial=True)
    assert [row.outcome for row in report.rows] == ["new"]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_exported_file_changes_nothing_when_it_comes_back(parks, officers, file_format):
    agreement = AgreementFactory(
        unit=parks["zizhu"].unit,
        state="in_force",
        number="=1+1",
        value="12.50",
        currency="USD",
        languages=["zh-hans", "en"],
        is_public=True,
        public_fields=["term"],
    )
    AgreementParty.objects.create(agreement=agreement, park=parks["zizhu"], sort_order=0)
    AgreementParty.objects.create(agreement=agreement, description_en="The U.S. side", sort_order=1)
    report = import_agreements(data=exported(officers["zizhu"], file_format), by=officers["zizhu"])
    assert [row.outcome for row in report.rows] == ["unchanged"], messages(report)


def test_cell_that_a_spreadsheet_would_run_is_quoted(parks, officers):
    AgreementFactory(unit=parks["zizhu"].unit, number="=1+1")
    text = exported(officers["zizhu"], "csv").decode("utf-8-sig")
    assert ",'=1+1," in text


@pytest.mark.parametrize(
    ("columns", "line", "message"),
    [
        ("name_en,ends_on", "New,tomorrow", "a day such as"),
        ("name_en,starts_on,ends_on", "New,2026-02-01,2026-01-01", "ends before it begins"),
        ("name_en,value", "New,much", "a number"),
        ("name_en,value", "New,NaN", "a number"),
        ("name_en,value", "New,5", "in which currency"),
        ("name_en,currency", "New,XYZ", "XYZ"),
        ("name_en,originals", "New,1.5", "a whole number"),
        ("name_en,kind", "New,treaty", "treaty"),
        ("name_en,is_public", "New,perhaps", "yes or no"),
        ("name_en,public_fields", "New,everything", "everything"),
        ("name_en,framework", "New,nowhere", "no short address that is known"),
        ("name_en,parties", "New,park:nowhere", "no short address that is known"),
        ("name_en,sectors", "New,nowhere", "no short address that is known"),
        ("name_en,state", "New,signed", "No file moves an agreement"),
        ("name_en,unit", "New,lingang", "a unit in which you may write"),
        ("name_en,signed_on", "New,2026-13-01", ""),
        ("number", "7", "one language at least"),
    ],
)
def test_faulty_row_is_told_and_nothing_is_written(officers, columns, line, message):
    report = import_agreements(data=csv(columns, line), by=officers["zizhu"])
    assert report.is_faulty
    assert message in " ".join(messages(report))
    assert not Agreement.objects.exists()


def test_one_faulty_row_keeps_the_others_out(officers):
    report = import_agreements(data=csv("name_en,value", "Good,", "Bad,5"), by=officers["zizhu"])
    assert [row.outcome for row in report.rows] == ["new", "faulty"]
    assert not Agreement.objects.exists()


def test_circle_within_a_file_is_refused(parks, officers):
    for slug in ("first", "second"):
        AgreementFactory(unit=parks["zizhu"].unit, slug=slug)
    report = import_agreements(data=csv("slug,framework", "first,second", "second,first"), by=officers["zizhu"])
    assert [row.outcome for row in report.rows] == ["changed", "faulty"]
    assert not Agreement.objects.filter(framework__isnull=False).exists()


def test_party_for_whom_somebody_signs_is_not_taken_away(parks, officers):
    agreement = AgreementFactory(unit=parks["zizhu"].unit, slug="first")
    for number, slug in enumerate(("zizhu", "haian")):
        AgreementParty.objects.create(agreement=agreement, park=parks[slug], sort_order=number)
    AgreementSignatory.objects.create(agreement=agreement, party_number=2, person=PersonFactory())
    report = import_agreements(data=csv("slug,parties", "first,park:zizhu"), by=officers["zizhu"])
    assert "signs for party 2" in " ".join(messages(report))
    assert agreement.parties.count() == 2


def test_same_short_address_twice_is_refused(officers):
    report = import_agreements(data=csv("slug,name_en", "one,First", "one,Second"), by=officers["zizhu"])
    assert "twice" in " ".join(messages(report))


def test_file_with_an_unknown_column_is_refused(officers):
    with pytest.raises(TableError):
        import_agreements(data=csv("name_en,secret", "New,1"), by=officers["zizhu"])


def test_every_column_that_goes_out_is_taken_in(parks, officers):
    AgreementFactory(unit=parks["zizhu"].unit)
    assert read_table(data=exported(officers["zizhu"], "csv"), columns=COLUMNS)


def test_party_that_was_merged_is_the_one_it_was_merged_into(officers):
    keep, gone = OrganizationFactory(slug="keep"), OrganizationFactory(slug="gone")
    merge_organizations(keep_id=keep.pk, gone_id=gone.pk, by=None)
    import_agreements(data=csv("name_en,parties", "New,organization:gone"), by=officers["zizhu"])

    assert Agreement.objects.get().parties.get().organization == keep


def test_all_faults_of_a_row_are_told_at_once_each_with_its_column(officers):
    data = csv(
        "name_en,signed_on,starts_on,ends_on,value,currency,parties,sectors,kind",
        "New,2026-13-01,2026-02-01,2026-01-01,-5,RMB,park:nowhere | organization:nobody,foo,treaty",
    )
    report = import_agreements(data=data, by=officers["zizhu"])
    told = messages(report)
    for column, words in (
        ("signed_on", "2026-13-01"),
        ("ends_on", "before it begins"),
        ("value", "greater than or equal to 0"),
        ("currency", "RMB"),
        ("parties", "park:nowhere"),
        ("parties", "organization:nobody"),
        ("sectors", "foo"),
        ("kind", "treaty"),
    ):
        assert [one for one in told if f"“{column}”" in one and words in one], (column, told)
    assert len(told) == len(set(told))


def test_term_beyond_the_framework_names_the_column_that_allows_it(parks, officers):
    AgreementFactory(unit=parks["zizhu"].unit, slug="above", kind="framework", ends_on="2027-12-31")
    data = csv("name_en,framework,ends_on", "New,above,2029-01-01")
    report = import_agreements(data=data, by=officers["zizhu"])
    assert "write yes in the column “outlives_framework”" in " ".join(messages(report))
    data = csv("name_en,framework,ends_on,outlives_framework", "New,above,2029-01-01,yes")
    assert import_agreements(data=data, by=officers["zizhu"]).is_written


@pytest.mark.parametrize("written", ["2026/1/5", "2026-1-5", "2026-01-05", "2026年1月5日"])
def test_days_as_spreadsheets_rewrite_them_are_read(officers, written):
    data = csv("name_en,signed_on,starts_on,ends_on", f"New,{written},{written},{written}")
    report = import_agreements(data=data, by=officers["zizhu"])
    assert report.is_written, messages(report)
    agreement = Agreement.objects.get()
    assert {str(agreement.signed_on), str(agreement.starts_on), str(agreement.ends_on)} == {"2026-01-05"}


def test_file_may_be_headed_and_filled_in_chinese(parks, officers, sectors):
    data = csv(
        "标题（简体中文）,类别,签约方,产业领域,除基本信息外公开的内容,金额,货币",
        "合作协议,框架协议,park:zizhu | park:haian,photonics,摘要|期限,5,人民币（CNY）",
    )
    with override("zh-hans"):
        report = import_agreements(data=data, by=officers["zizhu"])
    assert report.is_written, messages(report)
    agreement = Agreement.objects.get()
    assert (agreement.name_zh_hans, agreement.kind, agreement.parties.count()) == ("合作协议", "framework", 2)
    assert (agreement.public_fields, agreement.sector_links.count()) == (["summary", "term"], 1)


def test_screen_of_the_import_says_that_names_are_taken_for_codes(client, officers):
    client.force_login(officers["zizhu"])
    UserProfile.objects.update_or_create(user=officers["zizhu"], defaults={"preferred_language": "zh-hans"})
    text = client.get(reverse("agreements_import")).content.decode()
    assert "framework（框架协议）" in text
    assert "标题 · 简体中文" in text


def test_description_of_a_party_that_is_too_long_names_the_column_of_the_file(officers):
    report = import_agreements(data=csv("name_en,parties", f"New,{'x' * 201}"), by=officers["zizhu"])
    [said] = messages(report)
    assert said.startswith("Column “parties”")
