"""What happens when an inquiry is received: one row, a confirmation, a notice to whoever answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from partnerships.inquiries.enums import InquiryState
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.models import Inquiry
from partnerships.references import normalized
from portal.core.enums import Role
from portal.core.models import Membership
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts() -> dict[str, str]:
    return {
        "submission_key": "k",
        "intent": "rd_cooperation",
        "company": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "email": "alex.morgan@example.com",
        "phone": "+1 617 555 0100",
        "message": "Is there laboratory space?",
        "locale": "en",
    }


def recipients() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("kind", "recipient").values_list("kind", "recipient", "locale"))


def test_receive_inquiry_keeps_row_letters_and_log(parks, officers, sectors, facts, settings):
    settings.PRIVACY_NOTICE_VERSION = "2025-09"

    inquiry = receive_inquiry(parks=[parks["zizhu"]], sectors=sectors, **facts)

    kept = Inquiry.objects.get()
    assert kept == inquiry
    assert {name: getattr(kept, name) for name in facts} == facts
    assert (kept.park.slug, kept.unit, set(kept.sectors.all())) == ("zizhu", parks["zizhu"].unit, set(sectors))
    assert (kept.state, kept.privacy_version, kept.consented_at) == (InquiryState.NEW, "2025-09", kept.created_at)
    assert normalized(kept.reference) == kept.reference
    assert recipients() == [
        ("inquiry_notice", "officer-zizhu@example.org", "zh-hans"),
        ("inquiry_received", "alex.morgan@example.com", "en"),
    ]
    assert {(letter.about, letter.unit) for letter in Letter.objects.all()} == {(kept, parks["zizhu"].unit)}
    entry = ModelLogEntry.objects.get(action="partnerships.inquiry.receive")
    assert (entry.object_id, entry.user) == (str(kept.pk), None)


def test_receive_inquiry_twice_is_one_inquiry(parks, officers, facts):
    first = receive_inquiry(parks=[parks["zizhu"]], **facts)

    assert receive_inquiry(parks=[parks["zizhu"]], **facts) == first
    assert (Inquiry.objects.count(), Letter.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_receive_inquiry_from_several_clients_at_once_is_one_inquiry(parks, officers, facts):
    def send(_: int) -> str:
        try:
            return receive_inquiry(parks=[parks["zizhu"]], **facts).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(send, range(8)))

    assert references == {Inquiry.objects.get().reference}
    assert Letter.objects.count() == 2


def test_confirmation_in_english_names_reference_and_no_free_text(parks, officers, facts):
    inquiry = receive_inquiry(parks=[parks["zizhu"]], **facts)

    letter = Letter.objects.get(kind="inquiry_received")
    assert letter.subject == f"We have received your inquiry (reference {inquiry.reference})"
    day = timezone.localtime(inquiry.created_at)
    for words in (
        "Dear Alex Morgan,",
        f"Your inquiry reached us on {day.day} {day:%B %Y}.",
        inquiry.reference,
        "Shanghai Zizhu High-Tech Park",
        "R&D cooperation",
        "Yours sincerely,",
    ):
        assert words in letter.text
    for body in (letter.text, letter.html):
        assert "laboratory" not in body
        assert "Example Photonics" not in body


def test_confirmation_in_chinese_reads_as_a_letter(parks, officers, facts):
    inquiry = receive_inquiry(parks=[parks["zizhu"]], **{**facts, "locale": "zh-hans", "person": "示例投资人"})

    letter = Letter.objects.get(kind="inquiry_received")
    day = timezone.localtime(inquiry.created_at)
    assert letter.text.startswith("尊敬的示例投资人：\n")
    assert f"您于{day.year}年{day.month}月{day.day}日提交的合作咨询已经收到" in letter.text
    assert "　　此致\n敬礼\n" in letter.text
    assert f"意向园区：{parks['zizhu'].name_zh_hans}" in letter.text


def test_confirmation_without_park_promises_advice(parks, officers, facts):
    receive_inquiry(parks=[], **facts)

    text = Letter.objects.get(kind="inquiry_received").text
    assert "to be suggested by us" in text
    assert "on behalf of" not in text


def test_confirmation_to_a_name_with_markup_is_escaped(parks, officers, facts):
    receive_inquiry(parks=[parks["zizhu"]], **{**facts, "person": "<b>A</b> & B"})

    letter = Letter.objects.get(kind="inquiry_received")
    assert "Dear &lt;b&gt;A&lt;/b&gt; &amp; B," in letter.html
    assert "Dear <b>A</b> & B," in letter.text


def test_notice_in_the_officers_language_names_nobody(parks, officers, facts):
    UserProfile.objects.create(user=officers["lingang"], preferred_language="en")
    receive_inquiry(parks=[parks["zizhu"]], **facts)
    receive_inquiry(parks=[parks["lingang"]], **{**facts, "submission_key": "other"})

    chinese = Letter.objects.get(recipient="officer-zizhu@example.org")
    english = Letter.objects.get(recipient="officer-lingang@example.org")
    assert (chinese.locale, english.locale) == ("zh-hans", "en")
    assert f"意向园区：{parks['zizhu'].name_zh_hans}" in chinese.text
    assert f"/admin/inquiries/inspect/{Inquiry.objects.get(park=parks['zizhu']).pk}/" in chinese.text
    for letter in (chinese, english):
        for secret in (facts["person"], facts["email"], facts["phone"], facts["message"]):
            assert secret not in letter.text + letter.html + letter.subject


def test_notice_goes_to_current_officers_of_the_park_only(parks, officers, facts):
    make_user("head", Role.HEAD, parks["zizhu"].unit)
    make_user("editor", Role.EDITOR, parks["zizhu"].unit)
    make_user("portal-officer", Role.OFFICER)
    former = make_user("former", Role.OFFICER, parks["zizhu"].unit)
    start = timezone.now() - timedelta(days=2)
    Membership.objects.filter(user=former).update(starts_at=start, ends_at=start + timedelta(days=1))
    make_user("left", Role.OFFICER, parks["zizhu"].unit, is_active=False)

    receive_inquiry(parks=[parks["zizhu"]], **facts)

    assert [address for kind, address, _ in recipients() if kind == "inquiry_notice"] == ["officer-zizhu@example.org"]


@pytest.mark.parametrize("slug", ["haian", None])
def test_notice_without_office_goes_to_officers_of_the_portal(parks, officers, facts, slug):
    make_user("portal-officer", Role.OFFICER)

    receive_inquiry(parks=[parks[slug]] if slug in parks else [], **facts)

    assert [address for kind, address, _ in recipients() if kind == "inquiry_notice"] == ["portal-officer@example.org"]


def test_notice_without_any_officer_goes_to_administrators(parks, facts):
    make_user("root", is_superuser=True)
    make_user("administrator", Role.ADMINISTRATOR)
    make_user("of-lingang", Role.ADMINISTRATOR, parks["lingang"].unit)
    make_user("of-zizhu", Role.ADMINISTRATOR, parks["zizhu"].unit)

    receive_inquiry(parks=[parks["zizhu"]], **facts)

    told = [address for kind, address, _ in recipients() if kind == "inquiry_notice"]
    assert told == ["administrator@example.org", "of-zizhu@example.org", "root@example.org"]


def test_inquiry_is_received_though_nobody_can_be_told(parks, facts):
    receive_inquiry(parks=[parks["zizhu"]], **facts)

    assert recipients() == [("inquiry_received", "alex.morgan@example.com", "en")]
