"""Erasing an investor's data, settling requests, and the versions of the privacy notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries import notices
from partnerships.inquiries.enums import InquiryState
from partnerships.inquiries.outside import services, tokens
from partnerships.inquiries.services.assigning import add_note, assign_inquiry, pass_inquiry
from partnerships.inquiries.services.erasing import erase_inquiry, may_erase, settle_request
from partnerships.inquiries.services.links import make_organization
from partnerships.inquiries.services.merging import unmerge_inquiry
from partnerships.inquiries.services.moves import move_inquiry, step
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.inquiries.services.replies import send_reply
from partnerships.inquiries.uploads.accepting import accept
from partnerships.models import Inquiry, PremisesNeed, PrivacyNotice, SavedFilter
from portal.core.days import today
from portal.core.enums import Role
from portal.outbox.delivery_models import Suppression
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries import inquiry_files

pytestmark = pytest.mark.django_db
PERSONAL = ("Qz Company", "Qz Person", "qz.person@example.com", "Qz words", "Qz addition", "Qz vapour", "Qz note")


@pytest.fixture
def head(parks):
    return make_user("head", Role.HEAD, parks["zizhu"].unit)


@pytest.fixture
def inquiry(parks, officers, head) -> Inquiry:
    inquiry = receive_inquiry(
        submission_key="k", intent="premises", company="Qz Company", country="US", person="Qz Person",
        email="qz.person@example.com", message="Qz words", locale="en", parks=[parks["zizhu"]],
        premises={"emissions": "Qz vapour"}, phone="+1 617 555 0100",
    )  # fmt: skip
    upload = SimpleUploadedFile("plan.pdf", inquiry_files.pdf())
    services.add_message(inquiry_id=inquiry.pk, text="Qz addition", files=[accept(upload)], locale="en")
    inquiry.notes.create(text="Qz note", by=head)
    return inquiry


def everything_said() -> str:
    """All rows that tell of inquiries, as text."""
    models = [Inquiry, *(relation.related_model for relation in Inquiry._meta.related_objects), Letter, ModelLogEntry]
    return repr([list(model._default_manager.values()) for model in models if model._meta.managed])


def test_erasing_leaves_nothing_that_names_the_person(client, inquiry, head, django_capture_on_commit_callbacks):
    path = Path(inquiry.files.get().file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_inquiry(inquiry_id=inquiry.pk, by=head)
        Letter.objects.filter(kind="inquiry_erased").delete()  # the farewell goes with the letters' own time
    said = everything_said()
    inquiry.refresh_from_db()

    assert not [words for words in PERSONAL if words in said]
    assert not path.exists()
    assert (inquiry.state, inquiry.intent, str(inquiry.country.code)) == (InquiryState.NOT_SETTLED, "premises", "US")
    assert inquiry.reference
    assert inquiry.erased_at
    assert not Letter.objects.filter(state=LetterState.QUEUED).exists()
    page = client.get(f"/en/cooperate/status/?inquiry={tokens.token_of(inquiry)}")
    assert "have been erased" in page.content.decode()


def test_nothing_besides_the_inquiry_names_the_person(inquiry, head, officers):
    Inquiry.objects.filter(pk=inquiry.pk).update(time_frame="half_year")
    link = make_organization(inquiry_id=inquiry.pk, offered=[], by=officers["zizhu"])
    key = inquiry.submission_key
    Suppression.objects.create(
        address="qz.person@example.com", reason="no_mailbox", evidence="550 qz.person: Qz Person"
    )
    owner = officers["lingang"]
    for name, query in (
        ("Mine", "q=Qz+Person"),
        ("person of Qz", "state=new"),
        ("c", "q=qz+company"),
        ("S", "q=light"),
    ):
        SavedFilter.objects.create(owner=owner, name=name, query=query)
    erase_inquiry(inquiry_id=inquiry.pk, by=head)
    inquiry.refresh_from_db()

    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["S"]
    assert Suppression.objects.get().evidence == ""
    assert not PremisesNeed.objects.filter(inquiry=inquiry).exists()
    assert inquiry.time_frame == ""
    assert inquiry.submission_key != key
    log = repr(
        list(ModelLogEntry.objects.filter(action__startswith="partnerships.inquiry").values_list("label", "data"))
    )
    assert f"'organization': {link.pk}" in log
    assert link.slug not in log
    assert "qz" not in log.casefold()


def test_screen_of_erasing_names_the_organisation_made_of_the_inquiry(client, inquiry, head, officers):
    make_organization(inquiry_id=inquiry.pk, offered=[], by=officers["zizhu"])
    client.force_login(head)
    assert "<li>Qz Company</li>" in client.get(reverse("inquiry_erase", args=[inquiry.pk])).content.decode()


def test_investor_gets_a_last_letter_and_open_requests_are_settled(inquiry, head):
    services.ask_for(inquiry_id=inquiry.pk, kind="erasure")
    for _twice in range(2):
        erase_inquiry(inquiry_id=inquiry.pk, by=head)

    letter = Letter.objects.get(kind="inquiry_erased")
    assert (letter.recipient, letter.state) == ("qz.person@example.com", LetterState.QUEUED)
    assert inquiry.requests.get().settled_by == head
    assert ModelLogEntry.objects.filter(action="partnerships.inquiry.erase").count() == 1


def test_merged_ones_that_the_head_ticks_go_too(client, parks, inquiry, head):
    told = {"intent": "other", "country": "US", "locale": "en", "parks": [parks["zizhu"]]}
    same = receive_inquiry(
        submission_key="s", company="Qz", person="Qz", email="QZ.person@example.com", message="Qz words", **told
    )
    other = receive_inquiry(submission_key="o", company="B", person="B", email="b@example.com", message="B", **told)
    left = receive_inquiry(
        submission_key="l", company="L", person="L", email="QZ.person@example.com", message="Left", **told
    )
    for row in (same, other, left):
        row.merged_into = inquiry
        step(row, InquiryState.DUPLICATE, head)
    address = reverse("inquiry_erase", args=[inquiry.pk])
    client.force_login(head)
    boxes = BeautifulSoup(client.get(address).content, "html.parser").select("input[name=besides]")
    assert [(box["value"], box.has_attr("checked")) for box in boxes] == [(str(same.pk), False), (str(left.pk), False)]
    client.post(address, {"besides": [same.pk, other.pk]})
    for row in (same, other, left):
        row.refresh_from_db()

    assert (same.message, same.state, bool(same.erased_at)) == ("—", InquiryState.DUPLICATE, True)
    assert (other.message, other.erased_at) == ("B", None)
    assert (left.message, left.state, left.erased_at, left.merged_into) == ("Left", InquiryState.NEW, None, None)


def test_nothing_more_is_done_about_an_erased_inquiry(client, parks, inquiry, officers, head):
    officer, target = officers["zizhu"], parks["lingang"].unit
    erase_inquiry(inquiry_id=inquiry.pk, by=head)
    key: dict[str, Any] = {"inquiry_id": inquiry.pk, "by": officer}
    acts: list[Callable[[], Any]] = [
        lambda: move_inquiry(seen="not_settled", to="waiting_us", **key),
        lambda: assign_inquiry(to=officer.pk, seen=None, **key),
        lambda: pass_inquiry(to=target.pk, seen=inquiry.unit_id, **key),
        lambda: add_note(text="Note", **key),
        lambda: unmerge_inquiry(**key),
        lambda: send_reply(text="Reply", **key),
    ]
    for state, act in [(state, act) for state in ("not_settled", "duplicate", "waiting_us") for act in acts]:
        Inquiry.objects.filter(pk=inquiry.pk).update(state=state)
        with pytest.raises(PartnershipRefusedError) as refused:
            act()
        assert refused.value.code in ("erased", "closed")
    assert not inquiry.clocks.filter(ended_at=None).exists()
    client.force_login(officer)
    page = client.get(reverse("inquiries:inspect", args=[inquiry.pk])).content.decode()
    for name in ("move", "assign", "pass", "note", "reply", "merge", "links"):
        assert reverse(f"inquiry_{name}", args=[inquiry.pk]) not in page


def test_officers_prepare_and_heads_erase(client, parks, inquiry, officers, head):
    other_head = make_user("other-head", Role.HEAD, parks["lingang"].unit)
    assert may_erase(head, inquiry)
    assert not may_erase(officers["zizhu"], inquiry)
    with pytest.raises(PartnershipRefusedError):
        erase_inquiry(inquiry_id=inquiry.pk, by=officers["zizhu"])
    address = reverse("inquiry_erase", args=[inquiry.pk])
    for person, status in ((officers["zizhu"], 302), (other_head, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    client.force_login(head)
    assert "Qz" not in client.get(address).content.decode()
    inquiry.refresh_from_db()
    assert inquiry.erased_at is None
    assert client.post(address).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.erased_at


def test_request_is_settled_once_by_who_works_on_it(client, inquiry, officers):
    asked = services.ask_for(inquiry_id=inquiry.pk, kind="nda")
    address = reverse("inquiry_settle_request", args=[inquiry.pk, asked.pk])
    client.force_login(officers["lingang"])
    assert client.get(address).status_code == 404
    client.force_login(officers["zizhu"])
    assert client.get(address).status_code == 200
    for _twice in range(2):
        assert client.post(address).status_code == 302
    asked.refresh_from_db()

    assert asked.settled_by == officers["zizhu"]
    assert ModelLogEntry.objects.filter(action="partnerships.inquiry.request_settled").count() == 1


def test_erasure_is_settled_by_erasing_alone(inquiry, officers):
    asked = services.ask_for(inquiry_id=inquiry.pk, kind="erasure")
    with pytest.raises(PartnershipRefusedError):
        settle_request(inquiry_id=inquiry.pk, request_id=asked.pk, by=officers["zizhu"])


# --- the notice -----------------------------------------------------------------------------------------------
def write_notice(version: str, since: date, *locales: str) -> None:
    for code in locales or ("zh-hans", "en"):
        text = f"{version} {code}\n\n# Heading\n\n<b>Paragraph</b>"
        PrivacyNotice.objects.create(version=version, locale=code, in_force_from=since, text=text)


def test_version_comes_into_force_on_its_day_in_every_language(settings):
    assert notices.current_version() == settings.PRIVACY_NOTICE_VERSION
    write_notice("1", today() - timedelta(days=9))
    write_notice("2", today(), "en")
    write_notice("3", today() + timedelta(days=1))
    assert notices.current_version() == "1"
    write_notice("2", today(), "zh-hans")
    assert notices.current_version() == "2"


def test_visitors_read_the_version_in_force_and_those_before(client):
    assert client.get("/en/cooperate/privacy/").headers["Location"] == "/en/privacy/"
    write_notice("1", today() - timedelta(days=9))
    write_notice("2", today())
    write_notice("3", today() + timedelta(days=1))
    page = client.get("/zh-hans/cooperate/privacy/").content.decode()

    assert "2 zh-hans" in page
    assert "<h2>Heading</h2>" in page
    assert "&lt;b&gt;Paragraph&lt;/b&gt;" in page
    assert "1 en" in client.get("/en/cooperate/privacy/1/").content.decode()
    assert client.get("/en/cooperate/privacy/3/").status_code == 404
    assert '"/en/cooperate/privacy/2/"' in client.get("/en/cooperate/").content.decode()


def test_inquiry_keeps_the_version_agreed_to(parks):
    write_notice("9", today())
    told = {"intent": "other", "company": "B", "country": "US", "person": "B", "email": "b@example.com"}
    inquiry = receive_inquiry(submission_key="n", message="B", locale="en", **told)

    assert (inquiry.privacy_version, inquiry.consents.get().version) == ("9", "9")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_list_of_versions_says_which_is_in_force(client, role):
    write_notice("1", today() - timedelta(days=9))
    write_notice("2", today())
    write_notice("3", today(), "en")
    write_notice("4", today() + timedelta(days=1))
    client.force_login(make_user("reader", role))
    page = client.get(reverse("wagtailsnippets_partnerships_privacynotice:list"))

    assert page.status_code == 200
    said = page.content.decode()
    for words in ("已失效", "生效中", "尚未生效", "简体中文"):
        assert words in said


def test_what_is_fixed_is_neither_changed_nor_deleted(client):
    write_notice("1", today())
    write_notice("2", today() + timedelta(days=1))
    fixed, draft = PrivacyNotice.objects.filter(locale="en").order_by("version")
    client.force_login(make_user("root", is_superuser=True))

    def at(name, row):
        return reverse(f"wagtailsnippets_partnerships_privacynotice:{name}", args=[row.pk])

    for name in ("edit", "delete"):
        assert client.get(at(name, fixed)).status_code == 302
        assert client.get(at(name, draft)).status_code == 200
    client.post(at("delete", fixed))
    assert PrivacyNotice.objects.filter(pk=fixed.pk).exists()
    day = today() + timedelta(days=5)
    sent = {"version": "2", "locale": "en", "in_force_from": day.isoformat(), "text": "New"}
    assert client.post(at("edit", draft), sent).status_code == 302
    assert set(PrivacyNotice.objects.filter(version="2").values_list("in_force_from", flat=True)) == {day}
    add = reverse("wagtailsnippets_partnerships_privacynotice:add")
    for wrong in ({"version": "1"}, {"in_force_from": "2020-01-01"}, {"version": "a b"}):
        assert client.post(add, {**sent, "version": "4", **wrong}).status_code == 200
