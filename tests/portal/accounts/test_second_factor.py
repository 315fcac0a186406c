"""The second factor: set up, shown at sign-in, recovery codes, given up, demanded by a role."""

from __future__ import annotations

import base64
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from portal.accounts.models import SignInSession
from portal.accounts.services import second_factor
from portal.accounts.services.policy import set_policy
from portal.core.enums import Role
from tests.portal.accounts.conftest import actions, enter, letters, make_user, set_up
from tests.portal.accounts.totp import totp

pytestmark = pytest.mark.django_db
STEP = "/admin/login/second-step/"
SECURITY = "/admin/account/security/"


def shown_key(page: str) -> str:
    return re.search(r'class="accounts-key">([A-Z2-7 ]+)<', page).group(1)


def test_code_is_asked_for_after_the_password(officer, browser) -> None:
    secret, client = set_up(officer), browser()
    answer = enter(client, next="/admin/account/")
    assert (answer.status_code, answer.url) == (302, STEP)
    assert client.get("/admin/").status_code == 302  # not signed in yet
    answer = client.post(STEP, {"code": totp(secret)})
    assert (answer.status_code, answer.url) == (302, "/admin/account/")
    assert client.get("/admin/").status_code == 200


def test_code_works_once_even_when_redis_forgets(officer, browser) -> None:
    from django.core.cache import cache

    secret = set_up(officer)
    code = totp(secret)
    first, second = browser(), browser()
    enter(first), enter(second)
    assert first.post(STEP, {"code": code}).status_code == 302
    cache.clear()
    assert second.post(STEP, {"code": code}).status_code == 200
    assert second.get("/admin/").status_code == 302


def test_code_of_an_earlier_step_is_not_taken_after_a_later_one(officer) -> None:
    secret = set_up(officer)
    assert second_factor.show_code(user=officer, code=totp(secret, time.time() + 30)) == "totp"
    assert second_factor.show_code(user=officer, code=totp(secret)) is None


def test_code_that_activated_cannot_sign_in(officer) -> None:
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    secret = generate_totp_secret()
    code = totp(secret)
    assert second_factor.activate(user=officer, secret=secret, code=code)
    assert second_factor.show_code(user=officer, code=code) is None


