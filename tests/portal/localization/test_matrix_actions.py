"""What is done to ticked translations, and what the screen shows while workers are at them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.core.days import today
from portal.localization.enums import JobState
from portal.localization.models import SourceCount, TranslationJob, TranslationOrder
from portal.localization.services.orders import place_waiting
from tests.parks.factories import ParkFactory
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)
from tests.portal.localization.test_matrix import MATRIX, see, states

pytestmark = pytest.mark.usefixtures("in_english")
ACT = f"{MATRIX}act/"


def cell(source, locale) -> str:
    return f"{SourceCount.objects.get(object_id=source.pk, is_source=True).pk}-{locale.pk}"


def done(client, who, /, **data) -> str:
    client.force_login(who)
    return client.post(ACT, data | {"sure": "1"}, follow=True).content.decode()


def test_ticked_pages_and_records_are_asked_about_then_sent(client, desk, people, tree):
    park = ParkFactory(name_zh_hans="紫竹", name_en="")
    page = desk.published()
    client.force_login(people.admin)
    ticked = {"do": "send", "cell": [cell(park, tree.en), cell(page, tree.en)]}
    asked = client.post(ACT, ticked).content.decode()
    assert ("This is done to 1 translation:" in asked, "Left out: It is under way already." in asked) == (True, True)
    assert not TranslationOrder.objects.exists()
    told = done(client, people.admin, **ticked, priority=90)
    assert ("1 translation was sent." in told, "It is under way already." in told) == (True, True)
    place_waiting(limit=5)
    job = TranslationJob.objects.get(translation_key=None)
    assert (job.object_id, job.target_locale, job.requested_by, job.priority) == (park.pk, tree.en, people.admin, 90)
    assert states(see(client, people.admin)).count("Queued") == 2


def test_a_ticked_row_means_the_languages_on_the_screen(client, desk, people, tree):
    page = desk.published()
    row = cell(page, tree.en).partition("-")[0]
    done(client, people.admin, do="cancel", row=row, column=[str(tree.zh.pk)])
    assert desk.job(page).state == JobState.QUEUED
    done(client, people.admin, do="cancel", row=row, column=[str(tree.zh.pk), str(tree.en.pk)])
    assert desk.job(page).state == JobState.CANCELLED


def test_what_cannot_be_assigned_is_named_and_the_rest_is_done(client, desk, people, tree):
    page, park = desk.published(), ParkFactory(name_zh_hans="紫竹", name_en="")
    cells = [cell(page, tree.en), cell(park, tree.en)]
    told = done(client, people.admin, do="assign", cell=cells, person=people.translator_en.pk)
    assert ("1 translation was changed." in told, "“紫竹” (English): No translation is under way." in told) == (
        True,
        True,
    )
    assert desk.job(page).assigned_to == people.translator_en
    done(client, people.admin, do="due", cell=cells, due_on=today().isoformat())
    done(client, people.admin, do="priority", cell=cells, priority=10)
    job = desk.job(page)
    assert (job.due_on, job.priority) == (today(), 10)
    html = see(client, people.translator_en, f"{MATRIX}?assigned=me")
    assert ("With translator-en" in html, "Priority: Low" in html) == (True, True)


def test_bad_values_are_said_on_the_screen_that_asks_and_nothing_is_done(client, desk, people, tree):
    page = desk.published()
    html = done(client, people.admin, do="due", cell=[cell(page, tree.en)], due_on="soon")
    assert ("Enter a valid date." in html, desk.job(page).due_on) == (True, None)
    html = done(client, people.admin, do="assign", cell=[cell(page, tree.en)], person=people.translator_zh.pk)
    assert ("Select a valid choice." in html, desk.job(page).assigned_to) == (True, None)
    past = done(client, people.admin, do="due", cell=[cell(page, tree.en)], due_on="2020-01-01")
    assert "That day has passed." in past


@pytest.mark.parametrize(
    "data", [{}, {"do": "assign"}, {"do": "nonsense", "cell": ["1-1"]}, {"cell": ["x", "1-", "9"]}]
)
def test_nothing_ticked_leads_back_to_the_list(client, people, data):
    client.force_login(people.admin)
    answer = client.post(ACT, data | {"next": "https://elsewhere.example/"})
    assert (answer.status_code, answer.url) == (302, MATRIX)
    assert client.get(ACT).status_code == 405


def test_translators_of_another_language_and_editors_without_the_right_change_nothing(client, desk, people, tree):
    page = desk.published()
    before = desk.job(page)
    for person in (people.translator_zh, people.moderator):
        for action in ("cancel", "priority", "assign", "due", "send"):
            done(client, person, do=action, cell=[cell(page, tree.en)], priority=90, person="", due_on="")
    after = desk.job(page)
    assert (after.state, after.priority, after.updated_at) == (before.state, before.priority, before.updated_at)


def test_what_was_deleted_meanwhile_is_left_out(client, desk, people, tree):
    page = desk.published()
    name = cell(page, tree.en)
    page.delete()
    client.force_login(people.admin)
    assert client.post(ACT, {"do": "cancel", "cell": [name], "sure": "1"}).status_code == 302


def test_progress_answers_for_the_rows_asked_for_until_nothing_moves(client, desk, people, tree):
    page = desk.published()
    row = cell(page, tree.en).partition("-")[0]
    client.force_login(people.translator_en)
    address = reverse("translation_matrix:progress")
    moving = client.get(address, {"row": row}).content.decode()
    assert ('data-moving="1"' in moving, "data-is-moving" in moving) == (True, True)
    desk.work()
    still = client.get(address, {"row": row}).content.decode()
    assert ('data-moving="0"' in still, "data-is-moving" in still, "Waiting for a translator" in still) == (
        True,
        False,
        True,
    )
    assert "data-live" not in client.get(address, {"row": ["x", "999999"]}).content.decode()
    client.force_login(people.translator_zh)
    assert "data-live" not in client.get(address, {"row": row}).content.decode()
