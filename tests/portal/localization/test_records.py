"""Records in the queue: what is sent, what is kept, and what the approval writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, ModelLogEntry

from parks.models import Park
from portal.localization.enums import JobState, Origin, WordingOrigin
from portal.localization.errors import NotTranslatableError, RefusedError, SourceGoneError
from portal.localization.models import ApprovedSegment, MemoryEntry, RecordSegment, TranslationJob
from portal.localization.services.glossary import save_term
from portal.localization.services.memory import remember
from portal.localization.services.record_words import as_plain, record_text_hash
from portal.localization.services.records import finish_record, publish_record, write_record_segments
from portal.localization.services.submission import submit_record
from portal.search.models import SearchEntry
from tests.parks.factories import ParkFactory, SectorFactory, StatementFactory

CHINESE = {"name_zh_hans": "紫竹园", "name_en": "", "feature_zh_hans": "R&D <中心>", "layout_zh_hans": "一核两翼"}


def park(**values) -> Park:
    return ParkFactory(**(CHINESE | values))


def row_of(record) -> dict[str, object]:
    """The row as the database has it."""
    names = ", ".join(field.column for field in record._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {record._meta.db_table} WHERE id = %s", [record.pk])
        return dict(zip(names.split(", "), cursor.fetchone(), strict=True))


def refused(call, **kwargs) -> str:
    with pytest.raises(RefusedError) as caught:
        call(**kwargs)
    assert str(caught.value)
    return caught.value.code


def test_record_goes_from_the_request_to_its_columns(records, people):
    record = park()
    job = records.submit(record)
    assert (job.state, job.title, job.source_locale.language_code, job.translation_key) == (
        JobState.QUEUED,
        "紫竹园",
        "zh-hans",
        None,
    )
    records.work(job, {"紫竹园": "Zizhu &amp; Park", "一核两翼": "One core"})
    assert (job.segments_total, job.segments_filled) == (3, 2)
    records.write(job, {"feature": "R&D <centre>"})
    assert Park.objects.values_list("name_en", "feature_en", "layout_en").get(pk=record.pk) == ("", None, None)
    before = row_of(record)

    with CaptureQueriesContext(connection) as written:
        record = records.through(job)
    after = row_of(record)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"name_en", "feature_en", "layout_en", "updated_at"}
    (update,) = [one["sql"] for one in written if one["sql"].startswith('UPDATE "parks_park"')]
    assert "_zh_hans" not in update.partition("WHERE")[0]
    assert (record.name_en, record.feature_en, record.layout_en) == ("Zizhu & Park", "R&D <centre>", "One core")
    assert (job.state, job.finished_by, job.published_by) == (JobState.DONE, people.translator_en, people.reviser_en)
    assert not RecordSegment.objects.exists()
    assert list(ApprovedSegment.objects.values_list("path", "source_text", "text")) == [
        ("name", "紫竹园", "Zizhu & Park"),
        ("layout", "一核两翼", "One core"),
        ("feature", "R&D <中心>", "R&D <centre>"),
    ]
    # What a machine said and nobody changed is not remembered as a person's.
    assert list(MemoryEntry.objects.values_list("source_text", "target_text", "origin", "by")) == [
        ("R&amp;D &lt;中心&gt;", "R&amp;D &lt;centre&gt;", Origin.PERSON, people.translator_en.pk)
    ]
    logged = ModelLogEntry.objects.for_instance(record).filter(action__startswith="localization.")
    assert set(logged.values_list("action", "user__username")) == {
        ("localization.finish", "translator-en"),
        ("localization.publish", "reviser-en"),
    }


def test_record_in_english_goes_into_chinese_with_its_order_and_its_place_in_the_search(records, tree):
    record = ParkFactory(name_zh_hans="", name_en="Zizhu Park")
    job = records.ready(record, target=tree.zh)
    assert job.source_locale == tree.en
    records.write(job, {"name": "重庆园"})
    record = records.through(job)
    assert (record.name_zh_hans, record.name_en) == ("重庆园", "Zizhu Park")
    assert row_of(record)["name"] == "重庆园"
    assert record.sort_key.startswith("chong")
    assert not SearchEntry.objects.filter(title="Zizhu Park", locale_code="zh-hans").exists()


def test_submission_refuses_what_cannot_be_translated(records, tree):
    traditional = Locale.objects.create(language_code="zh-hant")
    empty = SectorFactory(name_zh_hans="", name_en="")
    for record, target, source, words in (
        (park(), tree.zh, None, "written in that language"),
        (empty, tree.en, None, "no words"),
        (park(), tree.zh, tree.en, "no words"),
        (park(), traditional, None, "switched off"),
    ):
        with translation.override("en"), pytest.raises(NotTranslatableError, match=words):
            records.submit(record, target, source_locale=source)
    gone = park()
    Park.objects.filter(pk=gone.pk).delete()
    with translation.override("en"), pytest.raises(NotTranslatableError, match="deleted"):
        records.submit(gone)


def test_submission_keeps_one_open_job_for_a_text(records):
    record = park()
    job = records.submit(record)
    assert records.submit(record) == job
    records.work(job)
    assert records.submit(record) == job
    Park.objects.filter(pk=record.pk).update(name_zh_hans="紫竹新园")
    newer = records.submit(record)
    job.refresh_from_db()
    assert (newer == job, job.state, newer.source_hash) == (
        False,
        JobState.SUPERSEDED,
        record_text_hash(records.record(newer), "zh-hans"),
    )


def test_memory_and_glossary_fill_in_and_engines_get_the_rest(records, tree, people):
    save_term(renderings={"zh-hans": "一核两翼", "en": "One core, two wings"}, by=None)
    sources = {"R&amp;D &lt;中心&gt;": "An <b>R&amp;D</b> centre"}
    for source_text, target_text in sources.items():
        remember(
            source_locale=tree.zh,
            target_locale=tree.en,
            source_text=source_text,
            target_text=target_text,
            origin=Origin.PERSON,
            by=people.translator_en,
        )
    job = records.submit(park(founder_text_zh_hans="2006", address_zh_hans="东川路\n555号"))
    records.adapter.prepare(job)
    assert [one.text for one in records.adapter.missing(job)] == ["紫竹园", "东川路<br/>555号"]
    assert records.wordings(job) == {
        "name": ("", ""),
        "founder_text": ("2006", WordingOrigin.UNCHANGED),
        "layout": ("One core, two wings", WordingOrigin.GLOSSARY),
        "feature": ("An R&D centre", WordingOrigin.MEMORY),
        "address": ("", ""),
    }


def test_what_a_person_wrote_is_never_overwritten(records):
    job = records.submit(park(address_en="555 Dongchuan Road", address_zh_hans="东川路555号"))
    records.adapter.prepare(job)
    sent = {one.key: f"Machine: {one.text}" for one in records.adapter.missing(job)}
    assert len(sent) == 3  # the address was typed in the form
    records.write(job, {"name": "Zizhu"})  # while the engine answers
    Park.objects.filter(pk=job.object_id).update(layout_zh_hans="一核三翼", feature_en="Typed in the form")
    records.adapter.keep(job, sent, "deepl")
    assert records.wordings(job) == {
        "name": ("Zizhu", WordingOrigin.PERSON),
        "layout": ("", ""),  # the answer was to an earlier text
        "feature": ("Typed in the form", WordingOrigin.PERSON),
        "address": ("555 Dongchuan Road", WordingOrigin.PERSON),
    }
    # The source of a person's draft changes: the draft waits for the person, no machine writes over it.
    Park.objects.filter(pk=job.object_id).update(name_zh_hans="紫竹新园")
    assert [one.text for one in records.adapter.missing(job)] == ["一核三翼"]
    records.adapter.keep(job, {key.replace("name", "name"): "Machine" for key in sent}, "deepl")
    segment = records.segments(job)["name"]
    assert (segment.wording, segment.old_source, segment.old_wording) == ("", "紫竹园", "Zizhu")


def test_what_is_typed_into_the_form_after_the_draft_stays(records):
    job = records.ready(park(layout_zh_hans="", feature_zh_hans=""), {"紫竹园": "Machine name"})
    records.write(job, {"name": "Draft name"})
    Park.objects.filter(pk=job.object_id).update(name_en="Typed name")
    assert records.wordings(job) == {"name": ("Typed name", WordingOrigin.PERSON)}
    assert records.through(job).name_en == "Typed name"


def test_wording_longer_than_its_column_is_left_to_people_and_not_asked_for_again(records, people):
    job = records.ready(park(layout_zh_hans="", feature_zh_hans=""), {"紫竹园": "x" * 201})
    assert (job.segments_filled, records.segments(job)["name"].was_refused) == (0, True)
    assert records.adapter.missing(job) == []
    assert refused(records.write, job=job, texts={"name": "y" * 201}) == "invalid"
    assert refused(finish_record, job=job, by=people.translator_en) == "missing"
    records.write(job, {"name": "Zizhu\r\n Park\x00"})
    assert records.through(job).name_en == "Zizhu Park"


def test_two_persons_stand_behind_every_publication(records, people):
    job = records.ready(park(layout_zh_hans="", feature_zh_hans=""))
    records.write(job, {"name": "Zizhu"})
    assert refused(finish_record, job=job, by=people.translator_zh) == "role"
    assert refused(publish_record, job=job, by=people.reviser_en) == "not_finished"
    finish_record(job=job, by=people.reviser_en)
    assert refused(publish_record, job=job, by=people.reviser_en) == "second_person"
    assert refused(publish_record, job=job, by=people.translator_en) == "role"
    records.write(job, {"name": "Zizhu Park"}, by=people.reviser_en)
    finish_record(job=job, by=people.translator_en)
    assert refused(publish_record, job=job, by=people.reviser_en) == "second_person"
    records.write(job, {"name": "Zizhu"}, by=people.translator_en)
    assert refused(publish_record, job=job, by=people.reviser_en) == "changed_since"
    finish_record(job=job, by=people.translator_en)
    Park.objects.filter(pk=job.object_id).update(address_zh_hans="东川路")
    assert refused(publish_record, job=job, by=people.reviser_en) == "source_changed"
    assert Park.objects.get(pk=job.object_id).name_en == ""


def test_of_two_translators_the_second_is_told_and_loses_nothing(records, people):
    job = records.ready(park(layout_zh_hans="", feature_zh_hans=""))
    seen = {"name": records.segments(job)["name"].version}
    records.write(job, {"name": "First"}, seen=seen)
    assert refused(records.write, job=job, texts={"name": "Second"}, seen=seen, by=people.reviser_en) == "conflict"
    assert records.drafts() == {("name", "First")}
    seen = {"name": records.segments(job)["name"].version}
    Park.objects.filter(pk=job.object_id).update(name_zh_hans="紫竹新园")
    assert refused(records.write, job=job, texts={"name": "Of the old text"}, seen=seen) == "conflict"
    records.write(job, {"name": ""})
    assert records.drafts() == set()
    assert refused(records.write, job=job, texts={"short_name": "No source"}) == "unknown"


def test_record_deleted_while_its_job_is_open_ends_the_job(records, people):
    record = park()
    job = records.ready(record)
    records.write(job, {"name": "Zizhu"})
    waiting = records.submit(park())
    record.delete()
    job.refresh_from_db()
    assert (job.state, RecordSegment.objects.count()) == (JobState.CANCELLED, 0)
    assert refused(finish_record, job=job, by=people.translator_en) == "gone"
    # Deleted past the signals, the worker finds out.
    Park.objects.filter(pk=waiting.object_id)._raw_delete("default")
    for step in (records.adapter.prepare, records.adapter.missing, records.adapter.summary):
        with pytest.raises(SourceGoneError):
            step(waiting)
    records.adapter.keep(waiting, {"name:x": "Too late"}, "deepl")


def test_changed_field_alone_is_sent_after_an_approval(records):
    job = records.ready(park())
    records.write(job, {"name": "Zizhu", "layout": "One core", "feature": "Centre"})
    records.through(job)
    Park.objects.filter(pk=job.object_id).update(layout_zh_hans="一核三翼")
    again = records.submit(records.record(job))
    records.adapter.prepare(again)
    assert [one.text for one in records.adapter.missing(again)] == ["一核三翼"]
    segment = records.segments(again)["layout"]
    assert (segment.old_source, segment.old_wording) == ("一核两翼", "One core")
    records.write(again, {"layout": "One core, three wings"})
    again = records.work(again)
    assert records.through(again).layout_en == "One core, three wings"
    assert set(ApprovedSegment.objects.values_list("job", flat=True)) == {again.pk}


def test_part_of_a_record_is_translated_in_one_line_where_its_column_has_one(records):
    statement = StatementFactory(park=park(), text_zh_hans="第一行\n第二行", text_en="")
    answer = "First line<br>second <a id='a1'>line</a>"
    job = records.ready(statement, {"第一行<br/>第二行": answer})
    assert records.through(job).text_en == "First line second line"
    assert as_plain(answer, long=True) == "First line\nsecond line"


def test_submission_by_nobody_and_writing_without_a_job(records, tree, people):
    record = park()
    write_record_segments(record=record, locale=tree.en, texts={"name": "Imported"}, by=people.admin)
    job = submit_record(record=record, target_locale=tree.en, by=None)
    records.work(job)
    assert records.wordings(job)["name"] == ("Imported", WordingOrigin.PERSON)
    assert TranslationJob.objects.count() == 1


def test_worker_takes_records_as_it_takes_pages(desk, records, people, told):
    save_term(renderings={"zh-hans": "一核两翼", "en": "One core, two wings"}, by=None)
    job = records.submit(park())
    desk.work()
    job.refresh_from_db()
    assert (job.state, job.segments_total, job.segments_filled) == (JobState.NEEDS_REVIEW, 3, 1)
    (note,) = told
    assert (note["recipients"], note["context"]["url"].endswith(f"/admin/translations/record/{job.pk}/")) == (
        [people.translator_en],
        True,
    )


@pytest.mark.django_db(transaction=True)
def test_deletion_and_approval_at_once_wait_for_each_other_and_never_for_ever(records, people):
    """Whoever comes first wins; a deadlock would be an error of the database in one of them."""
    for _turn in range(3):
        job = records.ready(park(layout_zh_hans="", feature_zh_hans=""))
        records.write(job, {"name": "Zizhu"})
        finish_record(job=job, by=people.translator_en)
        start = Barrier(2)

        def approve(job=job, start=start) -> str:
            start.wait()
            try:
                publish_record(job=job, by=people.reviser_en)
            except RefusedError as refusal:
                return refusal.code
            finally:
                connection.close()
            return "published"

        def delete(job=job, start=start) -> str:
            record = records.record(job)
            start.wait()
            try:
                record.delete()
            finally:
                connection.close()
            return "deleted"

        with ThreadPoolExecutor(2) as pool:
            outcomes = [one.result() for one in (pool.submit(approve), pool.submit(delete))]
        job.refresh_from_db()
        assert (outcomes[1], outcomes[0], job.state) in {
            ("deleted", "published", JobState.DONE),
            ("deleted", "gone", JobState.CANCELLED),
        }
        assert (Park.objects.exists(), RecordSegment.objects.exists()) == (False, False)
