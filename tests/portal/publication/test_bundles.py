"""Bundles: prepared by one person, approved by another, live in one transaction or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from portal.core.models import Unit
from portal.core.services.memberships import grant_membership
from portal.core.services.units import save_unit
from portal.localization.enums import JobState
from portal.localization.models import TranslationJob
from portal.localization.services.records import finish_record, publish_record, write_record_segments
from portal.publication import faults
from portal.publication.enums import BundleState
from portal.publication.errors import BundleRefusedError
from portal.publication.models import Bundle
from portal.publication.services.bundles import (
    add_members,
    approve_bundle,
    create_bundle,
    dissolve_bundle,
    remove_member,
    reopen_bundle,
)
from portal.publication.services.going_live import publish_due
from tests.portal.localization.conftest import TEXTS

pytestmark = pytest.mark.django_db


def live(*pages: Page) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


def reasons(bundle: Bundle) -> dict[str, str]:
    bundle.refresh_from_db()
    return {fault.title: fault.msgid for fault in faults.shown(bundle.last_error)}


def refused_by(code: str, step, **kwargs) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        step(**kwargs)
    assert refused.value.code == code


@pytest.fixture
def two(joint):
    return joint.draft("第一篇"), joint.draft("第二篇")


def test_all_members_go_live_with_the_approval(joint, two, django_capture_on_commit_callbacks):
    bundle = joint.bundle(*two)
    with django_capture_on_commit_callbacks(execute=True):
        approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)
    bundle.refresh_from_db()
    assert (bundle.state, live(*two)) == (BundleState.PUBLISHED, [True, True])
    assert bundle.approved_by == joint.staff.moderator


def test_a_page_its_translation_and_a_record_go_live_together(joint, records, locales):
    from parks.models import Sector

    page = joint.draft()
    sector = Sector.objects.create(slug="ai", name_zh_hans="人工智能")
    bundle = joint.bundle(page, (page, joint.tree.en))
    target = joint.revise(page, TEXTS)
    job = records.ready(sector)
    add_members(bundle_id=bundle.pk, wanted=[(sector, joint.tree.en)], by=joint.desk.people.admin)
    records.write(job, {"name": "Artificial intelligence"})
    finish_record(job=job, by=joint.desk.people.translator_en)
    publish_record(job=job, by=joint.desk.people.reviser_en)
    sector.refresh_from_db()
    assert (sector.name_en or "", TranslationJob.objects.get(pk=job.pk).state) == ("", JobState.APPROVED)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)
    assert publish_due() == 1, reasons(bundle)
    sector.refresh_from_db()
    assert (live(page, target), sector.name_en) == ([True, True], "Artificial intelligence")
    write_record_segments(record=sector, locale=joint.tree.en, texts={"name": "AI"}, by=joint.desk.people.translator_en)
    assert Sector.objects.get(pk=sector.pk).name_en == "Artificial intelligence"


def test_a_page_above_goes_live_before_the_one_below(joint):
    from news.models import NewsIndexPage, NewsPage

    above = joint.tree.news_zh.add_child(instance=NewsIndexPage(title="专题", locale=joint.tree.zh, live=False))
    above.save_revision(user=joint.staff.editor)
    below = above.add_child(instance=NewsPage(title="第一篇", locale=joint.tree.zh, live=False))
    below.save_revision(user=joint.staff.editor)
    alone = joint.bundle(below)
    refused_by("not_ready", approve_bundle, bundle_id=alone.pk, by=joint.staff.moderator)
    add_members(bundle_id=alone.pk, wanted=[(above, joint.tree.zh)], by=joint.staff.editor)
    approve_bundle(bundle_id=alone.pk, by=joint.staff.moderator)
    assert publish_due() == 1
    assert live(above, below) == [True, True]


def test_whoever_prepared_it_does_not_approve_it(joint, two):
    bundle = joint.bundle(*two, by=joint.staff.moderator)
    refused_by("second_person", approve_bundle, bundle_id=bundle.pk, by=joint.staff.moderator)


def test_whoever_alone_wrote_a_page_does_not_approve_it(joint):
    page = joint.desk.write()
    page.save_revision(user=joint.staff.moderator)
    bundle = joint.bundle(page)
    refused_by("not_ready", approve_bundle, bundle_id=bundle.pk, by=joint.staff.moderator)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.other_moderator)


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_approves_and_the_other_is_told_who(joint, two):
    bundle = joint.bundle(*two, go_live_at=timezone.now() + timedelta(hours=1))
    start = Barrier(2)

    def approve(by) -> str:
        start.wait()
        try:
            return approve_bundle(bundle_id=bundle.pk, by=by).state
        except BundleRefusedError as refused:
            return str(refused)
        finally:
            connection.close()

    people = [joint.staff.moderator, joint.staff.other_moderator]
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(approve, people))
    bundle.refresh_from_db()
    first = said.index(BundleState.APPROVED)
    assert bundle.approved_by == people[first]
    assert people[first].username in said[1 - first]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_publish_a_bundle_once(joint, two, told):
    bundle = _approved(joint, two)
    start = Barrier(2)

    def sweep(now) -> int:
        start.wait()
        try:
            return publish_due(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(sweep, [timezone.now() + LATER] * 2))
    bundle.refresh_from_db()
    assert (sum(done), bundle.state, live(*two)) == (1, BundleState.PUBLISHED, [True, True])
    assert ModelLogEntry.objects.filter(action="publication.bundle.publish").count() == 1


def test_an_editor_approves_nothing(joint, two):
    bundle = joint.bundle(*two)
    refused_by("permission", approve_bundle, bundle_id=bundle.pk, by=joint.staff.other_editor)


def test_a_moderator_of_another_unit_or_of_a_first_stage_approves_nothing(joint, two, django_user_model):
    bundle = joint.bundle(*two)
    other = Unit.objects.create(name="张江", slug="zhangjiang")
    for name, more in {"elsewhere": {"unit": other}, "first": {"unit": joint.office, "stages": ["first"]}}.items():
        user = django_user_model.objects.create_user(name)
        grant_membership(user=user, role="moderator", by=None, **more)
        refused_by("permission", approve_bundle, bundle_id=bundle.pk, by=user)


def _approved(joint, two, **kwargs) -> Bundle:
    bundle = joint.bundle(*two, go_live_at=timezone.now() + timedelta(hours=1), **kwargs)
    return approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)


LATER = timedelta(hours=2)


def test_a_member_edited_after_the_approval_stops_all(joint, two, told):
    bundle = _approved(joint, two)
    two[1].title = "改过的题目"
    two[1].save_revision(user=joint.staff.editor)
    assert publish_due(now=timezone.now() + LATER) == 0
    assert (reasons(bundle), bundle.state) == ({"第二篇": faults.CHANGED}, BundleState.FAILED)
    assert live(*two) == [False, False]
    letters = [note for note in told if note["kind"] == "bundle_failed"]
    assert {person.username for note in letters for person in note["recipients"]} == {"zizhu-editor", "zizhu-moderator"}
    assert all("第二篇" in note["context"]["reasons"] for note in letters)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.other_moderator)
    assert publish_due(now=timezone.now() + LATER) == 1
    assert Page.objects.get(pk=two[1].pk).title == "改过的题目"


def test_an_autosave_over_the_approved_revision_stops_all(joint, two):
    bundle = _approved(joint, two)
    revision = two[0].get_latest_revision()
    revision.content = revision.content | {"title": "改过的题目"}
    revision.save()
    assert publish_due(now=timezone.now() + LATER) == 0
    assert reasons(bundle) == {"第一篇": faults.CHANGED}


def test_a_deleted_member_stops_all(joint, two):
    bundle = _approved(joint, two)
    two[0].delete()
    assert publish_due(now=timezone.now() + LATER) == 0
    assert (reasons(bundle), live(two[1])) == ({"第一篇": faults.GONE}, [False])


def test_a_member_moved_to_another_unit_stops_all(joint, two):
    bundle = _approved(joint, two)
    two[0].move(joint.tree.home_zh, "last-child")
    assert publish_due(now=timezone.now() + LATER) == 0
    assert reasons(bundle) == {"第一篇": faults.MOVED}


def test_a_page_above_taken_back_stops_all(joint, two):
    bundle = _approved(joint, two)
    joint.tree.news_zh.unpublish()
    assert publish_due(now=timezone.now() + LATER) == 0
    assert set(reasons(bundle).values()) == {faults.PARENT}


def test_a_source_unpublished_while_its_translation_waits_stops_all(joint):
    page = joint.desk.publish(joint.draft())
    other = joint.draft("第二篇")
    bundle = joint.bundle((page, joint.tree.en), other, go_live_at=timezone.now() + timedelta(hours=1))
    target = joint.revise(page, TEXTS)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)
    page.refresh_from_db()
    page.unpublish()
    assert publish_due(now=timezone.now() + LATER) == 0
    assert reasons(bundle)["紫竹高新区签约"] in {faults.SOURCE, faults.NOT_REVISED}
    assert live(target, other) == [False, False]


def test_a_translation_approved_anew_after_the_bundle_stops_all(joint):
    from portal.localization.services.publication import finish_translation, publish_translation

    page = joint.draft()
    bundle = joint.bundle(page, (page, joint.tree.en), go_live_at=timezone.now() + timedelta(hours=1))
    target = joint.revise(page, TEXTS)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)
    joint.desk.translate(page, {"双方签署协议。": "Both parties have signed."})
    finish_translation(page=target, by=joint.desk.people.translator_en)
    publish_translation(page=target, by=joint.desk.people.reviser_en)
    assert publish_due(now=timezone.now() + LATER) == 0
    assert set(reasons(bundle).values()) == {faults.CHANGED}


def test_stages_that_a_unit_wants_are_asked_of_its_members(joint, two):
    joint.office.review_stages = ["first", "final"]
    save_unit(unit=joint.office, by=None)
    bundle = joint.bundle(*two)
    with pytest.raises(BundleRefusedError, match="第一篇"):
        approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)


def test_the_last_stage_of_a_held_page_approves_and_does_not_publish(joint, two):
    bundle = joint.bundle(*two)
    workflow = two[0].get_workflow()
    state = workflow.start(two[0], joint.staff.editor)
    state.current_task_state.task.specific.on_action(state.current_task_state, joint.staff.moderator, "approve")
    assert live(two[0]) == [False]
    assert bundle.items.get(object_id=two[0].pk).approved_by == joint.staff.moderator


def test_a_late_scheduler_catches_up_once_and_a_clock_that_jumps_back_publishes_nothing_again(joint, two, told):
    _approved(joint, two)
    now = timezone.now()
    assert publish_due(now=now) == 0
    assert publish_due(now=now + timedelta(days=40)) == 1
    revisions = [Page.objects.get(pk=page.pk).live_revision_id for page in two]
    assert publish_due(now=now - timedelta(days=400)) == 0
    assert publish_due(now=now + timedelta(days=40)) == 0
    assert [Page.objects.get(pk=page.pk).live_revision_id for page in two] == revisions
    assert live(*two) == [True, True]
    letters = [note for note in told if note["kind"] == "bundle_published"]
    people = [person.username for note in letters for person in note["recipients"]]
    assert sorted(people) == ["zizhu-editor", "zizhu-moderator"]


def test_one_that_fails_does_not_hold_up_the_next(joint, two, monkeypatch):
    from portal.publication.services import going_live

    first, second = (_approved(joint, [page]) for page in two)
    stock = going_live.faults_of

    def broken(bundle):
        if bundle.pk == first.pk:
            raise RuntimeError("nobody foresaw this")
        return stock(bundle)

    monkeypatch.setattr(going_live, "faults_of", broken)
    assert publish_due(now=timezone.now() + LATER) == 1
    second.refresh_from_db()
    assert (second.state, live(*two)) == (BundleState.PUBLISHED, [False, True])


def test_what_is_held_elsewhere_or_says_nothing_new_comes_into_no_bundle(joint, two):
    joint.bundle(*two)
    other = create_bundle(title="另一组", unit=joint.office, by=joint.staff.other_editor)
    add = {"bundle_id": other.pk, "by": joint.staff.other_editor}
    refused_by("held", add_members, wanted=[(two[0], joint.tree.zh)], **add)
    published = joint.desk.publish(joint.draft("已发布"))
    refused_by("nothing_new", add_members, wanted=[(published, joint.tree.zh)], **add)
    foreign = joint.desk.write("首页下", under=joint.tree.home_zh)
    refused_by("permission", add_members, wanted=[(foreign, joint.tree.zh)], **add)
    assert not other.items.exists()


def test_an_approval_taken_back_holds_and_a_dissolved_bundle_lets_go(joint, two):
    bundle = _approved(joint, two)
    reopen_bundle(bundle_id=bundle.pk, by=joint.staff.editor)
    assert publish_due(now=timezone.now() + LATER) == 0
    remove_member(bundle_id=bundle.pk, item_id=bundle.items.first().pk, by=joint.staff.editor)
    joint.desk.publish(two[0])
    dissolve_bundle(bundle_id=bundle.pk, by=joint.staff.editor)
    joint.desk.publish(two[1])
    assert live(*two) == [True, True]


def test_an_approved_bundle_takes_no_more_members(joint, two):
    bundle = _approved(joint, [two[0]])
    refused_by("state", add_members, bundle_id=bundle.pk, wanted=[(two[1], joint.tree.zh)], by=joint.staff.editor)


def test_reasons_are_told_in_the_language_of_the_reader():
    from django.utils import translation

    text = faults.kept([faults.Fault("第一篇", faults.PARENT, {"above": "专题"})])
    with translation.override("zh-hans"):
        shown = str(faults.shown(text)[0])
    assert "专题" in shown
    assert "neither" not in shown
