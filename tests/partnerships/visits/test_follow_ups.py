"""What both sides have promised: seen by who may read the visit, settled once, reminded of on its days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from partnerships.errors import PartnershipRefusedError
from partnerships.models import FollowUp, FollowUpReminder, Visit
from partnerships.visits.enums import FollowUpState, VisitState
from partnerships.visits.services import follow_up_reminders
from partnerships.visits.services.follow_up_reminders import send_due_follow_ups
from partnerships.visits.services.follow_ups import settle_follow_up
from portal.core import days
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory

LIST = "/admin/visits/follow-ups/"
START = date(2026, 1, 1)


class Clock:
    """The portal's day, for everything that asks for it."""

    def __init__(self) -> None:
        self.day = START

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    rooms = ("visits.services.follow_up_reminders", "visits.services.follow_ups", "reminder_letters", "models.base")
    for module in rooms:
        monkeypatch.setattr(f"partnerships.{module}.today", clock)
    field = FollowUp._meta.get_field("reminds_from")
    monkeypatch.setattr(field, "default", clock)
    field.__dict__.pop("_get_default", None)  # Django keeps the default in a cached property
    yield clock
    field.__dict__.pop("_get_default", None)


@pytest.fixture
def unit(officers, parks):
    return parks["zizhu"].unit


@pytest.fixture
def visit(unit, parks) -> Visit:
    return VisitFactory(
        unit=unit, park=parks["zizhu"], state="hosted", name_zh_hans="波士顿来访", name_en="From Boston"
    )


def follow_up(visit: Visit, words: str = "寄送企业名单", due_in: int | None = None, **values) -> FollowUp:
    due_on = None if due_in is None else START + timedelta(days=due_in)
    defaults = {"what_zh_hans": words, "what_en": f"{words} (en)", "description_zh_hans": "来宾", "due_on": due_on}
    return FollowUp.objects.create(visit=visit, **defaults | values)


def text_for(client, user, query: str = "") -> str:
    client.force_login(user)
    return client.get(LIST + query).content.decode()


# --- the list -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_list_shows_what_is_open_of_the_own_visits_and_nothing_of_another_unit(client, officers, visit, parks):
    follow_up(visit, "自己的事项")
    follow_up(visit, "已办结事项", state="done")
    follow_up(VisitFactory(unit=parks["lingang"].unit), "别家事项")
    follow_up(VisitFactory(unit=visit.unit, state="cancelled"), "取消的事项")
    text = text_for(client, officers["zizhu"])
    assert "自己的事项" in text
    assert [word for word in ("已办结事项", "别家事项", "取消的事项") if word in text] == []
    everything = text_for(client, officers["zizhu"], "?state=all")
    assert "已办结事项" in everything
    assert "别家事项" not in everything


@pytest.mark.django_db
def test_list_is_narrowed_by_park_side_owner_state_and_overdue(client, officers, visit, parks):
    late = {"due_on": days.today() - timedelta(days=3)}
    follow_up(visit, "甲", side="guests", owner=officers["zizhu"], **late)
    follow_up(visit, "乙", state="in_progress", due_on=days.today())
    follow_up(VisitFactory(unit=visit.unit, park=parks["haian"]), "丙")

    def shown(query: str) -> list[str]:
        client.force_login(officers["zizhu"])
        return [str(one["row"]) for one in client.get(LIST + query).context["rows"]]

    assert shown("") == ["甲", "乙", "丙"]
    assert shown("?overdue=on") == ["甲"]
    assert shown("?side=guests") == ["甲"]
    assert shown(f"?owner={officers['zizhu'].pk}") == ["甲"]
    assert shown("?state=in_progress") == ["乙"]
    assert shown(f"?park={parks['haian'].pk}") == ["丙"]
    assert shown(f"?visit={visit.pk}") == ["甲", "乙"]
    assert "已逾期3天" in client.get(LIST).content.decode()


@pytest.mark.django_db
def test_visit_of_another_unit_cannot_be_asked_for(client, officers, parks, visit):
    foreign = VisitFactory(unit=parks["lingang"].unit)
    follow_up(foreign, "别家事项")
    client.force_login(officers["zizhu"])
    answer = client.get(f"{LIST}?visit={foreign.pk}")
    assert answer.context["rows"] == []
    assert str(foreign) not in answer.content.decode()


