"""The log's screen: who reads which of it, what it can be narrowed by, how long lists are read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.audit.enums import Group, group_of
from portal.audit.words import details_line
from portal.core import audit
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import end_membership, grant_membership
from portal.core.services.tree_roles import give_pages

pytestmark = pytest.mark.django_db
INDEX = "/admin/audit/"


def labels(response):
    assert response.status_code == 200
    return [line["label"] for line in response.context["entries"]]


@pytest.fixture
def entries(units, write_entry, root):
    """One entry a unit and one of no unit, by a person; the time grows."""
    start = timezone.now() + timedelta(minutes=1)
    for minute, unit in enumerate(units.values()):
        write_entry(unit, user=root, at=start + timedelta(minutes=minute))
    audit.record_list(model=User, action=audit.LIST, by=None)
    return units


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_reader_of_one_unit_sees_entries_of_that_unit_only(sign_in, entries, role):
    client = sign_in("reader", role, entries["zizhu"])

    found = labels(client.get(INDEX))

    assert found[0] == "紫竹"
    assert "临港" not in found
    assert set(found[1:]) == {"reader"}, "the role given to the reader, who works for the unit"
    other = ModelLogEntry.objects.get(label="临港")
    own = ModelLogEntry.objects.get(label="紫竹")
    assert client.get(reverse("audit_entry", args=["record", other.pk])).status_code == 404
    assert client.get(reverse("audit_entry", args=["record", own.pk])).status_code == 200
    assert "临港" not in client.get(INDEX, {"export": "csv"}).getvalue().decode()


def test_reader_of_one_unit_cannot_ask_for_another(sign_in, entries):
    client = sign_in("reader", Role.AUDITOR, entries["zizhu"])

    response = client.get(INDEX, {"unit": entries["lingang"].pk})

    assert labels(response) == []
    assert "unit" in response.context["form"].errors


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_reader_of_the_portal_sees_all(sign_in, entries, role):
    client = sign_in("reader", role)

    assert {"紫竹", "临港", "用户"} <= set(labels(client.get(INDEX)))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.OFFICER, Role.HEAD])
def test_others_get_403_and_no_menu(sign_in, entries, role):
    client = sign_in("someone", role, entries["zizhu"])
    entry = ModelLogEntry.objects.first()

    for address in (INDEX, f"{INDEX}?export=csv", reverse("audit_entry", args=["record", entry.pk])):
        assert client.get(address).status_code == 403
    assert "/admin/audit/" not in client.get("/admin/").content.decode()


def test_reader_whose_role_ended_gets_403(sign_in, entries):
    client = sign_in("reader", Role.AUDITOR)
    client.force_login(User.objects.get(username="reader"))
    membership = client.user.memberships.get()
    grant_membership(user=client.user, role=Role.EDITOR, unit=entries["zizhu"], by=None)
    membership.starts_at -= timedelta(days=1)
    membership.save()
    end_membership(membership=membership, by=None)

    assert client.get(INDEX).status_code == 403


def test_role_given_in_one_unit_is_not_told_to_the_other(db, units):
    person = User.objects.create_user("both", "both@example.com")
    grant_membership(user=person, role=Role.EDITOR, unit=units["zizhu"], by=None)
    grant_membership(user=person, role=Role.EDITOR, unit=units["lingang"], by=None)

    stamps = [row.data["stamp"]["units"] for row in ModelLogEntry.objects.filter(action="core.membership.grant")]

    assert sorted(stamps) == sorted([[units["zizhu"].pk], [units["lingang"].pk]])


def test_stranger_is_sent_to_the_sign_in(client, db):
    assert client.get(INDEX).headers["Location"].startswith("/admin/login/")


def test_log_takes_the_place_of_the_site_history(sign_in, root):
    client = sign_in(root)

    page = client.get("/admin/").content.decode()
    assert "/admin/audit/" in page
    assert "/admin/reports/site-history/" not in page
    assert client.get("/admin/reports/site-history/").headers["Location"] == INDEX
    assert client.get("/admin/reports/site-history/results/").headers["Location"] == INDEX


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_log_cannot_be_written_to(sign_in, root, write_entry, units, method):
    client, entry = sign_in(root), write_entry(units["zizhu"])

    for address in (INDEX, reverse("audit_entry", args=["record", entry.pk])):
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"who": "孙瑾"}, ["b", "a"]),
        ({"who": "ROOT"}, ["b", "a"]),
        ({"who": "nobody"}, []),
        ({"origin": "system"}, ["c"]),
        ({"origin": "people"}, ["b", "a"]),
        ({"group": "rights"}, ["b"]),
        ({"group": "content"}, ["c", "a"]),
        ({"action": "core.membership.grant"}, ["b"]),
        ({"object_type": "core.unit"}, ["c", "b", "a"]),
        ({"object_type": "core.user"}, []),
        ({"since": "2026-02-01"}, ["c", "b"]),
        ({"until": "2026-02-01"}, ["b", "a"]),
        ({"since": "2026-02-01", "until": "2026-02-01"}, ["b"]),
        ({"text": "B"}, ["b"]),
        ({"text": "评审"}, ["c"]),
        ({"text": "100%"}, []),
        ({"who": "root", "text": "a"}, ["a"]),
    ],
)
def test_filters(sign_in, root, units, write_entry, query, expected):
    def at(month, day, hour):
        return timezone.make_aware(timezone.datetime(2026, month, day, hour, 30))

    ModelLogEntry.objects.all()
    write_entry(units["zizhu"], label="a", user=root, at=at(1, 31, 23))
    write_entry(units["zizhu"], label="b", user=root, at=at(2, 1, 23), action="core.membership.grant")
    write_entry(units["zizhu"], label="c", at=at(2, 2, 0), data={"reason": "评审"})

    assert labels(sign_in(root).get(INDEX, {"since": "2026-01-01", "until": "2026-03-01"} | query)) == expected


@pytest.mark.parametrize(
    "query", [{"since": "tomorrow"}, {"since": "2026-02-02", "until": "2026-02-01"}, {"group": "x"}]
)
def test_wrong_filter_is_told_and_shows_nothing(sign_in, root, write_entry, units, query):
    write_entry(units["zizhu"])
    response = sign_in(root).get(INDEX, query)

    assert labels(response) == []
    assert response.context["form"].errors
    assert sign_in(root).get(INDEX, query | {"export": "csv"}).headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("before", ["x", "2026-13-45T00:00:00+00:00_page_1", "2026-01-01T00:00:00+00:00_page_x"])
def test_no_such_place_in_the_list_is_404(sign_in, root, before):
    assert sign_in(root).get(INDEX, {"before": before}).status_code == 404


def test_paging_shows_every_entry_once_newest_first(sign_in, root, tree, units, write_entry):
    moment = timezone.now() + timedelta(days=2)  # a day that has no other entries, in every time zone
    page = tree.home["zh-hans"]
    for number in range(60):
        same = moment + timedelta(seconds=number // 7)
        write_entry(units["zizhu"], label=f"r{number}", at=same)
        PageLogEntry.objects.log_action(page, "wagtail.edit", timestamp=same, title=f"p{number}")
    client, found, address = sign_in(root), [], f"{INDEX}?since={timezone.localdate(moment)}"

    while address:
        response = client.get(address)
        found += [(line["timestamp"], line["log"], line["pk"]) for line in response.context["entries"]]
        address = response.context["older"]

    expected = [
        (row.timestamp, name, row.pk)
        for name, model in (("record", ModelLogEntry), ("page", PageLogEntry))
        for row in model.objects.filter(timestamp__gte=moment)
    ]
    ranks = {"record": 0, "page": 1}
    assert found == sorted(expected, key=lambda row: (row[0], ranks[row[1]], row[2]), reverse=True)
    assert len(found) == 120


def test_list_takes_as_many_queries_for_many_entries(sign_in, root, units, write_entry):
    client, counts = sign_in(root), []
    for total in (1, 3, 60):
        while ModelLogEntry.objects.filter(action="wagtail.edit").count() < total:
            write_entry(units["zizhu"], user=User.objects.create_user(f"u{ModelLogEntry.objects.count()}"))
        client.get(INDEX)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(INDEX)
        counts.append(len(queries))
        assert not [query for query in queries if "COUNT(" in query["sql"] and "logentry" in query["sql"]]
    assert counts[0] == counts[1] == counts[2]


def test_entry_tells_details_in_words_and_leads_to_its_object(sign_in, root, units):
    user = User.objects.create_user("officer")
    grant_membership(user=user, role=Role.OFFICER, unit=units["zizhu"], by=root)
    entry = ModelLogEntry.objects.get(action="core.membership.grant")

    page = sign_in(root).get(reverse("audit_entry", args=["record", entry.pk])).content.decode()

    assert "孙瑾（root）" in page
    assert "officer:zizhu" in page
    assert reverse("wagtailusers_users:edit", args=[user.pk]) in page
    assert "stamp" not in page


def test_entry_about_what_is_gone_has_no_link(sign_in, root, units, write_entry):
    entry = write_entry(units["lingang"])
    units["lingang"].delete()

    response = sign_in(root).get(reverse("audit_entry", args=["record", entry.pk]))
    assert response.context["address"] is None
    assert "临港" in response.content.decode()


def test_deleted_person_keeps_the_name(sign_in, root, units, write_entry):
    person = User.objects.create_user("gone", first_name="伟", last_name="李")
    write_entry(units["zizhu"], user=person, label="mark")
    person.delete()

    [line] = sign_in(root).get(INDEX, {"text": "mark"}).context["entries"]
    assert line["person"] == "李伟（gone），账号已删除"
    assert labels(sign_in(root).get(INDEX, {"who": "李伟"})) == ["mark"]


def test_deletion_stays_with_the_auditor_of_the_unit(sign_in, root, tree, units):
    give_pages(group_name="editor:zizhu", pages=[tree.park_news["zh-hans"]])
    article, other = tree.add_news(of_park=True, title="园区一"), tree.add_news(title="门户一")
    client = sign_in(root)
    for page in (article, other):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    found = labels(sign_in("auditor", Role.AUDITOR, units["zizhu"]).get(INDEX))
    assert "园区一" in found
    assert "门户一" not in found


def test_every_action_has_one_group_and_a_chinese_name():
    from django.utils import translation
    from wagtail.log_actions import registry

    with translation.override("zh-hans"):
        poor = {
            name: str(label)
            for name, label in registry.get_choices()
            if not any("\u4e00" <= letter <= "\u9fff" for letter in str(label))
        }
    assert poor == {}
    assert {group_of(name) for name, _label in registry.get_choices()} <= set(Group.values)


def test_entries_of_deleted_content_types_are_shown(sign_in, root, units, write_entry):
    entry = write_entry(units["zizhu"], label="old")
    kind = ContentType.objects.create(app_label="gone", model="thing")
    ModelLogEntry.objects.create(
        content_type=kind, object_id="5", label="thing", action="wagtail.edit", timestamp=timezone.now()
    )
    assert set(labels(sign_in(root).get(INDEX))) >= {"old", "thing"}
    assert entry.pk


def test_unit_filter(sign_in, entries, root):
    assert labels(sign_in(root).get(INDEX, {"unit": entries["lingang"].pk})) == ["临港"]
    assert Unit.objects.count() == 2


def test_details_of_signing_in_and_of_rules_are_worded():
    signed_in = ModelLogEntry(data={"address": "::1", "method": "recovery_code"})
    changed = ModelLogEntry(data={"roles": ["officer", "head"], "superusers": False})
    unknown = ModelLogEntry(data={"method": "carrier pigeon"})

    with translation.override("zh-hans"):
        found = [details_line(entry) for entry in (signed_in, changed, unknown)]
    assert found == [
        "网络地址：::1；登录方式：密码和恢复码",
        "角色：合作专员、单位负责人；拥有全部权限的账号也必须启用：否",
        "登录方式：carrier pigeon",
    ]
