"""Every kind of letter is written whole, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.core.notice_kinds import find_kind
from portal.outbox.rendering import render

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
KINDS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_letter_is_whole_in_both_languages(kind, locale):
    written = {path.name for path in (FOLDER / kind / locale.replace("-", "_")).iterdir()}
    assert written == {"subject.txt", "body.txt", "body.html"}

    letter = render(kind=kind, locale=locale, context=find_kind(kind).sample)

    assert letter.locale == locale
    assert letter.subject
    assert f'lang="{locale}"' in letter.html
    assert "<style" not in letter.html
    for text in (letter.subject, letter.text, letter.html):
        assert not re.search(r"{[{%]|%}|}}|None", text)
    assert "\n\n\n" not in letter.text
    chinese = len(re.findall(r"[\u4e00-\u9fff]", letter.text))
    assert (chinese > 20) == (locale == "zh-hans")


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_letter_has_no_typed_space_beside_chinese(kind):
    letter = render(kind=kind, locale="zh-hans", context=find_kind(kind).sample)

    lines = [line for line in letter.text.splitlines() if "Park" not in line]
    assert not [line for line in lines if re.search(r"[\u4e00-\u9fff] +\w|\w +[\u4e00-\u9fff]", line)]
    assert not re.search(r"[\u4e00-\u9fff][,;:!?](?!\d)", letter.text)
