"""Posting a notice to a group robot of WeCom or DingTalk, and what their answers mean.

Both answer 200 with JSON whatever happened; `errcode` 0 is success. Addresses carry the key of the robot, so no error
told here repeats one. WeCom: https://developer.work.weixin.qq.com/document/path/91770. DingTalk:
https://open.dingtalk.com/document/robots/custom-robot-access and …/customize-robot-security-settings.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import HTTPError

from portal.outbox.enums import Channel
from portal.outbox.models import Letter, Webhook
from portal.outbox.transport import PassingError, PermanentError

#: Seconds to connect, and between two pieces of an answer.
TIMEOUT = (5, 10)
#: Seconds that a whole answer may take, and bytes that are read of it.
ANSWER_SECONDS = 20
ANSWER_BYTES = 16_384
#: Bytes of text: WeCom takes 2,048, DingTalk 20,000.
TEXT_BYTES = 2048
#: Busy (-1), too often, too many at once. Whatever else they answer does not pass by itself.
PASSING_CODES = {
    Channel.WECOM: frozenset({-1, 45009, 45033}),
    Channel.DINGTALK: frozenset({-1, 130101, 410100, 660026, 90018}),
}
PASSING_STATUS = frozenset({408, 425, 429})


def is_allowed_address(address: str) -> bool:
    """Whether notices may be posted to `address`: https and a host of `PORTAL_WEBHOOK_HOSTS`, or an origin it names."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not parts.hostname or not address.isascii():
        return False
    if any(char.isspace() or char == "\\" for char in address):
        return False
    origin = f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")
    allowed = settings.PORTAL_WEBHOOK_HOSTS
    return origin in allowed or (parts.scheme == "https" and port in (None, 443) and parts.hostname in allowed)


def post(letter: Letter, connection: BaseEmailBackend | None = None) -> None:
    """Post a notice to its group; errors as of `channels.Send`."""
    webhook = letter.webhook
    if webhook is None or not webhook.is_active:
        raise PermanentError("webhook off: The group is not told any more.")
    if not is_allowed_address(webhook.address):
        raise PermanentError("webhook address: Notices may not be posted to this host.")
    status, body = _exchange(_signed(webhook), {"msgtype": "text", "text": {"content": _fitting(letter.text)}})
    _judge(webhook, status, body)


def _signed(webhook: Webhook) -> str:
    """The address with time and signature where DingTalk was told a secret: HMAC-SHA256 over `<ms>\\n<secret>`."""
    if webhook.vendor != Channel.DINGTALK or not webhook.secret:
        return webhook.address
    timestamp = str(round(time.time() * 1000))
    digest = hmac.new(webhook.secret.encode(), f"{timestamp}\n{webhook.secret}".encode(), hashlib.sha256).digest()
    query = urlencode({"timestamp": timestamp, "sign": base64.b64encode(digest).decode()})
    return f"{webhook.address}{'&' if urlsplit(webhook.address).query else '?'}{query}"


def _fitting(text: str) -> str:
    return text.encode()[:TEXT_BYTES].decode(errors="ignore")


def _exchange(address: str, message: dict[str, Any]) -> tuple[int, bytes]:
    """Status and the beginning of the body. Redirects are not followed: they could lead anywhere."""
    deadline = time.monotonic() + ANSWER_SECONDS
    body = b""
    try:
        with requests.Session() as session:
            session.auth = _nobody
            with session.post(address, json=message, timeout=TIMEOUT, allow_redirects=False, stream=True) as response:
                for piece in response.iter_content(1024):
                    body += piece
                    if len(body) > ANSWER_BYTES or time.monotonic() > deadline:
                        break
                return response.status_code, body
    except (OSError, ValueError, HTTPException, HTTPError) as error:  # RequestException is an OSError
        # Their words repeat the address.
        raise PassingError(f"webhook network: {type(error).__name__}") from None


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No password of a .netrc file is sent along."""
    return request


def _judge(webhook: Webhook, status: int, body: bytes) -> None:
    if status >= 500 or status in PASSING_STATUS:
        raise PassingError(f"webhook status: {status}")
    if status != 200:
        raise PermanentError(f"webhook status: {status}")
    code, words = _answer(body)
    if code is None:
        raise PassingError("webhook nonsense: The answer is not what the service promises.")
    if code != 0:
        passing = code in PASSING_CODES[Channel(webhook.vendor)]
        raise (PassingError if passing else PermanentError)(f"webhook {code}: {_hidden(webhook, words)}"[:1000])


def _answer(body: bytes) -> tuple[int | None, str]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    code = answer.get("errcode") if isinstance(answer, dict) else None
    if not isinstance(code, int) or isinstance(code, bool):
        return None, ""
    return code, str(answer.get("errmsg", ""))


def _hidden(webhook: Webhook, words: str) -> str:
    """The service's words without the key, should it repeat it."""
    keys = [part.partition("=")[2] for part in urlsplit(webhook.address).query.split("&")]
    for secret in (webhook.address, webhook.secret, *keys):
        if len(secret) > 5:
            words = words.replace(secret, "…")
    return words
