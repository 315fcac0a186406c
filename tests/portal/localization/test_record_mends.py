"""Records between two languages over time: where they were born, what goes, and what a rule sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from parks.models import Park
from portal.localization.enums import JobState, Occasion
from portal.localization.models import SourceCount, TranslationJob, TranslationRule
from portal.localization.services.record_words import source_locale_of
from portal.localization.services.records import finish_record, publish_record
from portal.localization.services.staleness import stale_targets
from tests.parks.factories import ParkFactory, StatementFactory
from tests.portal.localization.jobs import state
from tests.portal.localization.test_records import park, refused


@pytest.fixture
def rules(tree) -> None:
    """Parks go both ways whenever they are saved."""
    kind = ContentType.objects.get_for_model(Park)
    for source, target in ((tree.zh, tree.en), (tree.en, tree.zh)):
        TranslationRule.objects.create(
            source_locale=source, target_locale=target, content_type=kind, occasion=Occasion.ON_PUBLICATION
        )


def test_record_born_in_english_is_sent_from_english_ever_after(records, tree, rules):
    record = ParkFactory(name_zh_hans="", name_en="Zizhu Park")
    job = TranslationJob.objects.get()
    records.work(job, {"Zizhu Park": "紫竹园"})
    record = records.through(job)
    assert (source_locale_of(record), TranslationJob.objects.count()) == (tree.en, 1)
    record.name_en = "Zizhu Science Park"
    record.save()
    again = TranslationJob.objects.get(state=JobState.QUEUED)
    assert (again.source_locale, again.target_locale) == (tree.en, tree.zh)
    assert records.submit(record, tree.zh) == again
    Park.objects.filter(pk=record.pk).update(name_en="")  # nothing is left there to translate from
    assert source_locale_of(Park.objects.get(pk=record.pk)) == tree.zh


def test_words_deleted_in_the_source_go_with_the_next_approval(records):
    job = records.ready(park(layout_en="Typed by a person"))
    records.write(job, {"name": "Zizhu", "feature": "Centre"})
    records.through(job)
    for gone in ({"feature_zh_hans": "", "address_en": "Typed, never approved"}, {"layout_zh_hans": None}):
        Park.objects.filter(pk=job.object_id).update(**gone)
        job = records.ready(records.record(job))
        record = records.through(job)
    assert (record.name_en, record.feature_en, record.layout_en) == ("Zizhu", "", "")
    assert record.address_en == "Typed, never approved"
    # The only name that is left is not taken away.
    Park.objects.filter(pk=record.pk).update(name_zh_hans="", address_zh_hans="东川路", layout_en="Retyped")
    again = records.ready(Park.objects.get(pk=record.pk), source_locale=job.source_locale)
    assert (records.through(again).name_en, records.record(again).layout_en) == ("Zizhu", "Retyped")


def test_draft_deleted_after_the_finish_must_be_marked_again(records, people):
    job = records.ready(park(name_en="Column", layout_zh_hans="", feature_zh_hans=""))
    records.write(job, {"name": "Draft"})
    finish_record(job=job, by=people.translator_en)
    records.write(job, {"name": ""}, by=people.reviser_en)
    assert state(job) == JobState.NEEDS_REVIEW
    assert refused(publish_record, job=job, by=people.reviser_en) == "not_finished"
    finish_record(job=job, by=people.translator_en)
    records.write(job, {"name": ""}, by=people.translator_en)  # there is none: nothing changes
    publish_record(job=job, by=people.reviser_en)
    assert records.record(job).name_en == "Column"


def test_rule_sends_a_record_once_for_its_words_and_by_what_the_database_says(records, rules):
    record = park()
    old = Park.objects.get(pk=record.pk)
    job = TranslationJob.objects.get()
    records.work(job)
    records.write(job, {"name": "Zizhu", "layout": "One core", "feature": "Centre"})
    records.through(job)
    SourceCount.objects.all().delete()  # as after the upgrade
    Park.objects.get(pk=record.pk).save()
    assert (TranslationJob.objects.count(), stale_targets().count(), SourceCount.objects.count()) == (1, 0, 2)
    Park.objects.filter(pk=record.pk).update(name_zh_hans="紫竹新园")
    Park.objects.get(pk=record.pk).save()
    assert TranslationJob.objects.count() == 2
    counted = set(SourceCount.objects.values_list("locale", "text_hash"))
    for fields in (["layout_zh_hans"], ["updated_at"]):  # an instance that was read before
        old.save(update_fields=fields)
    assert (TranslationJob.objects.count(), set(SourceCount.objects.values_list("locale", "text_hash"))) == (2, counted)


@pytest.mark.django_db(transaction=True)
def test_approval_of_a_part_holds_its_whole_first_as_the_form_does(records, people):
    whole = park()
    job = records.ready(StatementFactory(park=whole, text_zh_hans="入驻企业百家", text_en=""))
    records.write(job, {"text": "A hundred companies"})
    finish_record(job=job, by=people.translator_en)

    def approve() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        try:
            publish_record(job=job, by=people.reviser_en)
        except DatabaseError as error:
            return str(error)
        finally:
            connections.close_all()
        return "published"

    with transaction.atomic():
        Park.objects.select_for_update(no_key=True).get(pk=whole.pk)
        with ThreadPoolExecutor(1) as pool:
            assert "lock timeout" in pool.submit(approve).result()
    assert state(job) == JobState.FINISHED
