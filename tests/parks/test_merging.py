"""Two records that turned out to be one: everything moves, nothing is lost, and nobody merges in a circle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry, ReferenceIndex

from parks.merging import foreign_keys, plan_of
from parks.models import Office, Organization, OrganizationAlias, ParkOperator, Person, Tenant
from parks.services import merging
from parks.services.merging import MergeError, merge_organizations, merge_persons
from parks.tasks import settle_merged
from partnerships.models import Agreement, AgreementParty, AgreementSignatory, Attendee, Event
from portal.localization.queries import jobs_of_record
from portal.localization.services.submission import submit_record
from portal.search.models import SearchEntry
from portal.search.registry import identity
from portal.search.services import reindex
from tests.parks.factories import OrganizationFactory, ParkFactory, PersonFactory, PlaceFactory
from tests.parks.test_directory import messages, staff

pytestmark = pytest.mark.django_db


def merged(keep, gone, by=None):
    merge = merge_persons if isinstance(keep, Person) else merge_organizations
    return merge(keep_id=keep.pk, gone_id=gone.pk, by=by)


def test_every_foreign_key_to_either_model_is_known():
    """A key that a later model adds without a way back is found too."""
    names = {f"{field.model.__name__}.{field.name}" for field in foreign_keys(Organization)}
    people = {f"{field.model.__name__}.{field.name}" for field in foreign_keys(Person)}

    assert {"Park.founder", "ParkOperator.organization", "Organization.parent", "Office.organization"} <= names
    assert {"AgreementParty.organization", "EvaluationScheme.authority", "AttendeeBehalf.organization"} <= names
    assert people >= {"Office.person", "Attendee.person", "AgreementSignatory.person"}
    assert not {"OrganizationAlias.organization", "Organization.merged_into"} & names


def test_references_spellings_and_what_is_missing_go_to_the_one_that_stays():
    keep = OrganizationFactory(name_zh_hans=None, name_en="Lianyungang Bureau of Commerce", website="")
    gone = OrganizationFactory(
        name_zh_hans="连云港市商务局",
        name_en="Lianyungang Commerce Bureau",
        website="https://example.org/",
        site=PlaceFactory(),
    )
    OrganizationAlias.objects.create(organization=gone, spelling="LYG Bureau")
    OrganizationAlias.objects.create(organization=gone, spelling="LIANYUNGANG Bureau-of-Commerce")
    part = OrganizationFactory(parent=gone)
    park = ParkFactory(founder=gone)
    operator = ParkOperator.objects.create(park=park, organization=gone)
    tenant = Tenant.objects.create(park=park, organization=gone)
    gone.save()
    merged(keep, gone)

    for row in (part, park, operator, tenant, keep, gone):
        row.refresh_from_db()
    assert (part.parent, park.founder, operator.organization, tenant.organization) == (keep, keep, keep, keep)
    assert (keep.name_zh_hans, keep.name_en) == ("连云港市商务局", "Lianyungang Bureau of Commerce")
    assert (keep.website, keep.site) == ("https://example.org/", gone.site)
    assert [alias.spelling for alias in keep.aliases.all()] == [
        "连云港市商务局",
        "Lianyungang Commerce Bureau",
        "LYG Bureau",
    ]
    assert list(Organization.objects.standing().spelled("lyg-bureau")) == [keep]
    assert gone.merged_into == keep


def test_use_of_the_record_follows_it():
    keep, gone = OrganizationFactory(), OrganizationFactory()
    park = ParkFactory(founder=gone)
    merged(keep, gone)

    assert [use.object_id for use in ReferenceIndex.get_references_to(keep)] == [str(park.pk)]
    assert not ReferenceIndex.get_references_to(gone).exists()


def test_survivor_keeps_what_it_says_itself():
    keep = OrganizationFactory(name_zh_hans="甲", name_en="One", website="https://one.example.org/")
    gone = OrganizationFactory(name_zh_hans="乙", name_en="Two", website="https://two.example.org/", kind="fund")
    merged(keep, gone)

    keep.refresh_from_db()
    assert (keep.name_zh_hans, keep.website, keep.kind) == ("甲", "https://one.example.org/", "company")


def test_parts_of_a_persons_name_are_taken_together_or_not_at_all():
    bare = PersonFactory(family_name_zh_hans="", given_name_zh_hans="", family_name_en="Sun", given_name_en="")
    known = PersonFactory(
        family_name_zh_hans="孙",
        given_name_zh_hans="瑾",
        family_name_en="Sun",
        given_name_en="Jin",
        name_basis="公开资料",
    )
    keep = merged(bare, known)

    keep.refresh_from_db()
    assert (keep.name_zh_hans, keep.name_en, keep.name_basis) == ("孙瑾", "Sun", "公开资料")
    assert [alias.spelling for alias in keep.aliases.all()] == ["孙瑾", "Sun Jin"]


def test_offices_move_and_the_same_office_stays_once():
    keep, gone = PersonFactory(), PersonFactory()
    for person in (keep, gone):
        Office.objects.create(person=person, title_en="Mayor of Hai'an")
    Office.objects.create(person=gone, title_en="Deputy Secretary")
    merged(keep, gone)

    assert sorted(office.title_en for office in keep.offices.all()) == ["Deputy Secretary", "Mayor of Hai'an"]
    assert not Office.objects.filter(person=gone).exists()


def test_signatures_move_to_the_person_that_stays():
    keep, gone = PersonFactory(), PersonFactory()
    agreement = Agreement.objects.create(slug="framework", name_en="Framework")
    signature = AgreementSignatory.objects.create(agreement=agreement, person=gone, party_number=1)
    merged(keep, gone)

    signature.refresh_from_db()
    assert signature.person == keep


def test_two_who_attended_one_event_are_not_merged_before_one_is_taken_out():
    keep, gone = PersonFactory(), PersonFactory()
    event = Event.objects.create(slug="signing", name_zh_hans="签约仪式", kind="signing")
    other = Event.objects.create(slug="visit", name_en="Visit", kind="meeting")
    for person in (keep, gone):
        Attendee.objects.create(event=event, person=person, side="guests")
    Attendee.objects.create(event=other, person=gone, side="guests")

    with pytest.raises(MergeError, match="签约仪式") as refused:
        merged(keep, gone)
    assert len(refused.value.problems) == 1
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert gone.attendances.count() == 2


def test_what_was_written_with_the_merged_record_meanwhile_is_moved_later():
    keep, gone, untouched = (OrganizationFactory() for _number in range(3))
    merged(keep, gone)
    late, other = ParkFactory(founder=gone), ParkFactory(founder=untouched)
    settle_merged()

    for park in (late, other):
        park.refresh_from_db()
    assert (late.founder, other.founder) == (keep, untouched)
    assert merging.settle_merged() == 0


def test_who_stands_there_already_is_not_moved_later():
    keep, gone = PersonFactory(), PersonFactory()
    merged(keep, gone)
    event = Event.objects.create(slug="signing", name_en="Signing", kind="signing")
    for person in (keep, gone):
        Attendee.objects.create(event=event, person=person, side="guests")

    assert merging.settle_merged() == 0
    assert gone.attendances.count() == 1


def test_search_finds_what_moved_by_the_name_that_stays(locales):
    keep, gone = OrganizationFactory(name_en="Newbody"), OrganizationFactory(name_en="Oldbody")
    agreement = Agreement.objects.create(slug="framework", name_en="Framework", is_public=True, state="signed")
    AgreementParty.objects.create(agreement=agreement, organization=gone)
    reindex(instance=agreement)
    merged(keep, gone)

    found = SearchEntry.objects.of(*identity(agreement)).get(locale_code="en").body_text
    assert ("Newbody" in found, "Oldbody" in found) == (True, False)


def test_open_translations_of_the_record_that_goes_end(locales, admin_user):
    keep, gone = (OrganizationFactory(name_zh_hans="", name_en="Body") for _number in range(2))
    target = Locale.objects.get(language_code="zh-hans")
    for record in (keep, gone):
        submit_record(record=record, target_locale=target, by=admin_user)
    merged(keep, gone)

    assert [job.state for job in jobs_of_record(keep)] == ["queued"]
    assert [job.state for job in jobs_of_record(gone)] == ["cancelled"]


def test_spellings_are_found_without_reading_every_row():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows in (
            Organization.objects.going_by("南通市委", "Nantong"),
            Organization.objects.spelled("nantong"),
            Person.objects.spelled("li youping"),
        ):
            assert "_spellings" in rows.order_by().explain()


# --- no circles -----------------------------------------------------------------------------------------------
def test_record_is_not_merged_into_itself_nor_twice_nor_into_one_that_went():
    first, second, third = (OrganizationFactory() for _number in range(3))
    with pytest.raises(MergeError):
        merged(first, first)
    merged(first, second)
    for keep, gone in ((third, second), (second, third), (second, first)):
        with pytest.raises(MergeError, match=str(second)):
            merged(keep, gone)


def test_what_was_merged_before_leads_to_the_last_that_stays():
    first, second, third = (PersonFactory() for _number in range(3))
    merged(second, first)
    merged(third, second)

    assert set(Person.objects.filter(merged_into=third)) == {first, second}


def test_organisation_never_ends_up_below_itself():
    top = OrganizationFactory(slug="top")
    gone = OrganizationFactory(slug="gone", parent=top)
    between = OrganizationFactory(slug="between", parent=gone)
    keep = OrganizationFactory(slug="keep", parent=between)
    merged(keep, gone)

    for row in (between, keep):
        row.refresh_from_db()
    assert (keep.parent, between.parent) == (top, keep)


def test_organisation_takes_in_its_own_parent_and_its_own_part():
    parent = OrganizationFactory()
    child = OrganizationFactory(parent=parent)
    merged(child, parent)
    child.refresh_from_db()
    assert child.parent is None

    part = OrganizationFactory(parent=child)
    merged(child, part)
    child.refresh_from_db()
    assert child.parent is None


def test_merge_with_a_deleted_record_is_refused_in_words():
    keep = OrganizationFactory()
    with pytest.raises(MergeError):
        merge_organizations(keep_id=keep.pk, gone_id=keep.pk + 1000, by=None)


def test_both_records_say_in_their_log_who_merged_them(admin_user):
    keep, gone = OrganizationFactory(slug="keep"), OrganizationFactory(slug="gone")
    ParkFactory(founder=gone)
    merged(keep, gone, by=admin_user)

    rows = ModelLogEntry.objects.filter(action__startswith="parks.directory").order_by("action")
    assert [(row.action, row.object_id, row.user) for row in rows] == [
        ("parks.directory.merge", str(gone.pk), admin_user),
        ("parks.directory.take_in", str(keep.pk), admin_user),
    ]
    facts = rows[0].data
    assert (facts["into"], facts["merged"], facts["moved"]) == ("keep", "gone", 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_merge_both_ways_at_once_make_one_merge():
    one, other = OrganizationFactory(), OrganizationFactory()
    barrier = Barrier(2)

    def merge(keep, gone):
        barrier.wait()
        try:
            merge_organizations(keep_id=keep.pk, gone_id=gone.pk, by=None)
        except MergeError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(merge, (one, other), (other, one)))

    assert said[0] == ""
    assert said[1] != ""
    assert Organization.objects.standing().count() == 1
    assert Organization.objects.filter(merged_into__isnull=False).count() == 1


# --- the screen -----------------------------------------------------------------------------------------------
@pytest.fixture
def admin(locales) -> Client:
    return staff("administrator")


def address(record) -> str:
    return reverse(f"directory:merge_{record._meta.model_name}", args=[record.pk])


def test_screen_shows_what_would_become_of_it_before_it_is_confirmed(admin):
    keep, gone = OrganizationFactory(name_en="Stays"), OrganizationFactory(name_en="Goes")
    ParkFactory(founder=gone)
    shown = admin.post(address(gone), {"keep": keep.pk})

    assert shown.context["plan"].spellings == [gone.name_zh_hans, "Goes"]
    assert shown.context["plan"].moves == {"Parks": 1}
    gone.refresh_from_db()
    assert gone.merged_into is None

    seen = shown.context["form"].data["seen"]
    done = admin.post(address(gone), {"keep": keep.pk, "seen": seen}, follow=True)
    assert done.redirect_chain[0][0] == reverse("wagtailsnippets_parks_organization:edit", args=[keep.pk])
    assert messages(done) == ["“Goes” is merged into “Stays”."]
    gone.refresh_from_db()
    assert gone.merged_into == keep


def test_confirmation_of_what_has_changed_meanwhile_is_asked_again(admin):
    keep, gone = PersonFactory(), PersonFactory()
    seen = admin.post(address(gone), {"keep": keep.pk}).context["form"].data["seen"]
    Office.objects.create(person=gone, title_en="Mayor")
    again = admin.post(address(gone), {"keep": keep.pk, "seen": seen})

    assert again.status_code == 200
    assert "One of the two has changed since you were shown this." in again.content.decode()
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_screen_refuses_the_record_itself_and_nothing_at_all(admin):
    gone = PersonFactory()

    for keep in ("", gone.pk, 999999):
        assert list(admin.post(address(gone), {"keep": keep}).context["form"].errors) == ["keep"]


def test_screen_shows_what_stands_in_the_way(admin):
    keep, gone = PersonFactory(), PersonFactory()
    event = Event.objects.create(slug="signing", name_en="Signing", kind="signing")
    for person in (keep, gone):
        Attendee.objects.create(event=event, person=person, side="guests")
    seen = admin.post(address(gone), {"keep": keep.pk}).context["form"].data["seen"]
    page = admin.post(address(gone), {"keep": keep.pk, "seen": seen})

    assert "Both stand in “Signing” (attendee)." in page.content.decode()
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_screen_of_a_record_merged_already_leads_on(admin):
    keep, gone = OrganizationFactory(), OrganizationFactory()
    merged(keep, gone)

    assert admin.get(address(gone)).url == reverse("wagtailsnippets_parks_organization:edit", args=[keep.pk])


def test_officers_see_no_way_to_merge_and_are_refused(locales):
    officer, gone, keep = staff("officer"), OrganizationFactory(), OrganizationFactory()

    assert address(gone) not in officer.get(reverse("wagtailsnippets_parks_organization:list")).content.decode()
    assert officer.post(address(gone), {"keep": keep.pk}).status_code in {302, 403}
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_administrators_find_the_way_in_list_and_form(admin):
    gone = OrganizationFactory()

    for screen in ("list", "edit"):
        args = [gone.pk] if screen == "edit" else []
        page = admin.get(reverse(f"wagtailsnippets_parks_organization:{screen}", args=args))
        assert address(gone) in page.content.decode()


def test_plan_takes_a_bounded_number_of_queries(django_assert_max_num_queries):
    keep, gone = OrganizationFactory(), OrganizationFactory()
    for _number in range(5):
        ParkFactory(founder=gone)
    with django_assert_max_num_queries(4 * len(foreign_keys(Organization)) + 4):
        plan_of(keep, gone)
