"""The figures of inquiries: counted by hand on few rows, bounded in queries on many, and scoped by role."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from partnerships.inquiries.enums import ClockEnd, ClockKind, InquiryState
from partnerships.inquiries.figures.charts import bar_chart, month_chart
from partnerships.inquiries.figures.queries import VIEWS, Span, figures
from partnerships.models import Inquiry, ServiceClock, Visit, WorkCalendar
from portal.core.enums import Role
from portal.core.tables import read_lines
from tests.partnerships.conftest import make_user

FIGURES = "/admin/inquiries/figures/"
SPRING = Span(date(2026, 3, 1), date(2026, 5, 1))
HOUR = 3600


@pytest.fixture
def calendar(db) -> WorkCalendar:
    return WorkCalendar.objects.create(name="Figures", country="CN")


class Desk(SimpleNamespace):
    """Writes inquiries with clocks as the service levels leave them."""

    number = 0

    def inquiry(self, *, park="zizhu", at=datetime(2026, 3, 10, tzinfo=UTC), sectors=(), **values) -> Inquiry:
        self.number += 1
        told = {"intent": "set_up", "country": "DE", "locale": "en", "company": f"Company {self.number}"}
        row = Inquiry.objects.create(
            reference=f"FIG-{self.number}",
            submission_key=f"fig-{self.number}",
            park=self.parks[park] if park else None,
            unit=self.parks[park].unit if park else None,
            person="A",
            email="a@example.com",
            message="M",
            privacy_version="1",
            consented_at=at,
            created_at=at,
            **{**told, **values},
        )
        row.sectors.set(sectors)
        return row

    def clock(self, inquiry: Inquiry, outcome: str = "", *, hours: float = 0, kind="first", due=None) -> ServiceClock:
        ended = inquiry.created_at + timedelta(days=1) if outcome else None
        return ServiceClock.objects.create(
            inquiry=inquiry,
            kind=kind,
            calendar=self.calendar,
            allowed=14 * HOUR,
            warn_after=10 * HOUR,
            used=int(hours * HOUR),
            started_at=inquiry.created_at,
            running_since=None if outcome else inquiry.created_at,
            due_at=due,
            ended_at=ended,
            outcome=outcome,
        )


@pytest.fixture
def desk(parks, calendar) -> Desk:
    return Desk(parks=parks, calendar=calendar)


@pytest.fixture
def head(db):
    return make_user("head-of-all", Role.HEAD)


def by(user, view, span=SPRING):
    with translation.override("en"):
        found = figures(user, span, view)
    return {line.name: line for line in found.lines}, found.total


def test_figures_of_one_month_agree_with_a_count_by_hand(desk, head):
    hours = [1, 2, 3, 4, 10]
    for used in hours:
        desk.clock(desk.inquiry(), ClockEnd.IN_TIME, hours=used)
    desk.clock(desk.inquiry(state=InquiryState.SETTLED), ClockEnd.LATE, hours=20)
    desk.clock(desk.inquiry(), due=timezone.now() - timedelta(days=1))
    desk.clock(desk.inquiry(), due=timezone.now() + timedelta(days=1))
    not_settled = desk.inquiry(state=InquiryState.NOT_SETTLED)
    desk.clock(not_settled, ClockEnd.VOID, hours=1)
    answered = desk.inquiry(state=InquiryState.WAITING_FOR_US)
    desk.clock(answered, ClockEnd.IN_TIME, hours=5)
    desk.clock(answered, kind=ClockKind.NEXT, due=timezone.now() - timedelta(hours=1))
    answered.visits.add(Visit.objects.create(name_en="Visit", slug="a-visit", unit=desk.parks["zizhu"].unit))
    for state in (InquiryState.SPAM, InquiryState.DUPLICATE):
        desk.clock(desk.inquiry(state=state), ClockEnd.LATE, hours=50)
    desk.inquiry(quarantined_at=timezone.now())

    lines, total = by(head, "month")

    march = lines["March 2026"]
    assert list(lines) == ["March 2026", "April 2026", "May 2026"]
    assert (march.received, march.waiting, march.overdue) == (10, 8, 2)
    assert (march.in_time, march.late, march.missed, march.punctual) == (6, 1, 1, 75)
    assert (march.median, march.most) == (4, pytest.approx(14))
    assert (march.settled, march.not_settled, march.became, march.fruitful) == (1, 1, 1, 10)
    assert lines["April 2026"].received == 0
    assert (total.received, total.punctual, total.median) == (10, 75, 4)


def test_every_view_parts_the_same_inquiries(desk, head, sectors):
    desk.clock(desk.inquiry(sectors=sectors), ClockEnd.IN_TIME, hours=2)
    desk.clock(desk.inquiry(park="lingang", country="CN", locale="zh-hans", intent="visit"), ClockEnd.LATE, hours=30)
    desk.inquiry(park=None)

    assert {name: line.received for name, line in by(head, "park")[0].items()} == {
        "Shanghai Zizhu High-Tech Park": 1,
        "Lingang Innovation Center": 1,
        "Advice wanted, no park": 1,
    }
    assert set(by(head, "unit")[0]) == {
        "上海紫竹高新技术产业开发区",
        "上海临港科技创业中心",
        "The portal’s own officers",
    }
    lines, total = by(head, "sector")
    assert {name: line.in_time for name, line in lines.items()} == {"Photonics": 1, "Aerospace": 1, "Not stated": 0}
    assert (total.received, total.in_time, total.late) == (3, 1, 1)
    assert {name: line.received for name, line in by(head, "country")[0].items()} == {"Germany": 2, "China": 1}
    assert {name: line.late for name, line in by(head, "language")[0].items()} == {
        "English": 0,
        "Simplified Chinese": 1,
    }
    assert {name: line.late for name, line in by(head, "intent")[0].items()} == {
        "Set up a company or an office": 0,
        "Visit": 1,
    }
    assert by(head, "park", Span(SPRING.since, SPRING.until, desk.parks["lingang"].unit))[1].received == 1


def test_shares_and_times_of_few_answers_are_not_told(desk, head):
    for _one in range(4):
        desk.clock(desk.inquiry(), ClockEnd.IN_TIME, hours=2)

    line = by(head, "month")[1]

    assert (line.in_time, line.punctual, line.median, line.most, line.fruitful) == (4, None, None, None, None)


def test_a_month_begins_at_the_portals_midnight(desk, head):
    desk.inquiry(at=datetime(2026, 3, 31, 16, 30, tzinfo=UTC))
    desk.inquiry(at=datetime(2026, 5, 31, 16, 30, tzinfo=UTC))

    lines, total = by(head, "month")

    assert {name: line.received for name, line in lines.items()} == {"March 2026": 0, "April 2026": 1, "May 2026": 0}
    assert total.received == 1


def test_officers_count_what_they_may_read(client, desk, officers):
    desk.inquiry()
    desk.inquiry(park="lingang")
    shared = desk.inquiry(park="lingang")
    shared.wanted_parks.set([desk.parks["zizhu"], desk.parks["lingang"]])

    assert by(officers["zizhu"], "month")[1].received == 2
    client.force_login(make_user("editor", Role.EDITOR, desk.parks["zizhu"].unit))
    assert client.get(FIGURES).status_code in (302, 403)


@pytest.mark.parametrize("view", VIEWS)
def test_screen_says_what_one_sees_and_takes_the_same_queries_for_many(client, desk, officers, view, sectors):
    now = timezone.now()
    desk.clock(desk.inquiry(at=now, sectors=sectors), ClockEnd.IN_TIME, hours=2)
    client.force_login(officers["zizhu"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(FIGURES, {"view": view})
        assert answer.status_code == 200
        assert "Figures of inquiries" in answer.content.decode() or "咨询统计" in answer.content.decode()
        return len(caught)

    queries()
    few = queries()
    for country in ("FR", "US", "JP"):
        desk.clock(desk.inquiry(at=now, country=country, intent="other"), ClockEnd.LATE, hours=20)
    assert queries() == few


def test_figures_as_a_file_are_logged(client, desk, officers):
    desk.inquiry(at=timezone.now())
    client.force_login(officers["zizhu"])

    answer = client.get(FIGURES, {"view": "country", "export": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert ModelLogEntry.objects.filter(action="partnerships.inquiries.figures").get().data["view"] == "country"
    assert client.get(FIGURES, {"export": "exe"}).status_code == 404
    data = b"".join(client.get(FIGURES, {"view": "country", "export": "xlsx"}).streaming_content)
    sheet = load_workbook(BytesIO(data)).active
    assert sheet.title == "咨询统计"
    assert [cell.value for cell in sheet[2]][:2] == ["德国", 1]
    assert read_lines(data=data)[1][1][:2] == ["德国", "1"]


@pytest.mark.parametrize("query", ["since=2026-13-01", "since=x&until=y", "unit=99999", "view=none"])
def test_nonsense_in_the_address_is_answered(client, desk, officers, query):
    client.force_login(officers["zizhu"])
    assert client.get(f"{FIGURES}?{query}").status_code == 200


def test_pictures_keep_labels_apart_and_within(desk, head):
    for month in (3, 4, 5):
        desk.clock(desk.inquiry(at=datetime(2026, month, 9, tzinfo=UTC), country="FR"), ClockEnd.IN_TIME, hours=1)
    desk.inquiry()
    with translation.override("en"):
        months = month_chart(figures(head, SPRING, "month"))
        bars = bar_chart(figures(head, SPRING, "country"))

    upper, lower = months.traces
    assert (upper.label, lower.label) == ("Received 1", "In time 1")
    assert float(lower.label_y) - float(upper.label_y) >= 15
    assert float(lower.label_y) <= 160
    assert "4 inquiries in 3 months" in months.sentence
    assert [(bar.name, bar.length, bar.part) for bar in bars.bars] == [
        ("France", "360", "360"),
        ("Germany", "120", "0"),
    ]
    assert month_chart(figures(head, Span(date(2025, 1, 1), date(2025, 4, 1)), "month")) is None


def many(desk: Desk, count: int) -> None:
    """So many inquiries of the last year, each with the clock of its first answer, written by the database itself."""
    park, other = (desk.parks[slug] for slug in ("zizhu", "lingang"))
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO partnerships_inquiry (reference, submission_key, park_id, unit_id, intent, behalf, company,
                 country, person, email, phone, currency, time_frame, message, locale, privacy_version, consented_at,
                 state, doubts, created_at, updated_at)
               SELECT 'MANY-' || n, 'many-' || n, p.park, p.unit, (ARRAY['set_up', 'visit', 'premises'])[n %% 3 + 1],
                 'own', 'Company ' || n, (ARRAY['DE', 'US', 'CN', 'JP', 'FR'])[n %% 5 + 1], 'A', 'a' || n ||
                 '@example.com', '', '', '', repeat('M', 500), (ARRAY['en', 'zh-hans'])[n %% 2 + 1], '1', now(),
                 (ARRAY['new', 'assigned', 'settled', 'not_settled', 'spam'])[n %% 5 + 1], '{}',
                 now() - n %% 360 * interval '1 day', now()
               FROM generate_series(1, %s) n
               JOIN (VALUES (0, %s, %s), (1, %s, %s)) p (side, park, unit) ON p.side = n %% 2""",
            [count, park.pk, park.unit_id, other.pk, other.unit_id],
        )
        cursor.execute(
            """INSERT INTO partnerships_serviceclock (inquiry_id, kind, calendar_id, allowed, warn_after, used,
                 started_at, ended_at, outcome)
               SELECT id, 'first', %s, 50400, 37800, id %% 90000, created_at, now(),
                 CASE WHEN id %% 3 = 0 THEN 'late' ELSE 'in_time' END FROM partnerships_inquiry""",
            [desk.calendar.pk],
        )
        cursor.execute("ANALYZE partnerships_inquiry, partnerships_serviceclock")


@pytest.mark.long
def test_fifty_thousand_inquiries_are_counted_at_once_and_handed_out_in_bounded_memory(client, desk, officers, capsys):
    many(desk, 50_000)
    client.force_login(officers["zizhu"])
    client.get(FIGURES)  # what a process does once is not measured
    taken = {}
    for view in VIEWS:
        began = perf_counter()
        assert client.get(FIGURES, {"view": view}).status_code == 200
        taken[view] = round(perf_counter() - began, 2)
    with capsys.disabled():
        print(f"\nseconds at 50,000: {taken}")
    before = getrusage(RUSAGE_SELF).ru_maxrss
    for file_format in ("csv", "xlsx"):
        began = perf_counter()
        answer = client.get(f"/admin/inquiries/export/{file_format}/")
        assert sum(map(len, answer.streaming_content)) > 1_000_000
        taken[file_format] = round(perf_counter() - began, 1)
    grown = (getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024
    with capsys.disabled():
        print(f"seconds of the files: {taken}; grown by {grown} MB")
    assert max(taken[view] for view in VIEWS) < 3
    assert grown < 150
