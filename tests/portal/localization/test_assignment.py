"""Who does a translation and until when; who is told what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.core.days import today
from portal.localization.enums import JobState, Priority
from portal.localization.errors import RefusedError
from portal.localization.models import SavedFilter, TranslationJob
from portal.localization.services import assignment
from portal.localization.services.due_notices import tell_due
from portal.localization.services.publication import finish_translation
from portal.localization.services.saved_filters import FILTERS
from tests.parks.factories import ParkFactory
from tests.portal.localization.conftest import TEXTS
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("in_english")


def letters(told, kind: str) -> list[list[str]]:
    return [sorted(person.username for person in note["recipients"]) for note in told if note["kind"] == kind]


@pytest.fixture
def ready(desk):
    page = desk.published()
    desk.work()
    return desk.job(page)


def test_an_assigned_translation_is_shown_and_told_to_that_person_alone(client, desk, people, told):
    page = desk.published()
    job = desk.job(page)
    assignment.assign(job_id=job.pk, to=people.reviser_en, by=people.admin)
    assignment.assign(job_id=job.pk, to=people.reviser_en, by=people.admin)
    desk.work()
    assert letters(told, "translation_assigned") == [["reviser-en"]]
    assert letters(told, "translation_arrived") == [["reviser-en"]]
    client.force_login(people.translator_en)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[desk.target(page).pk])).content.decode()
    assert "Assigned to reviser-en" in html


def test_only_who_works_in_the_language_is_assigned(ready, people):
    for person in (people.translator_zh, people.moderator):
        with pytest.raises(RefusedError) as refused:
            assignment.assign(job_id=ready.pk, to=person, by=people.admin)
        assert refused.value.code == "role"
    ready.refresh_from_db()
    assert ready.assigned_to is None


def test_of_two_who_take_a_translation_the_second_is_told_who_has_it(client, ready, people, told):
    take, back = (reverse(f"translations:{name}", args=[ready.pk]) for name in ("take", "give_back"))
    client.force_login(people.translator_en)
    assert "is yours now" in client.post(take, follow=True).content.decode()
    client.force_login(people.reviser_en)
    assert "translator-en has this translation already." in client.post(take, follow=True).content.decode()
    assert "not assigned to you" in client.post(back, follow=True).content.decode()
    client.force_login(people.translator_zh)
    assert client.post(take).status_code == 404
    client.force_login(people.translator_en)
    client.post(back)
    ready.refresh_from_db()
    assert (ready.assigned_to, letters(told, "translation_assigned")) == (None, [])


def test_the_form_of_a_translation_sets_what_was_changed_and_says_what_is_wrong(client, ready, people):
    url = reverse("translations:assign", args=[ready.pk])
    client.force_login(people.reviser_en)
    day = today() + timedelta(days=3)
    fine = {"person": people.translator_en.pk, "due_on": day.isoformat(), "priority": Priority.HIGH.value}
    assert "was changed" in client.post(url, fine, follow=True).content.decode()
    ready.refresh_from_db()
    assert (ready.assigned_to, ready.due_on, ready.priority) == (people.translator_en, day, Priority.HIGH)
    past = client.post(url, fine | {"due_on": "2020-01-01"}, follow=True).content.decode()
    assert "That day has passed." in past
    assert "Due" in client.post(url, fine | {"due_on": "soon"}, follow=True).content.decode()
    TranslationJob.objects.filter(pk=ready.pk).update(state=JobState.CANCELLED)
    assert "is closed" in client.post(url, fine | {"priority": "10"}, follow=True).content.decode()
    ready.refresh_from_db()
    assert (ready.due_on, ready.priority) == (day, Priority.HIGH)


def test_a_newer_text_keeps_person_and_day(desk, people, ready):
    assignment.assign(job_id=ready.pk, to=people.translator_en, by=people.admin)
    assignment.set_due(job_id=ready.pk, due_on=today(), by=people.admin)
    page = ready.source_page()
    page.title = "新题"
    desk.publish(page)
    newer = desk.job(page)
    assert (newer.pk != ready.pk, newer.assigned_to, newer.due_on) == (True, people.translator_en, today())


def test_landing_is_told_to_those_who_come_next_and_staleness_once(desk, people, told):
    page = desk.published()
    desk.through(page, TEXTS)
    assert letters(told, "translation_finished") == [["reviser-en"]]
    assert letters(told, "translation_published") == [["admin", "translator-en"]]
    assert letters(told, "translation_stale") == []
    for title in ("甲", "乙"):
        page.title = title
        desk.publish(page)
    stale = [note for note in told if note["kind"] == "translation_stale"]
    assert {note["key"] for note in stale} == {f"translation-stale-{TranslationJob.objects.earliest('pk').pk}"}
    assert letters(told, "translation_stale")[0] == ["reviser-en", "translator-en"]


def test_landing_and_staleness_of_records_are_told_too(records, people, told):
    job = records.ready(ParkFactory(name_zh_hans="紫竹", name_en=""))
    records.write(job, {"name": "Zizhu"})
    park = records.through(job)
    assert letters(told, "translation_finished") == [["reviser-en"]]
    assert letters(told, "translation_published") == [["admin", "translator-en"]]
    park.name_zh_hans = "紫竹高新区"
    park.save()
    assert letters(told, "translation_stale") == [["reviser-en", "translator-en"]]


def test_due_days_are_told_once_each_even_after_the_clock_stood_still(ready, people, told):
    assignment.assign(job_id=ready.pk, to=people.translator_en, by=people.reviser_en)
    TranslationJob.objects.filter(pk=ready.pk).update(due_on=today() + timedelta(days=1))
    assert (tell_due(), tell_due()) == (1, 0)
    TranslationJob.objects.filter(pk=ready.pk).update(due_on=today() - timedelta(days=9))
    assert (tell_due(), tell_due()) == (1, 0)
    due = [note for note in told if note["kind"] == "translation_due"]
    assert [(note["context"]["soon"], note["context"]["late"]) for note in due] == [(1, 0), (0, 1)]
    assert letters(told, "translation_due") == [["translator-en"], ["translator-en"]]
    assert len({note["key"] for note in due}) == 2


def test_who_left_the_language_is_not_told_any_more(desk, people, told):
    page = desk.published()
    TranslationJob.objects.update(assigned_to=people.moderator)
    desk.work()
    assert letters(told, "translation_arrived") == [["translator-en"]]
    target = desk.target(page)
    desk.translate(page, TEXTS)
    finish_translation(page=target, by=people.translator_en)
    assert letters(told, "translation_finished") == [["reviser-en"]]


def test_filters_are_kept_renamed_and_deleted_by_their_owner_alone(client, people):
    index = reverse("translation_matrix:index")
    client.force_login(people.translator_en)
    kept = {"name": " 我的  逾期 ", "query": "due=overdue&page=3&text=&evil=1"}
    client.post(reverse("translation_matrix:keep_filter"), kept)
    own = SavedFilter.objects.get()
    assert (own.user, own.name, own.query) == (people.translator_en, "我的 逾期", "due=overdue")
    assert f'href="{index}?due=overdue"' in client.get(index).content.decode()
    edit = reverse("translation_matrix:edit_filter", args=[own.pk])
    client.force_login(people.admin)
    assert (client.get(edit).status_code, client.post(edit, {"delete": "1"}).status_code) == (404, 404)
    client.force_login(people.translator_en)
    assert client.post(edit, {"name": ""}).status_code == 422
    client.post(edit, {"name": "B"})
    assert SavedFilter.objects.get().name == "B"
    client.post(edit, {"delete": "1"})
    assert not SavedFilter.objects.exists()


def test_a_name_is_given_once(people):
    first = FILTERS.save(owner=people.admin, name="A", query="due=none")
    FILTERS.save(owner=people.admin, name="B", query="")
    assert FILTERS.save(owner=people.admin, name="A", query="due=set").pk == first.pk
    with pytest.raises(RefusedError):
        FILTERS.rename(filter_id=first.pk, owner=people.admin, name="B")
