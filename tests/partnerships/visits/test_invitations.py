"""Invitations: what calendars are told, read back by another library, and never twice or not at all."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from partnerships.errors import PartnershipRefusedError
from partnerships.models import AgendaItem, Gift, MinutesPart, Visit, VisitInvitation, VisitMember, VisitRequest
from partnerships.visits.calendars import letters
from partnerships.visits.calendars.invitations import send_invitations
from partnerships.visits.calendars.zones import zone_component
from partnerships.visits.services.moves import move_visit
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from portal.outbox.models import DigestItem, Letter, NoticePreference
from portal.outbox.sending import send_due
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitMemberFactory
from tests.partnerships.visits.calendar_kit import (
    PRIVATE,
    calendar_part,
    invite,
    last_letter,
    mail_server,
    member,
    read,
    row,
    seen,
    utc,
    visit_on,
)
from tests.portal.outbox.smtp_sink import html, plain

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 30)
ALEX, SUN = "alex@example.com", "sun@example.org"


@pytest.fixture
def officer(officers):
    return officers["zizhu"]


@pytest.fixture
def visit(parks):
    return visit_on(parks["zizhu"], DAY)


def test_request_is_read_back_with_everything_a_calendar_needs(visit, officer, settings):
    settings.DEFAULT_FROM_EMAIL = "Delta Science Parks <visits@example.net>"
    member(visit, SUN, english=False)

    assert invite(visit, officer) == [f"new {SUN}"]

    calendar = read(last_letter(SUN).calendar)
    event = calendar.vevent
    assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
    assert (event.summary.value, event.status.value, event.sequence.value) == ("波士顿代表团来访", "CONFIRMED", "0")
    assert (event.uid.value, event.location.value) == (row(visit, SUN).uid, "上海紫竹高新技术产业开发区")
    assert event.organizer.value.lower() == "mailto:visits@example.net"
    attendee = event.attendee
    assert (attendee.value, attendee.params["CN"], attendee.params["RSVP"]) == (f"MAILTO:{SUN}", ["孙瑾"], ["TRUE"])
    assert (attendee.params["CUTYPE"], attendee.params["ROLE"]) == (["INDIVIDUAL"], ["REQ-PARTICIPANT"])
    assert "09:00–10:30　合作会谈（三楼会议室）\n10:30–12:00　参观孵化器" in event.description.value
    assert event.dtstamp.value.tzinfo is not None
    assert event.last_modified.value.tzinfo is not None


def test_update_and_cancellation_keep_the_uid_and_raise_the_sequence(visit, officer):
    delegate = member(visit, ALEX)
    told = []
    for step in ("invited", "unchanged", "later", "removed", "listed again"):
        if step == "later":
            AgendaItem.objects.filter(visit=visit, sort_order=1).delete()
        if step == "removed":
            VisitMember.objects.filter(pk=delegate.pk).delete()
        if step == "listed again":
            member(visit, ALEX)
        told.append(invite(visit, officer))

    assert told == [[f"new {ALEX}"], [], [f"changed {ALEX}"], [f"removed {ALEX}"], [f"again {ALEX}"]]
    calendars = [read(letter.calendar) for letter in Letter.objects.filter(recipient=ALEX).order_by("pk")]
    assert [one.method.value for one in calendars] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert [one.vevent.sequence.value for one in calendars] == ["0", "1", "2", "3"]
    assert [one.vevent.status.value for one in calendars] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert {one.vevent.uid.value for one in calendars} == {row(visit, ALEX).uid}
    assert "description" not in calendars[2].vevent.contents


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"timezone": "America/New_York"}, "changed"),
        ({"name_en": "Visit of the mayor of Boston"}, "changed"),
        ({"venue_en": "Innovation Hall"}, "changed"),
        ({"internal_note": "pay the driver", "letter_number": "77"}, ""),
    ],
)
def test_what_calendars_do_not_say_is_no_reason_to_write(visit, officer, change, told):
    member(visit, ALEX)
    invite(visit, officer)

    Visit.objects.filter(pk=visit.pk).update(**change)
    for item in AgendaItem.objects.filter(visit=visit):
        item.save()

    assert invite(visit, officer) == ([f"{told} {ALEX}"] if told else [])


def test_changed_address_is_cancelled_at_the_old_and_invited_at_the_new(visit, officer):
    delegate = member(visit, ALEX)
    invite(visit, officer)
    delegate.email = "morgan@example.com"
    delegate.save()

    assert invite(visit, officer) == ["new morgan@example.com", f"removed {ALEX}"]

    assert row(visit, ALEX).uid != row(visit, "morgan@example.com").uid
    assert invite(visit, officer) == []


def test_two_people_with_one_address_are_one_invitation(visit, officer):
    member(visit, ALEX)
    member(visit, "Alex@Example.com", english=False, side="hosts")

    assert invite(visit, officer) == [f"new {ALEX}"]

    assert row(visit, ALEX).name == "Alex Morgan, Sun"


@pytest.mark.parametrize(
    ("zone", "day", "utc_begins", "utc_ends"),
    [
        ("Asia/Shanghai", date(2026, 10, 30), "2026-10-30 01:00", "2026-10-30 04:00"),
        ("Asia/Shanghai", date(2026, 11, 2), "2026-11-02 01:00", "2026-11-02 04:00"),
        ("Asia/Shanghai", date(2027, 3, 15), "2027-03-15 01:00", "2027-03-15 04:00"),
        ("America/New_York", date(2026, 10, 30), "2026-10-30 13:00", "2026-10-30 16:00"),
        ("America/New_York", date(2026, 11, 2), "2026-11-02 14:00", "2026-11-02 17:00"),
        ("America/New_York", date(2027, 3, 12), "2027-03-12 14:00", "2027-03-12 17:00"),
        ("America/New_York", date(2027, 3, 15), "2027-03-15 13:00", "2027-03-15 16:00"),
    ],
)
def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_a_clock_change(parks, officer, zone, day, utc_begins, utc_ends):
    visit = visit_on(parks["zizhu"], day, timezone=zone)
    member(visit, ALEX)
    invite(visit, officer)

    text = last_letter(ALEX).calendar
    event = read(text).vevent
    assert (event.dtstart.value.hour, event.dtend.value.hour) == (9, 12)
    assert (utc(event.dtstart.value), utc(event.dtend.value)) == (utc_begins, utc_ends)
    assert f"DTSTART;TZID={zone}:{day:%Y%m%d}T090000" in text
    assert [one.tzid.value for one in read(text).vtimezone_list] == [zone]


def test_visit_moved_across_a_clock_change_stays_at_nine(parks, officer):
    visit = visit_on(parks["zizhu"], date(2026, 10, 30), timezone="America/New_York")
    member(visit, ALEX)
    invite(visit, officer)
    for item in visit.agenda.all():
        item.day = date(2026, 11, 2)
        item.save()

    assert invite(visit, officer) == [f"changed {ALEX}"]

    event = read(last_letter(ALEX).calendar).vevent
    assert (event.dtstart.value.hour, utc(event.dtstart.value)) == (9, "2026-11-02 14:00")


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        ("2027-03-14 01:59", -5),
        ("2027-03-14 03:01", -4),
        ("2027-11-07 00:59", -4),
        ("2027-11-07 02:01", -5),
        ("2026-01-01 00:00", -5),
    ],
)
def test_described_zone_changes_its_clock_when_the_real_one_does(moment, offset):
    text = zone_component("America/New_York", 2026, 2027).to_ical().decode()
    zone = read(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{text}END:VCALENDAR\r\n").vtimezone.tzinfo

    assert datetime.fromisoformat(moment).replace(tzinfo=zone).utcoffset() == timedelta(hours=offset)


def test_visit_without_times_is_whole_days(parks, officer):
    visit = visit_on(parks["zizhu"], DAY, until=PartialDate(2026, 10, 31))
    AgendaItem.objects.all().update(starts_at=None, ends_at=None, begins=None, ends=None)
    member(visit, ALEX)
    invite(visit, officer)

    text = last_letter(ALEX).calendar
    event = read(text).vevent
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 10, 30), date(2026, 11, 1))
    assert "DTSTART;VALUE=DATE:20261030" in text
    assert "VTIMEZONE" not in text


def test_lines_are_folded_between_characters(visit, officer):
    visit.purpose_zh_hans = "就共建长三角科创园区海外创新中心、联合实验室与成果转化平台交换意见。" * 20
    visit.save()
    delegate = member(visit, SUN, english=False)
    delegate.person.given_name_zh_hans = "欧阳" * 30
    delegate.person.save()
    invite(visit, officer)

    text = last_letter(SUN).calendar
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]  # no character is cut
    assert "\n" not in text.replace("\r\n", "")
    assert visit.purpose_zh_hans in read(text).vevent.description.value


def test_names_cannot_break_out_of_their_property(visit, officer):
    visit.name_en = 'Visit; "A", B: C\\n\r\nATTENDEE:MAILTO:everybody@example.com'
    visit.save()
    delegate = member(visit, ALEX)
    delegate.person.family_name_en = 'O"Neil;X=Y:Z,\r\nBEGIN:VALARM'
    delegate.person.save()
    invite(visit, officer)

    event = read(last_letter(ALEX).calendar).vevent
    assert len(event.attendee_list) == 1
    assert "valarm" not in event.contents
    assert event.summary.value == 'Visit; "A", B: C\\n ATTENDEE:MAILTO:everybody@example.com'
    assert event.attendee.params["CN"] == ["Alex O'Neil;X=Y:Z, BEGIN:VALARM"]


@pytest.mark.django_db(transaction=True)
def test_email_has_three_alternatives_and_a_retry_sends_the_same_bytes(visit, officer, settings):
    member(visit, SUN, english=False)
    invite(visit, officer)
    with mail_server(settings) as server:
        server.answers = ["451 later", "250 OK"]
        send_due()
        Letter.objects.update(next_attempt_at=Letter.objects.get().created_at)
        send_due()
        [message] = server.messages

    letter = Letter.objects.get()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    assert message.get_content_type() == "multipart/alternative"
    part = calendar_part(message)
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    assert part.get_payload(decode=True).decode() == letter.calendar
    assert read(part.get_payload(decode=True).decode()).vevent.summary.value == "波士顿代表团来访"
    assert message["Subject"] == "邀请：波士顿代表团来访"
    assert "时间：2026年10月30日09:00–12:00（北京时间，UTC+8）" in plain(message)
    assert "合作会谈（三楼会议室）" in html(message)


@pytest.mark.django_db(transaction=True)
def test_cancellation_says_so_in_its_header_too(visit, officer, settings):
    delegate = member(visit, ALEX)
    invite(visit, officer)
    delegate.delete()
    invite(visit, officer)
    with mail_server(settings) as server:
        send_due()
        methods = [calendar_part(message).get_param("method") for message in server.messages]
        subjects = [message["Subject"] for message in server.messages]

    assert methods == ["REQUEST", "CANCEL"]
    assert subjects == [
        "Invitation: Visit of the Boston delegation",
        "No longer planned for you: Visit of the Boston delegation",
    ]


def test_no_invitation_waits_for_a_digest(visit, officer, parks):
    host = make_user("host", Role.OFFICER, parks["zizhu"].unit)
    NoticePreference.objects.create(user=host, kind="visit_invitation", delivery="daily")
    member(visit, host.email, side="hosts")

    invite(visit, officer)

    assert Letter.objects.get().recipient == host.email
    assert not DigestItem.objects.exists()


def test_answers_of_people_go_to_who_is_responsible(visit, officer):
    visit.responsible = officer
    visit.save()
    member(visit, ALEX)
    invite(visit, officer)

    assert last_letter(ALEX).headers == {"Reply-To": officer.email}


def test_nothing_private_is_told(visit, officer):
    Visit.objects.filter(pk=visit.pk).update(
        internal_note=PRIVATE["internal_note"], letter_number=PRIVATE["letter_number"]
    )
    member(visit, ALEX, dietary=PRIVATE["dietary"], access_needs=PRIVATE["access_needs"], photographs="refused")
    member(visit, SUN, interpreting=PRIVATE["interpreting"], side="hosts")
    MinutesPart.objects.create(visit=visit, text_en=PRIVATE["minutes"], confidence="confidential")
    Gift.objects.create(visit=visit, direction="given", description=PRIVATE["gift"], counterpart="x")
    invite(visit, officer)

    letters = Letter.objects.all()
    assert {letter.recipient for letter in letters} == {ALEX, SUN}
    for letter in letters:
        said = letter.subject + letter.text + letter.html + read(letter.calendar).serialize()
        assert not [word for word in PRIVATE.values() if word in said]
        others = {ALEX, SUN, officer.email} - {letter.recipient}
        assert not [address for address in others if address in said]


def test_language_is_that_of_the_request_else_of_the_name_else_as_chosen(visit, officer):
    VisitRequest.objects.create(
        visit=visit,
        reference="V-1",
        submission_key="1" * 32,
        organization="MIT",
        country="US",
        person="Sun",
        email=SUN,
        purpose="x",
        locale="en",
        privacy_version="1",
        consented_at=visit.created_at,
    )
    member(visit, SUN, english=False)
    member(visit, ALEX)
    VisitMemberFactory(visit=visit, email="li@example.org")

    invite(visit, officer, locales={ALEX: "zh-hans", "li@example.org": "xx"})

    spoken = dict(VisitInvitation.objects.values_list("email", "locale"))
    assert spoken == {SUN: "en", ALEX: "zh-hans", "li@example.org": "zh-hans"}
    assert invite(visit, officer) == []  # what was chosen once is kept


@pytest.mark.parametrize("state", ["requested", "under_review", "hosted", "postponed", "cancelled"])
def test_only_confirmed_visits_are_invited_for(visit, officer, state):
    member(visit, ALEX)
    Visit.objects.filter(pk=visit.pk).update(state=state)

    with pytest.raises(PartnershipRefusedError) as refused:
        invite(visit, officer)

    assert refused.value.code == "move"
    assert not Letter.objects.exists()


def test_strangers_and_readers_do_not_invite(visit, officers, parks):
    member(visit, ALEX)
    auditor = make_user("auditor", Role.AUDITOR, parks["zizhu"].unit)
    for person in (officers["lingang"], auditor):
        with pytest.raises(PartnershipRefusedError) as refused:
            invite(visit, person)
        assert refused.value.code == "forbidden"


def test_what_changed_since_it_was_looked_at_is_not_sent(visit, officer):
    member(visit, ALEX)
    before = seen(visit)
    member(visit, SUN)

    with pytest.raises(PartnershipRefusedError) as refused:
        send_invitations(visit_id=visit.pk, by=officer, seen=before)

    assert (refused.value.code, Letter.objects.count(), VisitInvitation.objects.count()) == ("moved", 0, 0)


def test_fault_midway_leaves_nothing_half_told(visit, officer, monkeypatch):
    member(visit, ALEX)
    member(visit, SUN)
    written = letters.write_letter

    def failing(**values):
        if values["recipient"] == SUN:
            raise RuntimeError("killed")
        return written(**values)

    monkeypatch.setattr(letters, "write_letter", failing)
    with pytest.raises(RuntimeError):
        invite(visit, officer)
    assert (Letter.objects.count(), VisitInvitation.objects.count()) == (0, 0)

    monkeypatch.undo()
    assert invite(visit, officer) == [f"new {ALEX}", f"new {SUN}"]


@pytest.mark.parametrize(
    ("to", "subjects", "said", "unsaid"),
    [
        ("cancelled", ("Cancelled", "取消通知"), ("has been cancelled", "因故取消"), ("new date", "推迟")),
        ("postponed", ("Postponed", "推迟通知"), ("has been postponed", "新的时间确定后"), ("cancelled", "取消")),
    ],
)
def test_calling_off_tells_everybody_who_was_invited(visit, officer, client, to, subjects, said, unsaid):
    member(visit, ALEX)
    member(visit, SUN, english=False)
    invite(visit, officer)
    member(visit, "late@example.org")  # never invited

    client.force_login(officer)
    address = reverse("visit_state", args=[visit.pk])
    assert client.get(address).context["told_count"] == 2
    answer = client.post(address, {"seen": "confirmed", "to": to, "note": "Typhoon"}, follow=True)
    assert "已向2人的日历发出通知" in answer.content.decode()

    cancelled = Letter.objects.filter(calendar__contains="METHOD:CANCEL").order_by("pk")
    assert [letter.recipient for letter in cancelled] == [ALEX, SUN]
    assert [letter.subject for letter in cancelled] == [
        f"{subjects[0]}: Visit of the Boston delegation",
        f"{subjects[1]}：波士顿代表团来访",
    ]
    for letter, word, other in zip(cancelled, said, unsaid, strict=True):
        assert word in letter.text
        assert word in letter.html
        assert other not in letter.text
        assert "on the list" not in letter.text
    assert all("Typhoon" not in letter.text + letter.calendar for letter in cancelled)
    assert set(VisitInvitation.objects.values_list("method", "sequence")) == {("CANCEL", 1)}


def test_other_moves_tell_nobody(visit, officer):
    member(visit, ALEX)
    invite(visit, officer)
    before = Letter.objects.count()

    move_visit(visit_id=visit.pk, seen="confirmed", to="under_review", by=officer)

    assert Letter.objects.count() == before


def test_expected_visit_is_not_deleted(visit, officer, client):
    head = make_user("administrator", Role.ADMINISTRATOR)
    member(visit, ALEX)
    invite(visit, officer)
    client.force_login(head)
    address = reverse("wagtailsnippets_partnerships_visit:delete", args=[visit.pk])

    answer = client.post(address, follow=True)
    assert Visit.objects.filter(pk=visit.pk).exists()
    assert "取消或推迟" in answer.content.decode()

    move_visit(visit_id=visit.pk, seen="confirmed", to="cancelled", by=head, note="Typhoon")
    client.post(address)
    assert not Visit.objects.filter(pk=visit.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_delegate_removed_while_letters_are_written_is_told_by_the_next_sending(visit, officer, monkeypatch):
    """The one who saves the visit waits for the sender, and finds a row to be told."""
    member(visit, ALEX)
    leaving = member(visit, SUN)
    begun, go_on = Event(), Event()
    written = letters.write_letter

    def slow(**values):
        begun.set()
        go_on.wait(10)
        return written(**values)

    def remove():
        begun.wait(10)
        with transaction.atomic():  # as the form does: the visit first, then its parts
            Visit.objects.get(pk=visit.pk).save()
            VisitMember.objects.filter(pk=leaving.pk).delete()
        connection.close()

    def send():
        invite(visit, officer)
        connection.close()

    monkeypatch.setattr(letters, "write_letter", slow)
    threads = [Thread(target=send), Thread(target=remove)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(20)

    assert set(Letter.objects.values_list("recipient", flat=True)) == {ALEX, SUN}
    assert row(visit, SUN).member is None
    assert invite(visit, officer) == [f"removed {SUN}"]


@pytest.mark.django_db(transaction=True)
def test_sender_waits_for_who_is_removing_a_delegate(visit, officer):
    member(visit, ALEX)
    leaving = member(visit, SUN)
    before = seen(visit)
    answers: list[str] = []

    def send():
        try:
            send_invitations(visit_id=visit.pk, by=officer, seen=before)
        except PartnershipRefusedError as error:
            answers.append(error.code)
        connection.close()

    with transaction.atomic():
        Visit.objects.get(pk=visit.pk).save()
        VisitMember.objects.filter(pk=leaving.pk).delete()
        thread = Thread(target=send)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)

    assert answers == ["moved"]
    assert invite(visit, officer) == [f"new {ALEX}"]
    assert list(Letter.objects.values_list("recipient", flat=True)) == [ALEX]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_send_one_letter_each(visit, officers, parks):
    member(visit, ALEX)
    member(visit, SUN)
    people = [officers["zizhu"], make_user("second", Role.OFFICER, parks["zizhu"].unit)]
    before = seen(visit)
    answers: list[str] = []

    def send(person):
        try:
            told = send_invitations(visit_id=visit.pk, by=person, seen=before)
            answers.append(str(len(told)))
        except PartnershipRefusedError as error:
            answers.append(error.code)
        connection.close()

    threads = [Thread(target=send, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(answers) == ["2", "moved"]
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == [ALEX, SUN]


def test_screen_says_who_is_told_what_and_sends(visit, officer, client):
    member(visit, ALEX)
    VisitMemberFactory(visit=visit, email="")
    client.force_login(officer)
    address = reverse("visit_invitations", args=[visit.pk])

    page = client.get(address)
    assert (ALEX in page.content.decode(), page.context["due"], len(page.context["without"])) == (True, 1, 1)

    client.post(address, {"seen": page.context["seen"], f"language:{ALEX}": "zh-hans"})
    assert last_letter(ALEX).subject == "邀请：波士顿代表团来访"
    assert client.get(address).context["due"] == 0


def test_screen_is_for_those_who_work_on_the_visit(visit, officers, parks):
    for person in (officers["lingang"], make_user("auditor", Role.AUDITOR, parks["zizhu"].unit)):
        client = Client()
        client.force_login(person)
        assert client.get(reverse("visit_invitations", args=[visit.pk])).status_code in (302, 403, 404)


def test_many_delegates_cost_no_more_queries_to_look_at(visit, django_assert_max_num_queries):
    from partnerships.visits.calendars.telling import tellings, visits_to_invite

    for number in range(30):
        VisitMemberFactory(visit=visit, email=f"delegate-{number}@example.org")

    with django_assert_max_num_queries(9):
        assert len(tellings(visits_to_invite().get(pk=visit.pk))) == 30


def test_times_that_are_given_after_the_invitation_change_it(parks, officer):
    visit = visit_on(parks["zizhu"], DAY)
    member(visit, ALEX)
    invite(visit, officer)
    first = AgendaItem.objects.filter(visit=visit).order_by("begins").first()
    first.starts_at = time(8, 30)
    first.save()

    assert invite(visit, officer) == [f"changed {ALEX}"]
    assert f"{read(last_letter(ALEX).calendar).vevent.dtstart.value:%H:%M}" == "08:30"
