"""A form that is not sent yet: what was typed and added survives errors, reload and the switch of the language."""

from __future__ import annotations

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from partnerships.inquiries.files import FOLDER, inquiry_files
from partnerships.inquiries.outside import draft_views
from partnerships.inquiries.outside.services import MOST_FILES_IN_ALL
from partnerships.inquiries.services.receiving import MORE_FILES
from partnerships.models import DraftFile, Inquiry, InquiryDraft, InquiryFile
from partnerships.tasks import clear_inquiry_drafts
from portal.core.enums import Role
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries.inquiry_files import pdf, picture, post_raw
from tests.partnerships.test_form import errors, page_of, values

pytestmark = pytest.mark.django_db
ADDRESS, CHINESE = "/en/cooperate/", "/zh-hans/cooperate/"
PDF = pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """An empty folder for files."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    return tmp_path / FOLDER


def upload(content: bytes = PDF, name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bytes_in(folder) -> int:
    return len(list(folder.iterdir())) if folder.exists() else 0


def kept_names(page) -> list[str]:
    return [found.text for found in page.select(".kept-file-name")]


# --- survival -----------------------------------------------------------------------------------------------------
def test_draft_survives_an_error_a_reload_and_the_other_language(client, typed, officers):
    wrong = {
        **typed,
        "email": "nobody",
        "parks": ["zizhu", "lingang"],
        "behalf": "client",
        "area_min": "12x",
        "lead": "zizhu",
    }
    response = client.post(ADDRESS, wrong)
    assert set(errors(page_of(response))) == {"email", "area_min"}
    cookies = [cookie for cookie in response.cookies.values() if cookie.key == "cooperate_draft"]
    assert {cookie["path"] for cookie in cookies} == {ADDRESS, CHINESE}
    assert {(cookie["httponly"], cookie["samesite"], cookie["max-age"]) for cookie in cookies} == {(True, "Lax", "")}

    for address in (ADDRESS, CHINESE):
        page = page_of(client.get(address))
        assert page.select(".form-error, .form-summary") == []
        kept = values(page)
        for name in ("intent", "company", "country", "person", "email", "phone", "submission", "area_min"):
            assert kept[name] == wrong[name], name
        assert {box["value"] for box in page.select("[name=parks][checked]")} == {"zizhu", "lingang"}
        assert page.select_one("[name=behalf][checked]")["value"] == "client"
        assert page.select_one("details.premises-sheet").has_attr("open")
    assert InquiryDraft.objects.count() == 1


def test_switch_of_the_language_keeps_what_was_typed_and_added(client, typed):
    page = page_of(client.post(CHINESE, {**typed, "unsent": "zh-hans", "attachments": upload()}))

    assert values(page)["person"] == typed["person"]
    assert kept_names(page) == ["plan.pdf"]
    assert values(page_of(client.get(ADDRESS)))["person"] == typed["person"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "=1+1", "x" * 20_000, "示例" * 8_000], ids=range(5))
def test_draft_takes_whatever_was_typed(client, typed, text):
    assert post_raw(client, ADDRESS, {**typed, "email": "", "person": text}).status_code == 200

    shown = values(page_of(client.get(ADDRESS)))["person"]
    assert shown == text.encode("utf-8", "surrogatepass").decode(errors="replace")


def test_draft_is_begun_anew(client, typed):
    client.post(ADDRESS, {**typed, "email": "", "attachments": upload()})
    page = page_of(client.get(ADDRESS))
    assert page.select_one("form#start-anew")["action"] == f"{ADDRESS}draft/discard/"

    response = client.post(f"{ADDRESS}draft/discard/")
    assert (response.status_code, response.headers["Location"]) == (303, ADDRESS)
    assert not (InquiryDraft.objects.exists())
    assert not (DraftFile.objects.exists())
    page = page_of(client.get(ADDRESS))
    assert values(page)["person"] == ""
    assert page.select(".inquiry-draft, #start-anew") == []


def test_draft_is_of_its_browser_alone(client, typed):
    client.post(ADDRESS, {**typed, "email": ""})
    other = Client()
    for key in ("", "x", uuid.uuid4().hex, "0" * 5000):
        other.cookies["cooperate_draft"] = key
        assert values(page_of(other.get(ADDRESS)))["person"] == ""


def test_park_of_a_link_is_ticked_beside_those_of_the_draft(client, typed):
    client.post(ADDRESS, {**typed, "email": ""})

    page = page_of(client.get(f"{ADDRESS}?park=lingang"))
    assert {box["value"] for box in page.select("[name=parks][checked]")} == {"zizhu", "lingang"}


# --- autosave -----------------------------------------------------------------------------------------------------
def test_what_is_typed_is_kept_without_being_sent(client, typed):
    for person in ("A", "Al"):
        response = client.post(f"{ADDRESS}draft/", {**typed, "person": person})
        assert (response.status_code, response.content) == (204, b"")

    assert InquiryDraft.objects.count() == 1
    assert values(page_of(client.get(ADDRESS)))["person"] == "Al"
    assert not Inquiry.objects.exists()


def test_what_is_kept_is_bounded(client, typed, monkeypatch):
    assert client.post(f"{ADDRESS}draft/", {**typed, "message": "x" * 65_537}).status_code == 413
    monkeypatch.setattr(draft_views, "MOST_KEPT_A_MINUTE", 1)
    answers = [client.post(f"{ADDRESS}draft/", typed).status_code for _ in range(3)]
    assert 429 in answers
    assert client.get(f"{ADDRESS}draft/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{ADDRESS}draft/", typed).status_code == 403


def test_one_network_begins_so_many_drafts(typed, monkeypatch, parks):
    monkeypatch.setattr(draft_views, "MOST_BEGUN", 2)
    for _ in range(4):
        assert Client().post(f"{ADDRESS}draft/", typed).status_code == 204
    assert InquiryDraft.objects.count() == 2


def test_what_comes_after_the_sending_makes_no_new_draft(client, typed, officers):
    client.post(f"{ADDRESS}draft/", typed)
    cookie = client.cookies["cooperate_draft en"].value
    assert client.post(ADDRESS, typed).status_code == 303
    assert not InquiryDraft.objects.exists()

    client.cookies["cooperate_draft"] = cookie
    assert client.post(f"{ADDRESS}draft/", typed).status_code == 204
    assert not InquiryDraft.objects.exists()


# --- files --------------------------------------------------------------------------------------------------------
def test_files_stay_through_errors_and_go_with_the_inquiry(client, typed, officers, folder):
    page = page_of(client.post(ADDRESS, {**typed, "email": "", "attachments": [upload(), upload(picture(), "a.jpg")]}))
    assert kept_names(page) == ["plan.pdf", "a.jpg"]
    kept = [box["value"] for box in page.select("[name=kept_file]")]

    response = client.post(ADDRESS, {**typed, "kept_file": kept, "remove_file": kept[1:]})

    assert response.status_code == 303
    found = InquiryFile.objects.get()
    assert (found.inquiry, found.name, found.media_type) == (Inquiry.objects.get(), "plan.pdf", "application/pdf")
    assert found.file.read() == PDF
    found.file.close()
    assert not InquiryDraft.objects.exists()
    assert bytes_in(folder) == 2  # the test's transaction never ends; see below for what is removed then


@pytest.mark.django_db(transaction=True)
def test_no_byte_is_lost_or_left_by_a_removal_a_sending_and_its_failure(client, typed, officers, folder, monkeypatch):
    page = page_of(client.post(ADDRESS, {**typed, "email": "", "attachments": [upload(), upload(picture(), "a.jpg")]}))
    assert bytes_in(folder) == 2
    second = page.select("[name=remove_file]")[1]["value"]
    client.post(ADDRESS, {**typed, "email": "", "remove_file": second})
    assert bytes_in(folder) == 1

    def fail(inquiry):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("partnerships.inquiries.services.receiving.tell_staff", fail)
        with pytest.raises(RuntimeError):
            client.post(ADDRESS, typed)
    assert (Inquiry.objects.count(), DraftFile.objects.count(), bytes_in(folder)) == (0, 1, 1)

    assert client.post(ADDRESS, typed).status_code == 303
    found = InquiryFile.objects.get()
    with found.file.open() as opened:
        assert opened.read() == PDF
    assert (DraftFile.objects.count(), bytes_in(folder)) == (0, 1)
    Inquiry.objects.get().files.all().delete()
    assert bytes_in(folder) == 0


def test_refused_file_is_named_and_the_rest_stays(client, typed, officers):
    files = [upload(), upload(b"<svg/>", "evil\x00.svg"), upload(b"", "empty.pdf")]
    page = page_of(client.post(ADDRESS, {**typed, "attachments": files}))

    said = errors(page)
    assert list(said) == ["attachments"]
    assert "evil.svg: Files of this kind are not taken" in said["attachments"]
    assert kept_names(page) == ["plan.pdf"]
    assert not Inquiry.objects.exists()
    assert client.post(ADDRESS, typed).status_code == 303
    assert InquiryFile.objects.get().name == "plan.pdf"


def test_five_files_go_with_an_inquiry_and_each_once(client, typed):
    files = [upload(picture(size=(number, 9)), f"{number}.jpg") for number in range(1, 7)]
    page = page_of(client.post(ADDRESS, {**typed, "attachments": files}))
    assert "6.jpg: At most 5 files" in errors(page)["attachments"]
    assert len(kept_names(page)) == 5

    page = page_of(client.post(ADDRESS, {**typed, "email": "", "attachments": files[:1]}))
    assert len(kept_names(page)) == 5


def test_files_of_one_network_and_of_all_are_bounded(client, typed, monkeypatch):
    monkeypatch.setattr("partnerships.inquiries.services.drafts.MOST_WAITING", 1)
    assert client.post(ADDRESS, {**typed, "email": "", "attachments": upload()}).status_code == 200
    page = page_of(client.post(ADDRESS, {**typed, "attachments": upload(picture(), "a.jpg")}))
    assert "send the form without them" in errors(page)["attachments"]
    monkeypatch.undo()
    monkeypatch.setattr("partnerships.inquiries.outside.attachments.MOST_FROM_A_NETWORK", 0)
    page = page_of(client.post(ADDRESS, {**typed, "attachments": upload(picture(), "a.jpg")}))
    assert kept_names(page) == ["plan.pdf"]


def test_lost_files_are_told_once_and_the_form_can_go_without(client, typed, officers):
    client.post(ADDRESS, {**typed, "email": "", "attachments": upload()})
    shown = DraftFile.objects.get().pk
    InquiryDraft.objects.all().delete()

    page = page_of(client.post(ADDRESS, {**typed, "kept_file": shown}))
    assert "no longer here" in errors(page)["attachments"]
    assert page.select("[name=kept_file]") == []
    assert client.post(ADDRESS, typed).status_code == 303


def test_inquiry_sent_again_keeps_the_files_that_are_new(client, typed, officers):
    for content in (PDF, PDF, picture()):
        assert client.post(ADDRESS, {**typed, "attachments": upload(content)}).status_code == 303

    inquiry = Inquiry.objects.get()
    assert [found.name for found in inquiry.files.all()] == ["plan.pdf", "plan.jpg"]
    assert not DraftFile.objects.exists()
    news = Letter.objects.get(kind="inquiry_news")
    assert (news.recipient, inquiry.reference in news.text) == (officers["zizhu"].email, True)
    log = ModelLogEntry.objects.get(action=MORE_FILES)
    assert (log.object_id, log.data["files"]) == (str(inquiry.pk), 1)


def test_inquiry_sent_again_has_no_room_beyond_that_of_the_status_page(client, typed, officers):
    client.post(ADDRESS, typed)
    for number in range(MOST_FILES_IN_ALL):
        InquiryFile.objects.create(inquiry=Inquiry.objects.get(), name="a.pdf", size=1, digest=f"{number}", file="a")

    page = page_of(client.post(ADDRESS, {**typed, "attachments": upload()}))

    assert "no room" in errors(page)["attachments"]
    assert InquiryFile.objects.count() == MOST_FILES_IN_ALL
    assert not Letter.objects.filter(kind="inquiry_news").exists()


@pytest.mark.django_db(transaction=True)
def test_double_click_with_a_file_is_one_inquiry_with_it(client, typed, officers, folder):
    client.post(ADDRESS, {**typed, "email": "", "attachments": upload()})
    shown, cookie = DraftFile.objects.get().pk, client.cookies["cooperate_draft en"].value

    def send(_: int) -> int:
        browser = Client()
        browser.cookies["cooperate_draft"] = cookie
        try:
            return browser.post(ADDRESS, {**typed, "kept_file": shown}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(send, range(3))) == {303}
    assert [found.name for found in Inquiry.objects.get().files.all()] == ["plan.pdf"]
    assert bytes_in(folder) == 1


# --- a day --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_drafts_and_files_without_a_row_go_after_a_day(client, typed, officers, folder):
    client.post(ADDRESS, {**typed, "email": "", "attachments": upload()})
    InquiryDraft.objects.update(updated_at=timezone.now() - timedelta(hours=24, minutes=1))
    fresh = Client()
    fresh.post(ADDRESS, {**typed, "email": "", "attachments": upload(picture(), "a.jpg")})
    names = [inquiry_files().save(f"{FOLDER}{number}", ContentFile(b"a")) for number in range(2)]
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(inquiry_files().path(names[0]), (yesterday, yesterday))

    clear_inquiry_drafts()

    assert [found.name for found in DraftFile.objects.all()] == ["a.jpg"]
    assert (InquiryDraft.objects.count(), bytes_in(folder)) == (1, 2)
    assert inquiry_files().exists(names[1])


# --- staff --------------------------------------------------------------------------------------------------------
def test_file_is_for_those_who_may_read_the_inquiry(client, typed, officers):
    client.post(ADDRESS, {**typed, "attachments": upload()})
    address = InquiryFile.objects.get().file.url
    assert address.startswith("/documents/inquiries/")
    assert client.get(address).status_code == 404
    for user in (officers["lingang"], make_user("nobody"), make_user("editor", Role.EDITOR, officers_unit(officers))):
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.force_login(officers["zizhu"])

    response = client.get(address)

    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"


def officers_unit(officers):
    from portal.core.models import Membership

    return Membership.objects.get(user=officers["lingang"]).unit
