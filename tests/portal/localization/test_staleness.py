"""What has changed since the approval: nothing without a change of text, one segment for one changed paragraph."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parks.models import Park
from portal.localization.enums import JobState, Occasion
from portal.localization.errors import NotTranslatableError
from portal.localization.models import ApprovedSegment, SourceCount, TranslationJob, TranslationRule
from portal.localization.models.memory import text_hash
from portal.localization.services.backfill import count_uncounted
from portal.localization.services.counts import kind_of
from portal.localization.services.differences import changes, compare, differences
from portal.localization.services.rules import occasion
from portal.localization.services.staleness import is_stale, stale_targets
from portal.localization.services.submission import submit_record
from tests.parks.factories import ParkFactory, PlaceFactory
from tests.portal.localization.conftest import TEXTS

OLD = [f"第{number}段：园区的第{number}项成果。" for number in range(100)]
ENGLISH = {text: f"Paragraph {number}: result {number} of the park." for number, text in enumerate(OLD)}
SAME = {"name_zh_hans": "紫竹园", "name_en": ""}


def approved(texts: list[str], path: str = "body") -> list[ApprovedSegment]:
    return [
        ApprovedSegment(path=path, position=place, source_text=text, source_hash=text_hash(text), text=f"EN {text}")
        for place, text in enumerate(texts)
    ]


def found(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    """State, old and new text of what is not the same."""
    listed = compare(approved(old), [("body", text) for text in new])
    assert [one.new_source for one in listed if one.state != "gone"] == new
    assert all(one.wording == (f"EN {one.old_source}" if one.old_source else "") for one in listed)
    return [(one.state, one.old_source, one.new_source) for one in listed if one.state != "same"]


def with_one_changed(place: int, text: str) -> list[str]:
    return [*OLD[:place], text, *OLD[place + 1 :]]


@pytest.mark.parametrize(
    ("old", "new", "differences_found"),
    [
        (OLD, OLD, []),
        (OLD, with_one_changed(41, "第41段：改写。"), [("changed", OLD[41], "第41段：改写。")]),
        (OLD, [*OLD[:7], "新的一段", *OLD[7:]], [("new", "", "新的一段")]),
        (OLD, [*OLD[:7], *OLD[8:]], [("gone", OLD[7], "")]),
        (OLD, [*OLD[1:50], OLD[0], *OLD[50:]], []),  # moved
        (OLD, OLD[::-1], []),
        (
            ["甲乙丙丁戊己庚辛。", "末段"],
            ["完全不同的新段落", "甲乙丙丁戊己庚壬。", "末段"],
            [("new", "", "完全不同的新段落"), ("changed", "甲乙丙丁戊己庚辛。", "甲乙丙丁戊己庚壬。")],
        ),
        (
            ["甲乙丙丁戊己庚辛。", "一二三四五六七八。"],
            ["甲乙丙丁戊己庚壬。"],
            [("changed", "甲乙丙丁戊己庚辛。", "甲乙丙丁戊己庚壬。"), ("gone", "一二三四五六七八。", "")],
        ),
        (["重复", "重复"], ["重复"], [("gone", "重复", "")]),
        ([], ["甲"], [("new", "", "甲")]),
        (["a" * 30], ["b" * 40, "c" * 40], [("new", "", "b" * 40), ("new", "", "c" * 40), ("gone", "a" * 30, "")]),
    ],
)
def test_differences_are_what_an_editor_did(old, new, differences_found):
    assert sorted(found(old, new)) == sorted(differences_found)


def test_text_that_moved_to_another_place_is_the_same():
    listed = compare(approved(["甲", "乙"], "intro"), [("body", "乙"), ("intro", "甲")])
    assert [(one.path, one.state, one.wording) for one in listed] == [
        ("body", "same", "EN 乙"),
        ("intro", "same", "EN 甲"),
    ]


def test_hundred_thousand_characters_are_compared_at_once():
    long = ["字" * 100_000 + str(number) for number in range(30)]
    assert len(found(long, ["前" + text for text in long])) == 30


def body(paragraphs: list[str]) -> list[dict[str, str]]:
    html = "".join(f"<p>{text}</p>" for text in paragraphs)
    return [{"type": "text", "value": html, "id": "5ca1ab1e-0000-4000-8000-000000000001"}]


def test_page_of_hundred_paragraphs_with_one_changed(desk, people):
    page = desk.write()
    page.body = body(OLD)
    page = desk.publish(page)
    target = desk.through(page, {"紫竹高新区签约": "Zizhu High-Tech Park signs", **ENGLISH})
    assert {one.state for one in differences(target)} == {"same"}
    assert (stale_targets().count(), len(differences(target))) == (0, 101)

    page = desk.publish(page)  # without a change of text
    assert (TranslationJob.objects.count(), stale_targets().count()) == (1, 0)
    page.body = body(with_one_changed(41, "第41段：改写了的成果。"))
    desk.publish(page)
    with CaptureQueriesContext(connection) as many:
        (one,) = changes(target)
    assert (one.state, one.old_source, one.new_source, one.wording) == (
        "changed",
        OLD[41],
        "第41段：改写了的成果。",
        ENGLISH[OLD[41]],
    )
    done = TranslationJob.objects.get(state=JobState.DONE)
    assert (list(stale_targets()), is_stale(desk.job(page))) == ([done], True)
    desk.work()
    assert (desk.job(page).segments_total, desk.job(page).segments_filled) == (102, 101)

    small = desk.through(desk.published("小"), {"小": "Small", "双方签署协议。": "Signed."})
    with CaptureQueriesContext(connection) as few:
        differences(small)
    assert len(few) == len(many)
    target.unpublish()
    assert list(stale_targets()) == []


def test_approval_of_another_release_is_unknown_and_not_stale(desk, people):
    page = desk.published()
    target = desk.through(page, {"紫竹高新区签约": "Zizhu", "双方签署协议。": "Signed."})
    kept = list(ApprovedSegment.objects.all())
    ApprovedSegment.objects.all().delete()
    page.title = "新标题"
    desk.publish(page)
    assert (differences(target), list(stale_targets())) == ([], [])
    assert differences(page) == []
    ApprovedSegment.objects.bulk_create(kept)  # what every test is looked at for


def translated(records, **values) -> Park:
    record = ParkFactory(**(SAME | values))
    job = records.ready(record)
    records.write(job, {"name": "Zizhu"})
    return records.through(job)


def test_record_is_stale_when_its_source_words_change_and_not_before(records, tree):
    record = translated(records)
    job = TranslationJob.objects.get()
    record.level = "national"
    record.save()
    assert list(stale_targets()) == []
    record.name_en = "Zizhu Park"  # the target's own column
    record.save()
    assert (list(stale_targets()), changes(job)) == ([], [])
    record.name_zh_hans = "紫竹新园"
    record.save()
    assert (list(stale_targets()), is_stale(job)) == ([job], True)
    assert [(one.path, one.old_source, one.new_source, one.wording) for one in changes(job)] == [
        ("name", "紫竹园", "紫竹新园", "Zizhu")
    ]
    assert list(stale_targets(TranslationJob.objects.filter(target_locale=tree.zh))) == []
    record.delete()
    assert (list(stale_targets()), differences(job)) == ([], [])


def test_list_of_stale_translations_asks_as_often_for_three_as_for_one(records):
    def make() -> None:
        record = translated(records)
        record.name_zh_hans = "紫竹新园"
        record.save()

    make()
    list(stale_targets())
    with CaptureQueriesContext(connection) as once:
        assert len(stale_targets()) == 1
    make()
    make()
    with CaptureQueriesContext(connection) as again:
        assert len(stale_targets()) == 3
    assert len(again) == len(once) == 1


def test_what_was_there_before_is_counted_once_and_little_by_little(desk, records, tree):
    page, record = desk.published(), ParkFactory(name_zh_hans="紫竹园", name_en="Zizhu")
    desk.through(page, TEXTS)
    desk.write()  # never published
    ParkFactory(name_zh_hans=" ", name_en="")
    call_command("translations", "count", stdout=StringIO())
    known = set(SourceCount.objects.values_list("content_type", "object_id", "locale", "text_hash"))
    assert {(page.pk, tree.zh.pk), (record.pk, tree.zh.pk), (record.pk, tree.en.pk)} <= {row[1:3] for row in known}
    assert desk.target(page).pk not in {row[1] for row in known if row[0] == kind_of(page).pk}
    SourceCount.objects.all().delete()
    rounds = [count_uncounted(limit=2) for _round in range(len(known) + 1)]
    assert (rounds[0], rounds[-1], sum(rounds)) == (2, 0, len({row[:2] for row in known}))
    assert set(SourceCount.objects.values_list("content_type", "object_id", "locale", "text_hash")) == known
    assert TranslationJob.objects.count() == 1  # nothing is sent


def test_saving_a_record_counts_its_words_and_asks_little_where_they_stay(records):
    record = ParkFactory(**SAME)
    assert list(SourceCount.objects.filter(object_id=record.pk).values_list("segments", "characters")) == [(1, 3)]
    with CaptureQueriesContext(connection) as asked:
        record.save()
    assert len([one for one in asked if "localization_" in one["sql"]]) == 1
    record.name_zh_hans, record.name_en = "", "Zizhu"
    record.save()
    counted = SourceCount.objects.filter(object_id=record.pk)
    assert list(counted.values_list("locale__language_code", "characters")) == [("en", 5)]
    assert not TranslationJob.objects.exists()


def test_record_is_sent_by_itself_where_a_rule_says_so(records, tree):
    for source, target in ((tree.zh, tree.en), (tree.en, tree.zh)):
        TranslationRule.objects.create(source_locale=source, target_locale=target, occasion=Occasion.ON_PUBLICATION)
    assert occasion(model=Park, source=tree.zh, target=tree.en) == Occasion.ON_PUBLICATION
    record = ParkFactory(**SAME)
    job = TranslationJob.objects.get()
    assert (job.object_id, job.target_locale, job.requested_by) == (record.pk, tree.en, None)
    record.name_en = "Typed"
    record.save()
    record.level = "national"
    record.save()
    assert TranslationJob.objects.get() == job
    records.work(job)
    record.name_zh_hans = "紫竹新园"
    record.save()
    assert list(TranslationJob.objects.order_by("pk").values_list("state", flat=True)) == [
        JobState.SUPERSEDED,
        JobState.QUEUED,
    ]
    TranslationRule.objects.update(occasion=Occasion.NEVER)
    PlaceFactory(name_en="")
    assert TranslationJob.objects.count() == 2
    with translation.override("en"), pytest.raises(NotTranslatableError, match="never"):
        submit_record(record=record, target_locale=tree.en, by=None)
