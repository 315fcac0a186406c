"""Single sign-on against a provider on a real port, honest and not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from portal.accounts.models import Identity, SignInPolicy
from portal.core.models import User
from tests.portal.accounts.conftest import LOGIN, actions, make_user, set_up
from tests.portal.accounts.provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
START, BACK = LOGIN + "single-sign-on/", LOGIN + "single-sign-on/callback/"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(server, settings) -> Provider:
    server.claims, server.userinfo, server.answers, server.asked = {}, {}, {}, []
    server.signs_with, server.algorithm = server.key, "RS256"
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.issuer, CLIENT, SECRET
    settings.OIDC_NAME = "Park ID"
    return server


def go(client: Client, provider: Provider, next_url: str = "", **changed: str) -> Any:
    start = client.get(START, {"next": next_url} if next_url else {})
    return client.get(BACK, provider.authorize(start.url) | changed)


def is_refused(client: Client, answer: Any) -> bool:
    return answer.url == LOGIN and client.get("/admin/").status_code == 302 and not Identity.objects.exists()


def test_without_settings_there_is_no_button_and_no_request(client, officer) -> None:
    assert "single-sign-on" not in client.get(LOGIN).text
    assert client.get(START).status_code == 404
    assert client.get(BACK, {"code": "x", "state": "y"}).url == LOGIN


def test_button_names_the_provider(client, provider, db) -> None:
    assert "通过Park ID登录" in client.get(LOGIN, headers={"accept-language": "zh-hans"}).text
    assert provider.asked == []


def test_existing_account_signs_in_and_is_linked(client, officer, provider) -> None:
    answer = go(client, provider, "/admin/account/")
    assert answer.url == "/admin/account/"
    assert client.get("/admin/").status_code == 200
    assert Identity.objects.get().user == officer
    assert "accounts.single_sign_on_linked" in actions(officer)


def test_link_holds_when_the_address_changes(client, officer, provider) -> None:
    go(client, provider)
    client.post("/admin/logout/")
    provider.claims = {"email": "wang.new@example.org"}
    assert go(client, provider).url == "/admin/"


def test_second_factor_is_asked_for_here_too(client, officer, provider) -> None:
    set_up(officer)
    assert go(client, provider).url == LOGIN + "second-step/"


def test_address_comes_from_userinfo_where_the_token_has_none(client, officer, provider) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "person-1", "email": "wang@example.org", "email_verified": True}
    assert go(client, provider).url == "/admin/"


def test_userinfo_of_somebody_else_is_refused(client, officer, provider) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "person-2", "email": "wang@example.org", "email_verified": True}
    assert is_refused(client, go(client, provider))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["portal", "another"]},
        {"iss": "https://another.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email": None},
        {"email": "nobody@example.org"},
    ],
    ids=str,
)
def test_claims_that_are_wrong_let_nobody_in(client, officer, provider, claims) -> None:
    provider.claims = claims
    assert is_refused(client, go(client, provider))
    assert User.objects.count() == 1


def test_signature_of_another_key_is_refused(client, officer, provider) -> None:
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert is_refused(client, go(client, provider))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(("algorithm", "key"), [("none", ""), ("HS256", SECRET)])
def test_token_without_a_public_signature_is_refused(client, officer, provider, algorithm, key) -> None:
    provider.algorithm, provider.signs_with = algorithm, key
    assert is_refused(client, go(client, provider))


def test_state_of_another_browser_is_refused(client, officer, provider) -> None:
    assert is_refused(client, go(client, provider, state="another"))
    assert "/token" not in provider.asked
    assert actions(SignInPolicy.load()) == ["accounts.sign_in_failed"]


def test_answer_is_good_for_once(client, officer, provider) -> None:
    start = client.get(START)
    back = provider.authorize(start.url)
    client.get(BACK, back)
    client.post("/admin/logout/")
    assert client.get(BACK, back).url == LOGIN
    assert client.get("/admin/").status_code == 302


def test_answer_to_a_browser_that_did_not_ask_is_refused(officer, provider) -> None:
    asker, victim = Client(), Client()
    back = provider.authorize(asker.get(START).url)
    assert victim.get(BACK, back).url == LOGIN
    assert victim.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/token", (500, "oops")),
        ("/token", (200, "<html>")),
        ("/token", (200, "[]")),
        ("/token", (200, "{}")),
        ("/token", (302, "http://127.0.0.1:1/")),
        ("/keys", (200, '{"keys": []}')),
        ("/keys", (404, "")),
    ],
    ids=str,
)
def test_provider_that_fails_is_said_kindly(client, officer, provider, path, answer) -> None:
    provider.answers = {path: answer}
    refused = go(client, provider)
    assert is_refused(client, refused)
    assert "统一身份认证未成功" in client.get(LOGIN, headers={"accept-language": "zh-hans"}).text


@pytest.mark.parametrize("answer", [(500, ""), (200, "no"), (200, '{"issuer": "https://another.example"}')], ids=str)
def test_provider_that_cannot_be_discovered_is_said_kindly(client, officer, provider, answer) -> None:
    provider.answers = {"/.well-known/openid-configuration": answer}
    assert client.get(START).url == LOGIN


def test_two_accounts_with_the_address_let_nobody_in(client, officer, provider) -> None:
    User.objects.create_user("twin", "WANG@example.org")
    assert is_refused(client, go(client, provider))


def test_deactivated_account_stays_out(client, officer, provider) -> None:
    go(client, provider)
    client.post("/admin/logout/")
    officer.is_active = False
    officer.save()
    assert go(client, provider).url == LOGIN


def test_address_passed_to_another_person_does_not_pass_the_account(client, officer, provider) -> None:
    go(client, provider)
    client.post("/admin/logout/")
    provider.claims = {"sub": "person-2"}
    assert go(client, provider).url == LOGIN
    assert Identity.objects.count() == 1


def test_unverified_address_does_not_link_even_the_right_account(client, provider, db) -> None:
    make_user("wang", is_superuser=True)
    provider.claims = {"email_verified": "false"}
    assert is_refused(client, go(client, provider))


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_next_leads_to_no_other_host(client, officer, provider, target) -> None:
    assert go(client, provider, target).url == "/admin/"
