"""The main job through every layer: write, approve, translate, approve the translation, read, ask, be answered."""

from __future__ import annotations

import re
import signal
import time
from urllib.parse import quote, urlsplit

import pytest

from tests.e2e import steps
from tests.stack import wait_for

TITLE = "紫竹高新区举办科创企业交流会"
TITLE_EN = "Zizhu High-Tech Park hosts an exchange for technology companies"
ENGLISH = {
    TITLE: TITLE_EN,
    "园区与企业代表交流合作经验。": "The park and company representatives exchanged experience of cooperation.",
    "会议情况": "The meeting",
    "交流会在紫竹高新区举行。": "The exchange took place in Zizhu High-Tech Park.",
    "代表在会场": "Representatives in the hall",
    "参会代表在会场交流": "Representatives exchange views in the hall",
    "交流促进合作。": "Exchange furthers cooperation.",
    "沈雯": "Shen Wen",
    "上海紫竹高新区董事长、总经理": "Chairman and General Manager of Shanghai Zizhu High-Tech Park",
    "交流会会场": "The hall of the exchange",
}


def status(page, address):
    return page.request.get(address).status


def body(page, address):
    return page.request.get(address).text()


def articles(page, locale, title):
    """Addresses of the articles with a title in the news list of a locale."""
    page.goto(f"/{locale}/news/")
    return [link.get_attribute("href") for link in page.get_by_role("link", name=title).all()]


def shown_after(page, began):
    """Seconds from `began` to the beginning of the request whose answer lists the article; None if it does not."""
    asked = time.monotonic()
    return asked - began if TITLE in body(page, "/zh-hans/news/") else None


def segments_left(page):
    """The texts that still wait in the side-by-side editor, in the order of the page."""
    return [text for text in ENGLISH if steps.open_segment(page, text).count()]


@pytest.fixture(scope="module")
def written(browser, stack, tmp_path_factory):
    """The article written, submitted and approved; the seconds until it was public."""
    from tests.e2e.conftest import Visits

    visits = Visits(browser, stack.base)
    steps.write_article(visits.signed_in("zizhu-editor"), tmp_path_factory.mktemp("pictures"), TITLE)
    visitor = visits.page()
    assert articles(visitor, "zh-hans", TITLE) == [], "nothing is public before the last approval"
    moderator = visits.signed_in("moderator")
    steps.approve(moderator, TITLE)
    began = time.monotonic()
    seconds = wait_for(lambda: shown_after(visitor, began), 10, "not public after the approval")
    yield {"address": articles(visitor, "zh-hans", TITLE)[0], "seconds": seconds}
    for context in visits.contexts:
        context.close()


def test_approved_article_is_live_in_chinese_and_not_in_english(visits, written):
    visitor = visits.page(javascript=False)
    visitor.goto(written["address"])
    assert visitor.locator("h1").inner_text() == TITLE
    text = visitor.locator("main").inner_text()
    for words in ("会议情况", "交流会在紫竹高新区举行。", "参会代表在会场交流", "交流促进合作。", "沈雯"):
        assert words in text
    assert re.fullmatch(r"/zh-hans/parks/zizhu/news/[a-z0-9-]+/", urlsplit(visitor.url).path)
    assert articles(visitor, "en", TITLE) == []
    assert status(visitor, written["address"].replace("/zh-hans/", "/en/")) == 404


def test_publication_is_visible_within_a_second(visits, written):
    assert written["seconds"] < 1
    visitor = visits.page()
    assert TITLE in body(visitor, "/zh-hans/")
    assert TITLE in body(visitor, "/zh-hans/parks/zizhu/news/")
    assert TITLE in body(visitor, "/zh-hans/parks/zizhu/")


def test_translation_goes_live_by_a_second_person(visits, written):
    translator = visits.signed_in("translator-en")
    wait_for(
        lambda: TITLE in body(translator, "/admin/translations/"), 30, "the worker has not brought the work to the desk"
    )
    steps.open_translation(translator, TITLE)
    assert "Shen Wen" in translator.locator("main").inner_text() or "沈雯" in segments_left(translator)
    steps.translate(translator, {source: ENGLISH[source] for source in segments_left(translator)})
    refused = translator.locator(".translation-panel").get_by_role("button", name="审定并发布")
    assert refused.count() == 0, "a translator does not approve"
    assert "译毕" in steps.panel(translator, "标记为译毕")
    assert articles(visits.page(), "en", TITLE_EN) == [], "finished is not published"

    reviser = visits.signed_in("reviser-en")
    steps.open_translation(reviser, TITLE)
    assert "已发布" in steps.panel(reviser, "审定并发布")

    visitor = visits.page(locale="en-US", javascript=False)
    english = wait_for(lambda: articles(visitor, "en", TITLE_EN), 10, "the translation is not public")[0]
    visitor.goto(english)
    text = visitor.locator("main").inner_text()
    for words in ("The meeting", "Exchange furthers cooperation.", "Shen Wen"):
        assert words in text
    assert "交流" not in text

    chinese_address, english_address = urlsplit(written["address"]).path, urlsplit(visitor.url).path
    for address in (chinese_address, english_address):
        visitor.goto(address)
        alternates = {
            link.get_attribute("hreflang"): urlsplit(link.get_attribute("href")).path
            for link in visitor.locator("link[rel=alternate][hreflang]").all()
        }
        assert alternates["zh-hans"] == chinese_address
        assert alternates["en"] == english_address
    visitor.locator("header").get_by_role("link", name="简体中文").click()
    assert urlsplit(visitor.url).path == chinese_address
    visitor.locator("header").get_by_role("link", name="English").click()
    assert urlsplit(visitor.url).path == english_address


