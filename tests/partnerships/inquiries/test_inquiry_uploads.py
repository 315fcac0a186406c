"""Files of strangers: the content says what they are, and what could do harm is not taken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from partnerships.inquiries.enums import Scan
from partnerships.inquiries.uploads.accepting import MOST_BYTES, accept
from partnerships.inquiries.uploads.kinds import DOCX, PDF, RefusedFileError
from partnerships.inquiries.uploads.names import MOST_CHARACTERS, clean_name
from tests.partnerships.inquiries.hostile_files import HOSTILE, refused_beside
from tests.partnerships.inquiries.inquiry_files import (
    DOC,
    MAIN,
    PPT,
    RELATIONS,
    XLS,
    action,
    attached_pdf,
    locked_pdf,
    office,
    ole,
    pdf,
    photograph,
    picture,
    record,
    slide_record,
    vast_picture,
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def taken(content: bytes, name: str = "plan.txt"):
    return accept(SimpleUploadedFile(name, content))


GOOD = {
    "pdf": (pdf(), "application/pdf", "plan.pdf"),
    "docx": (office("docx"), MAIN["docx"], "plan.docx"),
    "xlsx": (office("xlsx"), MAIN["xlsx"], "plan.xlsx"),
    "pptx": (office("pptx", ppt__embeddings__chart1__xlsx=b"x"), MAIN["pptx"], "plan.pptx"),
    "printer": (office("xlsx", **{"xl__printerSettings__printerSettings1.bin": b"x"}), MAIN["xlsx"], "plan.xlsx"),
    "doc": (DOC, "application/msword", "plan.doc"),
    "xls": (XLS, "application/vnd.ms-excel", "plan.xls"),
    "ppt": (PPT, "application/vnd.ms-powerpoint", "plan.ppt"),
    "jpeg": (picture(), "image/jpeg", "plan.jpg"),
    "grey jpeg": (picture(mode="L"), "image/jpeg", "plan.jpg"),
    "cmyk jpeg": (picture(mode="CMYK"), "image/jpeg", "plan.jpg"),
    "png": (picture("PNG", "RGBA"), "image/png", "plan.png"),
    "palette png": (picture("PNG", "P"), "image/png", "plan.png"),
    "webp": (picture("WEBP"), "image/webp", "plan.webp"),
    "gif": (picture("GIF", "P"), "image/gif", "plan.gif"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_file_is_named_by_its_content(kind):
    content, media_type, name = GOOD[kind]

    found = taken(content)

    assert (found.media_type, found.name, found.scan) == (media_type, name, Scan.NOT_SCANNED)
    assert found.digest == hashlib.sha256(found.content).hexdigest()
    assert media_type.startswith("image/") or found.content == content


def test_picture_is_written_anew_upright_and_without_what_it_said():
    came = photograph()
    assert b"Secret Camera" in came
    assert b"<script>" in came

    found = taken(came + b"PK\x05\x06 and an archive behind it", "photo.jpeg")

    with Image.open(BytesIO(found.content)) as image:
        assert (image.size, dict(image.getexif()), image.info.get("comment")) == ((30, 40), {}, None)
    assert b"Secret" not in found.content
    assert b"archive" not in found.content


def bomb() -> bytes:
    """120 MB and more in some kilobytes."""
    out = BytesIO(office())
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        for number in range(13):
            archive.writestr(f"word/{number}.xml", bytes(10 * 1024 * 1024))
    return out.getvalue()


def lying_bomb() -> bytes:
    """A part that says it is small."""
    content = bytearray(office(word__big=bytes(1_000_000)))
    real, said = (1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    return bytes(content.replace(real, said))


def many_parts() -> bytes:
    out = BytesIO(office())
    with ZipFile(out, "a") as archive:
        for number in range(5_001):
            archive.writestr(f"word/{number}", b"")
    return out.getvalue()


def stored_pdf() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a", b"%PDF-1.7")
    return out.getvalue()


def outside() -> bytes:
    out = BytesIO(office())
    with ZipFile(out, "a") as archive:
        archive.writestr(ZipInfo("../../etc/passwd"), b"x")
    return out.getvalue()


FETCHED = '<Relationship Id="a" Type="http://x/attachedTemplate" Target="http://evil.example/a" TargetMode="External"/>'
FETCHING = {
    "template behind a greater-than sign": '<Relationship Type="http://x/attachedTemplate" '
    'Target="http://evil.example/t.dotm?a>b" TargetMode="External"/>',
    "mode in a reference": '<Relationship Type="http://x/frame" Target="http://evil/" TargetMode="&#69;xternal"/>',
    "mode unsaid": '<Relationship Type="http://x/attachedTemplate" Target="\\\\evil.example\\t.dotm"/>',
    "mode said twice": '<Relationship xmlns:x="y" Type="http://x/image" Target="a" TargetMode="External" '
    'x:TargetMode="Internal"/>',
    "picture": '<Relationship Type="http://x/image" Target="http://evil.example/a.png" TargetMode="External"/>',
    "document within": '<Relationship Type="http://x/aFChunk" Target="http://evil.example/a" TargetMode="External"/>',
    "macros by another name": '<Relationship Type="http://x/vbaProject" Target="word/harmless.xml"/>',
}
LINKED = '<Relationship Id="a" Type="http://x/hyperlink" Target="http://example.com/" TargetMode="External"/>'
SCRIPT = action("JavaScript", JS=pikepdf.String("app.alert(1)"))
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
BAD = {
    "empty": (b"", "empty"),
    "text": (b"hello", "kind"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "kind"),
    "html": (b"<!doctype html><script>alert(1)</script>", "kind"),
    "program": (b"MZ\x90\x00" + bytes(100), "kind"),
    "beginning alone": (b"%PDF-1.7", "damaged"),
    "pdf cut off": (pdf()[:-200], "damaged"),
    "pdf with a page in it": (pdf().replace(b"%PDF-1.", b"%PDF-<script>alert(1)</script>", 1), "polyglot"),
    "pdf and zip": (pdf() + office(), "polyglot"),
    "pdf that runs a script": (pdf(OpenAction=SCRIPT), "active"),
    "pdf with named scripts": (pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())), "active"),
    "pdf that starts a program": (pdf(OpenAction=action("Launch", F=pikepdf.String("cmd.exe"))), "active"),
    "pdf with a deep script": (pdf(A=pikepdf.Array([pikepdf.Dictionary(B=pikepdf.Array([SCRIPT]))])), "active"),
    "pdf that opens another": (pdf(OpenAction=action("GoToR", F=pikepdf.String("//evil/a.pdf"))), "active"),
    "pdf that opens a page": (pdf(OpenAction=action("URI", URI=pikepdf.String("http://evil.example/"))), "active"),
    "pdf that reads a thread": (pdf(AA=pikepdf.Dictionary(WC=action("Thread", F=pikepdf.String("a")))), "active"),
    "pdf that goes on": (pdf(OpenAction=action("GoTo", Next=pikepdf.Array([action("URI")]))), "active"),
    "pdf with a file": (attached_pdf(), "active"),
    "pdf with a password": (locked_pdf(), "locked"),
    "empty zip": (b"PK\x05\x06" + bytes(18), "kind"),
    "other archive": (office().replace(b"Content_Types", b"Contents_Typo"), "kind"),
    "zip and pdf": (stored_pdf(), "polyglot"),
    "something before": (b"PK\x03\x04" + bytes(40) + office(), "damaged"),
    "something behind": (office() + b"more", "damaged"),
    "bomb": (bomb(), "bomb"),
    "lying bomb": (lying_bomb(), "damaged"),
    "many parts": (many_parts(), "bomb"),
    "part outside": (outside(), "damaged"),
    "macros by type": (office(main=MACRO_MAIN), "active"),
    "macros by part": (office(**{"word__vbaProject.bin": b"x"}), "active"),
    "embedded object": (office(**{"word__embeddings__oleObject1.bin": b"x"}), "active"),
    "controls": (office(**{"word__activeX__activeX1.xml": b"x"}), "active"),
    "fetched template": (office(relation=FETCHED), "active"),
    **{f"fetched: {case}": (office(relation=relation), "active") for case, relation in FETCHING.items()},
    "fetched: name in capitals": (
        office(**{"word___rels__settings.xml.RELS": RELATIONS.format(FETCHED).encode()}),
        "active",
    ),
    "fetched: name in percents": (
        office(**{"word___rels__a.xml.rel%73": RELATIONS.format(FETCHED).encode()}),
        "active",
    ),
    "two parts of one name": (office(a__b=b"x", A__B=b"y"), "damaged"),
    "relationships cut off": (office(**{"word___rels__a.rels": b"<Relationships><Relationship"}), "damaged"),
    "another encoding": (office(**{"word___rels__a.rels": b'<?xml version="1.0" encoding="UTF-7"?><R/>'}), "damaged"),
    "entities": (office(**{"word___rels__a.rels": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"}), "damaged"),
    "ole of another program": (ole({"Other": b"x"}), "kind"),
    "ole cut off": (DOC[:600], "damaged"),
    "doc with macros": (ole({"WordDocument": b"x"}, ("Macros",)), "active"),
    "doc with objects": (ole({"WordDocument": b"x"}, ("ObjectPool",)), "active"),
    "doc with a password": (ole({"EncryptedPackage": b"x"}), "locked"),
    "xls with macros": (ole({"Workbook": b"\0"}, ("_VBA_PROJECT_CUR",)), "active"),
    "xls with a macro sheet": (ole({"Workbook": record(0x0085, b"\0\0\0\0\0\1\1\0A")}), "active"),
    "ppt with an object": (ole({"PowerPoint Document": slide_record(0x1011)}), "active"),
    "two programs": (ole({"WordDocument": b"x", "Workbook": b"x"}), "kind"),
    "picture cut off": (picture("PNG")[:50], "damaged"),
    "vast picture": (vast_picture(), "pixels"),
    "beginning of a picture": (b"\xff\xd8\xff\xe0" + bytes(50), "damaged"),
    "tiff": (b"II*\x00" + bytes(100), "kind"),
}


@pytest.mark.parametrize("case", BAD)
def test_harmful_file_is_refused_with_a_reason(case):
    content, code = BAD[case]

    with pytest.raises(RefusedFileError) as refused:
        taken(content, "plan.docx")
    assert refused.value.code == code
    assert str(refused.value.message).endswith(".")


def test_links_in_an_office_file_are_no_harm():
    assert taken(office(relation=LINKED)).media_type == DOCX.media_type


def test_links_in_a_pdf_are_no_harm():
    link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action("URI", URI=pikepdf.String("https://example.com/")))

    assert taken(pdf(OpenAction=action("GoTo"), Links=pikepdf.Array([link]))).media_type == PDF.media_type


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_file_made_to_wear_the_portal_out_is_refused_in_time(case):
    content, code = HOSTILE[case]()

    assert refused_beside(content) == code


def test_file_larger_than_its_limit_is_refused():
    with pytest.raises(RefusedFileError, match="larger"):
        taken(b"%PDF-" + bytes(MOST_BYTES))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("plan.pdf", "plan.pdf"),
        ("厂房平面图（二期）.PDF", "厂房平面图（二期）.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\plan.exe", "plan.pdf"),
        ("a\u202egnp.exe", "agnp.pdf"),
        ("a\x00b\r\nSet-Cookie: c.pdf", "abSet-Cookie_ c.pdf"),
        ('<img src="x">.pdf', "_img src=_x__.pdf"),
        ("version 1.2 final", "version 1.2 final.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "attachment.pdf"),
        ("...", "attachment.pdf"),
        ("x" * 500 + ".pdf", "x" * (MOST_CHARACTERS - 4) + ".pdf"),
    ],
)
def test_name_is_one_that_people_and_programs_bear(typed, name):
    assert clean_name(typed, PDF) == name
