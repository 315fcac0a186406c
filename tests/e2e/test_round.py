"""The whole round of a page and its translation, in both languages of the admin and in both directions.

Written and paired as a draft, queued, translated with a wrong figure that the checks stop, mended, live together with
its source; then the source changes, the desk says what is stale and why, and the translation is brought up to date.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page

from tests.e2e import steps
from tests.stack import wait_for


@dataclass(frozen=True)
class Round:
    """Who works in which language on which text; texts and their wordings by name, a wrong one among them."""

    language: str
    source: str
    target: str
    section: str
    editor: str
    moderator: str
    translator: str
    reviser: str
    texts: dict[str, str]
    words: dict[str, str]

    def say(self, text: str, context: str | None = None) -> str:
        """What the admin says in the language of the round."""
        with translation.override(self.language):
            return translation.pgettext(context, text) if context else translation.gettext(text)


CHINESE = Round(
    language="zh-hans",
    source="zh-hans",
    target="en",
    section="紫竹新闻",
    editor="zizhu-editor",
    moderator="moderator",
    translator="translator-en",
    reviser="reviser-en",
    texts={
        "title": "紫竹高新区新增两家研发中心",
        "summary": "两家研发中心9月9日投入使用。",
        "body": "两家研发中心总投资1000亿元。",
        "changed": "两家研发中心总投资1200亿元。",
    },
    words={
        "title": "Two more R&D centres in Zizhu High-Tech Park",
        "summary": "Two R&D centres opened on 9 September.",
        "wrong": "The two R&D centres are worth 10 billion yuan.",
        "body": "The two R&D centres are worth 100 billion yuan.",
        "changed": "The two R&D centres are worth 120 billion yuan.",
    },
)
ENGLISH = Round(
    language="en",
    source="en",
    target="zh-hans",
    section="Boston news",
    editor="boston-editor",
    moderator="admin",
    translator="translator-zh",
    reviser="moderator",
    texts={
        "title": "Twelve companies join the programme",
        "summary": "The programme began on 4 November 2021.",
        "body": "Twelve companies raised 1.2 billion yuan.",
        "changed": "Twelve companies raised 1.5 billion yuan.",
    },
    words={
        "title": "十二家企业加入计划",
        "summary": "该计划于2021年11月4日启动。",
        "wrong": "十二家企业融资1.2亿元。",
        "body": "十二家企业融资12亿元。",
        "changed": "十二家企业融资15亿元。",
    },
)


@pytest.fixture(
    scope="module",
    params=[pytest.param(CHINESE, id="chinese"), pytest.param(ENGLISH, id="english", marks=pytest.mark.long)],
)
def desk(request, browser, stack):
    """A round and a page of each of its people, in its language."""
    from tests.e2e.conftest import Visits

    visits = Visits(browser, stack.base)
    one: Round = request.param
    people = {name: visits.signed_in(name) for name in {one.editor, one.moderator, one.translator, one.reviser}}
    before = {name: speak(page, one.language) for name, page in people.items()}
    yield one, people
    for name, page in people.items():
        speak(page, before[name])
    for context in visits.contexts:
        context.close()


def speak(page: Page, language: str) -> str:
    """Set the language in which a person uses the admin; returns the one of before."""
    page.goto("/admin/account/")
    choice = page.locator("select[name=locale-preferred_language]")
    before = choice.input_value()
    if before != language:
        choice.select_option(language)
        choice.locator("xpath=ancestor::form").locator("button[type=submit]").first.click()
        page.wait_for_load_state()
    return before


def write(page: Page, one: Round) -> str:
    """Write the page as a draft; returns its address in the admin."""
    page.goto(f"/admin/pages/add/news/newspage/{steps.news_index_of(page, one.section)}/")
    page.wait_for_load_state("networkidle")
    page.fill("[name=title]", one.texts["title"])
    page.fill("[name=summary]", one.texts["summary"])
    body = page.locator("[data-contentpath=body]")
    body.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name=one.say("Text"), exact=True).click()
    write_text(page, one.texts["body"])
    save(page)
    return page.url


def write_text(page: Page, text: str) -> None:
    """Write the last text of the body. The editor hands it to the form a moment later."""
    body = page.locator("[data-contentpath=body]")
    body.locator(steps.RICH_TEXT).last.fill(text)
    kept = "nodes => nodes.some(node => JSON.stringify(node.value).includes(JSON.stringify(%s).slice(1, -1)))"
    wait_for(lambda: body.locator("input[type=hidden]").evaluate_all(kept % json.dumps(text)), 5, "text not taken")


def save(page: Page) -> None:
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def submit(page: Page, one: Round, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    actions(page, one)
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state("networkidle")


def actions(page: Page, one: Round) -> None:
    """Open the menu of actions at the foot of the editor."""
    page.locator("footer").get_by_role("button", name=one.say("More actions")).click()


def approve(page: Page, one: Round, address: str, *, waits: bool = False) -> None:
    """Give the last approval, to what goes live at once or waits for others."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    actions(page, one)
    label = "Approve; waits for the others" if waits else "Approve and publish"
    page.locator("footer").get_by_role("button", name=one.say(label, "moderation"), exact=True).click()
    page.wait_for_load_state("networkidle")


