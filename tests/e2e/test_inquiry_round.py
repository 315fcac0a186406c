"""The round of an inquiry: asked in English with a file, answered in Chinese, followed by link, made a visit."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

from tests.stack import Sink, wait_for

INVESTOR = "robin.keller@example.com"
COMPANY = "Keller Optics AG"
QUESTION = "We would like to rent a laboratory for precision optics. Is there room next spring?"
ANSWER = "Yes: building 3 has 600 square metres from April. Would you like to come and see it?"
THANKS = "Gladly. Two of us could come in the second week of March."


def test_the_round_of_an_inquiry(visits, sink, tmp_path):
    investor = visits.page(locale="en-US")
    reference = ask(investor, picture(tmp_path))
    confirmation = letter_to(sink, INVESTOR, reference)
    assert QUESTION not in said(confirmation), "a confirmation repeats no stranger's words"
    status = link_of(confirmation)

    officer = visits.signed_in("officer-zizhu")
    number = open_case(officer, letter_to(sink, "officer-zizhu@example.org", reference), reference)
    answer(officer, number)

    reply = letter_to(sink, INVESTOR, ANSWER)
    assert reference in said(reply)
    write_back(investor, link_of(reply) or status)
    assert THANKS in case(officer, number)

    visit = make_visit(officer, number)
    assert_followed(investor, status)
    assert reference in case(officer, number)
    officer.goto(f"/admin/snippets/partnerships/visit/edit/{visit}/")
    assert COMPANY in officer.content()


# --- the investor ----------------------------------------------------------------------------------------------
def picture(folder: Path) -> Path:
    file = folder / "floor plan.png"
    Image.new("RGB", (400, 300), "white").save(file)
    return file


def ask(page: Page, file: Path) -> str:
    """Send the form with a file; returns the reference."""
    page.goto("/en/cooperate/?park=zizhu")
    assert_accessible(page)
    page.select_option("[name=intent]", "premises")
    assert page.locator("[name=parks][value=zizhu]").is_checked()
    page.fill("[name=company]", COMPANY)
    page.select_option("[name=country]", "CH")
    page.fill("[name=person]", "Robin Keller")
    page.fill("[name=email]", INVESTOR)
    page.fill("[name=message]", QUESTION)
    page.fill("[name=area_min]", "600")
    page.set_input_files("[name=attachments]", file)
    page.check("[name=consent]")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/cooperate/sent/**")
    assert page.locator("h1").inner_text() == "Your inquiry has been received"
    return page.locator(".reference").inner_text().strip()


def write_back(page: Page, status: str) -> None:
    page.goto(status)
    assert_accessible(page)
    assert ANSWER in main(page)
    page.fill("[name=text]", THANKS)
    page.locator("form[action*='status/write'] button[type=submit]").click()
    page.wait_for_load_state()
    assert THANKS in main(page)


def assert_followed(page: Page, status: str) -> None:
    """The investor reads all that was written, that it goes on, and nothing that is for staff."""
    page.goto(status)
    text = main(page)
    assert [words for words in (QUESTION, ANSWER, THANKS, "floor plan.png") if words not in text] == []
    assert "Now: " in text
    assert "Visit of" not in text  # a visit that nobody has confirmed is internal


def link_of(letter: EmailMessage) -> str:
    text = unescape(letter.get_body(("plain",)).get_content())
    return re.search(r"https?://\S+/en/cooperate/status/\?\S+", text)[0]


# --- the officer -----------------------------------------------------------------------------------------------
def open_case(page: Page, notice: EmailMessage, reference: str) -> str:
    """Open the case by the link of the notice; returns the key of the inquiry."""
    address, number = re.search(r"(https?://\S+/admin/inquiries/inspect/(\d+)/)", said(notice)).groups()
    page.goto(address)
    text = main(page)
    assert [words for words in (reference, QUESTION, COMPANY, "floor plan.png") if words not in page.content()] == []
    assert re.search(r"[\u4e00-\u9fff]{4}", text), "the admin is in Chinese"
    assert_accessible(page, within="main")
    return number


def case(page: Page, number: str) -> str:
    page.goto(f"/admin/inquiries/inspect/{number}/")
    return page.content()


def answer(page: Page, number: str) -> None:
    """By the button of the case; the words of the letter go out in the investor's language."""
    page.goto(f"/admin/inquiries/inspect/{number}/")
    page.locator(f"main a.button[href='/admin/inquiries/{number}/reply/']").click()
    page.fill("[name=text]", ANSWER)
    page.locator("button[name=act][value=send]").click()
    page.locator(".messages .success").wait_for()


def make_visit(page: Page, number: str) -> str:
    """Make a visit of the inquiry; returns its key."""
    page.goto(f"/admin/inquiries/{number}/links/")
    with page.expect_navigation(url=re.compile(r"/partnerships/visit/")):
        page.locator("form:has(input[name=what][value=visit]) button[name=act][value=begin]").click()
    return re.search(r"/partnerships/visit/\w+/(\d+)/", page.url)[1]


# --- both ------------------------------------------------------------------------------------------------------
def letter_to(sink: Sink, address: str, wanted: str) -> EmailMessage:
    """The letter to an address that says something, as soon as it is there."""
    return wait_for(
        lambda: [letter for letter in sink.to(address) if wanted in said(letter)],
        60,
        f"no letter to {address} with “{wanted}”",
    )[0]


def said(letter: EmailMessage) -> str:
    parts = [part for part in letter.walk() if not part.is_multipart()]
    texts = [part.get_payload(decode=True).decode(errors="replace") for part in parts]
    return "\n".join([str(letter["Subject"]), *texts])


def main(page: Page) -> str:
    return page.locator("main").inner_text()


def assert_accessible(page: Page, within: str | None = None) -> None:
    found = Axe().run(page, context=within).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