@pytest.mark.django_db
def test_who_has_no_business_with_visits_is_refused(client, parks):
    client.force_login(make_user("editor", Role.EDITOR, parks["zizhu"].unit))
    for path in (LIST, f"{LIST}export/csv/"):
        assert client.get(path).status_code in {302, 403}


@pytest.mark.django_db
def test_file_holds_what_the_list_shows(client, officers, visit, parks):
    follow_up(visit, "甲", side="guests", due_on=days.today() - timedelta(days=3), owner=officers["zizhu"])
    follow_up(visit, "乙", state="done")
    follow_up(VisitFactory(unit=parks["lingang"].unit), "别家事项")
    client.force_login(officers["zizhu"])
    answer = client.get(f"{LIST}export/csv/?state=open")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [list(row.values())[:5] for row in rows] == [["波士顿来访", str(parks["zizhu"]), "来宾", "来宾", "甲"]]
    assert list(rows[0].values())[6] == "3"
    workbook = client.get(f"{LIST}export/xlsx/")
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    assert client.get(f"{LIST}export/pdf/").status_code == 404


@pytest.mark.django_db
def test_file_names_the_visit_that_follows_only_to_who_may_know_it(client, officers, visit, parks):
    follow_up(visit, "甲", becomes=VisitFactory(unit=parks["lingang"].unit, name_zh_hans="机密来访"))
    follow_up(visit, "乙", becomes=VisitFactory(unit=visit.unit, name_zh_hans="回访"))
    client.force_login(officers["zizhu"])
    text = b"".join(client.get(f"{LIST}export/csv/").streaming_content).decode()
    assert "机密来访" not in text
    assert "回访" in text


@pytest.mark.django_db
def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, officers, visit):
    follow_up(visit, "甲", owner=officers["zizhu"])
    client.force_login(officers["zizhu"])
    client.get(LIST)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    one = queries()
    for word in ("乙", "丙"):
        follow_up(VisitFactory(unit=visit.unit), word, owner=officers["zizhu"])
    assert queries() == one


# --- settling -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_officer_settles_and_the_log_says_so(client, officers, visit):
    row = follow_up(visit)
    client.force_login(officers["zizhu"])
    path = f"{LIST}{row.pk}/state/"
    answer = client.post(path, {"seen": "open", "to": "done", "next": f"{LIST}?state=all"})
    assert answer.headers["Location"] == f"{LIST}?state=all"
    row.refresh_from_db()
    assert (row.state, row.settled_on) == (FollowUpState.DONE, days.today())
    entry = ModelLogEntry.objects.for_instance(visit).get(action="partnerships.follow_up.settle")
    assert (entry.user, entry.data["from"], entry.data["to"]) == (officers["zizhu"], "open", "done")
    client.post(path, {"seen": "done", "to": "open"})
    row.refresh_from_db()
    assert (row.state, row.settled_on) == (FollowUpState.OPEN, None)


@pytest.mark.django_db
def test_officer_of_another_unit_settles_nothing(client, officers, visit):
    row = follow_up(visit)
    client.force_login(officers["lingang"])
    assert client.post(f"{LIST}{row.pk}/state/", {"seen": "open", "to": "done"}).status_code == 404
    row.refresh_from_db()
    assert row.state == FollowUpState.OPEN


@pytest.mark.django_db
def test_follow_up_of_a_closed_visit_stays_settled(officers, visit):
    row = follow_up(visit, state="done")
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.CLOSED)
    with pytest.raises(PartnershipRefusedError) as refused:
        settle_follow_up(follow_up_id=row.pk, seen="done", to="open", by=officers["zizhu"])
    assert refused.value.code == "closed"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_once_the_second_is_told(officers, visit):
    row = follow_up(visit)
    start, outcomes = Barrier(2), []

    def work(to: str) -> None:
        try:
            start.wait(timeout=30)
            settle_follow_up(follow_up_id=row.pk, seen="open", to=to, by=officers["zizhu"])
            outcomes.append("set")
        except PartnershipRefusedError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(to,)) for to in ("done", "dropped")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["moved", "set"]


# --- reminders ------------------------------------------------------------------------------------------------
def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="follow_up_due").order_by("pk"))


