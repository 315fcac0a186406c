"""What a visitor's browser meets on the public pages: no foreign request, no error, no barrier."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

LOCALES = ("zh-hans", "en")
BROWSER_LOCALE = {"zh-hans": "zh-CN", "en": "en-US"}
WIDTHS = (390, 1280)


def partnerships(locale):
    """The pages of partnerships: lists, and one record of each kind."""
    return {
        "partnerships": f"/{locale}/partnerships/",
        "platform list": f"/{locale}/partnerships/platforms/",
        "event list": f"/{locale}/partnerships/events/",
        "agreement": f"/{locale}/partnerships/zizhu-haian-framework/",
        "specific agreement": f"/{locale}/partnerships/haian-zizhu-incubation-centre/",
        "platform": f"/{locale}/partnerships/platforms/zizhu-haian-two-way-enclave/",
        "event": f"/{locale}/partnerships/events/zizhu-haian-signing/",
        "event with an inferred year": f"/{locale}/partnerships/events/boston-opening/",
    }


def addresses(locale):
    """The page types of the issue; the article is the first of the news list."""
    return {
        "home": f"/{locale}/",
        "news list": f"/{locale}/news/",
        "park list": f"/{locale}/parks/",
        "profile": f"/{locale}/parks/zizhu/",
        "form": f"/{locale}/cooperate/",
        "request for a visit": f"/{locale}/visits/request/",
        "way to a request": f"/{locale}/visits/status/",
        "search": f"/{locale}/search/?q=%E7%B4%AB%E7%AB%B9",
        "nothing found": f"/{locale}/search/?q=zzzzqqq",
        "not found": f"/{locale}/no-such-page/",
    } | partnerships(locale)


def article(page, locale):
    page.goto(f"/{locale}/news/")
    return page.locator("main article a[href], main .news-card a[href]").first.get_attribute("href")


def watch(page, host):
    """Collect what must not happen: requests to other hosts, console errors, exceptions."""
    troubles = []
    page.on("request", lambda request: urlsplit(request.url).netloc != host and troubles.append(request.url))
    page.on("console", lambda line: line.type in ("error", "warning") and troubles.append(line.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return troubles


def assert_fits(page, name, width):
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{name} at {width} px is {overflow} px too wide"


def is_expected(trouble, name):
    return name == "not found" and "404" in trouble


@pytest.mark.parametrize("query", ["", "?park=haian&kind=framework&sector=bogus"])
def test_filters_and_their_button_stand_in_line_whatever_is_wrong_with_one(visits, query):
    page = visits.page(locale="en-US")
    page.goto(f"/en/partnerships/{query}")
    controls = page.locator(".filter-form :is(select, button)")
    tops = controls.evaluate_all("found => found.map(one => Math.round(one.getBoundingClientRect().top))")
    assert len(tops) == 5
    assert max(tops) - min(tops) <= 1, tops


#: Every width and every language once in `make test`; the other pairs are of the long suites.
SAMPLE = list(zip(WIDTHS, LOCALES, strict=True))
PAIRS = [pytest.param(*pair, marks=[] if pair in SAMPLE else [pytest.mark.long]) for pair in product(WIDTHS, LOCALES)]


@pytest.mark.parametrize(("width", "locale"), PAIRS)
def test_public_pages_stay_at_home_and_are_accessible(visits, stack, locale, width):
    page = visits.page(locale=BROWSER_LOCALE[locale], width=width)
    troubles = watch(page, urlsplit(stack.base).netloc)
    places = addresses(locale) | {"article": article(page, locale)}
    for name, address in places.items():
        response = page.goto(address, wait_until="networkidle")
        assert response.status == (404 if name == "not found" else 200), address
        policy = response.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        findings = Axe().run(page).response["violations"]
        assert [(name, found["id"], found["nodes"][0]["html"]) for found in findings] == []
        assert_fits(page, name, width)
    assert [trouble for trouble in troubles if not is_expected(trouble, "not found")] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_public_pages_read_without_javascript(visits, locale):
    page = visits.page(locale=BROWSER_LOCALE[locale], javascript=False, width=390)
    address = article(page, locale)
    page.goto(address)
    assert page.locator("h1").inner_text().strip()
    other = next(code for code in LOCALES if code != locale)
    href = page.locator(f"a[hreflang^='{other[:2]}']").first.get_attribute("href")
    page.goto(href)
    assert page.url.split("/")[3] == other
    assert page.locator("html").get_attribute("lang").lower().startswith(other[:2])


@pytest.mark.parametrize("locale", LOCALES)
def test_partnerships_fit_a_narrow_screen(visits, locale):
    page = visits.page(locale=BROWSER_LOCALE[locale], width=360)
    for name, address in partnerships(locale).items():
        assert page.goto(address).status == 200, address
        assert_fits(page, name, 360)


@pytest.mark.parametrize("locale", LOCALES)
def test_partnerships_are_narrowed_and_read_without_javascript(visits, locale):
    page = visits.page(locale=BROWSER_LOCALE[locale], javascript=False, width=390)
    page.goto(f"/{locale}/partnerships/")
    page.locator("select[name=park]").select_option("haian")
    page.locator("select[name=kind]").select_option("framework")
    page.locator(".filter-form button[type=submit]").click()
    assert "park=haian" in urlsplit(page.url).query
    page.locator(f"main a[href='/{locale}/partnerships/zizhu-haian-framework/']").click()
    assert page.locator("h1").inner_text().strip()
    page.locator(f"main a[href='/{locale}/partnerships/events/zizhu-haian-signing/']").first.click()
    assert page.locator(".attendee-list li p").count() == 15


def test_root_leads_to_the_language_of_the_browser(visits):
    for language, home in (("zh-CN", "/zh-hans/"), ("en-GB", "/en/"), ("de-DE", "/zh-hans/")):
        page = visits.page(locale=language)
        page.goto("/")
        assert urlsplit(page.url).path == home


def test_keyboard_reaches_the_content_first(visits):
    page = visits.page(locale="en-US")
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") != ""
