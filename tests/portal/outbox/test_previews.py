"""Every kind of letter can be looked at in every language, by those who may read letters."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template import engines
from django.urls import reverse

from portal.core.enums import Role
from portal.core.models import User
from portal.core.notice_kinds import all_kinds, find_kind
from portal.core.services.memberships import grant_membership
from portal.outbox.previews import FRAME_POLICY
from portal.outbox.rendering import is_written, render

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
WRITTEN = [kind.kind for kind in all_kinds() if any(is_written(kind.kind, code) for code in LANGUAGES)]


@pytest.fixture
def reader(client):
    user = User.objects.create_user("auditor", "auditor@example.com", is_staff=True)
    grant_membership(user=user, role=Role.AUDITOR, unit=None, by=None)
    client.force_login(user)
    return client


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("kind", WRITTEN)
def test_kind_has_sample_that_fills_every_variable_in_every_language(kind, locale, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "UNFILLED-%s")
    assert find_kind(kind).sample, "register_kinds(…, samples={kind: values}) is missing"
    assert is_written(kind, locale)

    letter = render(kind=kind, locale=locale, context=find_kind(kind).sample)

    assert letter.locale == locale
    assert "UNFILLED" not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("kind", WRITTEN)
def test_preview_shows_both_languages_side_by_side(reader, kind):
    page = reader.get(reverse("letter_text", args=[kind])).content.decode()

    for locale in LANGUAGES:
        assert f'<section lang="{locale}">' in page
        assert f'src="{reverse("letter_text_frame", args=[kind, locale])}"' in page
    assert page.count("<iframe sandbox ") == len(LANGUAGES)


def test_frame_holds_the_letter_under_a_policy_of_its_own(reader):
    response = reader.get(reverse("letter_text_frame", args=["digest", "en"]))

    assert response.headers["Content-Security-Policy"] == FRAME_POLICY
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Your digest" in response.content.decode()
    seen = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: seen.append(tag)
    parser.feed(response.content.decode())
    assert "script" not in seen


def test_list_names_every_kind_with_texts(reader):
    page = reader.get(reverse("letter_texts")).content.decode()

    assert [reverse("letter_text", args=[kind]) in page for kind in WRITTEN] == [True] * len(WRITTEN)
    assert reverse("letter_texts") in reader.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("address", ["", "nonsense/", "system/", "digest/fr/", "nonsense/en/"])
def test_preview_of_nothing_is_not_found(reader, address):
    expected = 200 if address == "" else 404
    assert reader.get(reverse("letter_texts") + address).status_code == expected


@pytest.mark.parametrize("address", ["", "digest/", "digest/en/"])
def test_preview_is_for_readers_of_letters_only(client, address):
    user = User.objects.create_user("officer", "officer@example.com", is_staff=True)
    grant_membership(user=user, role=Role.OFFICER, unit=None, by=None)
    client.force_login(user)

    assert client.get(reverse("letter_texts") + address).status_code == 302
    assert reverse("letter_texts") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_preview_of_faulty_template_says_what_is_wrong(reader, settings, tmp_path):
    folder = tmp_path / "emails" / "digest" / "en"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("{{ total|nonsense }}")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]

    page = reader.get(reverse("letter_text", args=["digest"])).content.decode()

    assert "Invalid filter: &#x27;nonsense&#x27;" in page
    assert "每日汇总：3条通知" in page
