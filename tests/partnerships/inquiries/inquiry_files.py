"""Files as strangers send them: good ones of every kind, and bad ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from PIL import Image

MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def office(kind: str = "docx", *, main: str = "", relation: str = "", **parts: bytes) -> bytes:
    """An Office file with `parts` besides those that it must have; `__` in a name stands for a slash."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main or MAIN[kind] + ".main+xml"}"/></Types>'
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", RELATIONS.format(relation))
        archive.writestr("main.xml", "<main>示例</main>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def pdf(**root: object) -> bytes:
    """A page; `root` goes into the catalogue."""
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, value in root.items():
            document.Root[f"/{name}"] = value
        document.save(out, deterministic_id=True)
    return out.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def attached_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["a.exe"] = b"MZ"
        document.save(out, deterministic_id=True)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def picture(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 120 if mode in ("L", "P") else (120,) * len(mode)).save(out, form, **options)
    return out.getvalue()


def photograph() -> bytes:
    """A picture that says where it was taken, and that its camera lay on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Secret Camera"
    return picture(exif=exif, comment=b"<script>alert(1)</script>")


def vast_picture() -> bytes:
    """A PNG of some bytes that says it has 40,000 pixels each way."""
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = (struct.pack(">I", len(d)) + name + d + struct.pack(">I", zlib.crc32(name + d)) for name, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def ole(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file ([MS-CFB]) of 512-byte sectors with these streams and empty storages at its root."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    entries = [(name, 2, content.ljust(4096, b"\0")) for name, content in streams.items()]
    entries += [(name, 1, b"") for name in storages]
    directory_sectors = -(-(len(entries) + 1) // 4)
    fat = [0xFFFFFFFD, *range(2, directory_sectors + 1), end]
    body, rows = b"", []
    for number, (name, kind, content) in enumerate(entries, start=1):
        content = content.ljust(-(-len(content) // sector) * sector, b"\0")
        count = len(content) // sector
        start = len(fat) if count else end
        fat += [*range(start + 1, start + count), end] if count else []
        body += content
        following = number + 1 if number < len(entries) else free
        rows.append(_entry(name, kind, right=following, child=free, start=start if count else 0, size=len(content)))
    rows.insert(0, _entry("Root Entry", 5, right=free, child=1 if entries else free, start=end, size=0))
    rows += [_entry("", 0, right=free, child=free, start=0, size=0)] * (directory_sectors * 4 - len(rows))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<L", 0)
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(sector, b"\xff")
    assert len(table) == sector
    return header.ljust(sector, b"\xff") + table + b"".join(rows) + body


def _entry(name: str, kind: int, *, right: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    length = len(written) + 2 if name else 0
    row = written.ljust(64, b"\0") + struct.pack("<HBBLLL", length, kind, 1, 0xFFFFFFFF, right, child)
    return row + bytes(16 + 4 + 16) + struct.pack("<LQ", start, size)


def record(code: int, data: bytes) -> bytes:
    """A record of a sheet ([MS-XLS])."""
    return struct.pack("<HH", code, len(data)) + data


def slide_record(code: int, data: bytes = b"") -> bytes:
    """A record of slides ([MS-PPT])."""
    return struct.pack("<HHL", 0, code, len(data)) + data


DOC = ole({"WordDocument": b"x"})
XLS = ole({"Workbook": record(0x0809, b"\0" * 16) + record(0x0085, b"\0\0\0\0\0\0\1\0A")})
PPT = ole({"PowerPoint Document": slide_record(0x03E8, b"\0" * 8)})


def post_raw(client: Any, address: str, told: dict[str, Any], **options: Any) -> Any:
    """Send a form whose values may hold what no text can, such as half a surrogate."""
    body = urlencode(told, doseq=True, encoding="utf-8", errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded", **options)
