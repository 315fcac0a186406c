"""`make screenshots`: pictures of every page type, public and admin, in both languages, into docs/pictures/."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.run import look
from tests.stack import PASSWORD, Stack

PICTURES = Path(__file__).parent / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (390, 1280)
PUBLIC = {
    "home": "/{locale}/",
    "news-list": "/{locale}/news/",
    "park-list": "/{locale}/parks/",
    "profile": "/{locale}/parks/zizhu/",
    "partnerships": "/{locale}/partnerships/",
    "agreement": "/{locale}/partnerships/zizhu-haian-framework/",
    "platform": "/{locale}/partnerships/platforms/zizhu-haian-two-way-enclave/",
    "event": "/{locale}/partnerships/events/boston-opening/",
    "visits": "/{locale}/visits/",
    "visit": "/{locale}/visits/lianyungang-2021/",
    "form": "/{locale}/cooperate/",
    "privacy": "/{locale}/cooperate/privacy/",
    "visit-request": "/{locale}/visits/request/?park=zizhu",
    "search": "/{locale}/search/?q=Zizhu",
    "not-found": "/{locale}/no-such-page/",
}
#: name → (account, address)
ADMIN = {
    "admin-home": ("zizhu-editor", "/admin/"),
    "admin-pages": ("moderator", "/admin/pages/"),
    "admin-translation": ("translator-en", "/admin/translations/"),
    "admin-matrix": ("translator-en", "/admin/translation_matrix/"),
    "admin-glossary": ("reviser-en", "/admin/snippets/localization/glossaryterm/"),
    "admin-figures": ("reviser-en", "/admin/translation_figures/"),
    "admin-bundles": ("moderator", "/admin/bundles/"),
    "admin-sheets": ("moderator", "/admin/publication-sheets/"),
    "admin-engines": ("admin", "/admin/translation_engines/"),
    "admin-inquiries": ("officer-zizhu", "/admin/inquiries/"),
    "admin-inquiry-figures": ("head-zizhu", "/admin/inquiries/figures/"),
    "admin-parks": ("zizhu-editor", "/admin/snippets/parks/park/"),
    "admin-organizations": ("officer-zizhu", "/admin/snippets/parks/organization/"),
    "admin-agreement": ("officer-zizhu", "/admin/snippets/partnerships/agreement/edit/1/"),
    "admin-agreement-state": ("head-zizhu", "/admin/agreements/1/state/"),
    "admin-precedence": ("officer-zizhu", "/admin/events/1/precedence/news/"),
    "admin-roles": ("admin", "/admin/memberships/"),
    "admin-sign-in": ("admin", "/admin/sign-in/"),
    "admin-audit": ("auditor", "/admin/audit/"),
    "admin-letter-texts": ("admin", "/admin/letter-texts/inquiry_received/"),
    "admin-letters": ("admin", "/admin/letters/"),
}
#: Screens of the demonstration's visit that is to come; `{visit}` is its key, `{day}` its first day.
VISIT_ADMIN = {
    "admin-visit": "/admin/snippets/partnerships/visit/edit/{visit}/",
    "admin-visit-state": "/admin/visits/{visit}/state/",
    "admin-visit-precedence": "/admin/visits/{visit}/precedence/",
    "admin-visit-papers": "/admin/visits/{visit}/papers/",
    "admin-visit-calendar": "/admin/visits/calendar/?view=list&date={day}",
}
#: Papers of that visit, each in both languages.
PAPERS = ("programme", "name-cards", "seating")


def shoot(page: Page, name: str) -> None:
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)
    shrink(PICTURES / f"{name}.png")


def shrink(file: Path) -> None:
    """Fewer colours: a third of the size, and the eye does not see it."""
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(128)
    small.save(file, optimize=True)
    print(f"docs/pictures/{file.name}")


def readme_picture(browser, base: str) -> None:
    """The home page in both languages, side by side."""
    halves = []
    for locale in ("zh-hans", "en"):
        page = browser.new_page(base_url=base, viewport={"width": 1280, "height": 1000})
        page.goto(f"/{locale}/", wait_until="networkidle")
        halves.append(Image.open(BytesIO(page.screenshot())).convert("RGB").resize((800, 625)))
        page.close()
    both = Image.new("RGB", (1620, 625), "white")
    for number, half in enumerate(halves):
        both.paste(half, (number * 820, 0))
    both.save(PICTURES / "readme.png")
    shrink(PICTURES / "readme.png")


def public_pictures(browser, base: str) -> None:
    for locale in ("zh-hans", "en"):
        for width in WIDTHS:
            page = browser.new_page(base_url=base, viewport={"width": width, "height": 900})
            for name, address in PUBLIC.items():
                page.goto(address.format(locale=locale))
                shoot(page, f"{name}-{locale}-{width}")
            page.goto(f"/{locale}/news/")
            page.goto(page.locator("main .news-card a[href], main article a[href]").first.get_attribute("href"))
            shoot(page, f"article-{locale}-{width}")
            page.close()


def signed_in(browser, base: str, account: str, width: int = 1280) -> Page:
    context = browser.new_context(base_url=base, locale="zh-CN", viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("input[name=username]", account)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


def admin_pictures(browser, base: str) -> None:
    for name, (account, address) in ADMIN.items():
        page = signed_in(browser, base, account)
        page.goto(address)
        shoot(page, name)
        page.context.close()


def inquiry_pictures(browser, base: str) -> None:
    """The first case of the inbox, and the reply to it."""
    page = signed_in(browser, base, "officer-zizhu")
    page.goto("/admin/inquiries/")
    page.goto(page.locator("main a[href*='/admin/inquiries/inspect/']").first.get_attribute("href"))
    shoot(page, "admin-inquiry")
    page.goto(page.locator("main a[href$='/reply/']").first.get_attribute("href"))
    shoot(page, "admin-inquiry-reply")
    page.context.close()


def visit_pictures(browser, base: str) -> None:
    """The screens of the visit that is to come, and its papers as they come out of the printer."""
    page = signed_in(browser, base, "officer-zizhu", width=1300)
    page.goto("/admin/snippets/partnerships/visit/?q=光电")
    address = page.locator("main a[href*='/partnerships/visit/edit/']").first.get_attribute("href")
    visit = next(part for part in address.split("/") if part.isdigit())
    page.goto(address)
    year, month, day = (int(page.locator(f"[name=date_{part}]").input_value()) for part in ("year", "month", "day"))
    for name, screen in VISIT_ADMIN.items():
        page.goto(screen.format(visit=visit, day=f"{year:04}-{month:02}-{day:02}"))
        shoot(page, name)
    for paper in PAPERS:
        for locale in ("zh-hans", "en"):
            page.goto(f"/admin/visits/{visit}/papers/{paper}/?language={locale}", wait_until="networkidle")
            name = f"paper-{paper}-{locale}"
            page.locator(".sheet, .paper").first.screenshot(path=str(PICTURES / f"{name}.png"))
            shrink(PICTURES / f"{name}.png")
    page.context.close()


def main() -> int:
    missing = look("screenshots")
    if missing:
        print(f"Install these Debian packages first: {' '.join(missing)}", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portal-pictures-") as folder:
        Path(folder).chmod(0o755)
        stack = Stack(Path(folder) / "data")
        stack.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
                readme_picture(browser, stack.base)
                public_pictures(browser, stack.base)
                admin_pictures(browser, stack.base)
                inquiry_pictures(browser, stack.base)
                visit_pictures(browser, stack.base)
                browser.close()
        finally:
            stack.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
