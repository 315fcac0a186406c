"""Who may give which role, when it begins and ends, and what is written down of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Collection, GroupPagePermission, ModelLogEntry, Page

from portal.core.days import end_of, last_day, start_of, today
from portal.core.models import Membership, User
from portal.core.services.groups import arrange_all_groups, mend_all_groups, mend_groups
from portal.core.services.memberships import change_membership, end_membership, grant_membership
from portal.core.services.units import save_unit
from tests.portal.core.people import person, signed_in, unit

pytestmark = pytest.mark.django_db


def groups(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


@pytest.fixture
def clock(monkeypatch):
    """Sets what time it is for all of Django."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def test_until_a_day_means_to_its_end_in_shanghai():
    moment = end_of(date(2026, 12, 31))

    assert moment == datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert last_day(moment) == date(2026, 12, 31)
    assert start_of(date(2026, 12, 31)) == datetime(2026, 12, 30, 16, 0, tzinfo=UTC)


def test_a_role_is_gone_at_midnight_in_shanghai(locales, clock):
    editor = person("editor", "editor:zizhu")
    change_membership(
        membership=editor.memberships.get(), by=None, starts_at=timezone.now(), ends_at=end_of(date(2027, 1, 31))
    )
    client = signed_in(editor)

    clock(datetime(2027, 1, 31, 15, 59, 59, tzinfo=UTC))
    assert client.get("/admin/").status_code == 200
    clock(datetime(2027, 1, 31, 16, 0, tzinfo=UTC))
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert groups(editor) == set()


def test_a_role_to_come_begins_at_its_moment(locales, clock):
    editor = person("editor")
    begins = start_of(today() + timedelta(days=3))
    grant_membership(user=editor, role="editor", by=None, unit=unit("zizhu"), starts_at=begins)
    client = signed_in(editor)

    assert groups(editor) == set()
    assert client.get("/admin/").status_code == 302
    clock(begins)
    assert client.get("/admin/").status_code == 200
    assert groups(editor) == {"editor:zizhu"}


def test_the_sweep_mends_those_who_are_away(locales, clock):
    leaving, coming, staying = person("a", "editor:zizhu"), person("b"), person("c", "moderator")
    soon = timezone.now() + timedelta(hours=1)
    change_membership(membership=leaving.memberships.get(), by=None, starts_at=timezone.now(), ends_at=soon)
    grant_membership(user=coming, role="head", by=None, unit=unit("haian"), starts_at=soon)

    assert mend_all_groups() == 0
    clock(soon)
    assert mend_all_groups() == 2
    assert [groups(user) for user in (leaving, coming)] == [set(), {"head:haian"}]
    assert groups(staying) == {"moderator", "moderator-first", "moderator-second", "moderator-secrecy"}


def test_a_sweep_without_changes_takes_two_queries_whatever_the_number(locales, django_assert_num_queries):
    for name in "abc":
        person(name, f"editor:{name}")
    with django_assert_num_queries(2):
        mend_all_groups()


def test_asking_for_the_present_rights_takes_two_queries(locales, django_assert_num_queries):
    user = person("editor", "editor:zizhu")
    with django_assert_num_queries(2):  # of which policies need the memberships anyway
        assert mend_groups(user=user) is False


def test_a_group_given_by_hand_is_taken_away(locales):
    from portal.core.services.groups import ensure_group

    user = person("editor", "editor:zizhu")
    user.groups.add(ensure_group("administrator"))

    signed_in(user).get("/admin/")

    assert groups(user) == {"editor:zizhu"}


def test_a_role_that_ended_and_is_given_again_is_a_second_period(locales):
    user = person("editor", "editor:zizhu")
    end_membership(membership=user.memberships.get(), by=None)
    grant_membership(user=user, role="editor", by=None, unit=unit("zizhu"))

    first, second = user.memberships.order_by("pk")
    assert (first.has_ended, second.has_ended) == (True, False)
    assert groups(user) == {"editor:zizhu"}


def test_ending_a_role_to_come_leaves_one_that_never_was_in_force(locales):
    user = person("editor")
    later = timezone.now() + timedelta(days=9)
    row = grant_membership(user=user, role="editor", by=None, unit=unit("zizhu"), starts_at=later)
    end_membership(membership=row, by=None)

    row.refresh_from_db()
    assert (row.ends_at, row.has_ended) == (row.starts_at, True)


def test_ending_twice_keeps_the_first_end(locales):
    user = person("editor", "editor:zizhu")
    row = user.memberships.get()
    end_membership(membership=row, by=None)
    ended_at = Membership.objects.get().ends_at
    end_membership(membership=row, by=None)

    assert Membership.objects.get().ends_at == ended_at
    assert ModelLogEntry.objects.filter(action="core.membership.end").count() == 1


ADMIN, CHIEF, EDITOR, AUDITOR = "administrator", "administrator:zizhu", "editor:zizhu", "auditor"


