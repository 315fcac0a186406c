"""Many sources at once."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page

from portal.localization import tasks
from portal.localization.enums import JobState, OrderState, Priority
from portal.localization.models import SourceCount, TranslationJob, TranslationOrder
from portal.localization.notes import shown
from portal.localization.services import orders, submission


@pytest.fixture
def pages(desk) -> list[Page]:
    """Five live pages that nobody has sent yet."""
    made = [desk.article(f"第{number}段。", title=f"题目{number}") for number in range(5)]
    TranslationJob.objects.all().delete()
    return made


def place(tree, people, ids, **more) -> TranslationOrder:
    return orders.place_order(
        content_type=ContentType.objects.get_for_model(Page),
        object_ids=ids,
        target_locales=[tree.en],
        by=people.admin,
        **more,
    )


def expand() -> None:
    while orders.place_waiting(limit=10):
        pass


def test_order_takes_as_many_queries_for_many_as_for_few(tree, people, pages):
    ids = [page.pk for page in pages]
    place(tree, people, ids[:1])  # what is looked up once a process is known from here on
    counts = []
    for chosen in (ids[:2], ids + list(range(10**6, 10**6 + 500))):
        with CaptureQueriesContext(connection) as queries:
            place(tree, people, chosen)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_order_is_estimated_from_what_was_counted_at_publication(desk, tree, people, pages):
    order = place(tree, people, [page.pk for page in pages])
    assert (order.segments, order.characters) == (10, 5 * len("题目0第0段。"))
    pages[0].title = "长得多的题目"
    desk.publish(pages[0])
    assert SourceCount.objects.get(object_id=pages[0].pk).characters == len("长得多的题目第0段。")


def test_worker_makes_the_jobs_of_an_order(tree, people, pages, django_capture_on_commit_callbacks):
    ids = [page.pk for page in pages]
    order = place(tree, people, [*ids, 10**9, tree.news_zh.pk], priority=Priority.LOW, engine="memory")
    expand()
    order.refresh_from_db()
    assert (order.state, order.placed, order.refused) == (OrderState.PLACED, 7, 2)
    jobs = TranslationJob.objects.filter(order=order)
    assert set(jobs.values_list("object_id", "priority", "engine")) == {(pk, Priority.LOW, "memory") for pk in ids}
    assert orders.progress(order=order) == {JobState.QUEUED: 5}
    tasks.work_jobs()
    assert orders.progress(order=order) == {JobState.NEEDS_REVIEW: 5}


def test_order_goes_on_where_a_killed_worker_left_it(tree, people, pages, monkeypatch):
    monkeypatch.setattr(orders, "CHUNK", 2)
    order = place(tree, people, [page.pk for page in pages])
    assert orders.place_waiting(limit=1) == 1
    order.refresh_from_db()
    assert (order.state, order.placed) == (OrderState.WAITING, 2)
    tasks.sweep_jobs()
    order.refresh_from_db()
    assert (order.state, order.placed, order.jobs.count()) == (OrderState.PLACED, 5, 5)


def test_source_that_always_fails_keeps_no_other_from_its_turn(tree, people, pages, monkeypatch, caplog):
    def broken(*, source, **more):
        if source.pk == pages[1].pk:
            raise ValueError("broken page")
        return original(source=source, **more)

    original = submission.submit
    monkeypatch.setattr(submission, "submit", broken)
    order = place(tree, people, [page.pk for page in pages])
    expand()
    order.refresh_from_db()
    assert (order.state, order.refused, order.jobs.count()) == (OrderState.PLACED, 1, 4)
    assert "broken page" in order.last_error
    assert orders.place_waiting(limit=1) == 0


def test_source_that_met_a_lock_is_tried_again(tree, people, pages, monkeypatch):
    def blocked(*, source, **more):
        if source.pk == pages[1].pk and not met:
            met.append(source.pk)
            raise OperationalError("deadlock detected")
        return original(source=source, **more)

    original, met = submission.submit, []
    monkeypatch.setattr(submission, "submit", blocked)
    order = place(tree, people, [page.pk for page in pages])
    orders.place_waiting(limit=10)
    order.refresh_from_db()
    assert (order.placed, order.state) == (1, OrderState.WAITING)
    expand()
    order.refresh_from_db()
    assert (order.state, order.refused, order.jobs.count(), order.last_error) == (OrderState.PLACED, 0, 5, "")


def test_order_takes_over_what_waits_and_counts_what_others_have(desk, tree, people, pages):
    _queued, running, elsewhere = (desk.submit(page) for page in pages[:3])
    TranslationJob.objects.filter(pk=running.pk).update(state=JobState.RUNNING, lease_until=timezone.now())
    other = place(tree, people, [pages[3].pk])
    expand()
    TranslationJob.objects.filter(pk=elsewhere.pk).update(priority=Priority.HIGH)
    order = place(tree, people, [*(page.pk for page in pages), tree.news_zh.pk], engine="memory", priority=Priority.LOW)
    expand()
    rows = TranslationJob.objects.filter(order=order).order_by("object_id")
    assert list(rows.values_list("object_id", "engine", "priority")) == [
        (pages[0].pk, "memory", Priority.NORMAL),
        (pages[2].pk, "memory", Priority.HIGH),
        (pages[4].pk, "memory", Priority.LOW),
    ]
    assert (other.jobs.count(), running.order_id) == (1, None)
    order.refresh_from_db()
    counts = orders.progress(order=order)
    assert (order.refused, orders.seen_to(order=order, counts=counts)) == (1, 3)
    desk.work()
    assert orders.seen_to(order=order, counts=orders.progress(order=order)) == 6


def test_refusal_is_kept_for_readers_of_every_language(tree, people, pages):
    order = place(tree, people, [tree.news_zh.pk])
    with translation.override("zh-hans"):
        expand()
    order.refresh_from_db()
    assert order.last_error.isascii()
    with translation.override("zh-hans"):
        assert not shown(order.last_error).isascii()


def test_cancelled_order_leaves_people_what_they_have(tree, people, pages, monkeypatch):
    monkeypatch.setattr(orders, "CHUNK", 3)
    order = place(tree, people, [page.pk for page in pages])
    orders.place_waiting(limit=1)
    reached, running, _queued = order.jobs.order_by("pk")
    TranslationJob.objects.filter(pk=reached.pk).update(state=JobState.NEEDS_REVIEW)
    TranslationJob.objects.filter(pk=running.pk).update(state=JobState.RUNNING, lease_until=timezone.now())
    orders.cancel_order(order_id=order.pk, by=people.admin)
    expand()
    order.refresh_from_db()
    assert (order.state, order.jobs.count()) == (OrderState.CANCELLED, 3)
    assert orders.progress(order=order) == {JobState.NEEDS_REVIEW: 1, JobState.CANCELLED: 2}


@pytest.mark.parametrize("wrong", [{"ids": []}, {"engine": "babelfish"}])
def test_order_of_nothing_or_by_nobody_is_refused(tree, people, pages, wrong):
    with pytest.raises(ValueError, match="An order needs"):
        place(tree, people, wrong.get("ids", [1]), engine=wrong.get("engine", ""))


def test_order_makes_no_work_of_what_is_up_to_date(desk, people, tree):
    """Neither of a live translation of the very text, nor of the language in which the source is written."""
    page = desk.published()
    desk.through(page, {"紫竹高新区签约": "Zizhu signs", "双方签署协议。": "Signed."})
    both = [tree.zh, tree.en]
    order = orders.place_order(
        content_type=ContentType.objects.get_for_model(Page), object_ids=[page.pk], target_locales=both, by=people.admin
    )
    orders.place_waiting(limit=5)
    order.refresh_from_db()

    assert (order.state, order.refused, order.last_error, order.jobs.count()) == (OrderState.PLACED, 0, "", 0)
    assert orders.without_work(order=order, counts=orders.progress(order=order)) == 2
    page.title = "新标题"
    desk.publish(page)
    assert desk.job(page).state == JobState.QUEUED
