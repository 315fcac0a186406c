"""Organisations and persons in the admin: found by every spelling, doubles told, the merged ones out of the way."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ReferenceIndex
from wagtail.users.models import UserProfile

from parks.directory_viewsets import DirectoryEditView
from parks.models import Office, Organization, Person, PersonAlias
from parks.services.merging import merge_organizations, merge_persons
from partnerships.models import Agreement, AgreementParty
from portal.core.models import Unit, User
from portal.core.partial_dates import PartialDate
from portal.core.services.memberships import grant_membership
from portal.localization.models import TranslationJob
from portal.localization.services.record_words import words_in
from tests.parks.admin_forms import form_data
from tests.parks.factories import OrganizationFactory, PersonFactory, PlaceFactory, SchemeFactory, UnitFactory

pytestmark = pytest.mark.django_db


def staff(role: str, unit=None, language="en") -> Client:
    user = User.objects.create_user(username=f"{role}-{unit or ''}")
    grant_membership(user=user, role=role, by=None, unit=unit)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(locales) -> Client:
    return staff("officer", UnitFactory(slug="zizhu"))


def url(name: str, *args: object, model: str = "person", chooser: bool = False) -> str:
    space = "wagtailsnippetchoosers" if chooser else "wagtailsnippets"
    return reverse(f"{space}_parks_{model}:{name}", args=args)


def messages(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


@pytest.fixture
def sun() -> Person:
    one = PersonFactory(
        slug="jin-sun",
        family_name_zh_hans="孙",
        given_name_zh_hans="瑾",
        family_name_en="Sun",
        given_name_en="Jin",
        latin_order="given_first",
    )
    PersonAlias.objects.create(person=one, spelling="Sun Jin")
    one.save()
    return one


@pytest.mark.parametrize("text", ["孙瑾", "jin sun", "Jin-Sun", "SUN JIN", "sunjin"])
def test_person_is_found_by_every_spelling_in_list_and_chooser(officer, sun, text):
    PersonFactory()
    listed = officer.get(url("list_results"), {"q": text}).context["object_list"]
    offered = officer.get(url("choose_results", chooser=True), {"q": text}).context["results"].object_list

    assert list(listed) == list(offered) == [sun]


@pytest.mark.parametrize("spelling", ["Hai'an", "Haian", "Hai’an", "HAI AN"])
def test_organisation_is_found_however_its_name_is_written(officer, spelling):
    found = OrganizationFactory(name_en="Hai'an High-Tech Park")
    OrganizationFactory()

    assert list(officer.get(url("list_results", model="organization"), {"q": spelling}).context["object_list"]) == [
        found
    ]


def test_chooser_tells_persons_of_one_name_apart_in_bounded_queries(officer, django_assert_max_num_queries):
    for number in range(3):
        person = PersonFactory(family_name_en="Zhang", given_name_en="Li", family_name_zh_hans="")
        Office.objects.create(person=person, title_en=f"Chairman of company {number}")
    officer.get(url("choose_results", chooser=True))
    with django_assert_max_num_queries(14):
        page = officer.get(url("choose_results", chooser=True)).content.decode()

    assert all(f"Chairman of company {number}" in page for number in range(3))


def test_chooser_tells_persons_of_one_name_apart_who_hold_no_office(officer):
    names = {"family_name_zh_hans": "张", "given_name_zh_hans": "力", "family_name_en": "", "given_name_en": ""}
    PersonFactory(slug="zhang-li", **names)
    PersonAlias.objects.create(person=PersonFactory(slug="zhang-li-2", **names), spelling="Zhang Li Jr.")
    page = officer.get(url("choose_results", chooser=True)).content.decode()

    assert "<td" in page
    cells = [cell.text.strip() for cell in BeautifulSoup(page, "html.parser").select("td")]
    assert {"zhang-li", "Zhang Li Jr."} <= set(cells)


@pytest.mark.parametrize(
    ("model", "typed", "slug"),
    [
        ("person", {"family_name_zh_hans": "钱", "given_name_zh_hans": "小明"}, "qian-xiao-ming"),
        (
            "person",
            {"family_name_en": "Baker", "given_name_en": "Charlie", "latin_order": "given_first"},
            "charlie-baker",
        ),
        ("organization", {"name_zh_hans": "商务局", "name_en": "Bureau of Commerce"}, "bureau-of-commerce"),
    ],
)
def test_short_address_is_made_of_the_name_and_numbered_where_it_is_taken(officer, model, typed, slug):
    for made in (slug, f"{slug}-2"):
        answer = officer.post(url("add", model=model), form_data(officer.get(url("add", model=model)), **typed))
        assert answer.status_code == 302, answer.context["form"].errors
        assert {"person": Person, "organization": Organization}[model].objects.filter(slug=made).exists()


def test_short_address_that_cannot_be_one_is_refused_as_it_was_typed(officer):
    screen = officer.get(url("add"))
    assert "w-slug" not in str(BeautifulSoup(screen.content, "html.parser").select_one("input[name=slug]"))
    answer = officer.post(url("add"), form_data(screen, family_name_zh_hans="钱", slug="qian 小明"))
    assert answer.context["form"].errors.keys() == {"slug"}
    assert 'value="qian 小明"' in answer.content.decode()


def test_same_spelling_twice_is_refused_at_the_second(officer):
    rows = {
        "aliases-TOTAL_FORMS": "2",
        **{
            f"aliases-{number}-{name}": value
            for number in (0, 1)
            for name, value in {"id": "", "ORDER": number + 1}.items()
        },
        "aliases-0-spelling": "Torch Centre",
        "aliases-1-spelling": "Torch Centre",
    }
    data = form_data(officer.get(url("add", model="organization")), name_en="Torch", slug="torch") | rows
    assert "on the list already" in officer.post(url("add", model="organization"), data).content.decode()
    data["aliases-1-spelling"] = "Torch Center"
    assert officer.post(url("add", model="organization"), data).status_code == 302


def test_search_for_marks_alone_finds_nothing(officer, sun):
    assert list(officer.get(url("list_results"), {"q": "’’"}).context["object_list"]) == []


def test_list_says_in_which_language_a_name_is_missing(officer, sun):
    PersonFactory(slug="li-youping", family_name_zh_hans="", given_name_zh_hans="", family_name_en="Li")
    page = officer.get(url("list_results"), {"names": "missing"})

    assert [one.slug for one in page.context["object_list"]] == ["li-youping"]
    assert "简体中文" in page.content.decode()


def test_person_is_entered_with_offices_and_kept_as_it_was_typed(officer):
    data = form_data(officer.get(url("add"))) | {
        "family_name_zh_hans": "查理",
        "family_name_en": "Baker",
        "given_name_en": "Charlie",
        "latin_order": "given_first",
        "slug": "charlie-baker",
        "offices-TOTAL_FORMS": "1",
        "offices-0-id": "",
        "offices-0-ORDER": "1",
        "offices-0-title_en": "Governor",
        "offices-0-since_year": "2015",
        "offices-0-until_year": "2014",
    }
    refused = officer.post(url("add"), data)
    assert "The office must not end before it begins. Change one of the two." in refused.content.decode()
    assert 'value="Charlie"' in refused.content.decode()

    answer = officer.post(url("add"), data | {"offices-0-until_year": "2023"})

    assert answer.status_code == 302
    person = Person.objects.get(slug="charlie-baker")
    assert (person.name_en, person.name_zh_hans) == ("Charlie Baker", "查理")
    assert [str(office.until) for office in person.offices.all()] == ["2023-XX-XX"]


def test_double_is_told_after_saving_and_saved_all_the_same(officer, sun):
    data = form_data(officer.get(url("add")), family_name_en="Sun", given_name_en="Jin", slug="another-sun")
    answer = officer.post(url("add"), data, follow=True)

    assert Person.objects.filter(slug="another-sun").exists()
    assert any("“Sun Jin” and “Jin Sun” (jin-sun) share a spelling." in told for told in messages(answer))


def test_part_of_a_spelling_makes_no_double(officer, sun):
    data = form_data(officer.get(url("add")), family_name_en="Sun", slug="sun")

    assert not any("share a spelling" in told for told in messages(officer.post(url("add"), data, follow=True)))


def test_seat_is_kept_and_a_circle_of_organisations_refused(officer):
    above = OrganizationFactory()
    below = OrganizationFactory(parent=above)
    seat = PlaceFactory()
    address = url("edit", above.pk, model="organization")
    screen = officer.get(address)

    for parent in (above, below):
        refused = officer.post(address, form_data(screen, parent=parent.pk))
        assert list(refused.context["form"].errors) == ["parent"]
    assert officer.post(address, form_data(screen, site=seat.pk)).status_code == 302
    above.refresh_from_db()
    assert (above.site, above.parent) == (seat, None)


def test_names_of_persons_are_sent_to_no_translation(officer, sun):
    assert words_in(sun, "en") == words_in(sun, "zh-hans") == {}
    submission = reverse("translation:submit_record", args=["parks", "person", sun.pk])
    assert submission not in officer.get(url("list")).content.decode()
    assert submission not in officer.get(url("edit", sun.pk)).content.decode()
    locales = {"locales": [locale.pk for locale in Locale.objects.all()]}
    for answer in (officer.get(submission), officer.post(submission, locales)):
        assert answer.status_code == 200
    assert not TranslationJob.objects.exists()


# --- after a merge --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "merge"), [(OrganizationFactory, merge_organizations), (PersonFactory, merge_persons)]
)
def test_merged_record_is_in_no_list_and_no_chooser(officer, make, merge):
    keep, gone = make(), make()
    merge(keep_id=keep.pk, gone_id=gone.pk, by=None)
    model = keep._meta.model_name

    assert list(officer.get(url("list", model=model)).context["object_list"]) == [keep]
    offered = officer.get(url("choose_results", model=model, chooser=True)).context["results"].object_list
    assert list(offered) == [keep]
    chosen = officer.get(url("chosen", gone.pk, model=model, chooser=True)).json()
    assert chosen["result"]["id"] == str(keep.pk)
    found = officer.get(url("list_results", model=model), {"q": gone.name_en}).context["object_list"]
    assert list(found) == [keep]


def test_edit_screen_of_a_merged_record_leads_on_and_says_so(officer):
    keep, gone = PersonFactory(), PersonFactory()
    merge_persons(keep_id=keep.pk, gone_id=gone.pk, by=None)
    answer = officer.get(url("edit", gone.pk), follow=True)

    assert answer.redirect_chain == [(url("edit", keep.pk), 302)]
    assert messages(answer) == [f"“{gone.name_en}” has been merged into “{keep.name_en}”, which you see here."]


@pytest.mark.parametrize(
    ("make", "merge", "field"),
    [(OrganizationFactory, merge_organizations, "name_en"), (PersonFactory, merge_persons, "family_name_en")],
)
def test_open_form_of_a_record_merged_meanwhile_is_told_and_loses_nothing(officer, make, merge, field):
    keep, gone = make(), make()
    model = gone._meta.model_name
    data = form_data(officer.get(url("edit", gone.pk, model=model)), **{field: "Typed for an hour"})
    merge(keep_id=keep.pk, gone_id=gone.pk, by=None)
    answer = officer.post(url("edit", gone.pk, model=model), data)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "has been merged into" in page
    assert "Nothing was saved" in page
    assert 'value="Typed for an hour"' in page
    gone.refresh_from_db()
    assert getattr(gone, field) != "Typed for an hour"


def test_form_that_chose_a_record_merged_meanwhile_saves_the_one_that_stays(officer):
    keep, gone = OrganizationFactory(), OrganizationFactory()
    client = staff("editor")
    scheme = SchemeFactory()
    address = reverse("wagtailsnippets_parks_evaluationscheme:edit", args=[scheme.pk])
    data = form_data(client.get(address), authority=gone.pk)
    merge_organizations(keep_id=keep.pk, gone_id=gone.pk, by=None)

    assert client.post(address, data).status_code == 302
    scheme.refresh_from_db()
    assert scheme.authority == keep


def test_lists_take_the_same_queries_for_one_and_three_rows(officer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def make(model):
        if model == "organization":
            return OrganizationFactory(parent=OrganizationFactory(), site=PlaceFactory())
        person = PersonFactory()
        return Office.objects.create(person=person, title_en="Mayor", organization=OrganizationFactory())

    for model in ("organization", "person"):
        Organization.objects.update(merged_into=None, parent=None)
        counts = []
        make(model)
        officer.get(url("list_results", model=model))
        for _length in (1, 3):
            with CaptureQueriesContext(connection) as queries:
                officer.get(url("list_results", model=model))
            counts.append(len(queries))
            make(model), make(model)
        assert counts[0] == counts[1], model


@pytest.mark.parametrize(
    ("make", "merge"), [(OrganizationFactory, merge_organizations), (PersonFactory, merge_persons)]
)
def test_save_that_began_before_a_merge_does_not_take_it_back(officer, monkeypatch, make, merge):
    keep, gone = make(), make()
    model = keep._meta.model_name
    data = form_data(officer.get(url("edit", gone.pk, model=model)))
    read = DirectoryEditView.get_object

    def get_object(self, *args, **kwargs):
        found = read(self, *args, **kwargs)
        merge(keep_id=keep.pk, gone_id=gone.pk, by=None)
        return found

    monkeypatch.setattr(DirectoryEditView, "get_object", get_object)
    answer = officer.post(url("edit", gone.pk, model=model), data | {"slug": "typed"})

    gone.refresh_from_db()
    assert (gone.merged_into, gone.slug) == (keep, data["slug"])
    assert answer.status_code == 200
    assert "Nothing was saved; what you wrote still stands below." in answer.content.decode()
    assert form_data(answer)["slug"] == "typed"


def test_form_of_the_survivor_that_was_open_keeps_what_it_took_over(officer):
    seat, parent = PlaceFactory(), OrganizationFactory()
    keep = OrganizationFactory(website="", country="")
    gone = OrganizationFactory(website="https://example.org/", country="CN", site=seat, parent=parent)
    shown = form_data(officer.get(url("edit", keep.pk, model="organization")))
    merge_organizations(keep_id=keep.pk, gone_id=gone.pk, by=None)
    answer = officer.post(url("edit", keep.pk, model="organization"), shown | {"slug": "typed"})

    keep.refresh_from_db()
    assert answer.status_code == 302
    assert (keep.slug, keep.website, keep.country.code, keep.site, keep.parent) == (
        "typed",
        "https://example.org/",
        "CN",
        seat,
        parent,
    )


def test_form_that_says_otherwise_than_what_was_taken_over_is_told_by_name(officer):
    parent, other = OrganizationFactory(name_en="Ministry"), OrganizationFactory()
    keep, gone = OrganizationFactory(), OrganizationFactory(parent=parent)
    shown = form_data(officer.get(url("edit", keep.pk, model="organization")))
    merge_organizations(keep_id=keep.pk, gone_id=gone.pk, by=None)
    answer = officer.post(url("edit", keep.pk, model="organization"), shown | {"parent": other.pk})

    assert "It now says: “Ministry”." in answer.content.decode()
    again = officer.post(url("edit", keep.pk, model="organization"), form_data(answer))
    keep.refresh_from_db()
    assert (again.status_code, keep.parent) == (302, other)


# --- usage ----------------------------------------------------------------------------------------------------
def test_usage_tells_of_agreements_of_other_units_nothing_but_their_number(officer):
    body = OrganizationFactory()
    own = Agreement.objects.create(slug="own", name_en="Own agreement", unit=Unit.objects.get(slug="zizhu"))
    other = Agreement.objects.create(slug="other", name_en="Other agreement", unit=UnitFactory(slug="haian"))
    for agreement in (own, other):
        AgreementParty.objects.create(agreement=agreement, organization=body)
        agreement.save()
        ReferenceIndex.create_or_update_for_object(agreement)
    page = officer.get(url("usage", body.pk, model="organization"))

    shown = page.content.decode()
    assert "Own agreement" in shown
    assert "(Private" not in shown
    assert messages(page) == ["One more record that you may not see uses it."]


@pytest.mark.parametrize("chooser", [False, True])
def test_office_whose_end_has_passed_is_not_shown_as_held(officer, sun, chooser):
    sun.offices.all().delete()
    Office.objects.create(person=sun, title_zh_hans="州长", title_en="Governor", until=PartialDate(2019))
    Office.objects.create(person=sun, title_zh_hans="顾问", title_en="Adviser")
    text = officer.get(url("choose" if chooser else "list", chooser=chooser)).content.decode()
    assert "Adviser" in text
    assert "Governor" not in text


def test_titles_of_the_admin_have_the_colon_of_the_language(locales, sun):
    client = staff("officer", UnitFactory(slug="haian"), language="zh-hans")
    title = BeautifulSoup(client.get(url("edit", sun.pk)).content, "html.parser").title.text
    assert "：孙瑾" in title
    assert ": " not in title


def test_two_errors_of_a_field_stand_apart(officer):
    data = form_data(officer.get(url("add")), family_name_zh_hans="钱", slug="钱 " + 90 * "x")
    page = BeautifulSoup(officer.post(url("add"), data).content, "html.parser")
    errors = page.select_one("#panel-child-person-slug-errors, [id*=slug-errors]").select("p.error-message")
    assert len(errors) == 2
