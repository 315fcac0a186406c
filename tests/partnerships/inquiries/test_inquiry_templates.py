"""Reply templates: each unit's own, those of every unit read by all, and nothing filled in that is not known."""

from __future__ import annotations

import pytest

from partnerships.inquiries.desk.reply_words import PLACEHOLDERS, unknown_placeholders
from partnerships.models import ReplyTemplate
from portal.core.enums import Role
from portal.home.demo_loader.reply_templates import load_reply_templates
from tests.partnerships.conftest import make_user

pytestmark = pytest.mark.django_db
OWN = "/admin/snippets/partnerships/replytemplate/"


@pytest.fixture
def templates(officers, parks) -> dict[str, ReplyTemplate]:
    def made(name, unit):
        return ReplyTemplate.objects.create(name=name, locale="en", text="{person}", unit=unit)

    units = {slug: parks[slug].unit for slug in ("zizhu", "lingang")}
    return {"shared": made("Shared", None), **{slug: made(f"Of {slug}", unit) for slug, unit in units.items()}}


def test_officer_reads_shared_and_own_and_writes_own(client, officers, templates):
    client.force_login(officers["zizhu"])
    listed = client.get(OWN).content.decode()
    assert "Shared" in listed
    assert "Of zizhu" in listed
    assert "Of lingang" not in listed
    assert f"edit/{templates['shared'].pk}/" not in listed
    statuses = {
        name: [client.get(f"{OWN}{screen}/{row.pk}/").status_code for screen in ("inspect", "edit")]
        for name, row in templates.items()
    }
    assert statuses == {"shared": [200, 302], "zizhu": [200, 200], "lingang": [302, 302]}


def test_form_keeps_to_own_unit_and_to_what_is_filled_in(client, officers, parks, templates):
    client.force_login(officers["zizhu"])
    data = {"name": "New", "locale": "en", "text": "Dear {person}", "unit": parks["zizhu"].unit.pk}
    for wrong in ({"unit": ""}, {"unit": parks["lingang"].unit.pk}, {"text": "{email}"}, {"text": "a\x07b"}):
        assert client.post(f"{OWN}add/", data | wrong).status_code == 200
    assert not ReplyTemplate.objects.filter(name="New").exists()
    assert client.post(f"{OWN}add/", data).status_code == 302
    assert ReplyTemplate.objects.get(name="New").unit == parks["zizhu"].unit


def test_editors_know_of_no_templates(client, parks, templates):
    client.force_login(make_user("editor", Role.EDITOR, parks["zizhu"].unit))
    assert client.get(OWN).status_code == 302
    assert client.get(f"{OWN}inspect/{templates['shared'].pk}/").status_code == 302


def test_demonstration_has_five_in_each_language_and_loads_once():
    for _time in range(2):
        load_reply_templates()
    rows = list(ReplyTemplate.objects.all())
    assert sorted(row.locale for row in rows) == ["en"] * 5 + ["zh-hans"] * 5
    assert not [name for row in rows for name in unknown_placeholders(row.text)]
    assert {"park", "reference"} <= {name for name in PLACEHOLDERS if any(f"{{{name}}}" in row.text for row in rows)}
