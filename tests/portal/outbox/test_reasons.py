"""Why a letter failed, in words for people."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.outbox.enums import LetterState, Reason
from portal.outbox.models import Letter
from portal.outbox.reasons import explain


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("550 5.1.1 <a@b.example>: Recipient address rejected", "收件方邮件服务器没有该邮箱。"),
        ("550-5.7.26 Unauthenticated email", "我方域名未通过对方邮件服务器的验证（SPF、DKIM、DMARC）。"),
        ("550 no", "收件方邮件服务器没有该邮箱，或拒收我方邮件。"),
        ("552 5.2.2 over quota", "对方邮箱已满。"),
        ("535 5.9.9 who are you", "邮件服务器拒绝我方账号或密码，请系统管理员检查。"),
        ("599 never", "邮件服务器拒收该邮件。"),
        ("499 later", "邮件服务器要求稍后再试。"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "无法连接邮件服务器，或连接中断。"),
        ("TimeoutError: timed out", "无法连接邮件服务器，或连接中断。"),
        ("SMTPServerDisconnected: Connection unexpectedly closed", "无法连接邮件服务器，或连接中断。"),
        ("The letter cannot be written out: x", "无法生成符合规范的电子邮件。"),
        ("Every sender ended without an answer.", "发送过程多次意外中断。"),
        ("纯属意外", "发送失败。"),
        ("", ""),
    ],
)
def test_reason_of_mail_in_chinese(error, sentence):
    with translation.override("zh-hans"):
        assert explain(Letter(last_error=error, state=LetterState.DEAD)) == sentence


def test_reason_of_letter_that_no_server_saw():
    with translation.override("en"):
        assert explain(Letter(reason=Reason.ADDRESS, last_error="x")) == "The address cannot be used."
        assert explain(Letter(state=LetterState.CANCELLED, last_error="x")) == "Somebody cancelled it."
        assert "group robot" in explain(Letter(channel="wecom", last_error="webhook 93000: invalid webhook url"))
