"""Notices to group robots of WeCom and DingTalk: what is told, and what becomes of every answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging

import pytest
from django.utils import timezone

from portal.core import notice_kinds
from portal.core.models import Unit
from portal.core.notice_kinds import register_kinds
from portal.core.notices import notify
from portal.outbox import webhook_transport
from portal.outbox.enums import Channel, LetterState
from portal.outbox.models import Letter, Webhook
from portal.outbox.reasons import explain
from portal.outbox.sending import send_letter
from portal.outbox.services import send_again
from portal.outbox.webhook_transport import is_allowed_address
from tests.portal.outbox.robot import OK, Robot

pytestmark = pytest.mark.django_db
KEY = "693a91f6-7eoc-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(notice_kinds, "_kinds", dict(notice_kinds._kinds))
    register_kinds({"note": "Note"}, optional=True, webhook_values=["reference"])


@pytest.fixture
def robot(settings):
    server = Robot()
    settings.PORTAL_WEBHOOK_HOSTS = [server.origin]
    yield server
    server.stop()


@pytest.fixture
def make_webhook(robot):
    def make(vendor=Channel.WECOM, **more):
        values = {"name": "合作组", "address": f"{robot.origin}/cgi-bin/webhook/send?key={KEY}", "kinds": ["note"]}
        return Webhook.objects.create(vendor=vendor, **{"locale": "zh-hans", **values, **more})

    return make


def told(webhook=None, key="note:1", unit=None) -> Letter:
    context = {"reference": "K7QF", "person": "Alex Morgan", "url": "https://portal.example.org/admin/inquiries/1/"}
    notify(kind="note", recipients=[], context=context, key=key, unit=unit)
    return Letter.objects.get(webhook=webhook) if webhook else Letter.objects.get()


@pytest.mark.parametrize("vendor", [Channel.WECOM, Channel.DINGTALK])
def test_notice_says_what_happened_reference_and_link_only(robot, make_webhook, vendor):
    letter = told(make_webhook(vendor))

    assert send_letter(letter_id=letter.pk) == LetterState.SENT

    (message,) = robot.messages
    text = message["text"]["content"]
    assert message == {"msgtype": "text", "text": {"content": text}}
    assert text.startswith("【")
    assert text.endswith("Note\nK7QF\n请在管理后台查看：https://portal.example.org/admin/inquiries/1/")
    assert "Morgan" not in text
    assert (letter.channel, letter.recipient, letter.key) == (vendor, "合作组", f"note:1:webhook:{letter.webhook_id}")


def test_notice_is_one_row_a_group_and_key(make_webhook):
    units = [Unit.objects.create(name=slug, slug=slug) for slug in ("zizhu", "lingang")]
    own, _other = (make_webhook(unit=unit) for unit in units)
    whole = make_webhook(unit=None)
    make_webhook(is_active=False)
    make_webhook(kinds=["other"])

    for _ in range(2):
        notify(kind="note", recipients=[], context={}, key="note:1", unit=units[0])

    rows = Letter.objects.order_by("webhook").values_list("webhook", "unit")
    assert list(rows) == [(own.pk, units[0].pk), (whole.pk, units[0].pk)]


def test_kind_that_is_secret_or_not_for_groups_is_not_told(make_webhook):
    register_kinds({"note": "Note"})
    make_webhook()
    notify(kind="note", recipients=[], context={}, key="a")
    register_kinds({"note": "Note"}, secret=True, webhook_values=[])
    notify(kind="note", recipients=[], context={}, key="b")

    assert not Letter.objects.exists()


def test_dingtalk_secret_signs_time(robot, make_webhook):
    letter = told(make_webhook(Channel.DINGTALK, secret="SECabc123"))

    send_letter(letter_id=letter.pk)

    (query,) = robot.queries
    expected = hmac.new(b"SECabc123", f"{query['timestamp']}\nSECabc123".encode(), hashlib.sha256).digest()
    assert base64.b64decode(query["sign"]) == expected
    assert abs(int(query["timestamp"]) / 1000 - timezone.now().timestamp()) < 60
    assert query["key"] == KEY


@pytest.mark.parametrize(
    ("vendor", "answer", "state"),
    [
        (Channel.WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, LetterState.FAILED),
        (Channel.WECOM, {"errcode": -1, "errmsg": "system busy"}, LetterState.FAILED),
        (Channel.WECOM, {"errcode": 93000, "errmsg": f"invalid webhook url {KEY}"}, LetterState.DEAD),
        (Channel.DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}, LetterState.FAILED),
        (Channel.DINGTALK, {"errcode": 310000, "errmsg": "keywords not in content"}, LetterState.DEAD),
        (Channel.DINGTALK, {"errcode": 300005, "errmsg": "token is not exist"}, LetterState.DEAD),
        (Channel.WECOM, (502, "Bad gateway"), LetterState.FAILED),
        (Channel.WECOM, (429, ""), LetterState.FAILED),
        (Channel.WECOM, (404, "no"), LetterState.DEAD),
        (Channel.WECOM, (302, ""), LetterState.DEAD),
        (Channel.WECOM, (200, "<html>Please sign in</html>"), LetterState.FAILED),
        (Channel.WECOM, (200, "[" * 5000), LetterState.FAILED),
        (Channel.WECOM, (200, '{"errcode": true}'), LetterState.FAILED),
        (Channel.WECOM, (200, b"\xff\xfe\x00"), LetterState.FAILED),
        (Channel.WECOM, (200, "[]"), LetterState.FAILED),
        (Channel.WECOM, (200, "x" * 100_000), LetterState.FAILED),
        (Channel.WECOM, "hang", LetterState.FAILED),
        (Channel.WECOM, "drip", LetterState.FAILED),
    ],
)
def test_answer_of_robot_decides_what_becomes_of_notice(
    robot, make_webhook, vendor, answer, state, monkeypatch, caplog
):
    monkeypatch.setattr(webhook_transport, "TIMEOUT", (0.5, 0.5))
    monkeypatch.setattr(webhook_transport, "ANSWER_SECONDS", 0.3)
    robot.answers = [answer]
    letter = told(make_webhook(vendor))

    with caplog.at_level(logging.INFO):
        assert send_letter(letter_id=letter.pk) == state

    letter.refresh_from_db()
    assert letter.last_error.startswith("webhook ")
    assert KEY not in letter.last_error
    assert KEY not in caplog.text
    assert explain(letter) not in ("", "It could not be sent.")
    assert robot.messages == []
    assert len(robot.queries) == 1


def test_unreachable_robot_is_tried_again_without_telling_address(make_webhook, settings):
    address = f"http://127.0.0.1:1/send?key={KEY}"
    settings.PORTAL_WEBHOOK_HOSTS = ["http://127.0.0.1:1"]
    letter = told(make_webhook(address=address))

    assert send_letter(letter_id=letter.pk) == LetterState.FAILED
    letter.refresh_from_db()
    assert letter.last_error == "webhook network: ConnectionError"


def test_notice_given_up_is_sent_again_once_robot_is_mended(robot, make_webhook, admin_user):
    robot.answers = [{"errcode": 93000, "errmsg": "invalid webhook url"}]
    letter = told(make_webhook())
    send_letter(letter_id=letter.pk)

    send_again(letter=letter, by=admin_user)

    assert send_letter(letter_id=letter.pk) == LetterState.SENT
    assert len(robot.messages) == 1


def test_group_switched_off_or_host_no_longer_allowed_gets_nothing(robot, make_webhook, settings):
    webhook = make_webhook()
    first = told(webhook)
    webhook.is_active = False
    webhook.save()
    assert send_letter(letter_id=first.pk) == LetterState.DEAD
    webhook.is_active = True
    webhook.save()
    second = Letter.objects.create(
        kind="note", key="x", channel=Channel.WECOM, webhook=webhook, recipient="x", locale="en", message_id="<x>"
    )
    settings.PORTAL_WEBHOOK_HOSTS = ["qyapi.weixin.qq.com"]
    assert send_letter(letter_id=second.pk) == LetterState.DEAD
    assert robot.queries == []


def test_long_notice_is_cut_between_characters(robot, make_webhook):
    letter = told(make_webhook())
    Letter.objects.update(text="园" * 3000)

    send_letter(letter_id=letter.pk)

    assert robot.messages[0]["text"]["content"] == "园" * 682


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", True),
        ("https://oapi.dingtalk.com:443/robot/send?access_token=1", True),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", False),
        ("https://qyapi.weixin.qq.com:8443/", False),
        ("https://qyapi.weixin.qq.com.evil.example/", False),
        ("https://evil.example/?qyapi.weixin.qq.com", False),
        ("https://qyapi.weixin.qq.com@evil.example/", False),
        ("https://user:pw@qyapi.weixin.qq.com/", False),
        ("https://evil.example\\@qyapi.weixin.qq.com/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://[::1/", False),
        ("https://qyapi.weixin.qq.com:99999/", False),
        ("https://ｑyapi.weixin.qq.com/", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_address_is_allowed_only_at_hosts_of_setting(address, allowed):
    assert is_allowed_address(address) is allowed


def test_success_is_errcode_nought(robot, make_webhook):
    robot.answers = [{**OK, "extra": 1}, OK]
    letter = told(make_webhook())

    assert send_letter(letter_id=letter.pk) == LetterState.SENT
