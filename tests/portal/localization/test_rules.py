"""When something is translated: on publication, on request, never."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.models import Page

from news.models import NewsPage
from parks.models import Park
from portal.localization.enums import JobState, Occasion
from portal.localization.errors import NotTranslatableError
from portal.localization.models import TranslationJob, TranslationRule
from portal.localization.services import rules
from portal.localization.services.corrections import reopen_for_correction
from portal.localization.services.publication import finish_translation
from portal.localization.services.record_words import source_locale_of
from tests.parks.factories import ParkFactory
from tests.portal.localization.conftest import TEXTS


def rule(tree, occasion: str, model: type | None = None) -> TranslationRule:
    kind = ContentType.objects.get_for_model(model) if model else None
    return TranslationRule.objects.create(
        source_locale=tree.zh, target_locale=tree.en, content_type=kind, occasion=occasion
    )


@pytest.mark.parametrize(
    ("general", "special", "pages", "records"),
    [
        (None, None, Occasion.ON_PUBLICATION, Occasion.ON_REQUEST),
        (Occasion.NEVER, None, Occasion.NEVER, Occasion.NEVER),
        (Occasion.NEVER, Occasion.ON_REQUEST, Occasion.ON_REQUEST, Occasion.NEVER),
        (None, Occasion.NEVER, Occasion.NEVER, Occasion.ON_REQUEST),
    ],
)
def test_most_specific_rule_holds(tree, general, special, pages, records):
    if general:
        rule(tree, general)
    if special:
        rule(tree, special, NewsPage)
    assert rules.occasion(model=NewsPage, source=tree.zh, target=tree.en) == pages
    assert rules.occasion(model=Park, source=tree.zh, target=tree.en) == records
    assert rules.occasion(model=NewsPage, source=tree.en, target=tree.zh) == Occasion.ON_PUBLICATION


def test_on_request_publication_sends_nothing_but_renews_what_is_open(desk, tree):
    rule(tree, Occasion.ON_REQUEST)
    page = desk.published()
    assert TranslationJob.objects.count() == 0
    job = desk.submit(page)
    desk.work()
    page.title = "新标题"
    desk.publish(page)
    job.refresh_from_db()
    assert (job.state, desk.job(page).state) == (JobState.SUPERSEDED, JobState.QUEUED)


def test_never_is_said_to_whoever_asks_and_leaves_people_their_corrections(desk, tree, people):
    target = desk.through(desk.published(), TEXTS)
    rule(tree, Occasion.NEVER, NewsPage)
    with translation.override("en"), pytest.raises(NotTranslatableError, match="A rule says"):
        desk.submit(Page.objects.get(locale=tree.zh, translation_key=target.translation_key))
    assert finish_translation(page=target, by=people.translator_en).state == JobState.FINISHED


def test_never_renews_what_people_have_before_them_and_asks_no_engine(desk, tree, people, engine):
    page = desk.published()
    target = desk.through(page, TEXTS)
    correction = reopen_for_correction(page=target, by=people.translator_en)
    rule(tree, Occasion.NEVER, NewsPage)
    engine.requests.clear()
    page.title = "新标题"
    desk.publish(page)
    desk.work()
    correction.refresh_from_db()
    renewed = desk.job(page)
    assert (correction.state, renewed.state, engine.requests) == (JobState.SUPERSEDED, JobState.NEEDS_REVIEW, [])
    desk.translate(page, {"新标题": "New title"})
    assert finish_translation(page=target, by=people.translator_en).pk == renewed.pk


@pytest.mark.parametrize("has_rule", [True, False])
def test_record_born_in_english_stays_english(records, tree, has_rule):
    if has_rule:
        for source, target in ((tree.zh, tree.en), (tree.en, tree.zh)):
            TranslationRule.objects.create(source_locale=source, target_locale=target, occasion=Occasion.ON_PUBLICATION)
    record = ParkFactory(name_zh_hans="", name_en="Zizhu Park")
    job = records.ready(record, target=tree.zh)
    records.write(job, {"name": "紫竹园"})
    record = records.through(job)
    assert not TranslationJob.objects.filter(target_locale=tree.en).exists()
    record.name_en = "Zizhu Science Park"
    record.save()
    if not has_rule:
        records.submit(record, target=tree.zh)
    again = TranslationJob.objects.latest("pk")
    assert (again.pk != job.pk, again.source_locale, again.state) == (True, tree.en, JobState.QUEUED)
    # What was made from that in turn changes nothing.
    back = records.ready(record, source_locale=tree.zh)
    records.write(back, {"name": "Zizhu Science Park"})
    assert source_locale_of(records.through(back)) == tree.zh


def test_publication_asks_little(desk, tree, django_assert_max_num_queries):
    """The texts are taken apart by a worker; publishing counts them, looks for what is stale, and writes one row."""
    from portal.localization.services.submission import submit_after_publication

    page = desk.article(*[f"第{number}段。" for number in range(50)])
    TranslationJob.objects.all().delete()
    with django_assert_max_num_queries(25):
        (job,) = submit_after_publication(page=NewsPage.objects.get(pk=page.pk))
    assert (job.state, job.segments_total) == (JobState.QUEUED, 0)
