"""Translations whose source has changed since: where people see them, and how they are sent again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.localization.enums import JobState, Occasion
from portal.localization.models import TranslationJob, TranslationRule
from portal.localization.services.staleness import stale_targets, waiting_again
from tests.parks.factories import ParkFactory
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)
from tests.portal.localization.test_record_screens import see, shown

pytestmark = pytest.mark.usefixtures("in_english")
STALE = "/admin/translations/?text=stale"
AGAIN = "Send to translation again"


@pytest.fixture
def on_request(tree):
    """Nothing is sent by itself."""
    return TranslationRule.objects.create(source_locale=tree.zh, target_locale=tree.en, occasion=Occasion.ON_REQUEST)


def english(text: str) -> str:
    """A wording that the checks let through: its figures are those of the source."""
    return f"The park {''.join(filter(str.isdigit, text))}".strip()


@pytest.fixture
def stale_page(desk, people, tree, on_request):
    """The approval of a page whose title says something else now."""

    def make(title: str) -> TranslationJob:
        page = desk.article("双方签署协议。", title=title)
        job = desk.submit(page)
        desk.through(page, {title: english(title), "双方签署协议。": "Signed."})
        page.title = f"{title}（改）"
        desk.publish(page)
        job.refresh_from_db()
        return job

    return make


@pytest.fixture
def stale_record(records):
    """The same of a record."""

    def make(name: str) -> TranslationJob:
        job = records.ready(ParkFactory(name_zh_hans=name, name_en=""))
        records.write(job, {"name": english(name)})
        record = records.through(job)
        record.name_zh_hans = f"{name}（改）"
        record.save()
        return job

    return make


def test_stale_translations_are_listed_counted_and_sent_again(client, desk, records, people, stale_page, stale_record):
    page, record = stale_page("甲页"), stale_record("乙园")
    assert set(waiting_again()) == {page, record}
    first = see(client, people.translator_en, "/admin/")
    assert ("2 Stale: the source has changed" in shown(first), 'href="/admin/translations/?text=stale"' in first) == (
        True,
        True,
    )
    assert page.title not in see(client, people.translator_en, "/admin/translations/")
    listed = see(client, people.translator_en, STALE)
    assert (page.title in listed, record.title in listed, listed.count(AGAIN)) == (True, True, 2)

    for job in (page, record):
        again = reverse("translations:send_again", args=[job.pk])
        screen = see(client, people.translator_en, reverse("translations:inspect", args=[job.pk]))
        assert (AGAIN in screen, f'action="{again}"' in screen) == (True, True)
        assert client.get(again).status_code == 405
        answer = client.post(again, follow=True).content.decode()
        assert "was sent to translation." in answer
        client.post(again)  # pressed twice
        new = TranslationJob.objects.get(content_type=job.content_type, object_id=job.object_id, state=JobState.QUEUED)
        assert (new.requested_by, new.source_locale, new.target_locale) == (
            people.translator_en,
            job.source_locale,
            job.target_locale,
        )
        screen = see(client, people.translator_en, reverse("translations:inspect", args=[job.pk]))
        assert AGAIN not in screen
    assert (set(stale_targets()), set(waiting_again())) == ({page, record}, set())
    assert "Stale: the source has changed" not in shown(see(client, people.translator_en, "/admin/"))
    assert page.title not in see(client, people.translator_en, STALE)


def test_what_is_not_stale_any_more_is_not_sent(client, desk, people, stale_page):
    job = stale_page("甲页")
    again = reverse("translations:send_again", args=[job.pk])
    source = job.source_page()
    source.title = job.title
    desk.publish(source)
    client.force_login(people.translator_en)
    assert "There is nothing to translate." in client.post(again, follow=True).content.decode()
    source.title = "又改"
    desk.publish(source)
    source.unpublish()
    client.post(again)
    assert list(TranslationJob.objects.all()) == [job]


def test_stale_translations_of_other_languages_are_neither_counted_nor_sent(client, people, stale_page):
    job = stale_page("甲页")
    assert "Stale: the source has changed" not in shown(see(client, people.translator_zh, "/admin/"))
    assert job.title not in see(client, people.translator_zh, STALE)
    assert client.post(reverse("translations:send_again", args=[job.pk])).status_code == 404
    assert TranslationJob.objects.count() == 1


def test_list_and_count_of_stale_translations_ask_as_often_for_three_as_for_one(
    client, people, stale_page, stale_record
):
    stale_page("甲页")
    asked = []
    for _turn in range(2):
        client.force_login(people.admin)
        for address in (STALE, "/admin/"):
            client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(STALE).content.decode().count(AGAIN) == waiting_again().count()
        with CaptureQueriesContext(connection) as of_panel:
            client.get("/admin/")
        asked.append((len(queries), len(of_panel)))
        stale_page(f"页{_turn}")
        stale_record(f"园{_turn}")
    assert asked[0] == asked[1]
