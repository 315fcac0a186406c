"""What people do in the admin, step by step, as functions of a browser page."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.partnerships.inquiries.solving import answer_to

RICH_TEXT = ".public-DraftEditor-content"


def answer_question(page: Page) -> None:
    """Answer the question against robots of an English form where the browser does no work; a person takes a while."""
    question = page.locator(".proof-question")
    if question.is_visible():
        page.fill("[name=proof_answer]", str(answer_to(question.inner_text())))
        page.wait_for_timeout(3000)


def draw_picture(folder: Path, name: str, colour: tuple[int, int, int]) -> str:
    """A picture on disk to upload; another colour makes another file."""
    file = folder / name
    Image.new("RGB", (1200, 800), colour).save(file)
    return str(file)


def upload_picture(page: Page, opener: Locator, picture: str, title: str) -> None:
    """Open an image chooser, upload a file there and choose it."""
    opener.click()
    dialog = page.locator(".modal-content")
    dialog.locator("#tab-label-upload").click()
    dialog.locator("input[type=file]").set_input_files(picture)
    dialog.locator("#tab-upload input[name$=title]").fill(title)
    dialog.locator("#tab-upload button[type=submit]").click()
    dialog.wait_for(state="detached")


def add_block(page: Page, label: str) -> Locator:
    """Append a block to the body; returns the block."""
    body = page.locator("[data-contentpath=body]")
    body.locator("button[title=插入区块]").last.click()
    page.get_by_role("option", name=label, exact=True).click()
    return body.locator("[data-streamfield-child]").last


def news_index_of(page: Page, park_news: str) -> str:
    """The id of a park's news section, found in the explorer by its title."""
    page.goto("/admin/pages/")
    page.locator("main .title a").filter(has_text=park_news).first.click()
    page.wait_for_load_state()
    found = re.search(r"/admin/pages/(\d+)/", page.url)
    assert found
    return found[1]


def write_article(page: Page, folder: Path, title: str) -> None:
    """A news page with lead picture, headings, a captioned picture and a quotation, submitted for review."""
    page.goto(f"/admin/pages/add/news/newspage/{news_index_of(page, '紫竹新闻')}/")
    page.wait_for_load_state("networkidle")
    page.fill("[name=title]", title)
    page.fill("[name=summary]", "园区与企业代表交流合作经验。")
    lead = page.get_by_role("button", name="选择图片").first
    upload_picture(page, lead, draw_picture(folder, "lead.png", (30, 110, 90)), "交流会会场")
    page.fill("[name=lead_picture_alt]", "交流会会场")
    add_block(page, "标题").locator("input[type=text]").fill("会议情况")
    add_block(page, "文本").locator(RICH_TEXT).fill("交流会在紫竹高新区举行。")
    block = add_block(page, "图片与说明")
    picture = draw_picture(folder, "guests.png", (150, 60, 40))
    upload_picture(page, block.get_by_role("button", name="选择图片"), picture, "参会代表")
    block.locator("input[name$=alternative_text]").fill("代表在会场")
    block.locator("input[name$=caption]").fill("参会代表在会场交流")
    block = add_block(page, "引语")
    block.locator("textarea[name$=text]").fill("交流促进合作。")
    block.locator("input[name$=speaker]").fill("沈雯")
    block.locator("input[name$=office]").fill("上海紫竹高新区董事长、总经理")
    page.locator("footer").get_by_role("button", name="更多操作").click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state()


def approve(page: Page, title: str) -> None:
    """Give the last approval to what waits on the admin's home."""
    page.goto("/admin/")
    page.locator("main").get_by_role("link", name=title).first.click()
    page.wait_for_load_state("networkidle")
    page.locator("footer").get_by_role("button", name="更多操作").click()
    page.locator("footer").get_by_role("button", name="批准并发布", exact=True).click()
    page.wait_for_load_state()


def open_translation(page: Page, title: str) -> None:
    """From the translation desk to the side-by-side editor of a page."""
    page.goto("/admin/translations/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_text("下载PO文件").first.wait_for()


def translate(page: Page, texts: dict[str, str]) -> None:
    """Write the translation of every open segment; `texts` is target by source."""
    for source, target in texts.items():
        row = open_segment(page, source)
        row.get_by_role("button", name="翻译", exact=True).click()
        row.locator("textarea").fill(target)
        row.get_by_role("button", name="保存", exact=True).click()
        row.wait_for(state="detached")


def open_segment(page: Page, source: str) -> Locator:
    """The row of the side-by-side editor that still waits for the translation of exactly `source`."""
    return page.locator("main li.incomplete").filter(has=page.get_by_text(source, exact=True))


def panel(page: Page, label: str) -> str:
    """Press a button of the translation's state panel; returns the message."""
    page.locator(".translation-panel").get_by_role("button", name=label).click()
    page.wait_for_load_state()
    return page.locator(".messages").inner_text()
