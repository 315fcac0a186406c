"""Notices of mail services: believed only with a right signature, and what they mean for letters and addresses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import types

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from portal import urls
from portal.outbox.bounces.mail_services import addresses
from portal.outbox.enums import LetterState, SuppressionReason
from portal.outbox.models import DeliveryReport, Letter, Suppression
from portal.outbox.sending import send_letter

pytestmark = pytest.mark.django_db
KEY = "key-of-the-service"
POSTAL = rsa.generate_private_key(public_exponent=65537, key_size=2048)
POSTAL_KEY = base64.b64encode(
    POSTAL.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()


@pytest.fixture(autouse=True)
def service(settings):
    """The addresses of three services whose keys are in the settings."""
    settings.ANYMAIL = {
        "MAILGUN_WEBHOOK_SIGNING_KEY": KEY,
        "MAILERSEND_SIGNING_SECRET": KEY,
        "POSTAL_WEBHOOK_KEY": POSTAL_KEY,
    }
    urlconf = types.ModuleType("urlconf")
    urlconf.urlpatterns = [*addresses(settings.ANYMAIL), *urls.urlpatterns]
    for name in ("handler400", "handler403", "handler404", "handler500"):
        setattr(urlconf, name, getattr(urls, name))
    settings.ROOT_URLCONF = urlconf


@pytest.fixture
def letter(write_note) -> Letter:
    letter = write_note("gone@example.com")
    send_letter(letter_id=letter.pk)
    return letter


def mailgun(letter: Letter, *, token="a" * 50, key=KEY, **data) -> dict:
    timestamp = "1764000000"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    event = {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": 1764000000.1,
        "recipient": letter.recipient,
        "message": {"headers": {"message-id": letter.message_id.strip("<>"), "to": letter.recipient}},
        "delivery-status": {"code": 550, "message": "550 5.1.1 The email account does not exist", "description": ""},
    }
    return {
        "signature": {"token": token, "timestamp": timestamp, "signature": signature},
        "event-data": event | data,
    }


def post(client, name, body, **headers) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(f"/anymail/{name}/tracking/", raw, content_type="application/json", headers=headers).status_code


def now(letter: Letter) -> tuple[str, list[tuple[str, str]]]:
    letter.refresh_from_db()
    return letter.state, list(Suppression.objects.values_list("address", "reason"))


def test_signed_bounce_suppresses_the_address_once(client, letter):
    for _ in range(2):
        assert post(client, "mailgun", mailgun(letter)) == 200

    assert now(letter) == (LetterState.BOUNCED, [("gone@example.com", SuppressionReason.NO_MAILBOX)])
    assert DeliveryReport.objects.count() == 1


def test_notice_with_wrong_signature_is_refused(client, letter):
    wrong = [mailgun(letter, key="guessed"), {"event-data": {}}, {"signature": "none"}, [], b"{", b"\xff", b"[[[[1"]
    assert [post(client, "mailgun", body) for body in wrong] == [400] * len(wrong)
    assert now(letter) == (LetterState.SENT, [])


def test_signed_notice_that_makes_no_sense_is_a_bad_request(client, letter):
    broken = mailgun(letter)
    broken["event-data"] = {"event": ["x"]}
    assert post(client, "mailgun", broken) == 400


@pytest.mark.parametrize(
    ("data", "state", "reasons"),
    [
        ({"event": "complained"}, LetterState.BOUNCED, [SuppressionReason.COMPLAINED]),
        ({"event": "delivered"}, LetterState.SENT, []),
        ({"event": "opened"}, LetterState.SENT, []),
        ({"severity": "temporary"}, LetterState.SENT, []),
        ({"delivery-status": {"message": "552 5.2.2 mailbox full"}}, LetterState.BOUNCED, []),
        (
            {
                "reason": "suppress-bounce",
                "delivery-status": {"message": "Not delivering to previously bounced address"},
            },
            LetterState.BOUNCED,
            [SuppressionReason.REFUSED],
        ),
    ],
)
def test_notice_means_for_letter_and_address(client, letter, data, state, reasons):
    assert post(client, "mailgun", mailgun(letter, **data)) == 200
    assert now(letter) == (state, [("gone@example.com", reason) for reason in reasons])


def test_signed_notice_about_letter_of_somebody_else_suppresses_the_address_only(client, letter):
    letter.message_id = "<another@service.example>"
    letter.recipient = "other@example.com"
    assert post(client, "mailgun", mailgun(letter)) == 200
    letter.recipient = "gone@example.com"
    assert now(Letter.objects.get()) == (LetterState.SENT, [("other@example.com", SuppressionReason.NO_MAILBOX)])


@pytest.mark.parametrize(("kind", "count"), [("hard_bounced", 1), ("soft_bounced", 0)])
def test_mailersend_signs_the_body(client, letter, kind, count):
    data = {
        "id": "62f114f8165fe0d8db0288e5",
        "type": kind,
        "created_at": "2026-11-24T02:00:00.000000Z",
        "email": {"message": {"id": letter.message_id}, "recipient": {"email": letter.recipient}},
        "morph": {"object": "recipient_bounce", "reason": "The recipient could not be reached"},
    }
    body = json.dumps({"type": f"activity.{kind}", "data": data}).encode()
    signature = hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()

    assert post(client, "mailersend", body) == 400
    assert post(client, "mailersend", body, Signature="0" * 64) == 400
    assert post(client, "mailersend", body.replace(b"gone", b"boss"), Signature=signature) == 400
    assert Suppression.objects.count() == 0
    assert post(client, "mailersend", body, Signature=signature) == 200
    assert Suppression.objects.count() == count


def test_postal_signs_with_its_private_key(client, letter):
    body = json.dumps(
        {
            "event": "MessageBounced",
            "timestamp": 1764000000.1,
            "uuid": "0d6bd8e2",
            "payload": {
                "original_message": {"id": 1, "token": "abc", "message_id": letter.message_id, "to": letter.recipient},
                "bounce": {"id": 2, "token": "def", "to": "x@psrp.example", "from": "MAILER-DAEMON@example.com"},
            },
        }
    ).encode()
    signature = base64.b64encode(POSTAL.sign(body, padding.PKCS1v15(), hashes.SHA1())).decode()

    assert post(client, "postal", body) == 400
    assert post(client, "postal", body, **{"X-Postal-Signature": base64.b64encode(b"x" * 256).decode()}) == 400
    assert post(client, "postal", body, **{"X-Postal-Signature": signature}) == 200


def test_only_services_with_a_key_have_an_address():
    assert addresses({}) == []
    assert addresses({"MAILGUN_API_KEY": "x", "WEBHOOK_SECRET": "a:b"}) == []
    assert [str(found.pattern) for found in addresses({"MAILGUN_WEBHOOK_SIGNING_KEY": "x"})] == [
        "anymail/mailgun/tracking/"
    ]
