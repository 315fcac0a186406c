"""A new officer, in Chinese: from the invitation to the first sign-in with two factors."""

from __future__ import annotations

import re

from tests.portal.accounts.totp import totp
from tests.stack import wait_for

ADDRESS, NAME, CHOSEN = "chen.yu@example.org", "chenyu", "Quiet-Harbour-77"


def test_new_officer_comes_in_by_invitation_and_signs_in_with_two_factors(visits, sink) -> None:
    admin = visits.signed_in("admin")
    _demand_of_officers(admin, True)
    try:
        _come_in(visits, sink, admin)
    finally:  # the other tests share this portal
        _demand_of_officers(admin, False)


def _demand_of_officers(admin, demanded: bool) -> None:
    admin.goto("/admin/sign-in/rules/")
    admin.set_checked("input[name=roles][value=officer]", demanded)
    admin.get_by_role("button", name="保存").click()
    admin.get_by_text("登录规则已保存").first.wait_for()


def _come_in(visits, sink, admin) -> None:
    admin.goto("/admin/invitations/new/")
    admin.fill("input[name=email]", ADDRESS)
    admin.fill("input[name=last_name]", "陈")
    admin.fill("input[name=first_name]", "予")
    admin.select_option("select[name=roles-0-role]", label="合作专员")
    admin.select_option("select[name=roles-0-unit]", index=1)
    admin.get_by_role("button", name="发送邀请").click()
    admin.get_by_text("的邀请已发出").first.wait_for()

    letter = wait_for(lambda: sink.to(ADDRESS), 30, "no invitation came")[0]
    text = letter.get_body(("plain",)).get_content()
    assert text.startswith("陈予：")

    person = visits.page()
    person.goto(re.search(r"https?://\S+/admin/invitation/\S+", text).group(0))
    assert "合作专员" in person.inner_text("main")
    person.fill("input[name=username]", NAME)
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
    person.get_by_role("link", name="合作咨询").first.wait_for()

    again = visits.page()
    again.goto("/admin/login/")
    again.fill("input[name=username]", NAME)
    again.fill("input[name=password]", CHOSEN)
    again.click("button[type=submit]")
    again.wait_for_url("**/second-step/")
    again.fill("input[name=code]", activated)  # used already
    again.get_by_role("button", name="继续").click()
    again.locator(".messages").get_by_text("动态码无效").wait_for()
    wait_for(lambda: totp(key) != activated, 31, "the clock stands still")
    again.fill("input[name=code]", totp(key))
    again.get_by_role("button", name="继续").click()
    again.wait_for_url("**/admin/")
