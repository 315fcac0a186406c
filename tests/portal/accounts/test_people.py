"""What administrators do about the sign-in of others, and passwords by letter."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Identity, SignInPolicy, SignInSession
from portal.accounts.services import second_factor
from portal.core.enums import Role
from tests.portal.accounts.conftest import PASSWORD, actions, enter, letters, make_user, set_up

pytestmark = pytest.mark.django_db
PEOPLE, RULES = "/admin/sign-in/", "/admin/sign-in/rules/"
RESET = "/admin/password_reset/"


def test_list_says_who_has_a_second_factor(client, officer, administrator, units) -> None:
    make_user("li", Role.EDITOR, units["lingang"])
    set_up(officer)
    client.force_login(administrator)
    page = client.get(PEOPLE, headers={"accept-language": "en"}).text
    rows = dict(re.findall(r'sign-in/\d+/">(.*?)</a>.*?<td>.*?</td>\s*<td>(.*?)</td>', page, re.DOTALL))
    assert (rows["王岚"], rows["li"]) == ("Set up", "None")
    assert "王岚" not in client.get(PEOPLE + "?without=1").text
    assert "王岚" not in client.get(PEOPLE + "?q=li").text


def test_unit_administrators_look_after_their_own_people_alone(client, officer, units, unit_administrator) -> None:
    other = make_user("li", Role.EDITOR, units["lingang"])
    both = make_user("both", Role.EDITOR, units["zizhu"])
    from portal.core.services.memberships import grant_membership

    grant_membership(user=both, role=Role.REVISER, locale=_english(), by=None)
    root = make_user("root", Role.EDITOR, units["zizhu"], is_superuser=True)
    client.force_login(unit_administrator)
    assert client.get(f"{PEOPLE}{officer.pk}/").status_code == 200
    for person in (other, both, root):
        assert client.get(f"{PEOPLE}{person.pk}/").status_code == 404
        assert client.post(f"{PEOPLE}{person.pk}/reset-second-factor/").status_code == 404
        assert client.post(f"{PEOPLE}{person.pk}/end-sessions/").status_code == 404
    assert client.post(RULES, {"roles": []}).status_code == 403
    assert client.post(PEOPLE + "lift-address/", {"address": "192.0.2.1"}).status_code == 403


def _english():
    from wagtail.models import Locale

    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.mark.parametrize(
    "path", ["", "rules/", "lift-address/", "1/", "1/reset-second-factor/", "1/end-sessions/", "1/lift/", "1/unlink/"]
)
def test_others_look_after_nobody(client, officer, path) -> None:
    client.force_login(officer)
    assert client.get(PEOPLE + path).status_code in (302, 405)
    assert client.post(PEOPLE + path).status_code in (403, 405)


def test_resetting_a_second_factor_is_logged_and_told_and_ends_sessions(
    client, officer, administrator, browser
) -> None:
    set_up(officer)
    elsewhere = browser()
    elsewhere.force_login(officer)
    client.force_login(administrator)
    assert client.post(f"{PEOPLE}{officer.pk}/reset-second-factor/").status_code == 302
    assert not second_factor.has_second_factor(officer)
    assert elsewhere.get("/admin/").status_code == 302
    assert actions(officer)[-1] == "accounts.mfa_reset"
    assert "管理员已重置" in letters("second_factor_removed")[0].text


def test_administrators_end_sessions(client, officer, administrator, browser) -> None:
    elsewhere = browser()
    enter(elsewhere)
    client.force_login(administrator)
    row = SignInSession.objects.get(user=officer)
    assert "Windows" in client.get(f"{PEOPLE}{officer.pk}/").text
    client.post(f"{PEOPLE}{officer.pk}/end-sessions/", {"session": row.pk})
    assert elsewhere.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_administrators_lift_locks(client, officer, administrator, browser, settings) -> None:
    for _ in range(5):
        enter(browser(), "wang", "wrong")
    client.force_login(administrator)
    assert "暂停登录" in client.get(PEOPLE, headers={"accept-language": "zh-hans"}).text
    client.post(f"{PEOPLE}{officer.pk}/lift/")
    assert enter(browser()).status_code == 302
    assert "accounts.lock_lifted" in actions(officer)
    settings.PORTAL_ADDRESS_FAILURE_LIMIT = 3
    for number in range(3):
        enter(browser(), f"guess-{number}", "wrong")
    assert "192.0.2.1" in client.get(PEOPLE).text
    client.post(PEOPLE + "lift-address/", {"address": "192.0.2.1"})
    assert enter(browser(), "wang", "wrong").status_code == 200


def test_rules_are_saved_and_logged(client, administrator) -> None:
    client.force_login(administrator)
    assert client.post(RULES, {"roles": ["officer", "head"], "superusers": "on"}).url == RULES
    policy = SignInPolicy.load()
    assert (policy.roles, policy.superusers) == (["head", "officer"], True)
    assert actions(policy) == ["accounts.policy_changed"]
    assert client.post(RULES, {"roles": ["nonsense"]}).status_code == 200


def test_single_sign_on_is_unlinked(client, officer, administrator) -> None:
    Identity.objects.create(user=officer, issuer="https://id.example", subject="1")
    client.force_login(administrator)
    client.post(f"{PEOPLE}{officer.pk}/unlink/")
    assert not Identity.objects.exists()


def test_list_takes_the_same_queries_whatever_its_length(client, officer, administrator, units) -> None:
    client.force_login(administrator)
    client.get(PEOPLE)
    with CaptureQueriesContext(connection) as few:
        client.get(PEOPLE)
    for number in range(3):
        make_user(f"more-{number}", Role.EDITOR, units["lingang"])
    with CaptureQueriesContext(connection) as more:
        client.get(PEOPLE)
    assert len(more) == len(few)


def test_reset_letter_has_the_portals_own_address(client, officer, settings) -> None:
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    answer = client.post(RESET, {"email": "wang@example.org"}, headers={"host": "evil.example"})
    assert answer.url == RESET + "done/"
    letter = letters("password_reset")[0]
    assert "https://portal.example.org/admin/password_reset/confirm/" in letter.text
    assert "evil.example" not in letter.text + letter.html
    assert letter.text.startswith("王岚：")


def test_reset_form_answers_the_same_to_everybody(client, officer) -> None:
    answers = [client.post(RESET, {"email": address}) for address in ("wang@example.org", "nobody@example.org")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, RESET + "done/")] * 2
    assert len(letters("password_reset")) == 1


def test_reset_form_does_not_flood_a_mailbox(client, officer) -> None:
    for _ in range(5):
        client.post(RESET, {"email": "wang@example.org"})
    assert len(letters("password_reset")) <= 2  # two where the five minutes just turned


def test_reset_link_works_once_ends_sessions_and_lifts_the_lock(client, officer, browser) -> None:
    elsewhere = browser()
    enter(elsewhere)
    for _ in range(5):
        enter(browser(), "wang", "wrong")
    client.post(RESET, {"email": "wang@example.org"})
    link = re.search(r"/admin/password_reset/confirm/\S+", letters("password_reset")[0].text).group(0)
    form = client.get(link).url
    assert (
        client.post(form, {"new_password1": "Quiet-Harbour-77", "new_password2": "Quiet-Harbour-77"}).status_code == 302
    )
    assert "无效" in client.get(link, follow=True, headers={"accept-language": "zh-hans"}).text
    assert elsewhere.get("/admin/").status_code == 302
    assert not SignInSession.objects.filter(user=officer).exists()
    assert enter(browser(), password="Quiet-Harbour-77").status_code == 302
    assert len(letters("password_changed")) == 1


def test_reset_does_not_replace_the_second_factor(client, officer, browser) -> None:
    set_up(officer)
    client.post(RESET, {"email": "wang@example.org"})
    link = re.search(r"/admin/password_reset/confirm/\S+", letters("password_reset")[0].text).group(0)
    client.post(client.get(link).url, {"new_password1": "Quiet-Harbour-77", "new_password2": "Quiet-Harbour-77"})
    assert client.get("/admin/").status_code == 302
    assert enter(browser(), password="Quiet-Harbour-77").url == "/admin/login/second-step/"


def test_password_set_by_an_administrator_is_told_and_ends_sessions(client, officer, browser) -> None:
    root = make_user("root", is_superuser=True)
    elsewhere = browser()
    enter(elsewhere)
    client.force_login(root)
    data = {
        "username": "wang",
        "email": "wang@example.org",
        "first_name": "岚",
        "last_name": "王",
        "password1": "Quiet-Harbour-77",
        "password2": "Quiet-Harbour-77",
        "is_active": "on",
    }
    assert client.post(f"/admin/users/edit/{officer.pk}/", data).status_code == 302
    assert elsewhere.get("/admin/").status_code == 302
    assert "操作人为管理员" in letters("password_changed")[0].text
    assert PASSWORD not in str(actions(officer))


def test_nobody_but_superusers_looks_after_superusers(client, administrator) -> None:
    root = make_user("root", is_superuser=True)
    set_up(root)
    client.force_login(administrator)
    assert client.get(f"{PEOPLE}{root.pk}/").status_code == 404
    assert client.post(f"{PEOPLE}{root.pk}/reset-second-factor/").status_code == 404
    assert second_factor.has_second_factor(root)


def test_guessing_the_old_password_without_a_new_one_is_throttled_too(client, officer) -> None:
    client.force_login(officer)
    for _ in range(5):
        client.post("/admin/account/", {"password-old_password": "wrong"})
    assert client.post("/admin/account/", {"password-old_password": PASSWORD}).status_code == 429
