"""At once, in a daily digest, or not at all: each person as they chose, and nothing twice or lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from wagtail.users.models import UserProfile

from portal.core import notice_kinds
from portal.core.models import User
from portal.core.notice_kinds import register_kinds
from portal.core.notices import notify
from portal.outbox.digests import MOST_LINES, sweep_digests
from portal.outbox.enums import Delivery
from portal.outbox.models import DigestItem, Letter, NoticePreference
from portal.outbox.preferences import choices_of, choose

SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = datetime(2025, 9, 9, 8, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, note_texts):
    monkeypatch.setattr(notice_kinds, "_kinds", dict(notice_kinds._kinds))
    register_kinds({"note": "Note"}, optional=True)


@pytest.fixture
def person(db):
    return User.objects.create_user("li", "li@example.org", last_name="李", first_name="敏")


def prefer(person, delivery, kind="note"):
    NoticePreference.objects.update_or_create(user=person, kind=kind, defaults={"delivery": delivery})


def tell(person, key="note:1", kind="note", at=EIGHT - timedelta(hours=1), **context):
    notify(kind=kind, recipients=[person], context={"name": "N", **context}, key=key)
    DigestItem.objects.filter(key=f"{key}:{person.pk}").update(created_at=at)


def test_choice_decides_how_person_is_told(person):
    for number, delivery in enumerate([Delivery.INSTANT, Delivery.DAILY, Delivery.NONE]):
        prefer(person, delivery)
        tell(person, key=f"note:{number}")

    assert list(Letter.objects.values_list("key", flat=True)) == [f"note:0:{person.pk}"]
    assert list(DigestItem.objects.values_list("key", flat=True)) == [f"note:1:{person.pk}"]


def test_kind_that_is_not_optional_always_comes_at_once(person):
    register_kinds({"note": "Note"})
    prefer(person, Delivery.NONE)
    tell(person)

    assert Letter.objects.count() == 1


def test_same_notice_is_told_once_though_choice_changed_between(person):
    prefer(person, Delivery.DAILY)
    tell(person)
    prefer(person, Delivery.INSTANT)
    tell(person)

    assert (Letter.objects.count(), DigestItem.objects.count()) == (0, 1)


def test_digest_is_one_letter_grouped_by_kind_in_language_of_person(person):
    register_kinds({"inquiry_notice": "新咨询"}, optional=True)
    for kind in ("note", "inquiry_notice"):
        prefer(person, Delivery.DAILY, kind)
    tell(person, key="a", name="甲", url="https://portal.example.org/a/")
    tell(person, key="b", kind="inquiry_notice", reference="K7QF")
    tell(person, key="c", name="乙")

    assert sweep_digests(now=EIGHT) == 1

    letter = Letter.objects.get()
    assert (letter.kind, letter.locale, letter.recipient) == ("digest", "zh-hans", "li@example.org")
    assert letter.subject == "每日汇总：3条通知"
    inquiries = "【新咨询】\n· 新的合作咨询待办理（编号K7QF）\n\n"
    notes = "【Note】\n· 致甲的短笺\nhttps://portal.example.org/a/\n· 致乙的短笺\n"
    assert inquiries + notes in letter.text
    assert not DigestItem.objects.waiting().exists()


def test_digest_comes_at_hour_of_person_and_once_a_day(person):
    UserProfile.objects.create(user=person, current_time_zone="America/New_York", preferred_language="en")
    prefer(person, Delivery.DAILY)
    new_york = datetime(2025, 9, 9, 7, 59, tzinfo=ZoneInfo("America/New_York"))
    tell(person, at=new_york - timedelta(hours=9))

    assert sweep_digests(now=new_york) == 0
    assert sweep_digests(now=new_york + timedelta(minutes=1)) == 1
    tell(person, key="note:2", at=new_york + timedelta(minutes=2))
    assert sweep_digests(now=new_york + timedelta(hours=5)) == 0
    assert sweep_digests(now=new_york + timedelta(hours=25)) == 1
    assert sweep_digests(now=new_york + timedelta(hours=49)) == 0
    assert list(Letter.objects.order_by("pk").values_list("subject", "key")) == [
        ("Your digest: 1 notice", f"digest:{person.pk}:2025-09-09"),
        ("Your digest: 1 notice", f"digest:{person.pk}:2025-09-10"),
    ]


def test_digest_after_scheduler_was_down_for_days_is_one(person):
    prefer(person, Delivery.DAILY)
    for day in range(3):
        tell(person, key=f"note:{day}", at=EIGHT - timedelta(days=day, hours=1))

    assert [sweep_digests(now=EIGHT + timedelta(hours=15)) for _ in range(2)] == [1, 0]
    assert Letter.objects.get().subject == "每日汇总：3条通知"


@pytest.mark.parametrize("delivery", [Delivery.INSTANT, Delivery.NONE])
def test_what_waits_is_told_though_person_chose_otherwise(person, delivery):
    prefer(person, Delivery.DAILY)
    tell(person)
    prefer(person, delivery)

    assert sweep_digests(now=EIGHT) == 1
    assert not DigestItem.objects.waiting().exists()


def test_digest_for_person_who_left_waits(person):
    prefer(person, Delivery.DAILY)
    tell(person)
    User.objects.update(is_active=False)

    assert sweep_digests(now=EIGHT) == 0
    assert not Letter.objects.exists()


def test_long_digest_names_some_and_counts_the_rest(person):
    prefer(person, Delivery.DAILY)
    context = {"name": "N"}
    DigestItem.objects.bulk_create(
        DigestItem(user=person, kind="note", key=str(n), context=context, created_at=EIGHT)
        for n in range(MOST_LINES + 2)
    )
    sweep_digests(now=EIGHT)

    text = Letter.objects.get().text
    assert (text.count("致N的短笺"), "另有2条" in text) == (MOST_LINES, True)


def test_digest_line_whose_template_has_a_fault_is_the_name_of_its_kind(person):
    DigestItem.objects.create(user=person, kind="no_such_kind", key="a", context={}, created_at=EIGHT)
    sweep_digests(now=EIGHT)

    assert "· no_such_kind" in Letter.objects.get().text


def test_sweep_of_digests_asks_no_more_for_those_told_today(person, django_assert_num_queries):
    prefer(person, Delivery.DAILY)
    tell(person)
    sweep_digests(now=EIGHT)
    tell(person, key="note:2", at=EIGHT)
    with django_assert_num_queries(2):
        sweep_digests(now=EIGHT + timedelta(hours=1))


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_one_digest(note_texts):
    person = User.objects.create_user("li", "li@example.org")
    written = []

    def sweep():
        try:
            written.append(sweep_digests(now=EIGHT))
        finally:
            connection.close()

    for number in range(5):
        DigestItem.objects.create(user=person, kind="note", key=str(number), context={"name": "N"}, created_at=EIGHT)
    threads = [Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(written) == 1
    assert Letter.objects.get().subject == "每日汇总：5条通知"
    assert not DigestItem.objects.waiting().exists()


@pytest.mark.django_db
def test_choose_keeps_only_what_person_may_choose(person):
    register_kinds({"alarm": "Alarm"})
    register_kinds({"inquiry_notice": "Inquiry"}, optional=True, roles=["officer"])

    choose(user=person, choices={"note": "daily", "alarm": "none", "inquiry_notice": "none", "nonsense": "none"})

    assert list(NoticePreference.objects.values_list("kind", "delivery")) == [("note", "daily")]
    assert choices_of(person)["note"] == "daily"


@pytest.mark.django_db
def test_day_begins_in_zone_of_person_not_of_server(person, settings):
    settings.PORTAL_DIGEST_HOUR = 0
    prefer(person, Delivery.DAILY)
    midnight = datetime(2025, 9, 9, 16, 0, tzinfo=UTC)  # 10 September, 00:00 in Shanghai
    tell(person, at=midnight)

    sweep_digests(now=midnight)

    assert Letter.objects.get().key == f"digest:{person.pk}:2025-09-10"
