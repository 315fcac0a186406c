"""Letters in the admin are called by name, not by the folder of their texts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from portal.core.notice_kinds import kind_choices, kind_name
from portal.messages import ROOT
from portal.outbox.models import Letter


def test_every_kind_with_texts_has_a_name() -> None:
    folders = {path.name for path in (ROOT / "templates" / "emails").iterdir() if path.is_dir()}
    assert folders - {kind for kind, _name in kind_choices()} == set()


def test_kind_name_of_unknown_kind_is_the_kind() -> None:
    assert kind_name("note") == "note"


@pytest.mark.django_db
def test_list_of_letters_names_kinds_in_chinese(admin_client) -> None:
    Letter.objects.create(kind="inquiry_notice", key="a", recipient="a@example.com", locale="en", message_id="<a@b>")
    Letter.objects.create(kind="system", key="b", recipient="b@example.com", locale="en", message_id="<b@b>")
    with translation.override("zh-hans"):
        page = admin_client.get(reverse("letters:index"), {"kind": "system"}, headers={"accept-language": "zh-hans"})
    assert "b@example.com" in page.text
    assert "a@example.com" not in page.text
    assert "系统邮件" in page.text
