"""Understanding reports of undelivered mail: RFC 3464, and the free texts that some servers send instead.

What is read here was written by strangers. Nothing in it is believed until `bounces.services` has found the letter
that it names; here it is only taken apart, and whatever cannot be taken apart is no report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from urllib.parse import unquote

from portal.outbox.bounces.codes import find_code

#: A report quotes the letter at most once; more parts or identities than these are an attempt to keep us busy.
MOST_PARTS = 100
MOST_RECIPIENTS = 50
MOST_TEXT = 200_000
_IDENTITY = re.compile(r"<[^<>\s@]{1,128}@[^<>\s@]{1,128}>")
_DAEMON = re.compile(
    r"^(?:mailer[-_]?daemon|mail[-_]?daemon|postmaster|mdaemon|bounces?|double-bounce)$", re.IGNORECASE
)
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
_STATUS = ("message/delivery-status", "message/global-delivery-status")


@dataclass(frozen=True)
class Failure:
    """What a report says of one recipient; `addresses` are the names it gives it. Empty: it names none."""

    addresses: tuple[str, ...]
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True)
class Report:
    """What a mail says became of one of ours, which it names by `message_ids`."""

    message_ids: tuple[str, ...]
    failures: tuple[Failure, ...]


def looks_like_report(header: bytes) -> bool:
    """Whether the header of a mail is that of a report; the body is worth fetching then."""
    return _is_candidate(message_from_bytes(header))


def parse_report(raw: bytes) -> Report | None:
    """Take a mail apart; None where it is no report of undelivered mail, or none that can be read."""
    try:
        return _parse(message_from_bytes(raw))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return None  # malformed beyond what the parser of the standard library bears


def _parse(mail: Message) -> Report | None:
    if not _is_candidate(mail):
        return None
    parts = _parts(mail)
    blocks = [block for part in parts if part.get_content_type() in _STATUS for block in _blocks(part)]
    failures = [failure for block in blocks[:MOST_RECIPIENTS] if (failure := _failure(block))]
    if not failures and not blocks and _is_from_daemon(mail):
        failures = _failures_in_text(mail, parts)
    return Report(_identities(mail, parts), tuple(failures)) if failures else None


def _is_candidate(mail: Message) -> bool:
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() == "multipart/report":
        return kind in ("", "delivery-status")
    return _is_from_daemon(mail)


def _is_from_daemon(mail: Message) -> bool:
    sender = parseaddr(_text(mail.get("From")))[1].partition("@")[0]
    return bool(_DAEMON.match(sender)) or "X-Failed-Recipients" in mail


def _parts(mail: Message) -> list[Message]:
    """The parts of the report itself, not those of the mail that it returns."""
    found: list[Message] = []
    waiting = [mail]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = [*part.get_payload(), *waiting]  # type: ignore[list-item]
    return found


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery status; the parser splits the older of the two types by itself."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return
    for block in payload:
        if not isinstance(block, Message):
            continue
        yield block
        rest = block.get_payload()
        if isinstance(rest, str) and rest.strip():
            for text in re.split(r"\r?\n\r?\n", rest)[:MOST_RECIPIENTS]:
                yield message_from_string(text)


def _failure(block: Message) -> Failure | None:
    fields = ("Final-Recipient", "Original-Recipient", "X-Actual-Recipient")
    names = [name for field in fields for name in _names(block.get(field))]
    action = _text(block.get("Action")).strip().lower().partition(" ")[0]
    if not names or action not in ("failed", "delayed"):
        return None
    diagnostic = " ".join(_text(block.get("Diagnostic-Code")).split())
    return Failure(
        addresses=tuple(dict.fromkeys(names)),
        action=action,
        status=find_code(_text(block.get("Status"))),
        diagnostic=diagnostic.partition(";")[2].strip() or diagnostic,
    )


def _names(field: object) -> list[str]:
    """The address of `rfc822; name@example.com`: as written, and as it reads if it is xtext (RFC 3461, 4)."""
    kind, _, address = _text(field).partition(";")
    if kind.strip().lower() not in ("rfc822", "utf-8", "smtp"):
        return []
    plain = address.strip().strip("<>").strip()
    decoded = re.sub(r"\+([0-9A-F]{2})", lambda code: unquote(f"%{code[1]}"), plain)
    return [name for name in dict.fromkeys((plain, decoded)) if "@" in name]


def _identities(mail: Message, parts: list[Message]) -> tuple[str, ...]:
    """Message-IDs that the report gives for the mail it is about: in what it returns, then in its own header."""
    fields = [_text(inner.get("Message-ID")) for part in parts for inner in _returned(part)]
    fields += [_text(mail.get(name)) for name in ("In-Reply-To", "References", "X-Original-Message-ID")]
    fields += [text for part in parts if part.get_content_maintype() == "text" for text in [_content(part)]]
    found = (identity for field in fields for identity in _IDENTITY.findall(field))
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _returned(part: Message) -> Iterator[Message]:
    if part.get_content_type() not in _RETURNED:
        return
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (inner for inner in payload[:1] if isinstance(inner, Message))
    else:
        yield message_from_string(_content(part))


def _failures_in_text(mail: Message, parts: list[Message]) -> list[Failure]:
    """Free texts (qmail, older Exim, Chinese providers): the code and the words; recipients where a header names them.

    A text that gives no reason at all is no report.
    """
    text = "\n".join(_content(part) for part in parts if part.get_content_maintype() == "text")
    own = re.split(r"\n-+ (?:Below this line|This) is a copy of the message", text)[0]
    words = " ".join(
        re.sub(r"<(?:style|script).*?</(?:style|script)>|<[a-zA-Z/!][^@<>]*>", " ", own, flags=re.S).split()
    )
    reason = re.search(r"(?<![\d.])[45]\d\d(?![\d.])|[45]\.\d{1,3}\.\d{1,3}|不存在|退信原因|退回原因", words)
    if not reason:
        return []
    said = words[max(0, reason.start() - 200) : reason.start() + 500]
    named = [name.strip() for name in _text(mail.get("X-Failed-Recipients")).split(",") if "@" in name]
    addresses = named or re.findall(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", words)[:MOST_RECIPIENTS]
    return [Failure(tuple(dict.fromkeys(addresses)), "failed", find_code(said), said)] if addresses else []


def _content(part: Message) -> str:
    """The text of a part in whatever it is really written: Chinese servers often name no charset, or a wrong one."""
    payload = part.get_payload(decode=True)
    raw = payload[:MOST_TEXT] if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "gb18030"):
        try:
            return raw.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", errors="replace")


def _text(field: object) -> str:
    if field is None:
        return ""
    try:
        return str(make_header(decode_header(str(field))))
    except (ValueError, LookupError):
        return str(field)
