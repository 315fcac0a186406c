"""Organisations as a file: out and in again, tried first, with a word for every row."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from parks.models import Organization, OrganizationAlias
from parks.services.merging import merge_organizations
from parks.services.organization_files import COLUMNS, import_organizations, organization_rows
from partnerships.models import Agreement, AgreementParty
from portal.core.tables import FORMATS, write_table
from portal.search.models import SearchEntry
from portal.search.registry import identity
from portal.search.services import reindex
from tests.parks.factories import OrganizationFactory, PlaceFactory
from tests.parks.test_directory import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table(*rows: dict[str, str], file_format: str = "csv") -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = BytesIO()
    write_table(
        out=out,
        file_format=file_format,
        columns=columns,
        rows=[[row.get(name, "") for name in columns] for row in rows],
    )
    return out.getvalue()


def told(report) -> list[tuple[int, str]]:
    return [(row.line, row.outcome.value) for row in report.rows]


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_exported_is_read_again_without_a_change(file_format):
    parent = OrganizationFactory(slug="most", name_zh_hans="科学技术部", name_en="+Ministry", country="CN")
    one = OrganizationFactory(slug="torch", parent=parent, site=PlaceFactory(slug="beijing"), short_name_en="=Torch")
    for number, (spelling, former) in enumerate((("Torch Centre", False), ("Old Torch", True), ("-Torch", False))):
        OrganizationAlias.objects.create(organization=one, spelling=spelling, former=former, sort_order=number)
    out = BytesIO()
    write_table(out=out, file_format=file_format, columns=COLUMNS, rows=organization_rows(Organization.objects.all()))

    report = import_organizations(data=out.getvalue(), by=None)

    assert told(report) == [(2, "unchanged"), (3, "unchanged")]
    one.refresh_from_db()
    assert [(alias.spelling, alias.former) for alias in one.aliases.all()] == [
        ("Torch Centre", False),
        ("Old Torch", True),
        ("-Torch", False),
    ]


def test_new_organisations_come_with_all_that_the_file_says():
    PlaceFactory(slug="nantong")
    data = table(
        # the parent stands below
        {
            "slug": "bureau",
            "name_zh_hans": "商务局",
            "name_en": "Bureau",
            "kind": "government",
            "parent": "city",
            "country": "cn",
            "seat": "nantong",
            "spellings": "Commerce | 商务",
            "former_names": "Old Bureau",
        },
        {"slug": "city", "name_zh_hans": "市政府", "kind": "Government body", "country": "China"},
        {"slug": "", "name_en": "Welm (Shanghai) Minhang Company"},
    )
    report = import_organizations(data=data, by=None)

    assert told(report) == [(2, "new"), (3, "new"), (4, "new")]
    bureau = Organization.objects.get(slug="bureau")
    assert (bureau.parent.slug, bureau.site.slug, bureau.country.code, bureau.kind) == (
        "city",
        "nantong",
        "CN",
        "government",
    )
    assert [(one.spelling, one.former) for one in bureau.aliases.all()] == [
        ("Commerce", False),
        ("商务", False),
        ("Old Bureau", True),
    ]
    assert Organization.objects.get(slug="city").kind == "government"
    assert list(Organization.objects.spelled("old bureau")) == [bureau]
    assert Organization.objects.filter(slug="welm-shanghai-minhang-company", kind="other").exists()


def test_columns_that_the_file_lacks_keep_what_they_say():
    one = OrganizationFactory(slug="one", name_en="One", website="https://example.org/", country="CN")
    OrganizationAlias.objects.create(organization=one, spelling="Uno")
    report = import_organizations(data=table({"slug": "one", "name_en": "Number One", "country": ""}), by=None)

    one.refresh_from_db()
    assert told(report) == [(2, "changed")]
    assert (one.name_en, one.website, one.country.code) == ("Number One", "https://example.org/", "")
    assert one.name_zh_hans
    assert one.aliases.count() == 1
    assert list(Organization.objects.spelled("uno")) == [one]


def test_trial_tells_and_changes_nothing():
    one = OrganizationFactory(slug="one", name_en="One")
    report = import_organizations(
        data=table({"slug": "one", "name_en": "Two"}, {"slug": "three", "name_en": "Three"}), by=None, trial=True
    )

    one.refresh_from_db()
    assert (told(report), report.is_written) == ([(2, "changed"), (3, "new")], False)
    assert one.name_en == "One"
    assert Organization.objects.count() == 1
    assert not ModelLogEntry.objects.filter(action__contains="organization").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"slug": "new", "name_en": ""}, "Give it in one language at least."),
        ({"slug": "", "name_en": "", "kind": "fund"}, "Give a name in one language at least."),
        ({"slug": "not a slug", "name_en": "X"}, "valid"),
        ({"slug": "new", "name_en": "X", "kind": "shop"}, "“shop” in the column “kind” is none of"),
        ({"slug": "new", "name_en": "X", "parent": "nowhere"}, "“nowhere” in the column “parent”"),
        ({"slug": "new", "name_en": "X", "seat": "nowhere"}, "“nowhere” in the column “seat”"),
        ({"slug": "new", "name_en": "X", "country": "Atlantis"}, "no code of a country"),
        ({"slug": "new", "name_en": "X", "website": "no address"}, "valid URL"),
        ({"slug": "new", "name_en": "X" * 201}, "200 characters"),
        ({"slug": "new", "name_en": "X", "spellings": "Y" * 201}, "200 characters"),
        ({"slug": "known", "name_en": "X", "parent": "known"}, "does not belong to itself"),
        ({"slug": "known", "name_en": "X", "parent": "below"}, "does not belong to itself"),
        ({"slug": "", "name_en": "KNOWN-ONE"}, "give its short address “known”"),
        ({"slug": "gone", "name_en": "X"}, "has been merged into “Known one” (known)"),
        ({"slug": "fine", "name_en": "X"}, "stands in the file twice"),
    ],
)
def test_faulty_row_says_what_is_wrong_and_keeps_the_whole_file_out(row, said):
    known = OrganizationFactory(slug="known", name_en="Known one")
    OrganizationFactory(slug="below", parent=known)
    gone = OrganizationFactory(slug="gone")
    merge_organizations(keep_id=known.pk, gone_id=gone.pk, by=None)
    report = import_organizations(data=table({"slug": "fine", "name_en": "Fine"}, row), by=None)

    assert told(report)[1] == (3, "faulty")
    assert said in " ".join(report.rows[1].messages)
    assert not Organization.objects.filter(slug__in=["fine", "new"]).exists()
    known.refresh_from_db()
    assert known.name_en == "Known one"


def test_rows_that_belong_to_each_other_in_a_circle_are_refused():
    data = table({"slug": "a", "name_en": "A", "parent": "b"}, {"slug": "b", "name_en": "B", "parent": "a"})
    report = import_organizations(data=data, by=None)

    assert "faulty" in {outcome for _line, outcome in told(report)}
    assert not Organization.objects.exists()


def test_new_organisation_spelled_like_another_is_hinted_at():
    OrganizationFactory(slug="known", name_en="Hai'an Fund")
    report = import_organizations(data=table({"slug": "second", "name_en": "Haian Fund"}), by=None)

    assert told(report) == [(2, "new")]
    assert "“Haian Fund” and “Hai'an Fund” (known) share a spelling." in report.rows[0].messages[0]


def test_row_without_short_address_is_compared_with_whole_spellings():
    """The first that contains “MIT” is another; the one that goes by it is found behind it."""
    OrganizationFactory(slug="a-committee", name_en="Committee of Nantong")
    assert told(import_organizations(data=table({"slug": "", "name_en": "MIT"}), by=None)) == [(2, "new")]
    again = import_organizations(data=table({"slug": "", "name_en": "M.I.T."}), by=None)

    assert told(again) == [(2, "faulty")]
    assert "“M.I.T.” is a spelling of “MIT”" in again.rows[0].messages[0]


def test_search_follows_names_that_a_file_changes(locales):
    body = OrganizationFactory(slug="body", name_en="Oldbody")
    agreement = Agreement.objects.create(slug="framework", name_en="Framework", is_public=True, state="signed")
    AgreementParty.objects.create(agreement=agreement, organization=body)
    reindex(instance=agreement)
    import_organizations(data=table({"slug": "body", "name_en": "Newbody"}), by=None)

    entry = SearchEntry.objects.of(*identity(agreement)).get(locale_code="en")
    assert "Newbody" in entry.body_text


def test_every_change_and_the_file_are_in_the_log(admin_user):
    import_organizations(data=table({"slug": "one", "name_en": "One"}), by=admin_user)

    rows = ModelLogEntry.objects.filter(action__startswith="parks.organization").order_by("action")
    assert [(row.action, row.user) for row in rows] == [
        ("parks.organization.import", admin_user),
        ("parks.organizations.import", admin_user),
    ]
    assert rows[1].data["new"] == 1


# --- the screens ----------------------------------------------------------------------------------------------
@pytest.fixture
def officer(locales):
    return staff("officer")


def sent(client, data: bytes, **more):
    file = SimpleUploadedFile("organizations.csv", data)
    return client.post(reverse("directory:organizations_import"), {"file": file, **more})


def test_screen_tries_then_imports_and_shows_every_row(officer):
    data = table({"slug": "one", "name_en": "One"}, {"slug": "two", "name_en": "Two"})

    tried = sent(officer, data, trial="on").content.decode()
    assert "The file is sound; nothing has been changed yet." in tried
    assert not Organization.objects.exists()
    assert "The file is imported." in sent(officer, data).content.decode()
    assert Organization.objects.count() == 2


def test_screen_shows_faults_by_row_and_refusals_of_the_file(officer):
    faulty = sent(officer, table({"slug": "one", "name_en": ""})).content.decode()
    assert "1 row is faulty; nothing was imported." in faulty
    assert "Give it in one language at least." in faulty

    assert "neither a CSV file nor an XLSX" in sent(officer, b"PK\x03\x04").content.decode()


def test_export_follows_the_list_and_is_logged(officer):
    OrganizationFactory(slug="a", kind="fund", name_en="=1+1")
    OrganizationFactory(slug="b", kind="fund", name_zh_hans="", name_en="Other")
    OrganizationFactory(slug="c", kind="university", name_en="=1+1 too")
    gone, keep = OrganizationFactory(slug="d", kind="fund", name_en="11 gone"), OrganizationFactory(slug="e")
    merge_organizations(keep_id=keep.pk, gone_id=gone.pk, by=None)

    answer = officer.get(reverse("directory:organizations_export", args=["csv"]), {"kind": "fund", "q": "11"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["slug"], row["name_en"]) for row in rows] == [("a", "'=1+1")]
    book = officer.get(reverse("directory:organizations_export", args=["xlsx"]))
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["slug", "a", "b", "c", "e"]
    logged = ModelLogEntry.objects.filter(action="core.look.export").order_by("pk").first()
    assert logged.data["filters"] == {"q": "11", "kind": "fund"}


def test_readers_export_and_do_not_import(locales):
    head = staff("head")

    exported = head.get(reverse("directory:organizations_export", args=["csv"]))
    assert b"".join(exported.streaming_content).decode("utf-8-sig").startswith("slug,name_zh_hans,name_en")
    assert sent(head, table({"slug": "one", "name_en": "One"})).status_code in {302, 403}
    assert not Organization.objects.exists()
    assert head.get(reverse("directory:organizations_export", args=["pdf"])).status_code == 404


def test_all_faults_of_a_row_are_told_at_once_each_with_its_column():
    data = table(
        {"name_en": "X" * 201, "kind": "foo", "country": "Nowhere", "parent": "none", "website": "no", "seat": "none"}
    )
    [row] = import_organizations(data=data, by=None).rows
    for column in ("name_en", "kind", "country", "parent", "website", "seat"):
        assert any(f"“{column}”" in message for message in row.messages), (column, row.messages)


def test_same_spelling_twice_in_the_record_is_no_change():
    one = OrganizationFactory(slug="torch", name_en="Torch")
    for number in range(2):
        OrganizationAlias.objects.create(organization=one, spelling="Torch Centre", sort_order=number)
    data = table({"slug": "torch", "spellings": "Torch Centre | Torch Centre"})
    assert told(import_organizations(data=data, by=None)) == [(2, "unchanged")]


def test_file_may_be_headed_in_chinese():
    data = "名称 · 简体中文,类别,其他写法\n商务局,政府机构,商务委员会".encode()
    with translation.override("zh-hans"):
        report = import_organizations(data=data, by=None)
    assert told(report) == [(2, "new")], [row.messages for row in report.rows]
    assert Organization.objects.get(name_zh_hans="商务局").aliases.get().spelling == "商务委员会"
