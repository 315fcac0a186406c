"""What people do in the forms of records, step by step, as functions of a browser page."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.stack import wait_for


def word(page: Page, field: str, words: dict[str, str]) -> None:
    """Fill in the two languages of a field."""
    for language, text in words.items():
        page.fill(f"[name={field}_{language}]", text)


def tab(page: Page, label: str) -> None:
    page.get_by_role("tab", name=label).click()


def add(page: Page, relation: str) -> str:
    """Add a part to a list of parts; returns the prefix of its fields."""
    total = page.locator(f"[name={relation}-TOTAL_FORMS]")
    number = int(total.input_value())
    page.locator(f"#id_{relation}-ADD").click()
    wait_for(lambda: total.input_value() == str(number + 1), 5, f"no part was added to {relation}")
    return f"{relation}-{number}"


def choose(page: Page, field: str, name: str) -> None:
    """Choose a record in the window of a field; it is searched for where it is not among the first."""
    page.locator(f"#id_{field}-chooser .unchosen button").click()
    dialog = page.locator(".modal-content")
    search = dialog.locator("input[name=q]")
    search.wait_for()
    record = dialog.get_by_role("link", name=name, exact=True)
    if not record.count():
        search.fill(name)
    record.first.click()
    dialog.wait_for(state="detached")


def save(page: Page) -> str:
    """Save; returns the number of the record from the link in the message."""
    page.locator("footer button[type=submit]").first.click()
    message = page.locator(".messages")
    message.locator("li").first.wait_for()
    link = message.locator("a[href*='/edit/']").first
    assert link.count(), message.inner_text()
    return re.search(r"/edit/(\d+)/", link.get_attribute("href"))[1]