@pytest.mark.django_db
def test_reminders_go_out_before_on_and_after_the_day_once_each(clock, visit):
    follow_up(visit, due_in=10)
    on = []
    for number in range(30):
        clock.day = START + timedelta(days=number)
        on += [number] * send_due_follow_ups()
    assert on == [3, 10, 17]
    assert [letter.recipient for letter in letters()] == ["officer-zizhu@example.org"] * 3


@pytest.mark.django_db
def test_scheduler_that_was_away_sends_each_once_and_in_order(clock, visit):
    follow_up(visit, due_in=10)
    follow_up(visit, due_in=12)
    clock.day = START + timedelta(days=40)
    assert send_due_follow_ups() == 6
    sent = [(row.about - START).days - row.days for row in FollowUpReminder.objects.order_by("pk")]
    assert sent == [3, 5, 10, 12, 17, 19]
    assert send_due_follow_ups() == 0


@pytest.mark.django_db
def test_what_is_settled_or_off_is_not_reminded_of(clock, visit):
    follow_up(visit, due_in=10, state="done")
    follow_up(VisitFactory(unit=visit.unit, state="cancelled"), due_in=10)
    clock.day = START + timedelta(days=40)
    assert send_due_follow_ups() == 0


@pytest.mark.django_db
def test_day_that_was_near_when_it_was_entered_is_not_reminded_of_in_bulk(clock, visit):
    follow_up(visit, due_in=2)
    assert send_due_follow_ups() == 0
    clock.day = START + timedelta(days=2)
    assert send_due_follow_ups() == 1


@pytest.mark.django_db
def test_owner_is_told_then_who_is_responsible_and_nobody_who_may_not_read(clock, visit, parks, unit):
    owner, responsible = make_user("owner", Role.HEAD, unit), make_user("responsible", Role.OFFICER, unit)
    stranger = make_user("stranger", Role.OFFICER, parks["lingang"].unit)
    Visit.objects.filter(pk=visit.pk).update(responsible=responsible)
    follow_up(visit, "甲", due_in=10, owner=owner)
    follow_up(visit, "乙", due_in=11, owner=stranger)
    clock.day = START + timedelta(days=4)
    assert send_due_follow_ups() == 2
    assert [letter.recipient for letter in letters()] == ["owner@example.org", "responsible@example.org"]


@pytest.mark.django_db
def test_letter_says_whose_promise_it_is(clock, visit):
    follow_up(visit, "甲", due_in=10, side="hosts")
    follow_up(visit, "乙", due_in=10, side="guests")
    clock.day = START + timedelta(days=3)
    send_due_follow_ups()
    ours, theirs = (letter.text for letter in letters())
    assert "由我方承办" in ours
    assert "由对方承办" in theirs
    assert "还有7天" in ours
    assert "请联系对方" in theirs


@pytest.mark.django_db
def test_one_that_fails_holds_up_no_other(clock, visit, monkeypatch):
    first, _second = follow_up(visit, "甲", due_in=10), follow_up(visit, "乙", due_in=11)
    tell = follow_up_reminders.tell_of_follow_up

    def failing(row, people, *, days):
        if row.pk == first.pk:
            raise RuntimeError
        tell(row, people, days=days)

    monkeypatch.setattr(follow_up_reminders, "tell_of_follow_up", failing)
    clock.day = START + timedelta(days=4)
    assert send_due_follow_ups() == 1
    assert FollowUpReminder.objects.get().follow_up_id != first.pk


# --- the first page -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_first_page_says_what_is_due_who_comes_and_who_asks(client, officers, visit, parks):
    soon = days.today() + timedelta(days=5)
    day = PartialDate(soon.year, soon.month, soon.day)
    follow_up(visit, "逾期事项", due_on=days.today() - timedelta(days=2))
    follow_up(visit, "远期事项", due_on=days.today() + timedelta(days=8))
    VisitFactory(unit=visit.unit, state="confirmed", date=day, name_zh_hans="将到之访")
    VisitFactory(unit=visit.unit, state="requested", name_zh_hans="待办之请")
    VisitFactory(unit=parks["lingang"].unit, state="requested", name_zh_hans="别家之请")
    client.force_login(officers["zizhu"])
    text = client.get("/admin/").content.decode()
    assert [word for word in ("逾期事项", "已逾期2天", "将到之访", "待办之请") if word not in text] == []
    assert [word for word in ("远期事项", "别家之请") if word in text] == []
