"""A page and its translation go live together, or neither does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page

from portal.core.holding import HeldError
from portal.core.services.schedule import publish_what_is_due
from portal.localization.enums import JobState
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.services.publication import finish_translation, publish_translation
from portal.publication import faults
from portal.publication.enums import BundleState
from portal.publication.errors import BundleRefusedError
from portal.publication.services.approvals import approve_page
from portal.publication.services.bundles import dissolve_bundle
from portal.publication.services.going_live import publish_due
from portal.publication.services.inspection import faults_of
from tests.portal.publication.conftest import TEXTS

pytestmark = pytest.mark.django_db


def live(*pages: Page) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


def test_both_go_live_once_both_are_approved(joint, told, django_capture_on_commit_callbacks):
    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    assert live(page, target) == [False, False]
    assert TranslationJob.objects.get().state == JobState.APPROVED
    with django_capture_on_commit_callbacks(execute=True):
        assert approve_page(page=page, by=joint.staff.moderator)
    pair.refresh_from_db()
    assert live(page, target) == [True, True]
    assert (pair.state, pair.approved_by) == (BundleState.PUBLISHED, joint.staff.moderator)
    assert TranslationJob.objects.get().state == JobState.DONE
    assert TranslationJob.objects.get().published_by == joint.desk.people.reviser_en
    letters = [note for note in told if note["kind"] == "bundle_published"]
    assert {person.username for note in letters for person in note["recipients"]} == {"zizhu-editor", "zizhu-moderator"}


def test_the_order_of_approvals_does_not_matter(joint):
    page = joint.draft()
    joint.pair(page)
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 0
    target = joint.revise(page)
    assert publish_due() == 1
    assert live(page, target) == [True, True]


def test_the_draft_is_translated_and_not_what_is_live(joint):
    page = joint.desk.publish(joint.draft())
    joint.desk.through(page, TEXTS)
    page.title = "紫竹高新区开工"
    page.save_revision(user=joint.staff.editor)
    joint.pair(page)
    target = joint.revise(page, {"紫竹高新区开工": "Zizhu breaks ground"})
    assert (Page.objects.get(pk=page.pk).title, target.title) == ("紫竹高新区签约", "Zizhu signs an agreement")
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 1
    assert (Page.objects.get(pk=page.pk).title, Page.objects.get(pk=target.pk).title) == (
        "紫竹高新区开工",
        "Zizhu breaks ground",
    )


def test_a_draft_leaves_for_no_engine_and_arrives_at_people(joint, settings):
    settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL = "libretranslate", "http://127.0.0.1:1"
    joint.pair(joint.draft())
    joint.desk.work()
    job = TranslationJob.objects.get()
    assert (job.state, job.segments_sent, job.of_draft) == (JobState.NEEDS_REVIEW, 0, True)


def test_a_changed_draft_is_translated_anew_and_its_approval_lapses(joint):
    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    page.title = "紫竹高新区开工"
    page.save_revision(user=joint.staff.editor)
    assert [job.state for job in TranslationJob.objects.order_by("pk")] == [JobState.SUPERSEDED, JobState.QUEUED]
    assert publish_due() == 0
    assert {fault.msgid for fault in faults_of(pair)} == {faults.NOT_REVISED, faults.CHANGED}
    assert live(page, target) == [False, False]


def test_a_save_that_says_the_same_keeps_approvals(joint):
    page = joint.draft()
    joint.pair(page)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    page.save_revision(user=joint.staff.editor)
    assert publish_due() == 1
    assert live(page, target) == [True, True]


def test_a_wording_changed_after_the_approval_stops_both(joint):
    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    joint.desk.translate(page, {"双方签署协议。": "Nobody signed anything."})
    assert TranslationJob.objects.get().state == JobState.FINISHED
    assert publish_due() == 0
    assert [fault.msgid for fault in faults_of(pair)] == [faults.NOT_REVISED]
    finish_translation(page=target, by=joint.desk.people.translator_en)
    publish_translation(page=target, by=joint.desk.people.reviser_en)
    assert publish_due() == 1
    assert "Nobody signed" in str(Page.objects.get(pk=target.pk).specific.body)


def test_a_wording_written_past_the_signals_is_noticed_when_it_would_go_live(joint):
    """Whatever writes wordings in bulk sends no signal: the text itself is compared."""
    from wagtail_localize.models import StringTranslation

    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    StringTranslation.objects.filter(translation_of__data="双方签署协议。").update(data="Nobody signed anything.")
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 0
    pair.refresh_from_db()
    assert pair.state == BundleState.FAILED
    assert [fault.msgid for fault in faults.shown(pair.last_error)] == [faults.CHANGED]
    assert live(page, target) == [False, False]


def test_neither_goes_live_before_its_hour_and_both_do_after(joint):
    hour = timezone.now() + timedelta(hours=2)
    page = joint.draft()
    pair = joint.pair(page, go_live_at=hour)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 0
    pair.refresh_from_db()
    assert (pair.state, live(page, target)) == (BundleState.APPROVED, [False, False])
    assert publish_due(now=hour + timedelta(days=3)) == 1
    assert live(page, target) == [True, True]


def test_no_other_way_makes_a_held_page_live(joint):
    page = joint.draft()
    joint.pair(page)
    with pytest.raises(HeldError):
        page.get_latest_revision().publish()
    page.live = True
    with pytest.raises(PermissionDenied):
        page.save()
    assert live(page) == [False]


def test_the_hour_of_the_page_itself_publishes_nothing_apart(joint):
    page = joint.draft()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision(user=joint.staff.editor)
    revision.publish()
    joint.pair(page)
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save(update_fields=["approved_go_live_at"])
    publish_what_is_due()
    revision.refresh_from_db()
    assert (live(page), revision.approved_go_live_at) == ([False], None)


def test_a_pair_with_an_hour_of_its_page_goes_live_when_the_pair_does(joint):
    page = joint.draft()
    page.go_live_at = timezone.now() + timedelta(days=30)
    page.save_revision(user=joint.staff.editor)
    joint.pair(page)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 1
    assert live(page, target) == [True, True]


def test_the_translator_cannot_approve_what_waits(joint):
    page = joint.draft()
    joint.pair(page)
    joint.desk.work()
    joint.desk.translate(page, TEXTS, by=joint.desk.people.reviser_en)
    target = joint.desk.target(page)
    finish_translation(page=target, by=joint.desk.people.reviser_en)
    with pytest.raises(RefusedError) as refused:
        publish_translation(page=target, by=joint.desk.people.reviser_en)
    assert refused.value.code == "second_person"


def test_a_dissolved_pair_of_a_new_page_keeps_the_wordings(joint):
    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    dissolve_bundle(bundle_id=pair.pk, by=joint.staff.editor)
    assert TranslationJob.objects.get().state == JobState.CANCELLED
    joint.desk.publish(page)
    joint.desk.work()
    job = TranslationJob.objects.latest("pk")
    assert (job.state, job.segments_filled) == (JobState.NEEDS_REVIEW, job.segments_total)
    assert live(page, target) == [True, False]


def test_a_dissolved_pair_of_a_live_page_leaves_no_draft_text_behind(joint):
    """A correction after it must start from what is live: the draft is no source of a live translation."""
    page = joint.desk.publish(joint.draft())
    target = joint.desk.through(page, TEXTS)
    page.title = "未公开的标题"
    page.save_revision(user=joint.staff.editor)
    pair = joint.pair(page)
    joint.desk.work()
    dissolve_bundle(bundle_id=pair.pk, by=joint.staff.editor)
    with pytest.raises(RefusedError):
        finish_translation(page=target, by=joint.desk.people.translator_en)
    joint.desk.work()
    finish_translation(page=target, by=joint.desk.people.translator_en)
    publish_translation(page=target, by=joint.desk.people.reviser_en)
    assert Page.objects.get(pk=target.pk).title == "Zizhu signs an agreement"


def test_a_source_taken_back_meanwhile_goes_on_being_translated(joint):
    page = joint.desk.publish(joint.draft())
    page.title = "紫竹高新区开工"
    page.save_revision(user=joint.staff.editor)
    joint.pair(page)
    page.refresh_from_db()
    page.unpublish()
    assert TranslationJob.objects.latest("pk").state == JobState.QUEUED
    target = joint.revise(page, {"紫竹高新区开工": "Zizhu breaks ground", "双方签署协议。": "Both signed."})
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 1
    assert live(page, target) == [True, True]


def test_an_ordinary_translation_of_a_source_taken_back_is_cancelled(joint):
    page = joint.desk.publish(joint.draft())
    page.unpublish()
    assert TranslationJob.objects.get().state == JobState.CANCELLED


def test_a_member_whose_transaction_died_leaves_nothing_live(joint, monkeypatch):
    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)

    class Killed(BaseException):
        pass

    def die(**kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("portal.publication.services.going_live.publish_approved", die)
        with pytest.raises(Killed):
            publish_due()
    pair.refresh_from_db()
    assert (live(page, target), pair.state) == ([False, False], BundleState.APPROVED)
    assert publish_due() == 1
    assert live(page, target) == [True, True]


def test_a_page_is_paired_once(joint):
    page = joint.draft()
    joint.pair(page)
    with pytest.raises(BundleRefusedError) as refused:
        joint.pair(page)
    assert refused.value.code == "held"


def test_a_page_without_anything_new_is_not_paired(joint):
    page = joint.desk.publish(joint.draft())
    with pytest.raises(BundleRefusedError) as refused:
        joint.pair(page)
    assert refused.value.code == "nothing_new"


def test_an_hour_that_is_over_is_refused(joint):
    with pytest.raises(BundleRefusedError) as refused:
        joint.pair(joint.draft(), go_live_at=timezone.now() - timedelta(minutes=1))
    assert refused.value.code == "hour"
