"""Every kind of letter is written whole, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from portal.outbox.rendering import render

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
KINDS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
CONTEXT = {
    "person": "Alex Morgan",
    "name": "紫竹合作专员",
    "title": "A title",
    "reference": "K7QF-2M9D-XW4P",
    "park": "A park",
    "intent": "An intent",
    "country": "A country",
    "visitor_language": "en",
    "source_language": "zh-hans",
    "target_language": "en",
    "total": 12,
    "filled": 3,
    "received": timezone.now(),
    "url": "https://portal.example.org/admin/",
    "requested_by": "An editor",
    "task": "终审",
    "comment": "A comment",
    "inviter": "系统管理员",
    "roles": [{"label": "合作专员", "unit": "紫竹高新区", "language": "en", "ends_at": None}],
    "expires_at": timezone.now(),
    "at": timezone.now(),
    "username": "officer-zizhu",
    "device": "Chrome/Windows",
    "address": "192.0.2.1",
    "reset_url": "https://portal.example.org/admin/password_reset/",
    "security_url": "https://portal.example.org/admin/account/security/",
    "minutes": 120,
    "way": "administrator",
    "by_administrator": True,
}


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_letter_is_whole_in_both_languages(kind, locale):
    written = {path.name for path in (FOLDER / kind / locale.replace("-", "_")).iterdir()}
    assert written == {"subject.txt", "body.txt", "body.html"}

    letter = render(kind=kind, locale=locale, context=CONTEXT)

    assert letter.locale == locale
    assert letter.subject
    assert f'lang="{locale}"' in letter.html
    assert "<style" not in letter.html
    for text in (letter.subject, letter.text, letter.html):
        assert not re.search(r"{[{%]|%}|}}|None", text)
    assert "\n\n\n" not in letter.text
    chinese = len(re.findall(r"[\u4e00-\u9fff]", letter.text.replace("紫竹合作专员", "").replace("终审", "")))
    assert (chinese > 20) == (locale == "zh-hans")


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_letter_has_no_typed_space_beside_chinese(kind):
    letter = render(kind=kind, locale="zh-hans", context=CONTEXT)

    lines = [line for line in letter.text.splitlines() if "Park" not in line]
    assert not [line for line in lines if re.search(r"[\u4e00-\u9fff] +\w|\w +[\u4e00-\u9fff]", line)]
    assert not re.search(r"[\u4e00-\u9fff][,;:!?](?!\d)", letter.text)
