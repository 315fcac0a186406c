"""A form that was open while somebody else wrote: their words stay, the person's own are saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from parks.models import Park, Statement
from portal.core.models import User
from tests.parks.admin_forms import form_data
from tests.parks.factories import OrganizationFactory, ParkFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(locales) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_superuser("editor"))
    return client


def address(record) -> str:
    return reverse(f"wagtailsnippets_parks_{record._meta.model_name}:edit", args=[record.pk])


def words(record) -> tuple[str, ...]:
    record = type(record)._default_manager.get(pk=record.pk)
    return record.name_zh_hans, record.name_en


@pytest.mark.parametrize("factory", [ParkFactory, OrganizationFactory])
def test_stale_form_keeps_what_was_written_meanwhile_and_asks_where_both_wrote(editor, factory):
    record = factory(name_zh_hans="紫竹园", name_en="Old")
    rows = type(record)._default_manager.filter(pk=record.pk)
    shown = form_data(editor.get(address(record)))
    rows.update(name_en="Approved")
    assert editor.post(address(record), shown | {"name_zh_hans": "紫竹新园"}).status_code == 302
    assert words(record) == ("紫竹新园", "Approved")

    # Both wrote: the person is told, and may then insist. What they left alone is kept through it all.
    shown = form_data(editor.get(address(record)))
    rows.update(name_en="Approved again", name_zh_hans="紫竹高新园")
    answer = editor.post(address(record), shown | {"name_en": "Mine"})
    assert (answer.status_code, words(record)) == (200, ("紫竹高新园", "Approved again"))
    assert "It now says: “Approved again”" in answer.content.decode()
    again = form_data(answer)
    assert again["name_en"] == "Mine"
    assert editor.post(address(record), again).status_code == 302
    assert words(record) == ("紫竹高新园", "Mine")
    # Another tool sends no marks: it writes what it says.
    plain = {name: value for name, value in form_data(editor.get(address(record))).items() if name != "words_seen"}
    assert editor.post(address(record), plain | {"name_en": "", "words_seen": "{"}).status_code == 302
    assert words(record) == ("紫竹高新园", None)


def test_stale_form_keeps_the_words_of_parts(editor):
    park = ParkFactory()
    lines = "一\n二"
    kept, _gone = (StatementFactory(park=park, text_zh_hans=lines, text_en="") for _number in range(2))
    shown = form_data(editor.get(address(park)))
    Statement.objects.update(text_en="Approved")
    typed = {"slug": "moved", "statements-1-DELETE": "on"}
    windows = {name: value.replace("\n", "\r\n") for name, value in shown.items() if not name.endswith("_seen")}
    assert editor.post(address(park), shown | windows | typed).status_code == 302
    assert list(Statement.objects.values_list("pk", "text_en")) == [(kept.pk, "Approved")]
    assert Park.objects.get(pk=park.pk).slug == "moved"
    shown = form_data(editor.get(address(park)))
    Statement.objects.update(text_en="Approved again")
    answer = editor.post(address(park), shown | {"statements-0-text_en": "Mine"})
    assert "It now says: “Approved again”" in answer.content.decode()
    assert editor.post(address(park), form_data(answer)).status_code == 302
    assert Statement.objects.get(pk=kept.pk).text_en == "Mine"
