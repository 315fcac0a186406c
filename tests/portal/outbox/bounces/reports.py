"""Reports as mail servers really write them, about a letter of the test's; and some that nobody should believe."""

from __future__ import annotations

import base64
from pathlib import Path

FOLDER = Path(__file__).parent / "reports"
RECIPIENT = "gone@example.com"
DOMAIN = "example.com"


def report(name: str, *, message_id: str, recipient: str = RECIPIENT) -> bytes:
    """One of the files, with the identity and the recipient of a letter put in; lines end as on the wire.

    A file whose name ends in `.gb18030` is written out in that charset.
    """
    path = next(path for path in FOLDER.glob(f"{name}.*"))
    charset = "gb18030" if path.suffix == ".gb18030" else "utf-8"
    text = path.read_text(encoding="utf-8").replace("{message_id}", message_id).replace("{recipient}", recipient)
    return text.replace("\n", "\r\n").encode(charset)


def nested(depth: int) -> bytes:
    """A report of so many multiparts within each other."""
    lines = ["From: MAILER-DAEMON@evil.example", "Subject: deep"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\r\n".join([*lines, "Content-Type: text/plain", "", "550 5.1.1"]).encode()


def large(message_id: str, *, size: int = 1_000_000) -> bytes:
    """A report that returns a letter of `size` octets."""
    rest = base64.encodebytes(b"x" * (size * 3 // 4)).replace(b"\n", b"\r\n")
    return report("postfix", message_id=message_id).replace(b"The letter as it was.", rest)