@pytest.mark.parametrize(
    ("giver", "role", "where", "allowed"),
    [
        (ADMIN, "administrator", "", True),
        (ADMIN, "auditor", "", True),
        (ADMIN, "editor", "haian", True),
        (CHIEF, "editor", "zizhu", True),
        (CHIEF, "administrator", "zizhu", True),
        (CHIEF, "editor", "haian", False),
        (CHIEF, "editor", "", False),
        (CHIEF, "administrator", "", False),
        (CHIEF, "auditor", "zizhu", False),
        (EDITOR, "editor", "zizhu", False),
        (AUDITOR, "editor", "zizhu", False),
    ],
)
def test_who_may_give_which_role(locales, giver, role, where, allowed):
    by, user = person("giver", giver), person("receiver")
    place = unit(where) if where else None

    if allowed:
        grant_membership(user=user, role=role, by=by, unit=place)
    else:
        with pytest.raises(PermissionDenied):
            grant_membership(user=user, role=role, by=by, unit=place)
    assert user.memberships.count() == int(allowed)


def test_administrators_do_not_touch_superusers(locales):
    by, root = person("giver", "administrator"), person("root", is_superuser=True)
    with pytest.raises(PermissionDenied):
        grant_membership(user=root, role="editor", by=by, unit=unit("zizhu"))


def test_an_administrator_whose_role_ended_gives_nothing(locales):
    by, user = person("giver", "administrator"), person("receiver")
    end_membership(membership=by.memberships.get(), by=None)

    with pytest.raises(PermissionDenied):
        grant_membership(user=user, role="editor", by=User.objects.get(pk=by.pk), unit=unit("zizhu"))


@pytest.mark.parametrize(
    "values",
    [
        {"role": "editor", "stages": ["first"]},
        {"role": "moderator", "stages": ["fourth"]},
        {"role": "translator"},
        {"role": "editor", "ends_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_role_that_makes_no_sense_is_refused(locales, values):
    with pytest.raises(ValidationError):
        grant_membership(user=person("a"), by=None, **values)


def test_every_change_is_written_down_with_who_did_it(locales):
    by, user = person("giver", "administrator"), person("receiver")
    row = grant_membership(user=user, role="editor", by=by, unit=unit("zizhu"), ends_at=end_of(date(2030, 12, 31)))
    end_membership(membership=row, by=by)

    entries = ModelLogEntry.objects.filter(object_id=user.pk, user=by).order_by("timestamp")
    assert [entry.action for entry in entries] == ["core.membership.grant", "core.membership.end"]
    assert entries[0].data["ends_at"] == "2031-01-01T00:00:00+08:00"
    assert "editor" not in str(entries[0].message)
    assert "2030-12-31" in str(entries[0].message)


def test_groups_have_rows_on_roots_alone(locales, tree):
    office = unit("zizhu")
    office.root_page = tree.profile["zh-hans"]
    save_unit(unit=office, by=None)
    users = [
        person("a", "administrator"),
        person("b", "editor:zizhu"),
        person("c", "moderator"),
        person("d", "reviser::en"),
        person("e", "administrator:zizhu"),
    ]
    arrange_all_groups()

    rows = {user.username: GroupPagePermission.objects.filter(group__user=user).count() for user in users}
    assert rows == {"a": 6, "b": 2, "c": 4, "d": 2, "e": 12}


def test_a_unit_gets_its_collection_and_its_people_their_rights(locales, tree):
    editor, other = person("editor", "editor:zizhu"), person("other", "editor:haian")
    office = unit("zizhu")
    office.root_page = tree.profile["zh-hans"]
    save_unit(unit=office, by=None)

    profile = Page.objects.get(pk=tree.profile["zh-hans"].pk)
    assert profile.permissions_for_user(User.objects.get(pk=editor.pk)).can_edit()
    assert not profile.permissions_for_user(User.objects.get(pk=other.pk)).can_edit()
    assert office.collection.get_parent() == Collection.get_first_root_node()
    assert editor.groups.get().collection_permissions.filter(collection=office.collection).count() == 6


def test_wagtails_own_groups_and_workflow_are_gone_and_come_back(db):
    from importlib import import_module

    from django.apps import apps
    from django.contrib.auth.models import Group
    from wagtail.models import Workflow

    migration = import_module("portal.core.migrations.0004_role_data")
    names = {"Moderators", "Editors"}
    assert not Group.objects.filter(name__in=names).exists()

    migration.restore_defaults(apps, None)
    assert set(Group.objects.values_list("name", flat=True)) >= names
    assert Workflow.objects.filter(name="Moderators approval").exists()
    person("used").groups.add(Group.objects.get(name="Editors"))

    migration.remove_unused_defaults(apps, None)
    assert set(Group.objects.filter(name__in=names).values_list("name", flat=True)) == {"Editors"}
    assert not Workflow.objects.filter(name="Moderators approval").exists()
