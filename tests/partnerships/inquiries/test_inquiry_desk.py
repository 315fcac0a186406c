"""The case: who may do what with an inquiry, and what two at once meet."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from parks.models import Park
from partnerships.contact import office_name, unit_name
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.case_history import history_of
from partnerships.inquiries.enums import ConsentKind, InquiryState
from partnerships.inquiries.outside.services import add_message
from partnerships.inquiries.services.assigning import add_note, assign_inquiry, pass_inquiry
from partnerships.inquiries.services.merging import merge_inquiry
from partnerships.inquiries.services.moves import move_inquiry
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.inquiries.services.replies import send_reply
from partnerships.models import Inquiry, InquiryMessage, InquiryNote
from portal.core.enums import Role
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries.pressing import pressed

pytestmark = pytest.mark.django_db


def receive(parks, *slugs, key="k", **values) -> Inquiry:
    """An inquiry to the parks of these short addresses."""
    typed = {"intent": "visit", "company": "Muster AG", "country": "DE", "person": "Erika Muster", "locale": "en"}
    typed |= {"email": "erika@example.com", "message": "Is there laboratory space?"}
    return receive_inquiry(submission_key=key, parks=[parks[slug] for slug in slugs], **{**typed, **values})


@pytest.fixture
def inquiry(parks) -> Inquiry:
    return receive(parks, "zizhu")


def case(pk: int) -> str:
    return reverse("inquiries:inspect", args=[pk])


def post(client, name: str, inquiry: Inquiry, **data):
    return client.post(reverse(name, args=[inquiry.pk]), data)


def test_person_made_responsible_is_told_and_the_inquiry_assigned(client, parks, officers, inquiry):
    head = make_user("head", Role.HEAD, parks["zizhu"].unit)
    client.force_login(head)

    answer = post(client, "inquiry_assign", inquiry, responsible=officers["zizhu"].pk, seen="")

    inquiry.refresh_from_db()
    assert answer.status_code == 302
    assert (inquiry.responsible, inquiry.state) == (officers["zizhu"], InquiryState.ASSIGNED)
    letter = Letter.objects.get(kind="inquiry_assigned")
    assert letter.recipient == officers["zizhu"].email
    assert "Erika" not in f"{letter.subject}{letter.text}"
    entry = ModelLogEntry.objects.get(action="partnerships.inquiry.assign")
    assert entry.data["to"] == officers["zizhu"].pk


def test_nobody_responsible_any_more_waits_for_another(officers, inquiry):
    officer = officers["zizhu"]
    assign_inquiry(inquiry_id=inquiry.pk, to=officer.pk, seen=None, by=officer)
    back = assign_inquiry(inquiry_id=inquiry.pk, to=None, seen=officer.pk, by=officer)

    assert (back.responsible, back.state) == (None, InquiryState.TRIAGED)
    assert not Letter.objects.filter(kind="inquiry_assigned").exists()  # nobody is told of what they did themselves


@pytest.mark.parametrize(
    ("who", "code"), [("officer-lingang", "forbidden"), ("auditor", "forbidden"), ("editor", "forbidden")]
)
def test_who_does_not_work_on_it_assigns_passes_and_notes_nothing(parks, officers, inquiry, who, code):
    people = {
        "auditor": make_user("auditor", Role.AUDITOR),
        "editor": make_user("editor", Role.EDITOR, parks["zizhu"].unit),
        "officer-lingang": officers["lingang"],
    }
    by = people[who]
    for act in (
        lambda: assign_inquiry(inquiry_id=inquiry.pk, to=by.pk, seen=None, by=by),
        lambda: pass_inquiry(inquiry_id=inquiry.pk, to=None, seen=inquiry.unit_id, by=by),
        lambda: add_note(inquiry_id=inquiry.pk, text="Note", by=by),
    ):
        with pytest.raises(PartnershipRefusedError) as refused:
            act()
        assert refused.value.code == code
    inquiry.refresh_from_db()
    assert (inquiry.responsible, inquiry.unit, inquiry.notes.count()) == (None, parks["zizhu"].unit, 0)


def test_second_of_two_officers_is_refused_and_keeps_what_was_typed(client, parks, officers, inquiry):
    second = make_user("second", Role.OFFICER, parks["zizhu"].unit)
    assign_inquiry(inquiry_id=inquiry.pk, to=officers["zizhu"].pk, seen=None, by=officers["zizhu"])
    client.force_login(second)

    stale = {"seen": "new", "seen_step": "0", "to": "not_settled", "note": "Too small for us"}
    moved = post(client, "inquiry_move", inquiry, **stale).content.decode()
    taken = post(client, "inquiry_assign", inquiry, responsible="me", seen="").content.decode()

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.responsible) == (InquiryState.ASSIGNED, officers["zizhu"])
    assert "Too small for us</textarea>" in moved
    assert "officer-zizhu" in taken
    assert 'name="seen_step" value="0"' not in moved  # the screen is as it is now


@pytest.mark.parametrize("sent", ["999999", "abc", "１", "-1"])
def test_person_who_may_not_work_on_it_is_not_made_responsible(client, officers, inquiry, sent):
    client.force_login(officers["zizhu"])

    answer = post(client, "inquiry_assign", inquiry, responsible=sent, seen="")

    inquiry.refresh_from_db()
    assert answer.status_code == 200
    assert inquiry.responsible is None


def test_button_to_take_it_makes_whoever_presses_it_responsible(client, officers, inquiry):
    client.force_login(officers["zizhu"])

    address, typed = pressed(client.get(case(inquiry.pk)).content.decode(), name="responsible", value="me")
    answer = client.post(address, typed)

    inquiry.refresh_from_db()
    assert answer.status_code == 302
    assert (inquiry.responsible, inquiry.state) == (officers["zizhu"], InquiryState.ASSIGNED)


def test_officer_of_another_unit_is_not_made_responsible(officers, inquiry):
    with pytest.raises(PartnershipRefusedError) as refused:
        assign_inquiry(inquiry_id=inquiry.pk, to=officers["lingang"].pk, seen=None, by=officers["zizhu"])
    assert refused.value.code == "person"


def test_passing_on_takes_the_consent_of_the_investor(client, parks, officers, inquiry):
    client.force_login(officers["zizhu"])
    data = {"unit": parks["lingang"].unit.pk, "seen": inquiry.unit_id, "note": "Better with you"}

    page = post(client, "inquiry_pass", inquiry, **data).content.decode()

    inquiry.refresh_from_db()
    assert inquiry.unit == parks["zizhu"].unit
    assert "Better with you</textarea>" in page
    assert not InquiryNote.objects.exists()

    inquiry.consents.create(kind=ConsentKind.SHARING, version="1")
    answer = post(client, "inquiry_pass", inquiry, **data)
    inquiry.refresh_from_db()
    assert answer.status_code == 302
    assert (inquiry.unit, inquiry.responsible) == (parks["lingang"].unit, None)
    assert InquiryNote.objects.get().text == "Better with you"
    assert Letter.objects.get(kind="inquiry_assigned").recipient == officers["lingang"].email
    page = client.get(case(inquiry.pk)).content.decode()  # a park of theirs was addressed: they still read it
    assert "Erika Muster" in page
    assert "Better with you" not in page


def test_whoever_passes_on_what_they_then_may_not_read_is_led_to_the_inbox(client, parks, officers):
    inquiry = receive(parks, "zizhu", consents=[ConsentKind.SHARING])
    inquiry.wanted_parks.clear()
    client.force_login(officers["zizhu"])

    answer = post(client, "inquiry_pass", inquiry, unit=parks["lingang"].unit.pk, seen=inquiry.unit_id)

    assert answer.headers["Location"] == reverse("inquiries:index")
    assert client.get(case(inquiry.pk)).status_code == 404


def test_unit_of_a_park_that_was_addressed_needs_no_consent(parks, officers):
    inquiry = receive(parks, "zizhu", "lingang")
    unit = parks["lingang"].unit
    passed = pass_inquiry(inquiry_id=inquiry.pk, to=unit.pk, seen=inquiry.unit_id, by=officers["zizhu"])
    assert passed.unit == unit


@pytest.mark.parametrize("sent", ["", "abc", "999999"])
def test_no_unit_is_no_passing_on_to_the_portal(client, parks, officers, inquiry, sent):
    client.force_login(officers["zizhu"])
    post(client, "inquiry_pass", inquiry, unit=sent, seen=inquiry.unit_id)
    inquiry.refresh_from_db()
    assert inquiry.unit == parks["zizhu"].unit


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "a\x00b", "a\u202eb"])
def test_note_that_cannot_be_kept_is_refused(client, officers, inquiry, text):
    client.force_login(officers["zizhu"])
    assert post(client, "inquiry_note", inquiry, text=text).status_code == 200
    assert not InquiryNote.objects.exists()


def test_same_note_twice_is_one(officers, inquiry):
    for _ in range(2):
        add_note(inquiry_id=inquiry.pk, text="Call on Monday", by=officers["zizhu"])
    assert InquiryNote.objects.count() == 1


def test_closed_or_quarantined_is_neither_assigned_nor_passed(officers, inquiry):
    officer = officers["zizhu"]
    for values, code in [
        ({"state": InquiryState.SPAM}, "state"),
        ({"state": InquiryState.NEW, "quarantined_at": inquiry.created_at}, "quarantine"),
    ]:
        Inquiry.objects.filter(pk=inquiry.pk).update(**values)
        for act in (assign_inquiry, pass_inquiry):
            with pytest.raises(PartnershipRefusedError) as refused:
                act(inquiry_id=inquiry.pk, to=None, seen=None, by=officer)
            assert refused.value.code == code


def test_officer_of_another_park_addressed_reads_without_notes_and_without_work(client, parks, officers):
    inquiry = receive(parks, "zizhu", "lingang")
    add_note(inquiry_id=inquiry.pk, text="Secret remark", by=officers["zizhu"])
    client.force_login(officers["lingang"])

    page = client.get(case(inquiry.pk)).content.decode()

    assert "Erika Muster" in page
    assert "Secret remark" not in page
    assert reverse("inquiry_note", args=[inquiry.pk]) not in page
    assert post(client, "inquiry_note", inquiry, text="Mine").status_code in (302, 403)
    assert InquiryNote.objects.count() == 1


def test_auditor_reads_notes_and_does_nothing(client, officers, inquiry):
    add_note(inquiry_id=inquiry.pk, text="Secret remark", by=officers["zizhu"])
    client.force_login(make_user("auditor", Role.AUDITOR))

    page = client.get(case(inquiry.pk)).content.decode()

    assert "Secret remark" in page
    assert "/move/" not in page
    post(client, "inquiry_move", inquiry, seen="new", seen_step="0", to="triaged")
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.NEW


def test_case_offers_only_steps_that_can_succeed_and_they_do(client, officers, inquiry):
    client.force_login(officers["zizhu"])
    page = client.get(case(inquiry.pk)).content.decode()
    assert 'value="duplicate"' not in page
    assert 'value="settled"' not in page

    for to, note in [("triaged", ""), ("in_cooperation", "Agreed by telephone"), ("settled", "")]:
        inquiry.refresh_from_db()
        step = inquiry.moves.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = post(client, "inquiry_move", inquiry, seen=inquiry.state, seen_step=step, to=to, note=note)
        assert answer.status_code == 302
    assert "Agreed by telephone" in client.get(case(inquiry.pk)).content.decode()


@pytest.mark.parametrize("state", ["settled", "not_settled", "spam", "duplicate"])
def test_case_that_takes_no_reply_offers_none(client, parks, officers, inquiry, state):
    client.force_login(officers["zizhu"])
    message = InquiryMessage.objects.create(inquiry=inquiry, direction="in", text="One more", locale="en")
    link = reverse("inquiry_reply", args=[inquiry.pk])
    page = client.get(case(inquiry.pk)).content.decode()
    assert (f'href="{link}"' in page, f'href="{link}?to={message.pk}"' in page) == (True, True)

    into = receive(parks, "zizhu", key="other") if state == "duplicate" else None
    Inquiry.objects.filter(pk=inquiry.pk).update(state=state, merged_into=into)
    page = client.get(case(inquiry.pk)).content.decode()
    assert link not in page
    steps = set(re.findall(r'name="to" value="(\w+)"', page))
    offered = {"settled": {"in_cooperation"}, "not_settled": {"waiting_us", "in_cooperation"}, "spam": {"new"}}
    assert offered.get(state, set()) <= steps
    assert ('value="undo"' in page) == (state == "duplicate")
    if state in ("spam", "duplicate"):
        assert steps == offered.get(state, set())


def test_case_of_nobody_is_not_assigned_by_a_step(client, officers, inquiry):
    client.force_login(officers["zizhu"])
    assert 'name="to" value="assigned"' not in client.get(case(inquiry.pk)).content.decode()
    Inquiry.objects.filter(pk=inquiry.pk).update(responsible=officers["zizhu"])
    assert 'name="to" value="assigned"' in client.get(case(inquiry.pk)).content.decode()


def test_reply_stands_once_in_the_history(officers, inquiry):
    send_reply(inquiry_id=inquiry.pk, text="There is.", by=officers["zizhu"])
    add_message(inquiry_id=inquiry.pk, text="Thank you", locale="en")
    told = [row.what for row in history_of(inquiry, with_notes=True)]
    assert sum("信件" in what or "回复" in what or "来信" in what for what in told) == 2, told


def test_units_go_by_their_park_in_the_language_of_the_reader(parks, inquiry):
    park = parks["zizhu"]
    with translation.override("en"):
        assert unit_name(inquiry.unit) == str(park)
        assert office_name(None, inquiry.unit) == park.words("name")
        Park.objects.filter(pk=parks["haian"].pk).update(unit=inquiry.unit)
        assert unit_name(inquiry.unit) == inquiry.unit.name


def test_whoever_passes_on_is_told_what_the_unit_reads(client, parks, officers, inquiry):
    client.force_login(officers["zizhu"])
    inquiry.consents.create(kind=ConsentKind.SHARING, version="1")
    assert "此前的内部备注" in client.get(case(inquiry.pk)).content.decode()
    pass_inquiry(inquiry_id=inquiry.pk, to=parks["lingang"].unit_id, seen=inquiry.unit_id, by=officers["zizhu"])
    assert any("内部备注" in row.what for row in history_of(inquiry, with_notes=True))


def test_merge_is_taken_back_by_the_merge_alone(parks, officers, inquiry):
    into = receive(parks, "zizhu", key="other")
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officers["zizhu"])
    with pytest.raises(PartnershipRefusedError) as refused:
        move_inquiry(inquiry_id=inquiry.pk, seen="duplicate", to="new", by=officers["zizhu"])
    assert refused.value.code == "move"


def test_case_tells_everything_in_a_bounded_number_of_queries(client, officers, inquiry, django_assert_max_num_queries):
    InquiryMessage.objects.create(inquiry=inquiry, direction="in", text="Any <b>news</b>?", locale="en")
    for number in range(5):
        add_note(inquiry_id=inquiry.pk, text=f"Note {number}", by=officers["zizhu"])
    client.force_login(officers["zizhu"])
    client.get(case(inquiry.pk))

    with django_assert_max_num_queries(60):
        page = client.get(case(inquiry.pk)).content.decode()

    assert "Any &lt;b&gt;news&lt;/b&gt;?" in page
    assert page.count("Note ") >= 5
