"""What the last approval of a page asks is asked of pairs and bundles too, of the text that was on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from portal.core.approval_conditions import ApprovalRefusedError
from portal.core.enums import Role
from portal.core.models import User
from portal.core.services.memberships import grant_membership
from portal.core.services.units import save_unit
from portal.localization.enums import JobState
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.services.queue import cancel_job
from portal.localization.services.submission import submit_translation
from portal.publication import faults
from portal.publication.enums import BundleState
from portal.publication.errors import BundleRefusedError
from portal.publication.services.approvals import approve_page
from portal.publication.services.bundles import (
    add_members,
    approve_bundle,
    change_bundle,
    dissolve_bundle,
    reopen_bundle,
    retry_pair,
)
from portal.publication.services.going_live import publish_due
from portal.publication.services.inspection import seal, texts_of
from portal.publication.services.pairs import open_pair
from portal.publication.sheet import _bundle
from tests.portal.publication.conftest import TEXTS

pytestmark = pytest.mark.django_db


def refused_by(code: str, step, **kwargs) -> BundleRefusedError:
    with pytest.raises(BundleRefusedError) as refused:
        step(**kwargs)
    assert refused.value.code == code
    return refused.value


def unread(joint) -> None:
    """The unit wants a proof reading that nobody has made."""
    joint.office.proofs = 1
    save_unit(unit=joint.office, by=None)


def forbid(monkeypatch) -> None:
    """A finding in the source that prevents publication."""
    from portal.core import approval_conditions

    stands = [*approval_conditions._conditions, lambda page, revision, stage, user: "查出涉密表述。"]
    monkeypatch.setattr(approval_conditions, "_conditions", stands)


def test_the_only_author_of_a_paired_page_does_not_approve_it(joint):
    page = joint.desk.write()
    page.save_revision(user=joint.staff.moderator)
    pair = joint.pair(page)
    with pytest.raises(ApprovalRefusedError):
        approve_page(page=page, by=joint.staff.moderator)
    assert pair.items.get(locale=joint.tree.zh).approved_at is None
    assert approve_page(page=page, by=joint.staff.other_moderator)


def test_a_paired_page_without_its_proof_reading_or_with_findings_is_not_approved(joint, monkeypatch):
    page = joint.draft()
    pair = joint.pair(page)
    with monkeypatch.context() as patched:
        forbid(patched)
        with pytest.raises(ApprovalRefusedError, match="涉密"):
            approve_page(page=page, by=joint.staff.moderator)
    unread(joint)
    with pytest.raises(ApprovalRefusedError):
        approve_page(page=page, by=joint.staff.moderator)
    assert not pair.items.exclude(approved_at=None).exists()


def test_a_paired_page_of_several_stages_is_not_approved_past_them(joint):
    page = joint.draft()
    joint.pair(page)
    joint.office.review_stages = ["first", "final"]
    save_unit(unit=joint.office, by=None)
    with pytest.raises(ApprovalRefusedError):
        approve_page(page=page, by=joint.staff.moderator)


def test_the_publish_button_of_a_paired_page_keeps_the_text_and_approves_nothing_of_its_only_author(joint, client):
    from django.urls import reverse

    from tests.parks.admin_forms import form_data

    page = joint.desk.write()
    page.save_revision(user=joint.staff.moderator)
    pair = joint.pair(page)
    client.force_login(joint.staff.moderator)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = form_data(client.get(address)) | {"body-count": "0", "title": "新题目", "action-publish": "1"}
    client.post(address, sent)
    page.refresh_from_db()
    assert (page.draft_title, page.live) == ("新题目", False)
    assert not pair.items.exclude(approved_at=None).exists()


def test_a_bundle_asks_the_conditions_of_each_page(joint, monkeypatch):
    bundle = joint.bundle(joint.draft("第一篇"), joint.draft("第二篇"))
    with monkeypatch.context() as patched:
        forbid(patched)
        told = str(refused_by("not_ready", approve_bundle, bundle_id=bundle.pk, by=joint.staff.moderator))
    assert [line.split(":")[0] for line in told.splitlines()] == ["第一篇", "第二篇"]
    unread(joint)
    refused_by("not_ready", approve_bundle, bundle_id=bundle.pk, by=joint.staff.moderator)
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN


def test_what_was_changed_since_it_was_shown_is_not_approved(joint):
    from portal.publication.queries import members_of

    page = joint.draft()
    bundle = joint.bundle(page)
    members = members_of(bundle)
    seen = seal(members, texts_of(members))
    page.title = "改过的题目"
    page.save_revision(user=joint.staff.editor)
    refused_by("changed", approve_bundle, bundle_id=bundle.pk, by=joint.staff.moderator, seen=seen)
    members = members_of(bundle)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator, seen=seal(members, texts_of(members)))


def test_the_form_of_the_approval_carries_what_was_shown(joint, client):
    from django.urls import reverse

    page = joint.draft()
    bundle = joint.bundle(page, go_live_at=timezone.now() + timedelta(hours=1))
    client.force_login(joint.staff.moderator)
    shown = client.get(reverse("bundles:inspect", args=[bundle.pk]))
    page.title = "改过的题目"
    page.save_revision(user=joint.staff.editor)
    address = reverse("bundles:approve", args=[bundle.pk])
    client.post(address, {"seen": shown.context["seen"]})
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN
    assert f'value="{shown.context["seen"]}"' in shown.content.decode()
    client.post(address, {"seen": client.get(reverse("bundles:inspect", args=[bundle.pk])).context["seen"]})
    bundle.refresh_from_db()
    assert bundle.state == BundleState.APPROVED


def test_at_the_hour_the_conditions_are_asked_of_nobody(joint):
    """The approval stands: whoever happens to be in the log, the only author too, is not asked again."""
    from wagtail.log_actions import LogContext

    page = joint.draft()
    hour = timezone.now() + timedelta(hours=1)
    bundle = joint.bundle(page, go_live_at=hour)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)
    with LogContext(user=joint.staff.editor):
        assert publish_due(now=hour + timedelta(minutes=1)) == 1
    assert Page.objects.get(pk=page.pk).live


def test_a_refusal_at_the_hour_says_its_own_sentences(joint, monkeypatch):
    page = joint.draft()
    hour = timezone.now() + timedelta(hours=1)
    bundle = joint.bundle(page, go_live_at=hour)
    approve_bundle(bundle_id=bundle.pk, by=joint.staff.moderator)

    def refuse(item, by):
        raise ApprovalRefusedError(page, ["查出涉密表述。"])

    monkeypatch.setattr("portal.publication.services.going_live._publish_page", refuse)
    assert publish_due(now=hour + timedelta(minutes=1)) == 0
    bundle.refresh_from_db()
    (fault,) = faults.shown(bundle.last_error)
    assert (fault.msgid, fault.values["why"]) == (faults.REFUSED, "查出涉密表述。")


def test_checks_are_asked_again_when_the_translation_goes_live(joint, monkeypatch):
    page = joint.draft()
    pair = joint.pair(page)
    joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)

    def refuse(found, *, stage):
        raise RefusedError("checks", "数字不一致。")

    monkeypatch.setattr("portal.localization.services.publication.demand_passed", refuse)
    assert publish_due() == 0
    pair.refresh_from_db()
    assert [fault.values.get("why") for fault in faults.shown(pair.last_error)] == ["数字不一致。"]


def test_a_translation_that_a_page_waits_for_is_not_cancelled_and_one_that_is_gone_is_sent_again(joint):
    page = joint.draft()
    pair = joint.pair(page)
    job = TranslationJob.objects.get()
    with pytest.raises(RefusedError, match=page.title) as refused:
        cancel_job(job_id=job.pk, by=joint.desk.people.admin)
    assert refused.value.code == "held"
    move(TranslationJob.objects.get(pk=job.pk), JobState.CANCELLED)
    again = submit_translation(page=page, target_locale=joint.tree.en, by=joint.staff.editor)
    assert (again.of_draft, again.state) == (True, JobState.QUEUED)
    dissolve_bundle(bundle_id=pair.pk, by=joint.staff.editor)


def test_a_member_whose_translation_is_gone_shows_the_way_to_send_it(joint, client):
    from django.urls import reverse

    page = joint.draft()
    pair = joint.pair(page)
    move(TranslationJob.objects.get(), JobState.CANCELLED)
    client.force_login(joint.staff.editor)
    shown = client.get(reverse("bundles:inspect", args=[pair.pk])).content.decode()
    assert reverse("translation:submit", args=[page.pk]) in shown


def test_a_failed_translation_of_a_draft_ends_with_its_pair(joint):
    page = joint.draft()
    pair = joint.pair(page)
    TranslationJob.objects.update(state=JobState.FAILED)
    dissolve_bundle(bundle_id=pair.pk, by=joint.staff.editor)
    assert TranslationJob.objects.get().state == JobState.CANCELLED


def test_nobody_is_told_of_a_stale_translation_whose_new_text_goes_live_with_its_source(joint, told):
    page = joint.desk.publish(joint.draft())
    joint.desk.through(page, TEXTS)
    page.title = "紫竹高新区开工"
    page.save_revision(user=joint.staff.editor)
    joint.pair(page)
    joint.revise(page, {"紫竹高新区开工": "Zizhu breaks ground"})
    approve_page(page=page, by=joint.staff.moderator)
    told.clear()
    assert publish_due() == 1
    assert "translation_stale" not in {note["kind"] for note in told}


def test_a_foreign_page_is_refused_without_its_title(joint):
    bundle = joint.bundle()
    foreign = joint.desk.write("未公开的收购", under=joint.tree.home_zh)
    wanted = [(foreign, joint.tree.zh)]
    told = refused_by("permission", add_members, bundle_id=bundle.pk, wanted=wanted, by=joint.staff.editor)
    assert "收购" not in str(told)


def test_a_pair_that_failed_is_tried_again_and_never_reopened(joint, monkeypatch):
    page = joint.draft()
    pair = joint.pair(page)
    joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    with monkeypatch.context() as patched:
        patched.setattr("portal.publication.services.going_live._go", lambda member, by: 1 / 0)
        assert publish_due() == 0
    pair.refresh_from_db()
    assert pair.state == BundleState.FAILED
    refused_by("pair", reopen_bundle, bundle_id=pair.pk, by=joint.staff.editor)
    assert retry_pair(bundle_id=pair.pk, by=joint.staff.editor)
    pair.refresh_from_db()
    assert pair.state == BundleState.PUBLISHED
    refused_by("state", retry_pair, bundle_id=pair.pk, by=joint.staff.editor)


def test_the_hour_of_an_approved_pair_is_put_off_by_editors_and_brought_forward_by_who_approves(joint):
    hour = timezone.now() + timedelta(hours=5)
    page = joint.draft()
    pair = joint.pair(page, go_live_at=hour)
    joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 0
    later = hour + timedelta(hours=1)
    values = {"bundle_id": pair.pk, "title": pair.title}
    change_bundle(go_live_at=later, by=joint.staff.editor, **values)
    refused_by("permission", change_bundle, go_live_at=hour, by=joint.staff.editor, **values)
    refused_by("permission", change_bundle, go_live_at=None, by=joint.staff.editor, **values)
    change_bundle(go_live_at=None, by=joint.staff.moderator, **values)
    assert publish_due() == 1
    refused_by("state", change_bundle, go_live_at=None, by=joint.staff.moderator, **values)
    entry = ModelLogEntry.objects.filter(action="publication.bundle.change").earliest("pk")
    assert entry.data["hour"] == {"from": hour.isoformat(), "to": later.isoformat()}


def test_a_translator_opens_no_pair(joint):
    page = joint.draft()
    translator = User.objects.get(pk=joint.desk.people.translator_zh.pk)
    assert page.permissions_for_user(translator).can_edit()
    refused_by("permission", open_pair, page=page, locales=[joint.tree.en], by=translator)


def test_who_prepared_a_bundle_and_left_the_unit_changes_it_no_more(joint):
    from portal.core.models import Membership
    from portal.publication.policy import bundle_policy

    bundle = joint.bundle(joint.draft())
    assert bundle_policy.user_has_permission_for_instance(joint.staff.editor, "change", bundle)
    Membership.objects.filter(user=joint.staff.editor).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    grant_membership(user=joint.staff.editor, role=Role.TRANSLATOR, by=None, locale=joint.tree.zh)
    left = User.objects.get(pk=joint.staff.editor.pk)
    assert not bundle_policy.user_has_permission_for_instance(left, "change", bundle)


def test_the_list_of_sheets_names_unit_translator_and_reviser_of_a_translation(joint):
    from portal.publication.sheet_list import lines, publications

    page = joint.draft()
    pair = joint.pair(page)
    target = joint.revise(page)
    approve_page(page=page, by=joint.staff.moderator)
    assert publish_due() == 1
    (line,) = [line for line in lines(publications(units=None)) if line.page_id == target.pk]
    assert line.units == "紫竹"
    assert [name.partition("（")[0] for _role, name in line.approvals] == ["translator-en", "reviser-en"]
    assert "译者" in line.approvals[0][0]
    entry = PageLogEntry.objects.get(page=target.pk, action="wagtail.publish")
    assert _bundle(target, entry) == pair.title
