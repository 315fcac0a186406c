"""Hostile submissions: none is a 500, and none that was taken breaks a page, a list, a figure or a file afterwards."""

from __future__ import annotations

import csv
import random
import re
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from partnerships.inquiries.figures.queries import VIEWS
from partnerships.inquiries.outside.tokens import status_path
from partnerships.models import Inquiry
from portal.core.spreadsheets import FORMULA_STARTS
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries import hostile_words
from tests.partnerships.inquiries.posting import FORM, filled, multipart

pytestmark = pytest.mark.django_db
SEED = 20261127
#: What a form may be answered with: taken, shown again, refused as no form, too large, too often.
ANSWERS = {200, 303, 400, 413, 429}
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def desk(parks, sectors) -> SimpleNamespace:
    """What forms are posted to: an honest form with parks and sectors, and staff who see all that comes."""
    return SimpleNamespace(parks=parks, sectors=sectors, admin=make_user("root", is_superuser=True, is_staff=True))


def test_sample_of_hostile_submissions_breaks_nothing(client, desk):
    taken = send(60, desk)
    assert taken
    walk(client, desk, most=taken)


@pytest.mark.long
def test_ten_thousand_hostile_submissions_break_nothing(client, desk):
    taken = send(10_000, desk)
    assert taken > 500
    walk(client, desk, most=300)


def test_every_hostile_text_that_is_taken_stands_in_every_file_and_page(client, desk):
    """The same words in the fields that hold most, one inquiry each, written to rows as a form would leave them."""
    for number, text in enumerate(hostile_words.TEXTS):
        kept = "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")[:5000]
        Inquiry.objects.create(
            reference=f"HOST-{number}",
            submission_key=f"host-{number}",
            intent="other",
            company=kept[:200],
            country="DE",
            person=kept[:80],
            email="a@example.com",
            message=kept,
            locale="en",
            privacy_version="1",
            consented_at="2026-11-01T00:00Z",
        )
    walk(client, desk, most=len(hostile_words.TEXTS))


def send(count: int, desk: SimpleNamespace) -> int:
    """Post `count` forms, each from an address of its own; returns how many were taken."""
    chance, uploads = random.Random(SEED), hostile_words.files()
    honest = filled(Client(), parks=["zizhu"], park="zizhu", sectors=["photonics"])
    taken = 0
    for number in range(count):
        own = {"submission": f"{number:032x}", "email": f"investor{number}@example.com"}
        told = hostile_words.values(chance, {**honest, **own})
        files = [("attachments", *chance.choice(uploads)) for _one in range(chance.choice([0, 0, 0, 0, 1, 2]))]
        body, kind = multipart(told, files)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        answer = Client(raise_request_exception=True).post(FORM, body, content_type=kind, REMOTE_ADDR=address)
        assert answer.status_code in ANSWERS, (number, answer.status_code, told, [name for _f, name, _c in files])
        if answer.status_code == 303:
            taken += 1
            location = answer.headers["Location"]
            assert Client().get(location).status_code == 200, (number, told)
    assert Inquiry.objects.count() <= taken
    return Inquiry.objects.count()


def walk(client: Client, desk: SimpleNamespace, most: int) -> None:
    """Open all that shows inquiries, in both languages, at most so many of them."""
    client.force_login(desk.admin)
    rows = list(Inquiry.objects.order_by("pk")[:most])
    for language in LANGUAGES:
        client.cookies["django_language"] = language
        for address in [*lists(), *(f"{reverse('inquiry_figures')}?view={view}" for view in VIEWS)]:
            assert client.get(address).status_code == 200, address
    for row in rows:
        address = reverse("inquiries:inspect", args=[row.pk])
        page = client.get(address)
        assert page.status_code == 200, address
        assert b"<script>alert(1)" not in page.content, address
        page = Client().get(status_path(row))
        assert page.status_code == 200, row.pk
        assert b"<script>alert(1)" not in page.content, row.pk
    assert_files(client)


def lists() -> list[str]:
    inbox = reverse("inquiries:index")
    pages = range(1, Inquiry.objects.count() // 20 + 2)
    return ["/admin/", *(f"{inbox}?p={page}" for page in pages), f"{inbox}?q=%3Dcmd"]


def assert_files(client: Client) -> None:
    """The inbox as a file holds a line an inquiry, whole and harmless, in every format."""
    wanted = set(Inquiry.objects.filter(quarantined_at=None).values_list("reference", flat=True))
    for encoding in ("utf-8", "gb18030"):
        data = b"".join(client.get(export("csv"), {"encoding": encoding}).streaming_content)
        codec = "utf-8-sig" if encoding == "utf-8" else encoding
        lines = list(csv.reader(StringIO(data.decode(codec), newline="")))
        assert wanted <= {line[0] for line in lines}
        assert {len(line) for line in lines} == {len(lines[0])}
        assert [cell for line in lines for cell in line if cell.startswith(FORMULA_STARTS)] == []
    book = load_workbook(BytesIO(b"".join(client.get(export("xlsx")).streaming_content)), read_only=True)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert wanted <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    # A telephone number in a cell of text is none that is reckoned.
    assert [
        text for text in texts if text.startswith(FORMULA_STARTS) and not re.fullmatch(r"\+[0-9 ()./-]+", text)
    ] == []


def export(file_format: str) -> str:
    return reverse("inquiries_export", args=[file_format])