@pytest.mark.parametrize(("locale", "query"), [("zh-hans", "紫竹"), ("zh-hans", "Zizhu"), ("zh-hans", "交流会")])
def test_article_is_found_in_search(visits, written, locale, query):
    visitor = visits.page(javascript=False)
    for number in range(1, 4):
        visitor.goto(f"/{locale}/search/?q={quote(query)}&page={number}")
        if visitor.get_by_role("link", name=TITLE).count():
            return
    pytest.fail(f"{TITLE} is not found by {query}")


def test_profile_shows_facts_and_rank_chart_without_javascript(visits):
    visitor = visits.page(javascript=False)
    for locale, facts in (
        ("zh-hans", ("上海市闵行区", "国家高新技术产业开发区评价", "国际化和参与全球竞争能力")),
        ("en", ("Minhang District", "National high-tech park evaluation")),
    ):
        visitor.goto(f"/{locale}/parks/zizhu/")
        text = visitor.locator("main").inner_text()
        for fact in facts:
            assert fact.lower() in text.lower()
        assert visitor.locator("main svg[role=img], main figure svg").count() >= 1
        cells = visitor.locator("main table td, main table th").all_inner_texts()
        assert "11" in cells
        assert "169" in cells


def fill_inquiry(page, email):
    page.goto("/en/cooperate/?park=zizhu")
    assert page.locator("[name=parks][value=zizhu]").is_checked()
    page.select_option("[name=intent]", index=1)
    page.fill("[name=company]", "Harbor Photonics Inc.")
    page.select_option("[name=country]", "US")
    page.fill("[name=person]", "Alex Rivera")
    page.fill("[name=email]", email)
    page.fill("[name=message]", "We would like to set up an optics laboratory.")
    page.check("[name=consent]")
    steps.answer_question(page)


def send_and_read_reference(page):
    page.locator("main form button[type=submit]").click()
    page.locator(".reference").wait_for()
    assert page.locator("h1").inner_text() == "Your inquiry has been received"
    return page.locator(".reference").inner_text().strip()


def test_inquiry_is_confirmed_in_english_and_told_in_chinese(visits, stack, sink):
    investor = visits.page(locale="en-US", javascript=False)
    fill_inquiry(investor, "alex@example.com")
    reference = send_and_read_reference(investor)

    confirmation = wait_for(lambda: sink.to("alex@example.com"), 30, "no confirmation came")[0]
    assert reference in confirmation.get_body(("plain",)).get_content()
    assert "Thank you" in confirmation.get_body(("plain",)).get_content()

    def notices():
        return [mail for mail in sink.to("officer-zizhu@example.org") if reference in mail.get_body().get_content()]

    notice = wait_for(notices, 30, "no notice came")[0]
    assert re.search(r"[\u4e00-\u9fff]{4}", str(notice["Subject"]))
    assert not [mail for mail in sink.to("officer-lingang@example.org") if reference in str(mail)]

    officer = visits.signed_in("officer-zizhu")
    assert reference in body(officer, "/admin/inquiries/")
    stranger = visits.signed_in("officer-lingang")
    assert reference not in body(stranger, "/admin/inquiries/")


def test_inquiry_with_redis_stopped_sends_both_letters_once_when_it_is_back(visits, stack, sink):
    healer = next(p for p in stack.processes() if "portal.run.servers" in " ".join(p.cmdline()))
    investor = visits.page(locale="en-US", javascript=False)
    fill_inquiry(investor, "sam@example.com")
    healer.send_signal(signal.SIGSTOP)
    try:
        stack.redis().kill()
        began = time.monotonic()
        reference = send_and_read_reference(investor)
        assert time.monotonic() - began < 3
    finally:
        healer.send_signal(signal.SIGCONT)

    def told(address):
        return [mail for mail in sink.to(address) if reference in mail.get_body(("plain",)).get_content()]

    wait_for(lambda: told("sam@example.com"), 60, "no confirmation came after the outage")
    wait_for(lambda: told("officer-zizhu@example.org"), 60, "no notice came after the outage")
    time.sleep(12)  # a sweep passes
    assert len(told("sam@example.com")) == 1
    assert len(told("officer-zizhu@example.org")) == 1


def test_bad_inquiry_comes_back_with_what_was_typed(visits, sink):
    investor = visits.page(locale="en-US", javascript=False)
    fill_inquiry(investor, "not-an-address")
    investor.fill("[name=person]", " ")
    before = len(sink.letters)
    investor.locator("main form button[type=submit]").click()
    investor.wait_for_load_state()
    assert "Your inquiry has been received" not in investor.locator("main").inner_text()
    assert investor.locator("[name=message]").input_value() == "We would like to set up an optics laboratory."
    assert investor.locator("[name=company]").input_value() == "Harbor Photonics Inc."
    assert investor.locator("[name=email]").get_attribute("aria-invalid") == "true"
    assert len(sink.letters) == before
