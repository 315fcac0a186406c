"""A new officer, in Chinese: from the invitation to the first sign-in with two factors."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from tests.stack import PASSWORD, wait_for

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portal" / "accounts"))
from totp import totp  # noqa: E402

ADDRESS, CHOSEN = "chen.yu@example.org", "Quiet-Harbour-77"


def test_new_officer_comes_in_by_invitation_and_signs_in_with_two_factors(visits, sink) -> None:
    admin = visits.signed_in("admin")
    admin.goto("/admin/sign-in/rules/")
    admin.check("input[name=roles][value=officer]")
    admin.get_by_role("button", name="保存").click()
    try:
        _come_in(visits, sink, admin)
    finally:  # the other tests share this portal
        admin.goto("/admin/sign-in/rules/")
        admin.uncheck("input[name=roles][value=officer]")
        admin.get_by_role("button", name="保存").click()


def _come_in(visits, sink, admin) -> None:
    admin.goto("/admin/invitations/new/")
    admin.fill("input[name=email]", ADDRESS)
    admin.fill("input[name=last_name]", "陈")
    admin.fill("input[name=first_name]", "予")
    admin.select_option("select[name=roles-0-role]", label="合作专员")
    admin.select_option("select[name=roles-0-unit]", index=1)
    admin.get_by_role("button", name="发送邀请").click()
    assert "已发出" in admin.locator(".messages").inner_text()

    letter = wait_for(lambda: sink.to(ADDRESS), 30, "no invitation came")[0]
    text = letter.get_body(("plain",)).get_content()
    assert text.startswith("陈予：")

    person = visits.page()
    person.goto(re.search(r"https?://\S+/admin/invitation/\S+", text).group(0))
    assert "合作专员" in person.inner_text("main")
    person.fill("input[name=username]", "chenyu")
    person.fill("input[name=password1]", CHOSEN)
    person.fill("input[name=password2]", CHOSEN)
    person.get_by_role("button", name="接受邀请").click()

    person.wait_for_url("**/second-factor/**")  # the role demands it: the admin opens afterwards
    assert person.locator(".accounts-qr svg").is_visible()
    key = person.inner_text(".accounts-key")
    activated = totp(key)
    person.fill("input[name=code]", activated)
    person.locator("main form button[type=submit]").last.click()
    person.wait_for_url("**/recovery-codes/**")
    assert person.locator(".accounts-codes li").count() == 10
    person.get_by_role("link", name="已保存，继续").click()
    person.goto("/admin/")
    assert "chenyu" in person.content() or "陈予" in person.content()

    again = visits.page()
    again.goto("/admin/login/")
    again.fill("input[name=username]", "chenyu")
    again.fill("input[name=password]", CHOSEN)
    again.click("button[type=submit]")
    again.wait_for_url("**/second-step/")
    again.fill("input[name=code]", activated)  # used already
    again.get_by_role("button", name="继续").click()
    assert "动态码无效" in again.inner_text("main")
    wait_for(lambda: totp(key) != activated, 31, "the clock stands still")
    time.sleep(0.5)
    again.fill("input[name=code]", totp(key))
    again.get_by_role("button", name="继续").click()
    again.wait_for_url("**/admin/")
    assert PASSWORD != CHOSEN
