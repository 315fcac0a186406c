"""The life of a visit: asked for by a visitor, prepared, confirmed, held, reported, and told in both languages.

One person after another does their part in the browser; what is confidential is looked for in all that comes out.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from html import unescape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import vobject
from playwright.sync_api import Page

from tests.e2e import steps
from tests.e2e.record_forms import add, choose, save, tab, word
from tests.stack import Sink, wait_for

SHANGHAI = ZoneInfo("Asia/Shanghai")
VISITOR, DELEGATE = "jordan.lee@example.com", "casey.morgan@example.com"
PARK = "上海紫竹高新技术产业开发区"
ASSOCIATION = {"zh_hans": "港湾光学协会", "en": "Harbor Optics Association"}
NAME = {"zh_hans": "港湾光学协会代表团来访", "en": "Visit of Harbor Optics Association"}
VENUE = {"zh_hans": "紫竹高新区", "en": "Zizhu High-Tech Park"}
PURPOSE = {"zh_hans": "商谈共建精密光学检测平台", "en": "To discuss a joint platform for testing precision optics"}
TOPIC = {"zh_hans": "检测平台的设备与场地", "en": "Equipment and rooms of the testing platform"}
TALKS = {"zh_hans": "合作会谈", "en": "Talks on cooperation"}
TOUR = {"zh_hans": "紫竹展示厅", "en": "Zizhu exhibition hall"}
OUTCOME = {
    "zh_hans": "双方同意成立联合工作组，三个月内提出平台建设方案。",
    "en": "Both sides agreed to set up a working group that proposes a plan for the platform within three months.",
}
FOLLOW_UP = {"zh_hans": "提交平台场地方案", "en": "Submit a plan of rooms for the platform"}
ANSWER = "We look forward to welcoming you. Please come to the south gate at a quarter to nine."
#: As a secretary sends it: one person a line, columns parted by tabs.
DELEGATES = """姓名\t职务\t单位\t团内身份\t邮箱\t饮食要求\t翻译需求\t同意拍照
Jordan Lee\t会长\t港湾光学协会\t团长\tjordan.lee@example.com\t\t中文\t是
Casey Morgan\t秘书长\t港湾光学协会\t\tcasey.morgan@example.com\t忌食花生（过敏）\t\t是"""
OFFICES_EN = ("President", "Secretary General")
HOSTS = (("沈雯", "head"), ("夏光", "member"), ("吴样例", "interpreter"))
SECRET = {
    "zh_hans": "场地租金底价每平方米三元，不得外传",
    "en": "Bottom price of the rooms: three yuan, not for others",
}
#: What is for those alone who work on the visit.
CONFIDENTIAL = (*SECRET.values(), "忌食花生", "沪外办准字〔2026〕第77号", "王样例（分管副主任）")
NEWS = {
    "zh-hans": "港湾光学协会到访紫竹高新区",
    "en": "Delegation from Harbor Optics Association visits Zizhu",
}


def test_the_life_of_a_visit(visits, sink):
    visitor = visits.page(locale="en-US", javascript=False)
    reference = ask(visitor)
    status = link_of(letter_to(sink, VISITOR, reference))
    notice = letter_to(sink, "officer-zizhu@example.org", reference)
    visitor.goto(status)
    assert "Now: Received" in main(visitor)

    officer, head = visits.signed_in("officer-zizhu"), visits.signed_in("head-zizhu")
    number = take_up(officer, notice, reference)
    paste_delegates(officer, number)
    slug = fill_in(officer, number)
    settle(officer, number)
    assert officer.locator("button[name=to][value=confirmed]").count() == 0, "the officer may not confirm"
    confirm(head, number)
    assert_answered(visitor, sink, status)
    invite(officer, number)
    assert_invited(letter_to(sink, DELEGATE, "BEGIN:VCALENDAR"))
    assert_papers(officer, number)

    move(officer, number, "hosted")
    report(officer, number)
    move(officer, number, "reported")
    for language in ("zh_hans", "en"):
        assert_public(visitor, slug, language)
    assert_answered_as_data(visitor, slug)

    draft_news(visits.signed_in("zizhu-editor"))
    steps.approve(visits.signed_in("moderator"), NEWS["zh-hans"])
    translate_news(visits)
    articles = assert_news(visitor, slug)
    assert_kept_secret(visitor, sink, [status, *articles, *public_addresses(slug)])


# --- the visitor -----------------------------------------------------------------------------------------------
def ask(page: Page) -> str:
    """Request a visit on the public form; returns the reference."""
    page.goto("/en/visits/request/?park=zizhu")
    page.select_option("[name=kind]", "foreign")
    page.fill("[name=organization]", ASSOCIATION["en"])
    page.select_option("[name=country]", "US")
    page.fill("[name=person]", "Jordan Lee")
    page.fill("[name=email]", VISITOR)
    page.fill("[name=headcount]", "2")
    page.fill("[name=wanted_from]", today().isoformat())
    page.fill("[name=purpose]", "We would like to see your laboratories and to talk about a testing platform.")
    page.check("[name=consent]")
    steps.answer_question(page)
    page.locator("main form button[type=submit]").click()
    page.locator(".reference").wait_for()
    assert page.locator("h1").inner_text() == "Your request has been received"
    return page.locator(".reference").inner_text().strip()


def letter_to(sink: Sink, address: str, wanted: str) -> EmailMessage:
    """The letter to an address that says something, as soon as it is there."""
    found = wait_for(
        lambda: [letter for letter in sink.to(address) if wanted in said(letter)],
        60,
        f"no letter to {address} with “{wanted}”",
    )
    return found[0]


def said(letter: EmailMessage) -> str:
    """All texts of a letter, its attachments included."""
    parts = [part for part in letter.walk() if not part.is_multipart()]
    texts = [part.get_payload(decode=True).decode(errors="replace") for part in parts]
    return "\n".join([str(letter["Subject"]), *texts])


def link_of(letter: EmailMessage) -> str:
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"https?://\S+/visits/status/\?request=\S+", text)[0]


def main(page: Page) -> str:
    return page.locator("main").inner_text()


def today():
    return datetime.now(SHANGHAI).date()


# --- staff -----------------------------------------------------------------------------------------------------
def take_up(page: Page, notice: EmailMessage, reference: str) -> str:
    """Open the request by the link of the notice and take it under review; returns the key of the visit."""
    address, number = re.search(r"(https?://\S+/admin/visits/(\d+)/request/)", said(notice)).groups()
    page.goto(address)
    assert reference in main(page)
    move(page, number, "under_review")
    return number


def move(page: Page, number: str, to: str) -> None:
    """Make a step on the screen of the state."""
    page.goto(f"/admin/visits/{number}/state/")
    page.locator(f"button[name=to][value={to}]").click()
    page.locator(".messages .success").wait_for()


def paste_delegates(page: Page, number: str) -> None:
    page.goto(f"/admin/visits/{number}/delegates/")
    page.fill("[name=text]", DELEGATES)
    page.locator("main form button[type=submit]").first.click()
    assert page.locator("[name=rows-0-family]").input_value() == "Lee"
    page.locator("main .record-buttons button[type=submit]").click()
    page.wait_for_url("**/precedence/**")


def fill_in(page: Page, number: str) -> str:
    """Word the visit, say who approved it, name hosts and agenda; returns the short address."""
    page.goto(f"/admin/snippets/partnerships/visit/edit/{number}/")
    for field, words in (("name", NAME), ("venue", VENUE), ("purpose", PURPOSE)):
        word(page, field, words)
    for part in ("year", "month", "day"):
        page.fill(f"[name=date_{part}]", str(getattr(today(), part)))
    word(page, "partners-0-description", ASSOCIATION)
    word(page, f"{add(page, 'topics')}-text", TOPIC)
    tab(page, "审批")
    page.fill("[name=approver]", CONFIDENTIAL[-1])
    page.fill("[name=approved_on]", today().isoformat())
    page.fill("[name=foreign_affairs_reference]", CONFIDENTIAL[-2])
    tab(page, "来宾与陪同")
    name_people(page)
    tab(page, "日程")
    talks = item(page, "meeting", ("09:00", "10:30"), TALKS)
    choose(page, f"{talks}-room", "第一会议室（演示）")
    item(page, "tour", ("10:45", "11:45"), TOUR)
    slug = page.locator("[name=slug]").input_value()
    assert save(page) == number
    return slug


def name_people(page: Page) -> None:
    for place, title in enumerate(OFFICES_EN):
        page.fill(f"[name=members-{place}-offices-0-title_en]", title)
        page.fill(f"[name=members-{place}-offices-0-organization_name_en]", ASSOCIATION["en"])
    for person, role in HOSTS:
        prefix = add(page, "members")
        choose(page, f"{prefix}-person", person)
        page.select_option(f"[name={prefix}-side]", "hosts")
        page.select_option(f"[name={prefix}-role]", role)


def item(page: Page, kind: str, times: tuple[str, str], words: dict[str, str]) -> str:
    prefix = add(page, "agenda")
    page.select_option(f"[name={prefix}-kind]", kind)
    page.fill(f"[name={prefix}-day]", today().isoformat())
    for field, time in zip(("starts_at", "ends_at"), times, strict=True):
        page.fill(f"[name={prefix}-{field}]", time)
    word(page, f"{prefix}-text", words)
    return prefix


def settle(page: Page, number: str) -> None:
    """Settle the whole checklist, point by point."""
    page.goto(f"/admin/visits/{number}/state/")
    open_points = page.locator("button[name=act][value^=settle-]")
    while left := open_points.count():
        open_points.first.click()
        page.locator(".messages .success").wait_for()
        assert open_points.count() == left - 1, page.locator(".messages").inner_text()


def confirm(page: Page, number: str) -> None:
    page.goto(f"/admin/visits/{number}/state/")
    page.fill("#visit-answer", ANSWER)
    page.locator("button[name=to][value=confirmed]").click()
    page.locator(".messages .success").wait_for()


def assert_answered(page: Page, sink: Sink, status: str) -> None:
    assert "Your visit is confirmed" in letter_to(sink, VISITOR, ANSWER)["Subject"]
    page.goto(status)
    text = main(page)
    day = today()
    for words in ("Now: Confirmed", ANSWER, f"{day.day} {day:%B %Y}", "09:00, Beijing time", VENUE["en"]):
        assert words in text


def invite(page: Page, number: str) -> None:
    page.goto(f"/admin/visits/{number}/invitations/")
    page.locator("main form button[type=submit]").click()
    page.locator(".messages").get_by_text("2封").wait_for()


def assert_invited(letter: EmailMessage) -> None:
    """The invitation is one, by the word of a calendar that does not know the portal."""
    part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    calendar = vobject.readOne(part.get_content())
    assert (calendar.method.value, calendar.vevent.sequence.value) == ("REQUEST", "0")
    assert calendar.vevent.dtstart.value == datetime(*today().timetuple()[:3], 9, tzinfo=SHANGHAI)
    assert NAME["en"] in calendar.vevent.summary.value


def assert_papers(page: Page, number: str) -> None:
    """Programme and name cards, in both languages, have the agenda and the people."""
    for code, language in (("zh-hans", "zh_hans"), ("en", "en")):
        page.goto(f"/admin/visits/{number}/papers/programme/?language={code}")
        assert [words for words in (NAME, TALKS, TOUR, TOPIC) if words[language] not in main(page)] == []
        page.goto(f"/admin/visits/{number}/papers/name-cards/?language={code}")
        host = {"zh_hans": "沈雯", "en": "Shen Wen"}[language]
        assert [name for name in ("Jordan Lee", "Casey Morgan", host) if name not in main(page)] == []


def report(page: Page, number: str) -> None:
    """Write down what came of the visit, and make it public."""
    page.goto(f"/admin/snippets/partnerships/visit/edit/{number}/")
    tab(page, "访后")
    word(page, "outcome", OUTCOME)
    minutes = add(page, "minutes")
    page.select_option(f"[name={minutes}-confidence]", "confidential")
    word(page, f"{minutes}-text", SECRET)
    promise = add(page, "follow_ups")
    word(page, f"{promise}-what", FOLLOW_UP)
    page.select_option(f"[name={promise}-side]", "hosts")
    choose(page, f"{promise}-park", PARK)
    page.check(f"[name={promise}-is_public]")
    tab(page, "公开或内部")
    page.check("[name=is_public]")
    assert save(page) == number


# --- the public ------------------------------------------------------------------------------------------------
def public_addresses(slug: str) -> list[str]:
    pages = [f"/{locale}/{path}" for locale in NEWS for path in (f"visits/{slug}/", "visits/", "parks/zizhu/", "news/")]
    return [*pages, "/api/v1/visits", f"/api/v1/visits/{slug}", "/api/v1/news", "/zh-hans/search/?q=底价"]


def assert_public(page: Page, slug: str, language: str) -> None:
    """The page of the visit shows in a language what was entered and is public."""
    locale = language.replace("_", "-")
    page.goto(f"/{locale}/visits/")
    page.locator("main").get_by_role("link", name=NAME[language]).first.click()
    assert urlsplit(page.url).path == f"/{locale}/visits/{slug}/"
    host = {"zh_hans": "沈雯", "en": "Shen Wen"}[language]
    office = {"zh_hans": "会长", "en": OFFICES_EN[0]}[language]
    words = [one[language] for one in (NAME, ASSOCIATION, PURPOSE, TOPIC, TOUR, OUTCOME, FOLLOW_UP)]
    assert [text for text in (*words, "Jordan Lee", host, office) if text not in main(page)] == []


def assert_answered_as_data(page: Page, slug: str) -> None:
    listed = page.request.get("/api/v1/visits?park=zizhu").json()["items"]
    assert slug in [one["slug"] for one in listed]
    one = page.request.get(f"/api/v1/visits/{slug}").json()
    assert (one["kind"]["code"], one["date"]["edtf"]) == ("foreign", today().isoformat())
    assert one["outcome"]["en"] == OUTCOME["en"]
    assert one["minutes"] == []


# --- the news --------------------------------------------------------------------------------------------------
def draft_news(page: Page) -> None:
    """From the list of records to a draft, which goes on its way like every article."""
    page.goto("/admin/news/from-records/?q=港湾")
    page.locator("main").get_by_role("link", name=NAME["zh_hans"]).click()
    page.get_by_role("button", name="生成稿件").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("[name=title]").input_value() == NEWS["zh-hans"]
    page.locator("footer").get_by_role("button", name="更多操作").click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state()


def translate_news(visits) -> None:
    """The draft of the translation is finished by one person and published by another."""
    translator = visits.signed_in("translator-en")
    steps.open_translation(translator, NEWS["zh-hans"])
    assert "译毕" in steps.panel(translator, "标记为译毕")
    reviser = visits.signed_in("reviser-en")
    steps.open_translation(reviser, NEWS["zh-hans"])
    assert "已发布" in steps.panel(reviser, "审定并发布")


def assert_news(page: Page, slug: str) -> list[str]:
    """The article is public in both languages, leads to the visit, and the visit leads to it; its addresses."""
    addresses = []
    for locale, title in NEWS.items():
        visit, language = f"/{locale}/visits/{slug}/", locale.replace("-", "_")
        page.goto(visit)
        page.locator("main").get_by_role("link", name=title).first.click()
        assert page.locator("h1").inner_text() == title
        assert [words[language] for words in (OUTCOME, FOLLOW_UP) if words[language] not in main(page)] == []
        assert page.locator(f"main a[href$='{visit}']").count() >= 1
        addresses.append(page.url)
    return addresses


def assert_kept_secret(page: Page, sink: Sink, addresses: list[str]) -> None:
    """What is for those who work on the visit is in no page, answer or letter."""
    answers = {address: page.request.get(address) for address in addresses}
    assert [address for address, answer in answers.items() if not answer.ok] == []
    shown = {address: unescape(answer.text()) for address, answer in answers.items()}
    shown |= {f"letter {place}": said(letter) for place, letter in enumerate(sink.letters)}
    assert [(where, text) for where, all_of_it in shown.items() for text in CONFIDENTIAL if text in all_of_it] == []
