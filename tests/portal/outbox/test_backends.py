"""Mail of Django and of libraries goes through the outbox; files are written whole."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection, send_mail

from portal.core.models import User
from portal.outbox.models import Letter
from portal.outbox.sending import send_letter
from tests.portal.outbox.smtp_sink import plain

OUTBOX = "portal.outbox.backends.OutboxBackend"


@pytest.fixture
def through_outbox(settings):
    settings.EMAIL_BACKEND = OUTBOX


@pytest.mark.django_db
def test_outbox_backend_keeps_one_letter_a_recipient(through_outbox):
    user = User.objects.create_user("a", "a@example.com")
    message = EmailMultiAlternatives(
        "Subject", "text", "x@example.com", ["a@example.com"], cc=["b@example.com"], reply_to=["r@example.com"]
    )
    message.attach_alternative("<p>html</p>", "text/html")

    assert message.send() == 1

    rows = Letter.objects.order_by("recipient").values_list("recipient", "user", "subject", "text", "html", "headers")
    rest = ("Subject", "text", "<p>html</p>", {"Reply-To": "r@example.com"})
    assert list(rows) == [("a@example.com", user.pk, *rest), ("b@example.com", None, *rest)]


@pytest.mark.django_db
def test_outbox_backend_sends_through_transport(through_outbox, sink):
    send_mail("中文标题", "正文", None, ["a@example.com"])

    send_letter(letter_id=Letter.objects.get().pk)

    (message,) = sink.messages
    assert (message["Subject"], plain(message).strip()) == ("中文标题", "正文")


@pytest.mark.django_db
def test_outbox_backend_refuses_attachments(through_outbox):
    message = EmailMessage("s", "t", None, ["a@example.com"])
    message.attach("a.txt", "a", "text/plain")

    with pytest.raises(ValueError, match="attachments"):
        message.send()


@pytest.mark.django_db
def test_password_reset_is_a_letter(through_outbox, client):
    User.objects.create_superuser("a", "a@example.com", "old")

    client.post("/admin/password_reset/", {"email": "a@example.com"})

    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient) == ("password_reset", "a@example.com")
    assert "/admin/password_reset/confirm/" in letter.text


def test_file_backend_writes_one_whole_file_an_email(tmp_path):
    connection = get_connection("portal.outbox.backends.FileBackend", file_path=str(tmp_path / "mail"))
    messages = [EmailMessage(f"第{n}封", "正文", "a@example.com", ["b@example.com"]) for n in range(2)]

    assert connection.send_messages([*messages, EmailMessage("nobody", "t")]) == 2

    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    found = [message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] for file in files]
    assert found == ["第0封", "第1封"]


def test_file_backend_uses_folder_of_settings(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)

    get_connection("portal.outbox.backends.FileBackend").send_messages([EmailMessage("s", "t", to=["b@example.com"])])

    assert len(list(tmp_path.glob("*.eml"))) == 1
