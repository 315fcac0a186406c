"""People, roles and units on the admin's screens, and what nobody can take by posting a form of their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.days import last_day, today
from portal.core.models import Membership, Unit, User
from portal.core.services.memberships import end_membership
from tests.parks.admin_forms import form_data
from tests.portal.core.people import person, signed_in, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]


def refused(response) -> bool:
    """403, the redirect with which Wagtail's admin answers a refusal, or a row that is not there for this person."""
    return response.status_code in {403, 404} or (response.status_code == 302 and response.url == "/admin/")


def grant(client, **values):
    data = {"starts_on": "", "ends_on": "", "unit": "", "locale": ""}
    return client.post(reverse("memberships:add"), data | values)


@pytest.fixture
def chief():
    """The administrator of 紫竹."""
    return signed_in(person("chief", "administrator:zizhu"))


@pytest.fixture
def administrator():
    return signed_in(person("administrator", "administrator"))


def test_an_administrator_gives_a_role_until_a_day(administrator):
    user, last = person("new"), today() + timedelta(days=30)
    answer = grant(administrator, person="NEW@example.org", role="editor", unit=unit("zizhu").pk, ends_on=last)

    assert answer.status_code == 302
    row = user.memberships.get()
    assert (row.role, row.unit.slug, last_day(row.ends_at)) == ("editor", "zizhu", last)
    assert (row.ends_at.utcoffset(), row.ends_at.hour) == (timedelta(0), 16)
    listed = administrator.get(reverse("memberships:index")).content.decode()
    assert last.isoformat() in listed


def test_a_translator_has_a_language(administrator, locales):
    person("new")
    missing = grant(administrator, person="new", role="translator")
    assert missing.status_code == 200
    assert "译者和审定人须指定语言" in missing.content.decode()

    grant(administrator, person="new", role="translator", locale=locales["en"].pk)
    assert Membership.objects.get(user__username="new").group_name == "translator:en"


def test_a_moderator_has_stages(administrator):
    user = person("new")
    grant(administrator, person="new", role="moderator", unit=unit("zizhu").pk, stages=["first", "final"])
    assert set(user.groups.values_list("name", flat=True)) == {"moderator-first:zizhu", "moderator:zizhu"}

    row = user.memberships.get()
    url = reverse("memberships:edit", args=[row.pk])
    administrator.post(url, {"ends_on": "", "stages": ["second"]})
    assert set(user.groups.values_list("name", flat=True)) == {"moderator-second:zizhu"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"person": "nobody-here"}, "person"),
        ({"role": "king"}, "role"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"starts_on": "2020-01-01"}, "starts_on"),
        ({"unit": "999"}, "unit"),
        ({"role": "editor", "stages": ["first"]}, None),
    ],
)
def test_a_wrong_value_is_said_beside_its_field(administrator, values, field):
    person("new")
    answer = grant(administrator, **{"person": "new", "role": "editor", "unit": unit("zizhu").pk} | values)
    errors = answer.context["form"].errors
    assert list(errors) == [field or "__all__"]
    assert not Membership.objects.filter(user__username="new").exists()


def test_a_units_administrator_sees_and_gives_in_the_unit_only(chief):
    person("mine", "editor:zizhu"), person("theirs", "editor:haian"), person("all", "moderator")
    listed = chief.get(reverse("memberships:index")).context["object_list"]
    assert {row.user.username for row in listed} == {"mine", "chief"}

    form = chief.get(reverse("memberships:add")).context["form"]
    assert list(form.fields["unit"].queryset) == [unit("zizhu")]
    assert [value for value, _label in form.fields["role"].choices] == [
        "",
        "administrator",
        "editor",
        "moderator",
        "officer",
        "head",
    ]
    assert "locale" not in form.fields
    assert grant(chief, person="theirs", role="editor", unit=unit("zizhu").pk).status_code == 302


@pytest.mark.parametrize(
    "values",
    [
        {"role": "administrator", "unit": ""},
        {"role": "editor", "unit": "haian"},
        {"role": "auditor", "unit": "zizhu"},
        {"role": "reviser", "unit": "zizhu", "locale": "1"},
    ],
)
def test_a_units_administrator_cannot_post_more(chief, values):
    person("mine", "editor:zizhu")
    place = unit(values["unit"]).pk if values["unit"] else ""
    grant(chief, **{"person": "mine"} | values | {"unit": place})
    grant(chief, **{"person": "chief"} | values | {"unit": place})
    assert Membership.objects.count() == 2


def test_roles_of_others_cannot_be_changed_or_ended(chief):
    for row in (
        person("theirs", "editor:haian").memberships.get(),
        person("all", "administrator").memberships.get(),
        person("root", "editor:zizhu", is_superuser=True).memberships.get(),
    ):
        assert refused(chief.get(reverse("memberships:edit", args=[row.pk])))
        assert refused(chief.post(reverse("memberships:edit", args=[row.pk]), {"ends_on": date(2030, 1, 1)}))
        assert refused(chief.post(reverse("memberships:end", args=[row.pk])))
        row.refresh_from_db()
        assert row.ends_at is None


