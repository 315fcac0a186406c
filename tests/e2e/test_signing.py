"""The signing with its “1 + 2”, from empty forms to the public pages in both languages and the data.

The demo holds the same records; these stand beside them, at short addresses of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.e2e.record_forms import add, choose, save, tab, word

FRAMEWORK = {"zh_hans": "测试战略合作框架协议", "en": "Test framework agreement"}
INNOVATION_PARK = "Hai'an High-Tech Park Science and Technology Innovation Park"
SIGNATORY = {"zh_hans": "赵男男", "en": "Zhao Nannan"}
INCUBATOR = "Shanghai Zizhu Entrepreneurship Incubator"
PROGRAMME = {"zh_hans": "测试签署框架协议", "en": "Test signing of the framework agreement"}
POINT = {"zh_hans": "测试基地+基金", "en": "test base + fund"}
#: One office is entered; those of the others are copied from their persons.
OFFICES = (
    {"zh_hans": "测试市市长", "en": "Mayor of Test"},
    {
        "zh_hans": "上海紫竹高新区董事长、总经理",
        "en": "Chairman and General Manager of Shanghai Zizhu High-Tech Park",
    },
)


@dataclass(frozen=True)
class Specific:
    """A specific agreement, and who signs it for its two parties."""

    slug: str
    name: dict[str, str]
    subject: dict[str, str]
    signatories: tuple[str, str] = ("赵男男", "沈雯")


SPECIFICS = (
    Specific(
        "test-centre",
        {"zh_hans": "测试孵化中心运营协议", "en": "Test agreement on the centre"},
        {
            "zh_hans": "海安（紫竹）协同孵化中心运营",
            "en": "Operation of the Hai'an (Zizhu) Collaborative Incubation Centre",
        },
    ),
    Specific(
        "test-base",
        {"zh_hans": "测试转化基地运营协议", "en": "Test agreement on the base"},
        {
            "zh_hans": "紫竹（海安）产业转化基地运营",
            "en": "Operation of the Zizhu (Hai'an) Industrial Transformation Base",
        },
    ),
)
#: The steps to an agreement in force: the officer's, and those that follow, of which the head alone makes the first.
PREPARING = ("negotiating", "legal_review")
APPROVING = ("decision", "seal", "signed", "in_force")


# --- the signing -----------------------------------------------------------------------------------------------
def open_form(page: Page, model: str, slug: str, name: dict[str, str]) -> None:
    """Open the empty form of an agreement or event and fill in what all have."""
    page.goto(f"/admin/snippets/partnerships/{model}/add/")
    page.fill("[name=slug]", slug)
    word(page, "name", name)


def enter_event(page: Page) -> str:
    open_form(page, "event", "test-signing", {"zh_hans": "测试签约仪式", "en": "Test signing ceremony"})
    page.check("[name=is_public]")
    page.select_option("[name=kind]", "signing")
    for part, number in (("year", 2025), ("month", 9), ("day", 9)):
        page.fill(f"[name=date_{part}]", str(number))
    choose(page, "park", "上海紫竹高新技术产业开发区")
    word(page, f"{add(page, 'programme')}-text", PROGRAMME)
    tab(page, "出席人员")
    for person, side in (("Li Youping", "higher_authority"), ("沈雯", "hosts"), ("夏光", "hosts")):
        prefix = add(page, "attendees")
        choose(page, f"{prefix}-person", person)
        page.select_option(f"[name={prefix}-side]", side)
    word(page, f"{add(page, 'attendees-0-offices')}-title", OFFICES[0])
    return save(page)


def enter_framework(page: Page) -> str:
    open_form(page, "agreement", "test-framework", FRAMEWORK)
    page.select_option("[name=kind]", "framework")
    choose(page, "event", "测试签约仪式")
    point = add(page, "points")
    page.select_option(f"[name={point}-kind]", "dimension")
    word(page, f"{point}-text", POINT)
    tab(page, "签约方")
    for park in ("上海紫竹高新技术产业开发区", "海安高新技术产业开发区"):
        choose(page, f"{add(page, 'parties')}-park", park)
    tab(page, "公开")
    page.check("[name=is_public]")
    page.get_by_label("期限", exact=True).check()
    return save(page)


def enter_specific(page: Page, one: Specific) -> str:
    open_form(page, "agreement", one.slug, one.name)
    word(page, "subject", one.subject)
    page.select_option("[name=kind]", "specific")
    choose(page, "framework", FRAMEWORK["zh_hans"])
    choose(page, "event", "测试签约仪式")
    tab(page, "签约方")
    for organization in (INNOVATION_PARK, INCUBATOR):
        choose(page, f"{add(page, 'parties')}-organization", organization)
    for number, person in enumerate(one.signatories, start=1):
        prefix = add(page, "signatories")
        page.fill(f"[name={prefix}-party_number]", str(number))
        choose(page, f"{prefix}-person", person)
    tab(page, "公开")
    page.check("[name=is_public]")
    page.check("[name=public_fields][value=signatories]")
    return save(page)


def move(page: Page, number: str, *steps: str) -> None:
    """Make steps on the screen of an agreement's state."""
    page.goto(f"/admin/agreements/{number}/state/")
    for step in steps:
        page.locator(f"button[name=to][value={step}]").click()
        page.locator(f"input[name=seen][value={step}]").first.wait_for(state="attached")


