"""Open sessions: listed in words, ended at once, whatever the cache holds."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from portal.accounts.devices import describe
from portal.accounts.models import SignInSession
from portal.accounts.services.clearing import clear_old
from tests.portal.accounts.conftest import PASSWORD, actions, enter, letters

pytestmark = pytest.mark.django_db
SECURITY = "/admin/account/security/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 MicroMessenger/8.0", "WeChat on Android"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_device_is_named_in_words(agent, words) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert describe(agent) == words


def test_sessions_are_listed_with_the_current_one_marked(officer, browser) -> None:
    client, phone = browser(), browser(agent=PHONE, address="198.51.100.4")
    enter(client), enter(phone)
    page = client.get(SECURITY).text
    assert "Safari on iPhone" in page
    assert "198.51.100.4" in page
    assert page.count("This one") == 1


def test_one_session_is_ended_even_if_the_cache_still_holds_it(officer, browser) -> None:
    client, phone = browser(), browser(agent=PHONE)
    enter(client), enter(phone)
    row = SignInSession.objects.get(user_agent=PHONE)
    kept = {key: cache.get(key) for key in (f"django.contrib.sessions.cached_db{row.session_key}",)}
    client.post(f"{SECURITY}sessions/{row.pk}/end/")
    cache.set_many(kept)  # a delete that Redis never heard of
    assert all(kept.values())
    assert phone.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert "accounts.sessions_ended" in actions(officer)


def test_sessions_end_while_redis_is_away(officer, browser, settings) -> None:
    client, phone = browser(), browser(agent=PHONE)
    enter(client), enter(phone)
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    client.post(f"{SECURITY}sessions/{SignInSession.objects.get(user_agent=PHONE).pk}/end/")
    assert phone.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_somebody_elses_session_cannot_be_ended(officer, administrator, browser) -> None:
    client, other = browser(), browser()
    enter(client), enter(other, "chief")
    row = SignInSession.objects.get(user=administrator)
    assert client.post(f"{SECURITY}sessions/{row.pk}/end/").status_code == 404
    assert other.get("/admin/").status_code == 200


def test_sign_out_everywhere_ends_all(officer, browser) -> None:
    client, phone = browser(), browser(agent=PHONE)
    enter(client), enter(phone)
    assert client.post(SECURITY + "sessions/end/").url == "/admin/login/"
    assert [each.get("/admin/").status_code for each in (client, phone)] == [302, 302]
    assert not SignInSession.objects.exists()


@pytest.mark.parametrize("path", ["sessions/end/", "sessions/1/end/"])
def test_sessions_end_by_post_with_a_token_only(officer, path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert client.get(SECURITY + path).status_code == 405
    assert client.post(SECURITY + path).status_code == 403


def account_form(client: Client, **changed: str) -> dict[str, str]:
    values = {
        "name_email-first_name": "岚",
        "name_email-last_name": "王",
        "name_email-email": "wang@example.org",
        "notifications-submitted_notifications": "on",
        "locale-preferred_language": "zh-hans",
        "locale-current_time_zone": "Asia/Shanghai",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
    }
    return values | changed


def test_password_change_ends_the_other_sessions(officer, browser) -> None:
    client, phone = browser(), browser(agent=PHONE)
    enter(client), enter(phone)
    new = {"password-old_password": PASSWORD, "password-new_password1": "Quiet-Harbour-77"}
    form = account_form(client, **new, **{"password-new_password2": "Quiet-Harbour-77"})
    assert client.post("/admin/account/", form).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert phone.get("/admin/").status_code == 302
    assert client.get(SECURITY).text.count("当前设备") == 1  # the form chose the language
    assert [letter.subject for letter in letters("password_changed")] == ["您的密码已更改"]
    assert "accounts.password_changed" in actions(officer)


def test_guessing_the_old_password_is_throttled(officer, browser) -> None:
    client = browser()
    enter(client)
    new = {"password-old_password": "wrong", "password-new_password1": "Quiet-Harbour-77"}
    form = account_form(client, **new, **{"password-new_password2": "Quiet-Harbour-77"})
    assert [client.post("/admin/account/", form).status_code for _ in range(6)] == [200] * 4 + [429] * 2


def test_deactivating_ends_sessions_at_once(officer, browser) -> None:
    client = browser()
    enter(client)
    officer.is_active = False
    officer.save()
    assert client.get("/admin/").status_code == 302


def test_sign_out_is_logged_and_closes_the_row(officer, browser) -> None:
    client = browser()
    enter(client)
    client.post("/admin/logout/")
    assert actions(officer)[-1] == "accounts.sign_out"
    assert not SignInSession.objects.exists()


def test_session_opened_before_there_were_rows_goes_on(officer, client) -> None:
    client.force_login(officer)
    SignInSession.objects.all().delete()
    session = client.session
    del session["accounts_session"]
    session.save()
    assert client.get("/admin/").status_code == 200
    assert SignInSession.objects.filter(user=officer).count() == 1


def test_old_rows_are_cleared(officer, client) -> None:
    from datetime import timedelta

    from django.utils import timezone

    client.force_login(officer)
    clear_old()
    assert SignInSession.objects.count() == 1
    SignInSession.objects.update(last_seen_at=timezone.now() - timedelta(days=30))
    clear_old()
    assert SignInSession.objects.count() == 0