@pytest.mark.parametrize("shape", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_code_may_be_typed_with_spaces(officer, shape) -> None:
    code = totp(set_up(officer))
    assert second_factor.show_code(user=officer, code=shape.format(code[:3], code[3:])) == "totp"


@pytest.mark.parametrize("code", ["", "000000", "１", "²²²²²²", "x" * 40, "' OR 1=1 --", "\u0660\u0661"])
def test_nonsense_is_no_code(officer, code) -> None:
    set_up(officer)
    assert second_factor.show_code(user=officer, code=code) is None


def test_recovery_code_works_once_and_says_how_many_are_left(officer, browser) -> None:
    set_up(officer)
    codes = second_factor.unused_recovery_codes(officer)
    assert len(codes) == 10
    client = browser()
    enter(client)
    client.post(STEP, {"code": codes[3]})
    assert (
        "9 are left" in client.get("/admin/", headers={"accept-language": "en"}).text
        or "9个" in client.get("/admin/").text
    )
    again = browser()
    enter(again)
    assert again.post(STEP, {"code": codes[3]}).status_code == 200
    assert len(second_factor.unused_recovery_codes(officer)) == 9


def test_wrong_codes_lock_the_second_step_from_everywhere(officer, browser) -> None:
    secret = set_up(officer)
    answers = []
    for number in range(5):
        client = browser(address=f"198.51.100.{number + 1}")
        enter(client)
        answers.append(client.post(STEP, {"code": "000000"}).status_code)
    assert answers == [200] * 4 + [429]
    fresh = browser(address="203.0.113.5")
    enter(fresh)
    assert fresh.post(STEP, {"code": totp(secret)}).status_code == 429
    assert actions(officer).count("accounts.sign_in_failed") == 5


@pytest.mark.django_db(transaction=True)
def test_many_codes_at_once_do_not_outrun_the_lock(officer, browser) -> None:
    set_up(officer)
    clients = [browser(address=f"198.51.100.{number + 1}") for number in range(12)]
    for client in clients:
        enter(client)
    barrier = threading.Barrier(len(clients))

    def guess(client) -> int:
        barrier.wait()
        try:
            return client.post(STEP, {"code": "000000"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = list(threads.map(guess, clients))

    assert sorted(answers) == [200] * 4 + [429] * 8
    assert actions(officer).count("accounts.sign_in_failed") == 5


def test_second_step_without_a_first_leads_back(browser, db) -> None:
    answer = browser().post(STEP, {"code": "123456"})
    assert (answer.status_code, answer.url) == (302, "/admin/login/")


def test_second_step_is_void_after_ten_minutes_or_a_new_password(officer, browser) -> None:
    secret = set_up(officer)
    late, changed = browser(), browser()
    enter(late), enter(changed)
    session = late.session
    session["accounts_pending"] = session["accounts_pending"] | {"begun": time.time() - 601}
    session.save()
    assert late.post(STEP, {"code": totp(secret)}).url == "/admin/login/"
    officer.set_password("Another-Terrace-9")
    officer.save()
    assert changed.post(STEP, {"code": totp(secret)}).url == "/admin/login/"


def test_secret_is_not_readable_in_the_database(officer) -> None:
    secret = set_up(officer)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_setting_up_by_the_screens(officer, browser) -> None:
    client, elsewhere = browser(), browser()
    enter(client), enter(elsewhere)
    page = client.get(SECURITY + "second-factor/").text
    assert "<svg" in page
    key = shown_key(page)
    assert client.post(SECURITY + "second-factor/", {"code": "000000"}).status_code == 200
    assert shown_key(client.get(SECURITY + "second-factor/").text) == key  # the app need not be told anew
    answer = client.post(SECURITY + "second-factor/", {"code": totp(key)})
    assert answer.url.startswith(SECURITY + "recovery-codes/")
    codes = second_factor.unused_recovery_codes(officer)
    assert all(code in client.get(answer.url).text for code in codes)
    file = client.get(SECURITY + "recovery-codes/download/")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.content.decode() for code in codes)
    assert elsewhere.get("/admin/").status_code == 302  # sessions without the factor are over
    assert [letter.recipient for letter in letters("second_factor_added")] == ["wang@example.org"]
    assert "accounts.mfa_added" in actions(officer)


def test_pages_of_the_second_factor_carry_no_inline_script_or_style(officer, browser) -> None:
    client = browser()
    enter(client)
    page = client.get(SECURITY + "second-factor/").text
    ours = page[page.index('class="nice-padding"') : page.index("</ol>")]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", ours)


def test_renewed_codes_void_the_old(officer, browser) -> None:
    secret, client = set_up(officer), browser()
    enter(client)
    client.post(STEP, {"code": totp(secret)})
    old = second_factor.unused_recovery_codes(officer)
    assert client.post(SECURITY + "recovery-codes/").status_code == 302
    assert second_factor.show_code(user=officer, code=old[0]) is None
    assert "accounts.recovery_codes_renewed" in actions(officer)


def test_giving_up_asks_for_the_password_again(officer, browser) -> None:
    secret, client = set_up(officer), browser()
    enter(client)
    client.post(STEP, {"code": totp(secret)})
    session = client.session
    session["accounts_confirmed_at"] = time.time() - 61
    session.save()
    url = SECURITY + "second-factor/deactivate/"
    confirm = client.post(url)
    assert confirm.url.startswith(SECURITY + "confirm/")
    assert second_factor.has_second_factor(officer)
    assert client.post(SECURITY + "confirm/", {"password": "wrong", "next": url}).status_code == 200
    assert client.post(SECURITY + "confirm/", {"password": "Bamboo-Terrace-41", "next": url}).url == url
    client.post(url)
    assert not Authenticator.objects.filter(user=officer).exists()
    assert len(letters("second_factor_removed")) == 1


def test_confirming_leads_to_no_other_host(officer, browser) -> None:
    client = browser()
    enter(client)
    data = {"password": "Bamboo-Terrace-41", "next": "https://evil.example/"}
    assert client.post(SECURITY + "confirm/", data).url == SECURITY


def test_guessing_the_password_in_confirming_is_throttled(officer, browser) -> None:
    client = browser()
    enter(client)
    answers = [client.post(SECURITY + "confirm/", {"password": "wrong"}).status_code for _ in range(6)]
    assert answers == [200] * 4 + [429] * 2


@pytest.fixture
def demanded(administrator) -> None:
    set_policy(roles=[Role.OFFICER], superusers=True, by=administrator)


def test_demanding_role_leads_to_the_set_up_and_nowhere_else(officer, demanded, browser) -> None:
    client = browser()
    enter(client)
    answer = client.get("/admin/account/")
    assert answer.url == "/admin/account/security/second-factor/?next=%2Fadmin%2Faccount%2F"
    assert client.post("/admin/account/", {}).status_code == 403
    assert client.get("/admin/api/main/pages/", headers={"accept": "application/json"}).status_code == 403
    assert client.get("/admin/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    page = client.get(answer.url).text
    client.post(answer.url, {"code": totp(shown_key(page))})
    assert client.get("/admin/account/").status_code == 200


def test_demand_holds_for_sessions_that_are_open(officer, administrator, browser) -> None:
    client = browser()
    enter(client)
    assert client.get("/admin/").status_code == 200
    set_policy(roles=[Role.OFFICER], superusers=False, by=administrator)
    assert client.get("/admin/").status_code == 302


def test_demand_holds_outside_the_admin_as_if_not_signed_in(officer, demanded, rf, browser) -> None:
    from portal.accounts.middleware import SessionAuthentication

    client = browser()
    enter(client)
    request = rf.get("/documents/1/x.pdf")
    request.session = client.session
    SessionAuthentication(lambda request: None).process_request(request)
    assert request.user.is_anonymous


def test_demand_can_hold_for_accounts_with_all_rights(demanded, browser) -> None:
    make_user("root", is_superuser=True)
    client = browser()
    enter(client, "root")
    assert client.get("/admin/").url.startswith(SECURITY + "second-factor/")


def test_who_must_have_one_cannot_give_it_up(officer, demanded, browser) -> None:
    secret, client = set_up(officer), browser()
    enter(client)
    client.post(STEP, {"code": totp(secret)})
    assert client.post(SECURITY + "second-factor/deactivate/").url == SECURITY
    assert second_factor.has_second_factor(officer)


def test_session_that_showed_no_factor_has_to_once_there_is_one(officer, demanded, browser) -> None:
    client = browser()
    enter(client)
    set_up(officer)  # elsewhere
    assert client.get("/admin/").url == "/admin/login/"
    assert not SignInSession.objects.filter(user=officer).exists()


def test_nobody_must_by_default(officer, browser) -> None:
    client = browser()
    enter(client)
    assert client.get("/admin/").status_code == 200


def test_codes_are_those_of_the_rfc() -> None:
    """RFC 6238, appendix B (SHA-1)."""
    key = base64.b32encode(b"12345678901234567890").decode()
    cases = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 20000000000: "65353130"}
    assert {at: totp(key, at, digits=8) for at in cases} == cases
