"""Invitations: who may write them, what the link can do, once, and for whom."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.enums import InvitationState
from portal.accounts.models import Invitation
from portal.accounts.services import invitations
from portal.accounts.services.invitations import Grant, InvitationError
from portal.accounts.services.policy import set_policy
from portal.core.enums import Role
from portal.core.models import User
from portal.core.services.memberships import end_membership
from tests.portal.accounts.conftest import PASSWORD, actions, letters, make_user

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/invitations/", "/admin/invitations/new/"
CHOSEN = {"username": "li.na", "password1": "Quiet-Harbour-77", "password2": "Quiet-Harbour-77"}


def form(**more: str) -> dict[str, str]:
    empty = {f"roles-{n}-{name}": "" for n in range(3) for name in ("role", "unit", "locale", "ends_at")}
    management = {"roles-TOTAL_FORMS": "3", "roles-INITIAL_FORMS": "0"}
    person = {"email": "li.na@example.org", "last_name": "李", "first_name": "娜", "language": "zh-hans"}
    return empty | management | person | more


def link(number: int = -1) -> str:
    return re.search(r"https?://\S+/admin/invitation/\S+", letters("invitation")[number].text).group(0)


def path(number: int = -1) -> str:
    return "/admin/invitation/" + link(number).rpartition("/invitation/")[2]


@pytest.fixture
def invited(units, administrator) -> Invitation:
    return invitations.invite(
        email="li.na@example.org",
        last_name="李",
        first_name="娜",
        language="zh-hans",
        grants=[Grant(Role.OFFICER, units["zizhu"])],
        by=administrator,
    )


def test_inviting_by_the_form_writes_the_letter(client, units, administrator, settings) -> None:
    client.force_login(administrator)
    answer = client.post(NEW, form(**{"roles-0-role": "officer", "roles-0-unit": str(units["zizhu"].pk)}))
    assert answer.url == LIST
    letter = letters("invitation")[0]
    assert (letter.recipient, letter.locale) == ("li.na@example.org", "zh-hans")
    assert letter.text.startswith("李娜：")
    assert "· 合作专员，Zizhu" in letter.text
    assert link().startswith(settings.PORTAL_BASE_URL)
    assert not User.objects.filter(email="li.na@example.org").exists()
    assert "已发送" in client.get(LIST, headers={"accept-language": "zh-hans"}).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "请至少选择一个角色。"),
        ({"roles-0-role": "translator"}, "请选择该角色的语言。"),
        ({"roles-0-role": "officer", "roles-0-ends_at": "2020-01-01 00:00"}, "结束时间必须晚于现在。"),
    ],
)
def test_form_says_what_is_missing(client, locales, administrator, changed, words) -> None:
    client.force_login(administrator)
    answer = client.post(NEW, form(**changed), headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200
    assert words in answer.text
    assert not Invitation.objects.exists()


def test_unit_administrators_invite_for_their_unit_alone(client, units, unit_administrator) -> None:
    client.force_login(unit_administrator)
    assert client.post(NEW, form(**{"roles-0-role": "officer"})).status_code == 200
    foreign = form(**{"roles-0-role": "officer", "roles-0-unit": str(units["lingang"].pk)})
    assert client.post(NEW, foreign).status_code == 200
    assert not Invitation.objects.exists()
    own = form(**{"roles-0-role": "editor", "roles-0-unit": str(units["zizhu"].pk)})
    assert client.post(NEW, own).status_code == 302
    with pytest.raises(InvitationError):
        invitations.invite(
            email="x@example.org",
            last_name="X",
            first_name="",
            language="en",
            grants=[Grant(Role.ADMINISTRATOR)],
            by=unit_administrator,
        )


def test_unit_administrators_see_the_invitations_of_their_unit_alone(
    client, units, invited, unit_administrator
) -> None:
    other = make_user("lingang-chief", Role.ADMINISTRATOR, units["lingang"])
    client.force_login(other)
    assert "li.na@example.org" not in client.get(LIST).text
    assert client.post(f"{LIST}{invited.pk}/revoke/").status_code == 404
    client.force_login(unit_administrator)
    assert "li.na@example.org" in client.get(LIST).text


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}1/send-again/", f"{LIST}1/revoke/"])
def test_others_do_not_invite(client, officer, address) -> None:
    client.force_login(officer)
    if address != LIST:
        assert client.post(address).status_code == 403
    assert client.get(address).status_code in ((302, 405) if address != LIST else (302,))


def test_accepting_makes_an_account_with_the_roles_and_signs_in(client, invited, administrator, units) -> None:
    assert client.get(path()).status_code == 200
    answer = client.post(path(), CHOSEN)
    assert (answer.status_code, answer.url) == (302, "/admin/")
    user = User.objects.get(username="li.na")
    assert [(m.role, m.unit) for m in user.memberships.all()] == [(Role.OFFICER, units["zizhu"])]
    assert user.wagtail_userprofile.preferred_language == "zh-hans"
    assert client.get("/admin/").status_code == 200
    invited.refresh_from_db()
    assert (invited.state, invited.accepted_by) == (InvitationState.ACCEPTED, user)
    assert actions(invited) == ["accounts.invitation_sent", "accounts.invitation_accepted"]
    from wagtail.log_actions import registry

    grant = registry.get_logs_for_instance(user).filter(action="core.membership.grant").get()
    assert grant.user == administrator
    assert letters("new_device") == []


def test_link_works_once(client, invited) -> None:
    client.post(path(), CHOSEN)
    client.post("/admin/logout/")
    assert client.get(path()).status_code == 404
    assert client.post(path(), CHOSEN | {"username": "second"}).status_code == 404
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize("password", ["12345678", "short", "li.na@example", "password"])
def test_weak_passwords_are_refused(client, invited, password) -> None:
    answer = client.post(path(), CHOSEN | {"password1": password, "password2": password})
    assert answer.status_code == 200
    assert not User.objects.filter(username="li.na").exists()


def test_taken_user_name_is_said(client, invited) -> None:
    User.objects.create_user("LI.NA", "other@example.org")
    assert "该用户名已被使用" in client.post(path(), CHOSEN).text


def test_guessed_links_open_nothing(client, invited) -> None:
    for token in ("x", "0" * 43, link()[-43:][:-1] + "!", invited.token_digest):
        assert client.get(f"/admin/invitation/{token}/").status_code == 404


def test_expired_link_is_void_and_can_be_sent_again(client, invited, administrator) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    old = path()
    assert client.get(old).status_code == 404
    client.force_login(administrator)
    assert client.post(f"{LIST}{invited.pk}/send-again/").url == LIST
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(path()).status_code == 200
    assert path() != old


def test_revoked_link_is_void_for_good(client, invited, administrator) -> None:
    client.force_login(administrator)
    client.post(f"{LIST}{invited.pk}/revoke/")
    client.post(f"{LIST}{invited.pk}/send-again/")
    assert len(letters("invitation")) == 1
    client.logout()
    assert client.get(path()).status_code == 404


def test_link_is_void_when_the_inviter_could_not_invite_any_more(client, invited, administrator) -> None:
    end_membership(membership=administrator.memberships.get(), by=None)
    assert client.get(path()).status_code == 404
    assert client.post(path(), CHOSEN).status_code == 404


def test_existing_account_gets_the_further_role_without_a_word_to_the_inviter(client, invited, units) -> None:
    user = make_user("li.na", Role.EDITOR, units["lingang"])
    page = client.get(path())
    assert "您的邮箱已有账号" in page.text
    assert 'name="password1"' not in page.text
    answer = client.post(path(), {"username": "taken-over", "password1": "x", "password2": "x"})
    assert answer.url == "/admin/login/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert {(m.role, m.unit.slug) for m in user.memberships.all()} == {("editor", "lingang"), ("officer", "zizhu")}
    assert client.get("/admin/").status_code == 302  # the mailbox alone does not sign in


def test_deactivated_account_does_not_come_back_by_invitation(client, invited) -> None:
    make_user("li.na", is_active=False)
    assert client.get(path()).status_code == 404
    assert client.post(path(), CHOSEN).status_code == 404


def test_demanding_role_sets_up_the_factor_right_after(client, invited, administrator) -> None:
    set_policy(roles=[Role.OFFICER], superusers=False, by=administrator)
    client.post(path(), CHOSEN)
    assert client.get("/admin/").url.startswith("/admin/account/security/second-factor/")
    assert client.get("/admin/account/security/second-factor/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(locales, units, invited) -> None:
    token, results = path().split("/")[3], []
    barrier = threading.Barrier(2)

    def take(name: str) -> None:
        barrier.wait()
        try:
            results.append(invitations.accept(token=token, username=name, password="Quiet-Harbour-77").username)
        except InvitationError:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[name]) for name in ("one", "two")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert results.count(None) == 1
    assert User.objects.filter(username__in=["one", "two"]).count() == 1


def test_list_takes_the_same_queries_whatever_its_length(client, units, invited, administrator) -> None:
    client.force_login(administrator)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(2):
        invitations.invite(
            email=f"p{number}@example.org",
            last_name="P",
            first_name="",
            language="en",
            grants=[Grant(Role.OFFICER, units["zizhu"]), Grant(Role.HEAD, units["lingang"])],
            by=administrator,
        )
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)
    assert len(three) == len(one)


def test_unit_administrators_do_not_see_an_invitation_that_also_holds_a_role_elsewhere(
    client, units, administrator, unit_administrator
) -> None:
    grants = [Grant(Role.EDITOR, units["zizhu"]), Grant(Role.OFFICER, units["lingang"])]
    both = invitations.invite(
        email="both@example.org", last_name="李", first_name="双", language="zh-hans", grants=grants, by=administrator
    )
    client.force_login(unit_administrator)
    assert "both@example.org" not in client.get(LIST).text
    assert client.post(f"{LIST}{both.pk}/revoke/").status_code == 404


def test_unit_administrators_invite_to_roles_of_a_unit_alone(client, units, unit_administrator) -> None:
    client.force_login(unit_administrator)
    assert 'value="auditor"' not in client.get(NEW).text
    with pytest.raises(InvitationError):
        invitations.invite(
            email="a@example.org",
            last_name="李",
            first_name="察",
            language="zh-hans",
            grants=[Grant(Role.AUDITOR, units["zizhu"])],
            by=unit_administrator,
        )