def test_a_role_is_ended_now_and_stays_in_the_list(chief):
    user = person("mine", "editor:zizhu")
    row = user.memberships.get()
    assert chief.get(reverse("memberships:end", args=[row.pk])).status_code == 405
    assert chief.post(reverse("memberships:end", args=[row.pk])).status_code == 302

    assert list(user.groups.all()) == []
    listed = chief.get(reverse("memberships:index"), {"state": "ended"}).context["object_list"]
    assert [one.user.username for one in listed] == ["mine"]
    assert refused(chief.get(reverse("memberships:edit", args=[row.pk])))


@pytest.mark.parametrize("role", ["editor:zizhu", "moderator", "translator::en", "officer:zizhu"])
def test_others_have_none_of_these_screens(role):
    client = signed_in(person("somebody", role))
    other = person("other", "editor:zizhu")
    row = other.memberships.get()
    for address in (
        reverse("memberships:index"),
        reverse("memberships:add"),
        reverse("memberships:edit", args=[row.pk]),
        reverse("units:index"),
        reverse("units:edit", args=[row.unit_id]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:edit", args=[other.pk]),
    ):
        assert refused(client.get(address)), address
    assert refused(client.post(reverse("memberships:end", args=[row.pk])))


@pytest.mark.parametrize("role", ["auditor", "head:zizhu"])
def test_auditors_and_heads_read_roles_and_change_none(role):
    client = signed_in(person("reader", role))
    row = person("mine", "editor:zizhu").memberships.get()
    assert client.get(reverse("memberships:index")).status_code == 200
    for name in ("edit", "end"):
        assert refused(client.post(reverse(f"memberships:{name}", args=[row.pk]), {"ends_on": "2030-01-01"}))
    assert refused(client.get(reverse("memberships:add")))
    assert refused(grant(client, person="mine", role="editor", unit=unit("zizhu").pk))


def test_accounts_keep_to_what_an_administrator_administers(chief):
    mine, both = person("mine", "editor:zizhu"), person("both", "editor:zizhu", "editor:haian")
    theirs, root = person("theirs", "editor:haian"), person("root", "editor:zizhu", is_superuser=True)
    gone = person("gone", "editor:zizhu")
    end_membership(membership=gone.memberships.get(), by=None)

    listed = chief.get(reverse("wagtailusers_users:index")).context["object_list"]
    assert {user.username for user in listed} == {"chief", "mine", "both", "gone"}
    edit = {
        user.username: chief.get(reverse("wagtailusers_users:edit", args=[user.pk]))
        for user in (mine, both, theirs, root, gone)
    }
    assert {name: not refused(answer) for name, answer in edit.items()} == {
        "mine": True,
        "both": False,
        "theirs": False,
        "root": False,
        "gone": False,
    }
    assert refused(chief.get(reverse("wagtailusers_users:add")))


def test_no_posted_field_escalates(chief, administrator):
    mine = person("mine", "editor:zizhu")
    powers = Group.objects.get(name="administrator")
    data = {"username": "mine", "email": "new@example.org", "first_name": "甲", "last_name": "乙", "is_active": "on"}
    more = {
        "is_superuser": "on",
        "is_staff": "on",
        "groups": str(powers.pk),
        "password1": "Taken-0ver-now",
        "password2": "Taken-0ver-now",
        "user_permissions": "1",
    }
    for client in (chief, administrator):
        assert client.post(reverse("wagtailusers_users:edit", args=[mine.pk]), data | more).status_code == 302
        mine.refresh_from_db()
        assert (mine.email, mine.is_superuser, mine.is_staff) == ("new@example.org", False, False)
        assert set(mine.groups.values_list("name", flat=True)) == {"editor:zizhu"}
        assert not mine.has_usable_password()


def test_an_administrator_makes_an_account_without_powers(administrator):
    data = {
        "username": "made",
        "email": "made@example.org",
        "first_name": "甲",
        "last_name": "乙",
        "password1": "Delta-Science-2026",
        "password2": "Delta-Science-2026",
        "is_superuser": "on",
        "groups": str(Group.objects.get(name="administrator").pk),
    }
    assert administrator.post(reverse("wagtailusers_users:add"), data).status_code == 302
    made = User.objects.get(username="made")
    assert (made.is_superuser, list(made.groups.all())) == (False, [])


def test_nobody_has_the_screens_of_groups(administrator):
    group = Group.objects.get(name="administrator")
    root = signed_in(person("root", is_superuser=True))
    for client in (administrator, root):
        assert refused(client.get(reverse("wagtailusers_groups:index")))
        assert refused(client.get(reverse("wagtailusers_groups:edit", args=[group.pk])))
        assert refused(client.post(reverse("wagtailusers_groups:add"), {"name": "mine"}))


def test_nobody_deals_with_accounts_in_bulk(administrator):
    mine, group = person("mine", "editor:zizhu"), Group.objects.get(name="administrator")
    for action, data in (
        ("assign_role", {"role": group.pk}),
        ("delete", {}),
        ("set_active_state", {"mark_as_active": "False"}),
    ):
        url = reverse("wagtail_bulk_action", args=["core", "user", action])
        administrator.post(f"{url}?id={mine.pk}", data)
    mine.refresh_from_db()
    assert mine.is_active
    assert set(mine.groups.values_list("name", flat=True)) == {"editor:zizhu"}


def test_only_a_superuser_deletes_an_account(administrator):
    mine = person("mine", "editor:zizhu")
    assert refused(administrator.post(reverse("wagtailusers_users:delete", args=[mine.pk])))
    assert User.objects.filter(pk=mine.pk).exists()


def test_an_account_shows_the_roles_it_has_and_had(administrator):
    mine = person("mine", "editor:zizhu", "head:haian")
    end_membership(membership=mine.memberships.get(role="head"), by=None)
    page = administrator.get(reverse("wagtailusers_users:edit", args=[mine.pk])).content.decode()
    assert "园区编辑 · zizhu" in page
    assert "已终止" in page
    history = administrator.get(reverse("wagtailusers_users:history", args=[mine.pk])).content.decode()
    assert "已终止角色：" in history


def test_lists_take_the_same_queries_for_one_and_three_people(administrator):
    counts = {"memberships:index": [], "wagtailusers_users:index": []}
    for names in (["a"], ["b", "c"]):
        for name in names:
            person(name, f"editor:{name}")
        for address, found in counts.items():
            administrator.get(reverse(address))
            with CaptureQueriesContext(connection) as queries:
                administrator.get(reverse(address))
            found.append(len(queries))
    assert all(len(set(found)) == 1 for found in counts.values()), counts


def test_a_portals_administrator_makes_a_unit(administrator, tree):
    data = {
        "name": "海安高新区",
        "slug": "haian",
        "root_page": tree.profile["zh-hans"].pk,
        "phone": "",
        "email": "",
        "review_stages": ["final"],
    }
    assert administrator.post(reverse("units:add"), data).status_code == 302
    office = Unit.objects.get(slug="haian")
    assert (office.root_page_id, office.collection.name) == (tree.profile["zh-hans"].pk, "海安高新区")


def test_a_unit_without_final_review_is_refused(administrator):
    answer = administrator.post(reverse("units:add"), {"name": "海安", "slug": "haian", "review_stages": ["first"]})
    assert "未经终审" in answer.content.decode()
    assert not Unit.objects.filter(slug="haian").exists()


def test_a_units_administrator_keeps_the_own_unit_and_not_where_it_writes(chief, tree):
    own, other = unit("zizhu"), unit("haian")
    page = chief.get(reverse("units:edit", args=[own.pk]))
    data = form_data(page, phone="021") | {"root_page": str(tree.home["zh-hans"].pk), "slug": "taken"}
    assert chief.post(reverse("units:edit", args=[own.pk]), data).status_code == 302
    own.refresh_from_db()
    assert (own.phone, own.root_page, own.slug) == ("021", None, "zizhu")
    assert refused(chief.get(reverse("units:edit", args=[other.pk])))
    assert refused(chief.get(reverse("units:add")))
    assert refused(chief.post(reverse("units:add"), {"name": "x", "slug": "x", "review_stages": ["final"]}))


def test_administrators_of_the_portal_keep_its_settings_and_workflows(administrator, chief, tree):
    from wagtail.models import Site

    settings = reverse("wagtailsettings:edit", args=["home", "sitesettings", Site.objects.get().pk])
    for address in (settings, reverse("wagtailadmin_workflows:index"), reverse("wagtailredirects:index")):
        assert administrator.get(address).status_code == 200, address
        assert refused(chief.get(address)), address


def test_categories_are_written_by_administrators_of_the_portal(administrator, chief, tree):
    url = reverse("wagtailsnippets_news_newscategory:edit", args=[tree.category.pk])
    assert administrator.get(url).status_code == 200
    assert refused(chief.get(url))
    assert chief.get(reverse("wagtailsnippetchoosers_news_newscategory:choose")).status_code == 200


def test_lists_are_narrowed_to_units_in_reach_only(chief, administrator):
    elsewhere = unit("haian", name="海安办公室")
    for name in ("memberships:index", "wagtailusers_users:index"):
        page = chief.get(reverse(name)).content.decode()
        assert ("zizhu" in page, elsewhere.name in page) == (True, False)
        assert elsewhere.name in administrator.get(reverse(name)).content.decode()


def test_auditors_of_a_unit_see_its_people_alone(administrator):
    here, elsewhere = person("here", "editor:zizhu"), person("elsewhere", "editor:haian")
    page = signed_in(person("auditor", "auditor:zizhu")).get(reverse("wagtailusers_users:index")).content.decode()
    assert (here.email in page or here.username in page, elsewhere.username in page) == (True, False)
    page = signed_in(person("all-auditor", "auditor")).get(reverse("wagtailusers_users:index")).content.decode()
    assert elsewhere.username in page