def pair(page: Page, one: Round, address: str) -> None:
    number = re.search(r"/pages/(\d+)/", address)[1]
    page.goto(f"/admin/publication/pair/{number}/")
    page.get_by_role("button", name=one.say("Send to translation and wait")).click()
    page.wait_for_load_state("networkidle")


def open_desk(page: Page, title: str) -> None:
    """From the queue to the side-by-side editor."""

    def is_there() -> bool:
        page.goto("/admin/translations/")
        return page.get_by_role("link", name=title, exact=True).count() > 0

    wait_for(is_there, 30, "the work has not come to the desk")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.locator(".js-translation-editor li").first.wait_for()
    page.wait_for_load_state("networkidle")


def word(page: Page, one: Round, source: str, wording: str) -> None:
    """Write the wording of a segment, whether it has one or not."""
    row = page.locator("main li").filter(has=page.get_by_text(source, exact=True)).last
    row.get_by_role("button", name=re.compile(f"^({one.say('Translate')}|{one.say('Edit')})$")).click()
    row.locator("textarea").fill(wording)
    row.get_by_role("button", name=one.say("Save"), exact=True).click()
    row.locator("textarea").wait_for(state="detached")


def press(page: Page, label: str) -> str:
    """Press a button of the panel above the editor; returns the message."""
    page.reload()
    page.wait_for_load_state("networkidle")
    page.locator(".translation-panel").get_by_role("button", name=label, exact=True).click()
    page.wait_for_load_state("networkidle")
    return page.locator(".messages").inner_text()


def listed(page: Page, locale: str, title: str) -> bool:
    page.goto(f"/{locale}/news/")
    return page.get_by_role("link", name=title).count() > 0


def cell(page: Page, title: str) -> Locator:
    """The line of a source in the matrix."""
    page.goto("/admin/translation_matrix/")
    return page.locator("main tr").filter(has_text=title).first


def test_the_whole_round(desk, visits):
    one, people = desk
    editor, moderator = people[one.editor], people[one.moderator]
    translator, reviser = people[one.translator], people[one.reviser]
    visitor = visits.page(javascript=False)
    title, wording = one.texts["title"], one.words["title"]

    address = write(editor, one)
    pair(editor, one, address)
    submit(editor, one, address)

    open_desk(translator, title)
    word(translator, one, title, wording)
    word(translator, one, one.texts["summary"], one.words["summary"])
    word(translator, one, one.texts["body"], one.words["wrong"])
    stopped = press(translator, one.say("Mark as finished"))
    assert re.search(r"1000亿|1\.2 billion", stopped), stopped
    assert translator.locator(".finding--blocking").count() == 1
    word(translator, one, one.texts["body"], one.words["body"])
    assert one.say("The translation is marked as finished. A reviser can publish it now.") in press(
        translator, one.say("Mark as finished")
    )

    open_desk(reviser, title)
    press(reviser, one.say("Approve and publish"))
    assert (listed(visitor, one.source, title), listed(visitor, one.target, wording)) == (False, False)
    approve(moderator, one, address, waits=True)
    wait_for(lambda: listed(visitor, one.source, title), 10, "the source is not live after both approvals")
    assert listed(visitor, one.target, wording), "the translation goes live in the same moment"

    change(editor, one, address)
    approve(moderator, one, address)
    wait_for(
        lambda: (
            one.say("The source has changed") in cell(translator, title).inner_text()
            or one.say("Waiting for a translator") in cell(translator, title).inner_text()
        ),
        30,
        "the matrix does not say that the translation is behind",
    )
    open_desk(translator, title)
    changes = translator.locator(".translation-panel__changes").first
    changes.locator("summary").click()
    assert (changes.locator("del").count(), changes.locator("ins").count()) >= (1, 1)
    word(translator, one, one.texts["changed"], one.words["changed"])
    press(translator, one.say("Mark as finished"))
    open_desk(reviser, title)
    press(reviser, one.say("Approve and publish"))
    visitor.goto(f"/{one.target}/news/")
    visitor.get_by_role("link", name=wording).first.click()
    assert one.words["changed"] in visitor.locator("main").inner_text()


def change(page: Page, one: Round, address: str) -> None:
    """Say something else in the body, and submit it."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    write_text(page, one.texts["changed"])
    actions(page, one)
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state("networkidle")
