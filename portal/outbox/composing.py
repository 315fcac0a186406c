"""A letter as the bytes of an e-mail, the same at every attempt.

Written by hand: the standard library takes more than a millisecond a letter for this, longer than sending it. Texts
that are not ASCII travel as base64, so that no server needs 8BITMIME; header lines never hold what was not asked for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from email.header import Header
from email.utils import formataddr, getaddresses, parseaddr

from django.core.mail import BadHeaderError

from portal.outbox.recipients import on_the_wire

#: RFC 5322, 2.1.1: 998 characters a line at most, without its end.
LONGEST_LINE = 990
#: RFC 2047, 2: an encoded word has 75 characters at most; 45 octets in base64 are 60.
_WORD_OCTETS = 45
#: A longer word could not stand beside the header's name on a line of 78 characters.
_LONGEST_WORD = 60
_ADDRESSES = frozenset({"from", "to", "cc", "reply-to", "sender"})
#: Identifiers of letters, which are never encoded words (RFC 2047, 5): encoded, nothing would find its thread.
_IDENTIFIERS = frozenset({"message-id", "in-reply-to", "references"})
#: What a calendar is to do with an entry (RFC 5546); the header of its part says the same (RFC 6047, 2.4).
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}")


class Composed(bytes):
    """The whole e-mail, in the shape in which Django's backends ask for it."""

    def as_bytes(self, *, linesep: str = "\r\n") -> bytes:
        return bytes(self) if linesep == "\r\n" else self.replace(b"\r\n", linesep.encode())


def compose(
    *, headers: Mapping[str, str], text: str, html: str = "", calendar: str = "", identity: str = ""
) -> Composed:
    """Write out an e-mail.

    Args:
        headers: in their order; addresses with names as `Name <a@b>`.
        text, html: the bodies; without `html` and `calendar` the e-mail has one part.
        calendar: an entry for a calendar, the last of the alternatives, as RFC 6047 has it.
        identity: what the boundary between the parts is made of; the bodies must not be able to know it beforehand.

    Raises:
        BadHeaderError: a header's name or value would end its line.
        UnicodeError: an address has a domain that DNS cannot know.
    """
    lines = [_header(name, str(value)) for name, value in headers.items()]
    lines.append("MIME-Version: 1.0")
    others = [(kind, body) for kind, body in (("html", html), ("calendar", calendar)) if body]
    if not others:
        return Composed("\r\n".join(lines).encode() + b"\r\n" + _part("plain", text))
    boundary = f"=_{hashlib.sha256(identity.encode()).hexdigest()[:40]}"
    lines.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    mark = f"--{boundary}".encode()
    parts = [mark + b"\r\n" + _part(kind, body) for kind, body in (("plain", text), *others)]
    return Composed(b"\r\n".join(["\r\n".join(lines).encode() + b"\r\n", *parts, mark + b"--\r\n"]))


def encoded(text: str, *, name: str = "") -> str:
    """`text` as the value of a header, in encoded words (RFC 2047) where it needs them."""
    if not text.isascii() or "=?" in text or any(len(word) > _LONGEST_WORD for word in text.split(" ")):
        return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in _words(text))
    if len(text) + len(name) <= 75:
        return text
    return Header(text, "us-ascii", header_name=name).encode(linesep="\r\n")


def _header(name: str, value: str) -> str:
    if not _NAME.fullmatch(name) or any(char in value for char in "\r\n\x00"):
        raise BadHeaderError(f"The header {name!r} holds a line break or is no header.")
    if name.lower() in _ADDRESSES:
        return f"{name}: {_addresses(value)}"
    if name.lower() in _IDENTIFIERS and value.isascii():
        return f"{name}: " + "\r\n ".join(value.split())
    return f"{name}: {encoded(value, name=name)}"


def _addresses(value: str) -> str:
    if "<" not in value and "," not in value and '"' not in value:
        return on_the_wire(value)
    pairs = getaddresses([value])
    return ",\r\n ".join(_with_name(name, address) for name, address in pairs if address)


def _with_name(name: str, address: str) -> str:
    if not name:
        return on_the_wire(address)
    if name.isascii() and "=?" not in name:
        return formataddr((name, on_the_wire(address)))
    return f"{encoded(name)} <{on_the_wire(address)}>"


def bare_address(value: str) -> str:
    """The address of `Name <a@b>` as it goes on the wire. Raises UnicodeError."""
    return on_the_wire(parseaddr(value)[1])


def _words(text: str) -> Iterator[bytes]:
    """UTF-8 in pieces of at most 45 octets, cut between characters."""
    word = b""
    for char in text:
        octets = char.encode(errors="replace")
        if len(word) + len(octets) > _WORD_OCTETS:
            yield word
            word = b""
        word += octets
    yield word


def _part(kind: str, body: str) -> bytes:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    content = "\r\n".join(lines).encode(errors="replace")
    if body.isascii() and max(map(len, lines)) <= LONGEST_LINE:
        encoding, charset = "7bit", "us-ascii"
    else:
        encoding, charset = "base64", "utf-8"
        content = base64.encodebytes(content).replace(b"\n", b"\r\n")
    if kind == "calendar":
        charset = "utf-8"  # RFC 6047, 2.4: always said, and never another
    head = f'Content-Type: text/{kind}; {_method(kind, body)}charset="{charset}"\r\n'
    head += f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + content + (b"" if content.endswith(b"\r\n") else b"\r\n")


def _method(kind: str, body: str) -> str:
    found = _METHOD.search(body) if kind == "calendar" else None
    return f"method={found[1]}; " if found else ""
