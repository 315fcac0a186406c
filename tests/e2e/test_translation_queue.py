"""Words of a record through the queue, with a real worker: send, translate, approve, and see what has become stale."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.stack import wait_for

PARKS = "/admin/snippets/parks/park/"
FIELD = "[name=address_zh_hans]"
CHINESE, CHANGED = "上海市闵行区剑川路940号", "上海市闵行区紫星路588号"
ENGLISH = "940 Jianchuan Road, Minhang District, Shanghai"


def write_address(page, address):
    page.goto(PARKS)
    page.locator("main td .title a, main .title-wrapper a").filter(has_text="紫竹").first.click()
    page.wait_for_load_state("networkidle")
    field = page.locator(FIELD)
    tab = field.locator("xpath=ancestor::*[@role='tabpanel'][1]").get_attribute("id")
    page.locator(f"[role=tab][aria-controls='{tab}']").click()
    field.fill(address)
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def send_selected_park(page):
    """From the list of parks to the page of the order."""
    page.goto(PARKS)
    page.wait_for_load_state("networkidle")
    row = page.locator("main tr").filter(has_text="紫竹").first
    row.locator("input[data-bulk-action-checkbox]").check()
    page.get_by_role("link", name="送译").last.click()
    page.get_by_label("English").check()
    page.get_by_role("button", name="送译").click()
    page.wait_for_url("**/translation_orders/inspect/**")


def violations(page):
    return [(one["id"], node["html"]) for one in Axe().run(page).response["violations"] for node in one["nodes"]]


def postal_address(page):
    page.goto("/en/parks/zizhu/")
    return page.locator("main").inner_text()


@pytest.fixture(scope="module")
def sent(browser, stack):
    """The address of a park, written in Chinese and sent to translation; the pages of those who work on it."""
    from tests.e2e.conftest import Visits

    visits = Visits(browser, stack.base)
    editor = visits.signed_in("zizhu-editor")
    write_address(editor, CHINESE)
    send_selected_park(editor)
    yield editor
    for context in visits.contexts:
        context.close()


def test_order_follows_its_worker_to_the_end(sent):
    done = sent.get_by_text("已备好1项译文，共1项")
    done.wait_for(timeout=30_000)

    assert sent.locator("[data-progress-open]").count() == 0
    assert violations(sent) == []


def test_record_goes_live_in_english_by_two_people_only(sent, visits):
    translator = visits.signed_in("translator-en")
    translator.goto("/admin/translations/")
    translator.locator("main").get_by_role("link", name=re.compile("紫竹")).first.click()
    translator.wait_for_load_state("networkidle")
    field = translator.locator("fieldset, section").filter(has_text=CHINESE).last.get_by_role("textbox").first
    found = violations(translator)
    field.fill(ENGLISH)
    field.press("Enter")
    translator.wait_for_load_state("networkidle")
    before = postal_address(visits.page(locale="en-US"))
    translator.get_by_role("button", name="标记为译毕").click()
    translator.wait_for_load_state("networkidle")
    approvals_offered = translator.get_by_role("button", name="批准并发布").count()

    reviser = visits.signed_in("reviser-en")
    reviser.goto("/admin/translations/")
    reviser.locator("main").get_by_role("link", name=re.compile("紫竹")).first.click()
    reviser.get_by_role("button", name=re.compile("批准并发布|审定并发布")).click()
    reviser.wait_for_load_state("networkidle")

    assert found == []
    assert approvals_offered == 0
    assert (CHINESE in before, ENGLISH in before) == (True, False)
    wait_for(lambda: ENGLISH in postal_address(visits.page(locale="en-US")), 10, "not shown after the approval")


def test_changed_source_shows_the_old_and_the_new_text(sent, visits):
    write_address(sent, CHANGED)
    send_selected_park(sent)
    sent.get_by_text("已备好1项译文，共1项").wait_for(timeout=30_000)
    translator = visits.signed_in("translator-en")
    translator.goto("/admin/translations/")
    translator.locator("main").get_by_role("link", name=re.compile("紫竹")).first.click()
    translator.wait_for_load_state("networkidle")
    deleted = translator.locator("main del").all_inner_texts()

    assert {"剑川", "940"} & set(deleted), deleted
    assert ENGLISH in postal_address(visits.page(locale="en-US")), "the approved text stays until the next approval"
