"""One portal with demo content and one browser for all end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.stack import PASSWORD, Sink, Stack

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here share one portal: one worker of xdist runs them."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.stack)
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("stack"))


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    sink = Sink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Stack]:
    data = tmp_path_factory.mktemp("portal", numbered=True) / "data"
    stack = Stack(data, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
    stack.start()
    yield stack
    stack.stop()
    stack.remove()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


class Visits:
    """Browser contexts of one test, closed at its end."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser = browser
        self.base = base
        self.contexts: list[BrowserContext] = []

    def page(self, *, locale: str = "zh-CN", javascript: bool = True, width: int = 1280) -> Page:
        """A page of a new visitor."""
        context = self.browser.new_context(
            base_url=self.base,
            locale=locale,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            extra_http_headers={},
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        return context.new_page()

    def signed_in(self, username: str) -> Page:
        """A page of a member of staff who has signed in to the admin."""
        page = self.page()
        page.goto("/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page


@pytest.fixture
def visits(browser: Browser, stack: Stack) -> Iterator[Visits]:
    visits = Visits(browser, stack.base)
    yield visits
    for context in visits.contexts:
        context.close()
