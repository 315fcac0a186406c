"""Terms of the glossary beside the text, on the screens of records and pages; and the way through the records."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.localization.glossary_hits import all_hits, glossary_hits
from portal.localization.models import RefusedText, TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.services.glossary import save_term
from tests.parks.factories import ParkFactory
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)
from tests.portal.localization.test_record_screens import hidden, see, shown

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def terms(tree):
    """主任 is two things, 管委会主任 is longer."""
    save_term(renderings={"zh-hans": "主任", "en": "Director"}, by=None, note="of a bureau")
    save_term(renderings={"zh-hans": "主任", "en": "Chair"}, by=None, note="of a committee", forbidden={"en": ["Boss"]})
    save_term(renderings={"zh-hans": "孵化器", "en": "incubator"}, by=None, forbidden={"en": ["hatchery"]})
    save_term(renderings={"zh-hans": "R&D", "en": "R&D work"}, by=None)


def test_terms_are_found_in_the_order_of_the_text_with_all_their_senses(tree, terms):
    text = "孵化器的<b>主任</b>与孵化器，R&amp;D"
    found = glossary_hits([text, "无"], tree.zh, tree.en)
    assert [hit.term for hit in found[text]] == ["孵化器", "主任", "R&D"]
    director = found[text][1]
    assert {(sense.wordings[0], sense.note) for sense in director.senses} == {
        ("Director", "of a bureau"),
        ("Chair", "of a committee"),
    }
    assert (director.forbidden, found[text][0].forbidden, found["无"]) == (("Boss",), ("hatchery",), [])
    assert [hit.term for hit in all_hits(["主任", "孵化器主任"], tree.zh, tree.en)] == ["主任", "孵化器"]


def test_glossary_without_terms_for_the_pair_finds_nothing(tree, locales):
    assert glossary_hits(["主任"], tree.zh, tree.en) == {"主任": []}


def test_terms_stand_beside_the_fields_and_the_segments(client, desk, records, people, terms):
    job = records.ready(ParkFactory(name_zh_hans="孵化器园", name_en=""))
    page = see(client, people.translator_en, reverse("translations:record", args=[job.pk]))
    assert ('data-insert="incubator" data-into="text-name"' in page, '<s lang="en">hatchery</s>' in page) == (
        True,
        True,
    )
    source = desk.article("孵化器主任参加会议。")
    desk.work()
    job = desk.job(source)
    text = "孵化器主任参加会议。"
    RefusedText.objects.create(
        engine="deepl", source_locale=desk.tree.zh, target_locale=desk.tree.en, source_hash=text_hash(text), job=job
    )
    segments = shown(see(client, people.translator_en, reverse("translations:offers", args=[job.pk])))
    assert ("→ incubator" in segments, segments.count("its answer could not be used")) == (True, 1)
    editor = see(client, people.translator_en, reverse("wagtailadmin_pages:edit", args=[job.target_page().pk]))
    assert ("Terms on this page: 2" in shown(editor), "hatchery</s>" in editor) == (True, True)


def test_record_screen_shows_how_far_it_is_and_leads_to_the_next_record(client, records, people):
    jobs = [records.ready(ParkFactory(name_zh_hans=f"园{n}", name_en="", address_zh_hans="路")) for n in range(3)]
    yesterday = timezone.localdate() - timedelta(days=1)
    TranslationJob.objects.filter(pk=jobs[1].pk).update(assigned_to=people.reviser_en, due_on=yesterday)
    records.write(jobs[1], {"name": "Park"})
    first, middle, last = (reverse("translations:record", args=[job.pk]) for job in jobs)
    page = see(client, people.translator_en, middle)
    said = shown(page)
    assert ("1 of 2 fields have a wording" in said, "Assigned to reviser-en" in said, "Overdue since" in said) == (
        True,
    ) * 3
    assert (f'href="{first}" rel="prev"' in page, f'href="{last}" rel="next"' in page) == (True, True)
    form = hidden(page) | {"text-address": "Road", "action": "save_next"}
    assert client.post(middle, form).url == last
    assert client.post(last, {"action": "save_next"}).url == first
    assert ("address", "Road") in records.drafts()
    for job in jobs[1:]:
        job.delete()
    alone = client.post(first, {"action": "save_next"}, follow=True)
    assert "No other record waits in this language." in shown(alone.content.decode())
    assert shown(see(client, people.translator_en, first)).count("Next record") == 0


def test_emptied_field_that_the_record_has_words_for_is_not_finished_unseen(client, records, people):
    record = ParkFactory(name_zh_hans="紫竹园", name_en="Old name")
    job = records.ready(record)
    records.write(job, {"name": "New name"})
    address = reverse("translations:record", args=[job.pk])
    form = hidden(see(client, people.translator_en, address))
    page = client.post(address, form | {"text-name": "", "action": "finish"}, follow=True).content.decode()
    job.refresh_from_db()
    assert ("You emptied: Name." in shown(page), hidden(page)["text-name"], job.state) == (
        True,
        "Old name",
        "needs_review",
    )
    client.post(address, hidden(page) | {"action": "finish"})
    job.refresh_from_db()
    assert job.state == "finished"
