"""Lists of delegates as they are pasted: read, looked over, and put on the list of a visit or refused in words."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook
from wagtail.models import ModelLogEntry

from parks.models import Office, Person
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Visit, VisitMember
from partnerships.visits.pasted import MAX_PEOPLE, PastedError, read_text
from partnerships.visits.pasted_names import is_name, split_name, split_post
from partnerships.visits.services.delegates import Delegate, DelegatesRefusedError, add_delegates
from portal.core.enums import Role
from tests.parks.factories import OrganizationFactory
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import PersonFactory
from tests.partnerships.visits.preparing import member, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(parks) -> Visit:
    return visit_of(parks["zizhu"])


@pytest.fixture
def desk(client, officers):
    client.force_login(officers["zizhu"])
    return client


def url(visit: Visit) -> str:
    return reverse("visit_delegates", args=[visit.pk])


def read(text: str) -> list[tuple[str, ...]]:
    with override("en"):
        return [
            (one.name.family, one.name.given, one.office, one.organization, one.role) for one in read_text(text).people
        ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("孙瑾", ("孙", "瑾", "", "", "")),
        ("孙　瑾", ("孙", "瑾", "", "", "")),
        ("欧阳锋局长", ("欧阳", "锋", "局长", "", "")),
        ("张三处长", ("张", "三", "处长", "", "")),
        ("孙瑾副局长", ("孙", "瑾", "副局长", "", "")),
        ("副局长孙瑾", ("孙", "瑾", "副局长", "", "")),
        ("连云港市商务局副局长孙瑾", ("孙", "瑾", "副局长", "连云港市商务局", "")),
        ("陈总经理", ("陈", "", "总经理", "", "")),
        ("张总", ("张", "", "总", "", "")),
        ("孙瑾，副局长", ("孙", "瑾", "副局长", "", "")),
        ("李明（团长）", ("李", "明", "", "", "head")),
        ("李明(副团长)", ("李", "明", "副团长", "", "")),
        ("王伟（翻译）", ("王", "伟", "", "", "interpreter")),
        ("查理·贝克", ("贝克", "查理", "", "", "")),
        ("Mr. John Smith", ("Smith", "John", "", "", "")),
        ("SUN Jin", ("Sun", "Jin", "", "", "")),
        ("Hongfei ZHANG", ("Zhang", "Hongfei", "", "", "")),
        ("Xu Minchang", ("Xu", "Minchang", "", "", "")),
        ("Charlie Baker", ("Baker", "Charlie", "", "", "")),
        ("Baker, Charlie", ("Baker", "Charlie", "", "", "")),
        ("Dr. Xu Minchang, Deputy Director", ("Xu", "Minchang", "Deputy Director", "", "")),
        ("Jane Doe, CEO, Acme Inc.", ("Doe", "Jane", "CEO", "Acme Inc.", "")),
        ("Sun Jin (Head of Delegation)", ("Sun", "Jin", "", "", "head")),
    ],
)
def test_title_glued_to_a_name_is_taken_off(text, parts):
    name = split_name(text)
    assert (name.family, name.given, name.office, name.organization, name.role) == parts


@pytest.mark.parametrize(
    ("text", "courtesy", "other"),
    [
        ("孙瑾女士", "ms", ""),
        ("徐敏昌博士", "dr", ""),
        ("Prof. Dr. Jane Doe", "dr", ""),
        ("孙瑾（Sun Jin）", "", "Sun Jin"),
        ("Sun Jin 孙瑾", "", "Sun Jin"),
    ],
)
def test_courtesy_and_the_other_script_are_told_apart(text, courtesy, other):
    name = split_name(text)
    assert (str(name.courtesy), name.other) == (courtesy, other)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("王主任", "Only a family name is given."),
        ("Jin Sun", "Which part is the family name is a guess."),
        ("孙瑾副局长", ""),
        ("12345", "This does not look like a name."),
        ("=cmd|' /C calc'!A0", "This does not look like a name."),
        ("长" * 500, "This does not look like a name."),
        ("孙瑾", ""),
        ("Charlie Baker", ""),
    ],
)
def test_what_is_a_guess_is_said(text, doubt):
    with override("en"):
        doubts = split_name(text).doubts
    assert doubt in doubts if doubt else doubts == ()


@pytest.mark.parametrize(
    ("text", "body", "post"),
    [
        ("连云港市商务局副局长", "连云港市商务局", "副局长"),
        ("连云港高新区党工委副书记、管委会主任", "连云港高新区党工委", "副书记、管委会主任"),
        ("海外事务部总经理", "海外事务部", "总经理"),
        ("Deputy Director, Lianyungang Bureau of Commerce", "Lianyungang Bureau of Commerce", "Deputy Director"),
        ("商务局", "商务局", ""),
        ("President", "", "President"),
    ],
)
def test_organisation_and_office_in_one_cell_are_parted(text, body, post):
    assert split_post(text)[:2] == (body, post)


@pytest.mark.parametrize("text", ["副局长", "连云港市商务局", "Acme Inc.", "Deputy Director", "2026", "商务局", ""])
def test_what_is_no_name_is_not_taken_for_one(text):
    assert not is_name(text)


@pytest.mark.parametrize("text", ["总经理" * 40 + "甲", "副" * 120, "局长" * 60 + "?", "a" * 120 + "，" * 100])
def test_list_that_is_made_to_take_long_does_not(text):
    start = time.monotonic()
    split_name(text[:119]), split_post(text * 2), is_name(text[:119])
    assert time.monotonic() - start < 1


SUN, XU = ("孙", "瑾", "副局长", "连云港市商务局", ""), ("徐", "敏昌", "副主任", "连云港国家高新区管委会", "")


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t单位\t职务\n孙瑾\t连云港市商务局\t副局长\n徐敏昌\t连云港国家高新区管委会\t副主任",
        "序号\t职务\t单位\t姓　名\n1\t副局长\t连云港市商务局\t孙　瑾\n2\t副主任\t连云港国家高新区管委会\t徐敏昌\n",
        "代表团名单\n姓名\t单位及职务\n孙瑾\t连云港市商务局副局长\n徐敏昌\t连云港国家高新区管委会副主任",
        "1. 孙瑾  连云港市商务局  副局长\n2、徐敏昌　连云港国家高新区管委会　副主任",
        "（1）孙瑾，副局长，连云港市商务局\r\n（2）徐敏昌，副主任，连云港国家高新区管委会",
        "孙瑾 连云港市商务局副局长\n\n\n徐敏昌 连云港国家高新区管委会副主任",
        "连云港市商务局副局长孙瑾\n连云港国家高新区管委会副主任徐敏昌",
        "孙瑾\t连云港市商务局\t副局长\n徐敏昌\t连云港国家高新区管委会\t副主任",
        "姓名 Name\t职务/Title\t单位 Organisation\n孙瑾\t副局长\t连云港市\n商务局\n徐敏昌\t副主任\t连云港国家高新区管委会",  # noqa: E501
        '姓名\t职务\t单位\n孙瑾\t副局长\t"连云港市\n商务局"\n徐敏昌\t副主任\t连云港国家高新区管委会\n',
    ],
)
def test_lists_of_many_shapes_say_the_same(text):
    assert read(text) == [SUN, XU]


def test_english_list_with_headings_in_any_order():
    text = "No.\tTitle\tFull name\tCompany\tE-mail\tDietary\n1\tCEO\tMs. Jane Doe\tAcme Inc.\tjane@example.org\tnone\n"
    [one] = read_text(text + "2\tCTO\tJohn Smith\t\t\tvegan").people[1:]
    assert (one.name.family, one.organization, one.dietary, one.email) == ("Smith", "Acme Inc.", "vegan", "")
    first = read_text(text).people[0]
    assert (first.email, first.dietary, str(first.name.courtesy)) == ("jane@example.org", "", "ms")


def test_merged_cells_repeat_the_organisation_above_and_say_so():
    with override("en"):
        first, second, third = read_text(
            "单位\t姓名\t职务\n商务局\t孙瑾\t副局长\n\t李明\t处长\n高新区\t王伟\t主任"
        ).people
    assert [one.organization for one in (first, second, third)] == ["商务局", "商务局", "高新区"]
    assert (first.notes, second.notes) == ((), ("The organisation is that of the rows above.",))
    assert (first.doubts, second.doubts) == ((), ())  # no guess


def test_line_that_names_an_organisation_alone_counts_for_those_below():
    with override("en"):
        found = read_text("一、连云港市商务局\n孙瑾  副局长\n李明  处长")
    assert [one.organization for one in found.people] in (["连云港市商务局"] * 2, ["一、连云港市商务局"] * 2)
    assert found.left_out == ["Line 1 was not taken: 连云港市商务局"]


def test_nothing_of_the_list_is_lost_without_a_word():
    with override("en"):
        found = read_text("来访名单\n姓名\t电话\t职务\n孙瑾\t139\t副局长\t多余\n\t\t秘书处人员")
    assert found.left_out == [
        "Line 1 was not taken: 来访名单",
        "Column “电话” was not taken.",
        "Line 4 was not taken: 秘书处人员",
    ]
    assert found.people[0].doubts == ("Not taken: “多余”.",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 1_000_000, "1000000 characters"),
        ("\n".join(f"李{chr(0x4E00 + number)}" for number in range(MAX_PEOPLE + 1)), "301 people"),
        ("\x00\x01\n \t \n", "Nobody was found"),
        ("姓名\t职务\n", "Nobody was found"),
    ],
)
def test_list_as_a_whole_is_refused_in_words(text, said):
    with override("en"), pytest.raises(PastedError, match=said):
        read_text(text)


def test_bad_bytes_are_dropped_or_said():
    with override("en"):
        [one] = read_text("孙\x00瑾\u200b\t副局长\ufffd").people
    assert (one.name.family, one.name.given) == ("孙", "瑾")
    assert "Some characters could not be read." in one.doubts


# --- the screen -----------------------------------------------------------------------------------------------
def fields_of(response) -> dict[str, str]:
    """The fields of the second screen, as a browser would send them."""
    form = (
        BeautifulSoup(response.content, "html.parser").select_one("input[name=step][value=write]").find_parent("form")
    )
    data = {}
    for one in form.select("input[name], select[name]"):
        if one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            data[one["name"]] = chosen.get("value", "") if chosen else ""
        elif one.get("type") != "checkbox" or one.has_attr("checked"):
            data[one["name"]] = one.get("value", "on" if one.get("type") == "checkbox" else "")
    return data


def paste(client, visit: Visit, text: str, **more):
    return client.post(url(visit), {"step": "read", "text": text, "side": "guests", **more})


def errors(response) -> list[str]:
    return [one.text.strip() for one in BeautifulSoup(response.content, "html.parser").select("li .error-message")]


def test_list_is_read_looked_over_and_written(desk, visit, officers):
    first = paste(desk, visit, "姓名\t单位\t职务\t饮食\n孙瑾（团长）\t连云港市商务局\t副局长\t清真\n徐敏昌\t\t处长\t")
    assert not visit.members.exists()
    sent = fields_of(first) | {"rows-1-organization": "连云港国家高新区管委会", "rows-1-other": "Xu Minchang"}
    bureau = OrganizationFactory(name_zh_hans="连云港市商务局", name_en="Lianyungang Bureau of Commerce")
    response = desk.post(url(visit), sent)
    assert response.headers["Location"] == reverse("visit_precedence", args=[visit.pk])
    sun, xu = visit.members.select_related("person")
    assert (sun.person.name_zh_hans, sun.role, sun.dietary, sun.side) == ("孙瑾", "head", "清真", "guests")
    assert (xu.person.name_zh_hans, xu.person.name_en, xu.role) == ("徐敏昌", "Xu Minchang", "member")
    office = sun.offices.get()
    assert (office.title_zh_hans, office.organization, office.organization_name_zh_hans) == (
        *("副局长", bureau),
        "连云港市商务局",
    )
    assert (xu.offices.get().organization, Office.objects.filter(person=xu.person).count()) == (None, 1)
    [entry] = ModelLogEntry.objects.filter(action="partnerships.visit.delegates")
    assert (entry.user, entry.data["delegates"], entry.data["new_persons"]) == (officers["zizhu"], 2, 2)
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=str(sun.person.pk)).exists()


def test_person_on_record_is_offered_and_never_taken_by_name_alone(desk, visit):
    known = PersonFactory(family_name_zh_hans="孙", given_name_zh_hans="瑾", family_name_en="", given_name_en="")
    Office.objects.create(person=known, title_zh_hans="副局长", organization_name_zh_hans="连云港市商务局")
    page = paste(desk, visit, "孙瑾\t教授\t同济大学")
    sent = fields_of(page)
    choice = BeautifulSoup(page.content, "html.parser").select_one("[name=rows-0-choice]")
    assert [one["value"] for one in choice.select("option")] == ["", str(known.pk), "new", "described"]
    assert "连云港市商务局副局长孙瑾" in choice.text
    assert sent["rows-0-choice"] == ""
    assert errors(desk.post(url(visit), sent)) == ["请确认是否为其中一位。"]
    desk.post(url(visit), sent | {"rows-0-choice": "new"})
    assert visit.members.get().person != known
    other = visit_of(visit.park)
    desk.post(url(other), sent | {"rows-0-choice": str(known.pk)})
    assert (other.members.get().person, other.members.get().offices.get().title_zh_hans) == (known, "教授")


def test_person_with_an_office_in_that_organisation_is_proposed(desk, visit):
    known = PersonFactory(family_name_zh_hans="孙", given_name_zh_hans="瑾")
    PersonFactory(family_name_zh_hans="孙", given_name_zh_hans="瑾")
    Office.objects.create(person=known, title_zh_hans="副局长", organization_name_zh_hans="连云港市商务局")
    assert fields_of(paste(desk, visit, "孙瑾\t处长\t连云港市商务局"))["rows-0-choice"] == str(known.pk)


def test_known_person_without_an_office_in_the_list_gets_those_of_the_day(desk, visit):
    known = PersonFactory(family_name_zh_hans="孙", given_name_zh_hans="瑾")
    Office.objects.create(person=known, title_zh_hans="副局长", organization_name_zh_hans="连云港市商务局")
    desk.post(url(visit), fields_of(paste(desk, visit, "孙瑾")) | {"rows-0-choice": str(known.pk)})
    assert visit.members.get().offices.get().title_zh_hans == "副局长"


def test_one_wrong_row_holds_up_all_and_everything_typed_stays(desk, visit):
    sent = fields_of(paste(desk, visit, "孙瑾\t副局长\n徐敏昌\t副主任"))
    sent |= {"rows-0-office": "长" * 201, "rows-1-email": "nobody", "rows-1-dietary": "素食"}
    response = desk.post(url(visit), sent)
    assert not visit.members.exists()
    assert not Person.objects.filter(family_name_zh_hans="徐").exists()
    again = fields_of(response)
    assert (again["rows-0-office"], again["rows-1-email"], again["rows-1-dietary"]) == ("长" * 201, "nobody", "素食")
    assert len(errors(response)) == 2
    again |= {"rows-0-office": "副局长", "rows-1-email": ""}
    assert desk.post(url(visit), again).status_code == 302
    assert visit.members.count() == 2


def test_row_that_is_not_ticked_is_left_out_whatever_it_holds(desk, visit):
    sent = fields_of(paste(desk, visit, "孙瑾\n徐敏昌")) | {"rows-1-family": "", "rows-1-email": "x"}
    del sent["rows-1-take"]
    assert desk.post(url(visit), sent).status_code == 302
    assert [str(one) for one in visit.members.all()] == ["孙瑾"]
    del sent["rows-0-take"]
    assert "未添加任何人员" in desk.post(url(visit), sent).content.decode()


def test_somebody_on_the_list_or_twice_is_refused(desk, visit):
    known = member(visit, "孙瑾").person
    sent = fields_of(paste(desk, visit, "孙瑾\t副局长")) | {"rows-0-choice": str(known.pk)}
    assert errors(desk.post(url(visit), sent)) == ["此人已在来访名单中。"]
    twice = fields_of(paste(desk, visit, "徐敏昌\t副主任\t高新区管委会\n徐敏昌\t处长\t高新区管委会"))
    assert errors(desk.post(url(visit), twice)) == ["与第1行同名：请删去其中一行，或勾选“同名的另一人”。"]
    two = fields_of(paste(desk, visit, "徐敏昌\t副主任\t高新区管委会\n徐敏昌\t教授\t同济大学"))
    assert desk.post(url(visit), two | {"rows-1-is_another": "on"}).status_code == 302
    assert visit.members.count() == 3


def test_list_that_two_officers_paste_at_once_is_entered_once(desk, visit):
    sent = fields_of(paste(desk, visit, "孙瑾\t副局长\n徐敏昌\t副主任"))
    assert desk.post(url(visit), sent).status_code == 302
    second = desk.post(url(visit), sent)
    assert (second.status_code, visit.members.count()) == (200, 2)
    assert errors(second) == ["档案中已有同名人员，请确认是否为同一人。"] * 2
    assert Person.objects.filter(family_name_zh_hans="孙").count() == 1


def test_person_without_a_record_stands_in_words(desk, visit):
    sent = fields_of(paste(desk, visit, "孙瑾\t连云港市商务局\t副局长")) | {"rows-0-choice": "described"}
    desk.post(url(visit), sent)
    one = visit.members.get()
    assert (one.person, one.description_zh_hans, one.offices.count()) == (None, "连云港市商务局副局长孙瑾", 0)
    assert "相同的文字说明" in desk.post(url(visit), sent).content.decode()


def test_head_who_may_not_add_persons_enters_them_in_words(client, visit, parks):
    client.force_login(make_user("head", Role.HEAD, parks["zizhu"].unit))
    sent = fields_of(paste(client, visit, "孙瑾\t副局长"))
    assert sent["rows-0-choice"] == "described"
    client.post(url(visit), sent | {"rows-0-choice": "new"})
    assert not visit.members.exists()
    assert not Person.objects.exists()


def test_formula_is_no_name_and_stays_text(desk, visit):
    page = paste(desk, visit, "姓名\t职务\n=1+1\t=cmd|calc\n孙瑾\t=HYPERLINK(1)")
    sent = fields_of(page)
    assert "看起来不像姓名" in page.content.decode()
    assert errors(desk.post(url(visit), sent)) == ["请填写姓名。"]
    del sent["rows-0-take"]
    assert desk.post(url(visit), sent).status_code == 302
    file = b"".join(desk.get(reverse("visit_precedence", args=[visit.pk]) + "?export=csv").streaming_content)
    assert not any(cell.startswith("=") for cell in file.decode("utf-8-sig").replace("\n", ",").split(","))


def test_two_hundred_delegates_are_entered_at_once(desk, visit):
    rows = "\n".join(f"王{chr(0x4E00 + number)}\t副局长\t第{number}局" for number in range(200))
    sent = fields_of(paste(desk, visit, "姓名\t职务\t单位\n" + rows))
    start = time.monotonic()
    assert desk.post(url(visit), sent).status_code == 302
    assert visit.members.count() == 200
    assert time.monotonic() - start < 20
    assert [one.sort_order for one in visit.members.all()] == list(range(200))


def test_file_is_taken_as_well_with_merged_cells(desk, visit):
    book = Workbook()
    sheet = book.active
    for row in (["代表团名单"], ["单位", "姓名", "职务"], ["商务局", "孙瑾", "副局长"], [None, "李明", "处长"]):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    data = BytesIO()
    book.save(data)
    file = SimpleUploadedFile("list.xlsx", data.getvalue())
    sent = fields_of(paste(desk, visit, "", file=file))
    assert [sent[f"rows-{number}-organization"] for number in (0, 1)] == ["商务局", "商务局"]
    gb = SimpleUploadedFile("list.csv", "姓名,职务\n孙瑾,副局长\n".encode("gb18030"))
    assert fields_of(paste(desk, visit, "", file=gb))["rows-0-office"] == "副局长"
    broken = SimpleUploadedFile("list.xlsx", b"PK\x03\x04 broken")
    assert "rows-0-family" not in paste(desk, visit, "", file=broken).content.decode()


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00"])
def test_empty_list_is_asked_for(desk, visit, text):
    response = paste(desk, visit, text)
    assert response.status_code == 200
    assert "error" in response.content.decode()


def test_tampered_form_is_refused_in_words(desk, visit):
    sent = fields_of(paste(desk, visit, "孙瑾\t副局长"))
    for change in ({"rows-TOTAL_FORMS": "9999"}, {"rows-TOTAL_FORMS": "x"}, {"rows-0-choice": "999999"}):
        assert desk.post(url(visit), sent | change).status_code == 200
    assert desk.post(url(visit), sent | {"side": "nowhere"}).status_code == 200
    assert not visit.members.exists()


def test_delegates_are_closed_to_other_units_and_auditors(client, visit, officers):
    for user in (officers["lingang"], make_user("auditor", Role.AUDITOR)):
        client.force_login(user)
        for response in (client.get(url(visit)), paste(client, visit, "孙瑾")):
            assert response.status_code in (403, 404) or response.headers["Location"] == "/admin/"


@pytest.mark.parametrize(("state", "code"), [("cancelled", "state"), ("closed", "state"), ("requested", "forbidden")])
def test_service_refuses_who_and_when(visit, officers, state, code):
    Visit.objects.filter(pk=visit.pk).update(state=state)
    by = officers["lingang" if code == "forbidden" else "zizhu"]
    with pytest.raises(PartnershipRefusedError) as refused:
        add_delegates(visit_id=visit.pk, delegates=[Delegate("孙", "瑾")], side="guests", by=by)
    assert refused.value.code == code


def test_needs_of_delegates_are_in_no_log(desk, visit, officers):
    row = Delegate("孙", "瑾", values={"dietary": "清真", "email": "a@example.org"})
    add_delegates(visit_id=visit.pk, delegates=[row], side="guests", by=officers["zizhu"])
    said = " ".join(str(entry.data) + entry.label for entry in ModelLogEntry.objects.all())
    assert ("清真" in said, "example.org" in said) == (False, False)
    with pytest.raises(DelegatesRefusedError):
        add_delegates(visit_id=visit.pk, delegates=[row], side="guests", by=officers["zizhu"])
    assert VisitMember.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("李女士", ("李", "", "", "", "")),
        ("钱师傅", ("钱", "", "", "", "")),
        ("李明总", ("李", "明", "总", "", "")),
        ("LEE KOK WAI", ("Lee", "Kok Wai", "", "", "")),
        ("Goh Boon Kiat", ("Goh", "Boon Kiat", "", "", "")),
        ("JOHN SMITH", ("Smith", "John", "", "", "")),
        ("John Smith Jr.", ("Smith Jr.", "John", "", "", "")),
        ("John Smith, Jr.", ("Smith Jr.", "John", "", "", "")),
        ("William Gates III", ("Gates III", "William", "", "", "")),
        ("Jan van der Berg", ("van der Berg", "Jan", "", "", "")),
        ("His Excellency Ambassador Lars Heide", ("Heide", "Lars", "Ambassador", "", "")),
        ("H.E. Lars Heide", ("Heide", "Lars", "", "", "")),
    ],
)
def test_name_is_found_among_titles_suffixes_and_capitals(text, parts):
    name = split_name(text)
    assert (name.family, name.given, name.office, name.organization, name.role) == parts
    assert is_name(text)


def test_letter_names_roles_before_a_colon_and_several_people_in_a_line():
    text = "团长：孙瑾副局长，上海示例局\n成员：李明（处长）、王小红（科长）\n司机 钱师傅\n翻译：陈静"
    assert read(text) == [
        ("孙", "瑾", "副局长", "上海示例局", "head"),
        ("李", "明", "处长", "", ""),
        ("王", "小红", "科长", "", ""),
        ("钱", "", "司机", "", "staff"),
        ("陈", "静", "", "", "interpreter"),
    ]


def test_headings_of_groups_say_the_role_of_those_below():
    text = "姓名\t单位\t职务\n一、团长\n孙瑾\t示例局\t副局长\n二、成员（1人）\t\t\n"
    text += "李明\t示例局\t处长\n三、翻译\n陈静\t示例局\t"
    assert [(family, post, role) for family, _given, post, _body, role in read(text)] == [
        ("孙", "副局长", "head"),
        ("李", "处长", ""),
        ("陈", "", "interpreter"),
    ]


def test_interpreter_is_told_by_the_office_and_a_post_that_is_open_is_kept():
    text = "姓名\t职务\t单位\n陈静\t英语翻译\t示例局\n待定\t处长\t示例局\nTBD\tInterpreter\t示例局"
    first, second, third = read_text(text).people
    assert (first.role, second.office, second.is_open, third.role) == ("interpreter", "处长", True, "interpreter")


def test_needs_among_the_remarks_are_taken_and_the_rest_stays_in_sight(desk, visit):
    with override("en"):
        first, second, third = read_text(
            "姓名\t单位\t备注\n孙瑾\t示例局\t素食、轮椅；迟到\n李明\t示例局\t清真\n王伟\t示例局\t无"
        ).people
    assert (first.dietary, first.access_needs, first.notes) == ("素食", "轮椅", ("Remark, not taken: “迟到”.",))
    assert first.doubts == ("Needs were taken from the remarks “素食、轮椅；迟到”.",)
    assert (second.dietary, third.dietary, third.doubts, third.notes) == ("清真", "", (), ())


def test_new_person_who_stands_twice_is_flagged_and_made_twice_only_if_they_are_two(visit, officers, desk):
    page = BeautifulSoup(
        desk.post(url(visit), {"step": "read", "side": "guests", "text": "孙瑾，示例局\n孙瑾"}).content, "html.parser"
    )
    assert len(page.select("input[name$=is_another]")) == 1
    rows = [Delegate(family="孙", given="瑾", organization="示例局"), Delegate(family="孙", given="瑾")]
    with pytest.raises(DelegatesRefusedError) as refused:
        add_delegates(visit_id=visit.pk, delegates=rows, side="guests", by=officers["zizhu"])
    assert set(refused.value.rows) == {1}
    rows[1] = Delegate(family="孙", given="瑾", is_another=True)
    assert add_delegates(visit_id=visit.pk, delegates=rows, side="guests", by=officers["zizhu"]) == 2


def test_post_without_a_name_becomes_a_description(visit, officers):
    row = Delegate(family="", office="处长", organization="示例局", choice="described")
    add_delegates(visit_id=visit.pk, delegates=[row], side="guests", by=officers["zizhu"])
    assert VisitMember.objects.get().description_zh_hans == "示例局处长（人选待定）"
