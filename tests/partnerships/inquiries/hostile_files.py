"""Small files that cost whoever opens them much time or memory."""

from __future__ import annotations

import multiprocessing
import resource
import struct
import zlib
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.inquiries.uploads.accepting import accept
from partnerships.inquiries.uploads.kinds import RefusedFileError
from tests.partnerships.inquiries.inquiry_files import office

#: Seconds that an answer may take, on a slow and busy machine; and bytes that the process which asks may grow by.
PATIENCE = 30
MOST_GROWTH = 150 * 1024**2
_PAGES = {
    1: b"<</Type/Catalog/Pages 2 0 R/X 4 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
}


def refused_beside(content: bytes) -> str:
    """The code of the refusal of a file, asked for in a process of its own, which is ended when it takes too long; or
    what went wrong."""
    here = multiprocessing.get_context("fork")
    answers = here.SimpleQueue()
    process = here.Process(target=_ask, args=(content, answers))
    process.start()
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()
        return "no answer in time"
    return answers.get() if process.exitcode == 0 else f"ended with {process.exitcode}"


def _ask(content: bytes, answers: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        accept(SimpleUploadedFile("plan", content))
        code = "taken"
    except RefusedFileError as error:
        code = error.code
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    answers.put(code if growth < MOST_GROWTH else f"{code}, with {growth} bytes")


def _index(content: bytes) -> bytes:
    return office(**{"word___rels__settings.xml.rels": content})


def _directory() -> bytes:
    """An archive that lists a part two hundred thousand times."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"a"
    count = 200_000
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHLLH", 0xFFFF, 0xFFFF, count * len(entry), 4, 0)
    return b"PK\x03\x04" + entry * count + end


def _written(objects: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    """The beginning of a PDF with these objects, and where each begins."""
    out, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return out, places


def _pdf(fourth: bytes) -> bytes:
    """A PDF whose fourth object is this one."""
    out, places = _written({**_PAGES, 4: fourth})
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    ending = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + ending % (table, len(out))


def _pdf_bomb(megabytes: int) -> bytes:
    """A kilobyte whose fourth object lies in a stream that is packed twice."""
    packer, inner = zlib.compressobj(1), b""
    inner += packer.compress(b"4 0 <<>>")
    for _number in range(megabytes):
        inner += packer.compress(b" " * 1024**2)
    data = zlib.compress(inner + packer.flush(), 9)
    stream = b"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream"
    out, places = _written({**_PAGES, 5: stream % (len(data), data)})
    rows = [
        (0, 0, 0),
        *((1, places[number], 0) for number in (1, 2, 3)),
        (2, 5, 0),
        (1, places[5], 0),
        (1, len(out), 0),
    ]
    table = b"".join(struct.pack(">BLB", *row) for row in rows)
    index = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n"
    return out + index % (len(table), table) + b"startxref\n%d\n%%%%EOF\n" % len(out)


#: What is sent, with the code of its refusal; made when it is wanted.
HOSTILE: dict[str, Callable[[], tuple[bytes, str]]] = {
    "relationships without end": lambda: (_index(b"<Relationship/" * 140_000), "damaged"),
    "relationships half open": lambda: (_index(b"<Relationship " * 140_000), "damaged"),
    "elements within elements": lambda: (_index(b"<a>" * 690_000), "damaged"),
    "attributes without end": lambda: (_index(b"<a %s/>" % b" ".join(b'a%d=""' % n for n in range(150_000))), "taken"),
    "index too large": lambda: (_index(b"<a>%s</a>" % (b" " * 3 * 1024**2)), "bomb"),
    "parts without end": lambda: (_directory(), "bomb"),
    "pdf packed twice": lambda: (_pdf_bomb(400), "large"),
    "pdf of dictionaries": lambda: (_pdf(b"[%s]" % (b"<<>>" * 500_000)), "large"),
    "pdf of depths": lambda: (_pdf(b"[" * 500_000 + b"]" * 500_000), "damaged"),
}
