"""Signing in with user name and password: as outside checks do it, throttled, telling nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from portal.accounts.models import SignInPolicy, SignInSession
from portal.core.models import User
from tests.portal.accounts.conftest import LOGIN, PASSWORD, actions, enter, letters, make_user

pytestmark = pytest.mark.django_db


def test_password_alone_lets_in_who_has_no_second_factor(officer, browser) -> None:
    client = browser()
    answer = enter(client, next="/admin/account/")
    assert (answer.status_code, answer.url) == (302, "/admin/account/")
    assert client.get("/admin/").status_code == 200
    assert actions(officer)[-1] == "accounts.sign_in"


def test_page_has_the_fields_that_are_relied_on(client) -> None:
    page = client.get(LOGIN).text
    assert {"username", "password", "next", "csrfmiddlewaretoken", "remember"} <= set(re.findall(r'name="(\w+)"', page))


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_leads_to_no_other_host(officer, browser, target) -> None:
    assert enter(browser(), next=target).url == "/admin/"


def test_answer_is_the_same_for_unknown_names_and_wrong_passwords(officer, browser) -> None:
    def text(answer) -> str:
        return re.sub(r'value="[^"]*"|[A-Za-z0-9]{64}', "", answer.text)

    wrong, unknown = enter(browser(), "wang", "wrong"), enter(browser(), "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert text(wrong) == text(unknown)


def test_sign_in_without_token_is_refused(officer) -> None:
    client = Client(enforce_csrf_checks=True)
    assert enter(client).status_code == 403
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    assert enter(client, csrfmiddlewaretoken=token).status_code == 302


def test_session_gets_a_new_key_on_signing_in(officer, browser) -> None:
    """A key that somebody else planted before is worth nothing after."""
    client = browser()
    client.session.save()
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    enter(client)
    assert client.cookies["sessionid"].value != planted
    assert Client(headers={"cookie": f"sessionid={planted}"}).get("/admin/").status_code == 302


def test_five_failures_lock_a_name_at_an_address(officer, browser) -> None:
    for _ in range(4):
        assert enter(browser(), "wang", "wrong").status_code == 200
    locked = enter(browser(), "wang", "wrong")
    assert locked.status_code == 429
    assert "Please wait 15 minutes" in locked.text
    assert 0 < int(locked["Retry-After"]) <= 900
    assert enter(browser(), "wang", PASSWORD).status_code == 429  # the right password too
    assert enter(browser(address="192.0.2.2"), "wang", PASSWORD).status_code == 302  # and elsewhere not
    assert actions(officer).count("accounts.sign_in_failed") == 5


def test_lock_is_the_same_for_names_that_do_not_exist(officer, browser) -> None:
    for name in ("wang", "nobody"):
        answers = [enter(browser(), name, "wrong") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert actions(SignInPolicy.load()) == ["accounts.sign_in_failed"] * 5


def test_lock_page_speaks_chinese_to_chinese_browsers(officer) -> None:
    client = Client(headers={"accept-language": "zh-CN"})
    answers = [enter(client, "wang", "wrong") for _ in range(5)]
    assert "请等待15分钟后再试" in answers[-1].text


def test_lock_ends_when_the_page_said(officer, browser) -> None:
    for _ in range(5):
        enter(browser(), "wang", "wrong")
    enter(browser(), "wang", "wrong")  # trying on does not lengthen it
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert enter(browser()).status_code == 302


def test_many_names_from_one_address_lock_the_address(officer, browser, settings) -> None:
    settings.PORTAL_ADDRESS_FAILURE_LIMIT = 8
    answers = [enter(browser(), f"guess-{number}", "wrong").status_code for number in range(9)]
    assert answers == [200] * 7 + [429] * 2
    assert enter(browser()).status_code == 429
    assert enter(browser(address="192.0.2.9")).status_code == 302


def test_own_success_does_not_lift_the_limit_of_the_address(officer, browser, settings) -> None:
    settings.PORTAL_ADDRESS_FAILURE_LIMIT = 4
    for number in range(3):
        enter(browser(), f"guess-{number}", "wrong")
    assert enter(browser()).status_code == 302
    assert enter(browser(), "guess-4", "wrong").status_code == 429


def test_success_forgets_the_failures_of_the_name(officer, browser) -> None:
    for _ in range(4):
        enter(browser(), "wang", "wrong")
    assert enter(browser()).status_code == 302
    assert [enter(browser(), "wang", "wrong").status_code for _ in range(4)] == [200] * 4


def test_addresses_of_one_ipv6_network_count_together(officer, browser) -> None:
    answers = [enter(browser(address=f"2001:db8::{n}"), "wang", "wrong").status_code for n in range(1, 7)]
    assert answers == [200] * 4 + [429] * 2


def test_address_behind_a_trusted_proxy_is_that_of_the_client(officer, settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    client = Client(REMOTE_ADDR="10.0.0.1")

    def attempt(address: str, password: str = "wrong"):
        return client.post(LOGIN, {"username": "wang", "password": password}, headers={"x-forwarded-for": address})

    assert [attempt("198.51.100.1").status_code for _ in range(5)] == [200] * 4 + [429]
    assert attempt("198.51.100.2", PASSWORD).status_code == 302
    assert str(SignInSession.objects.get().address) == "198.51.100.2"


def test_typed_passwords_are_kept_nowhere(officer, browser) -> None:
    enter(browser(), "my-secret-in-the-wrong-field", "typed-secret")
    attempt = AccessAttempt.objects.get()
    assert "typed-secret" not in attempt.post_data
    log = SignInPolicy.load()
    from wagtail.log_actions import registry

    assert "my-secret" not in str(registry.get_logs_for_instance(log).get().data)


def test_deactivated_account_is_answered_like_a_wrong_password(officer, browser) -> None:
    make_user("gone", is_active=False)
    assert enter(browser(), "gone").status_code == 200
    assert User.objects.get(username="gone").last_login is None


def test_first_device_is_no_news_a_second_is(officer, browser) -> None:
    first = browser()
    enter(first)
    first.post("/admin/logout/")
    enter(first)
    assert letters("new_device") == []
    enter(browser(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1", address="198.51.100.7"))
    letter = letters("new_device")[0]
    assert (letter.recipient, letter.subject) == ("wang@example.org", "新设备登录提醒")
    assert "iPhone上的Safari" in letter.text
    assert "198.51.100.7" in letter.text


def test_device_known_by_its_cookie_is_no_news_elsewhere(officer, browser) -> None:
    client = browser()
    enter(client)
    client.post("/admin/logout/")
    client.defaults["REMOTE_ADDR"] = "198.51.100.9"
    enter(client)
    assert letters("new_device") == []


def test_forged_device_cookie_is_news(officer, browser) -> None:
    enter(browser())
    stranger = browser(address="198.51.100.9")
    stranger.cookies["portal_device"] = "made-up:signature"
    enter(stranger)
    assert len(letters("new_device")) == 1