def drag_first_down(page: Page, event: str, side: str) -> tuple[list[str], list[str]]:
    """Drag the first of a side below the second and save; returns names before and after."""
    page.goto(f"/admin/events/{event}/precedence/news/")
    rows = page.locator(f"[aria-labelledby=side-{side}] [data-row]")
    before = names(rows)
    second = rows.nth(1)
    rows.first.drag_to(second, target_position={"x": 200, "y": second.bounding_box()["height"] - 3})
    page.locator("form[data-precedence] button[type=submit]:not([name])").first.click()
    page.locator(".messages").wait_for()
    return before, names(rows)


def names(rows: Locator) -> list[str]:
    return [
        f"{row.locator('[data-rank]').input_value()} {row.locator('[data-name]').inner_text()}" for row in rows.all()
    ]


def test_the_signing_with_its_one_and_two(visits):
    officer = visits.signed_in("officer-zizhu")
    event = enter_event(officer)
    before, after = drag_first_down(officer, event, "hosts")
    chairman, manager = "上海紫竹高新区董事长、总经理沈雯", "上海紫竹高新区常务副总经理夏光"
    assert (before, after) == ([f" {chairman}", f" {manager}"], [f"1 {manager}", f"2 {chairman}"])

    agreements = [enter_framework(officer), *(enter_specific(officer, one) for one in SPECIFICS)]
    listed = officer.locator("main tr").filter(has_text=FRAMEWORK["zh_hans"])
    assert listed.get_by_role("cell", name="是", exact=True).count() == 1, "the list says what is public"
    for number in agreements:
        move(officer, number, *PREPARING)
    assert officer.locator("button[name=to][value=decision]").count() == 0, "the officer may not approve"
    head = visits.signed_in("head-zizhu")
    for number in agreements:
        move(head, number, *APPROVING)

    visitor = visits.page(javascript=False)
    for locale, language in (("zh-hans", "zh_hans"), ("en", "en")):
        assert_public(visitor, locale, language)
    answered = visitor.request.get("/api/v1/agreements?framework=test-framework").json()
    assert {(one["slug"], one["state"]["code"]) for one in answered["items"]} == {
        (one.slug, "in_force") for one in SPECIFICS
    }


def assert_public(page: Page, locale: str, language: str) -> None:
    """The tree, the framework and a specific agreement show in a language what was entered."""
    page.goto(f"/{locale}/partnerships/")
    branch = page.locator("main li").filter(has=page.locator("a[href$='/test-framework/']")).last
    for one in SPECIFICS:
        assert branch.get_by_role("link", name=one.name[language]).count() == 1, one.slug
    assert_said(
        page,
        branch.get_by_role("link", name=FRAMEWORK[language]),
        [
            *(
                words[language]
                for words in (FRAMEWORK, SPECIFICS[0].name, SPECIFICS[1].name, PROGRAMME, POINT, *OFFICES)
            ),
        ],
    )
    one = SPECIFICS[0]
    wanted = [one.name[language], one.subject[language], INNOVATION_PARK, INCUBATOR, SIGNATORY[language]]
    assert_said(page, page.locator("main").get_by_role("link", name=one.name[language]), wanted)


def assert_said(page: Page, link: Locator, texts: list[str]) -> None:
    """The page behind a link has all the texts."""
    address = link.get_attribute("href")
    page.goto(address)
    said = page.locator("main").inner_text()
    assert [text for text in texts if text not in said] == [], address
