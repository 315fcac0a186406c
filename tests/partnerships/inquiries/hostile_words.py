"""What robots and attackers send, drawn by a seeded chance: texts, addresses and files."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "".join(map(chr, range(1, 32))),
    "\x7f\x80\x9f",
    "\ud800",
    "pair \udfff\ud83d",
    "\ufffe\uffff",
    "\u202eevil\u202c",
    "\u200b\u200d\ufeff",
    "A" * 300,
    "长" * 6_000,
    "z" * 1_000_000,
    "e\u0301" * 400,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "{{ 7|add:7 }}{% load static %}",
    "{0.__class__} %(x)s %s {person}",
    '=HYPERLINK("https://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "＝1+1",
    "\t=1",
    "' OR 1=1 --",
    "Robert'); DROP TABLE inquiries;--",
    "../../etc/passwd",
    "Subject: x\r\nBcc: victim@example.com",
    "name\r\nBcc: victim@example.com\r\n\r\nbody",
    "https://a.example " * 12,
    "<a href=https://a.example>a</a>" * 4,
    "Αpple Іnc",
    "😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "𠮷𡃁𪚥",
    "علي بن محمد",
    "ÄÖÜ ß ẞ İı",
    "line one\rline two\x0bline three\u2028four\u2029five\x85six",
    "\n" * 500,
    "NaN",
    "1e400",
    "-0",
    "１２３",
    "1.2万",
    "99999999999999999999999999",
    "on",
    "null",
    "_x0000_",
]
EMAILS = [
    "victim@example.com\r\nBcc: a@example.com",
    "victim@example.com,other@example.com",
    "victim@example.com%0aBcc:a@example.com",
    '"a b"@example.com',
    "<a@example.com>",
    "a@b",
    "a@exаmple.com",
    "用户@例子.公司",
    "user@bücher.example",
    "user@xn--bcher-kva.example",
    f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 60}.example",
    f"{'a' * 300}@example.com",
    "a@[127.0.0.1]",
    "a@example.com\x00",
    "a\ud800@example.com",
    "=cmd@example.com",
    "+a@example.com",
    "'a'@example.com",
    "a@example.com ",
]
#: Every field of the form but the address, which decides whom letters go to.
FIELDS = [
    "intent",
    "park",
    "parks",
    "lead",
    "sectors",
    "behalf",
    "company",
    "country",
    "person",
    "phone",
    "amount",
    "currency",
    "time_frame",
    "message",
    "area_min",
    "area_max",
    "floor_load",
    "clear_height",
    "power",
    "water",
    "headcount",
    "assessment",
    "emissions",
    "consent_abroad",
    "consent_sharing",
    "consent",
    "notice",
    "submission",
    "website",
    "proof",
    "proof_question",
    "proof_answer",
    "unsent",
    "remove_file",
    "kept_file",
]


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def files() -> list[tuple[str, bytes]]:
    """Names and contents of files that are not what they say, and of some that are."""
    picture = png()
    script = b"<</S/JavaScript/JS(app.alert(1))>>"
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction" + script + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return [
        ("bomb.docx", archive(**{"word__document.xml": b"0" * 30_000_000, "x": b"0"})),
        ("many.docx", archive(**{f"part{number}": b"" for number in range(3_000)})),
        ("nested.xlsx", archive(inner=archive(inner=archive(inner=b"0" * 1_000_000)))),
        ("script.pdf", pdf),
        ("cut.pdf", b"%PDF-1.4\n"),
        ("drawing.svg", svg),
        ("drawing.png", svg),
        ("polyglot.png", picture + archive(a=b"x")),
        ("polyglot.pdf", picture + pdf),
        ("polyglot.gif", b"GIF89a" + b"/*" + svg + b"*/"),
        ("empty.pdf", b""),
        ("empty.docx", archive()),
        ("true.png", picture),
        ("cut.png", picture[: len(picture) // 2]),
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("program.exe", b"MZ" + b"\0" * 200),
        ("../../up.png", picture),
        ("a\r\nX-Evil: 1.png", picture),
        ("n\x00ul.png", picture),
        ("名\u202egnp.exe", picture),
        ("=cmd.png", picture),
        (f"{'l' * 400}.png", picture),
        ("", picture),
        ("noending", picture),
        ("half\ud800.png", picture),
    ]


def values(chance: random.Random, honest: dict[str, Any]) -> dict[str, Any]:
    """An honest form of which one to four fields, the address among them, hold what they should not."""
    told = dict(honest)
    for name in chance.sample(FIELDS, chance.randint(1, 4)):
        told[name] = chance.choice(TEXTS)
        if chance.random() < 0.2:
            told[name] = [told[name], chance.choice(TEXTS)]
    if chance.random() < 0.25:
        told["email"] = chance.choice(EMAILS)
    if chance.random() < 0.3:  # words that a form takes are what lists, letters and files must bear
        told["message"] = f"Good day. {chance.choice(TEXTS)} {chance.choice(TEXTS)}"[:5000]
    return told
