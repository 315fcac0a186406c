"""初审, 复审, 终审: one stage by default, three where a unit wants them, each by another person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from news.models import NewsPage
from portal.core.models import StageTask, Unit, User
from portal.core.review_gate import NotReviewedError, reviewed_elsewhere
from portal.core.services.memberships import grant_membership
from portal.core.services.moderation import ensure_final_review
from portal.core.services.review import stages_without_moderator
from portal.core.services.schedule import publish_what_is_due
from portal.core.services.units import save_unit
from tests.parks.admin_forms import form_data
from tests.portal.core.people import person, signed_in, unit

pytestmark = pytest.mark.django_db

STAGES = ["first", "second", "final"]


@pytest.fixture
def office(tree) -> Unit:
    """紫竹, which writes below its profile and wants three stages."""
    ensure_final_review(group_name="moderator", pages=[tree.home["zh-hans"]])
    office = unit("zizhu", review_stages=STAGES)
    office.root_page = tree.profile["zh-hans"]
    return save_unit(unit=office, by=None)


@pytest.fixture
def clients(office):
    """An editor and a moderator of each stage, of the unit and (the last) of the portal; signed in."""
    made = {"editor": person("editor", "editor:zizhu")}
    for stage in ("first", "second"):
        made[stage] = person(stage)
        grant_membership(user=made[stage], role="moderator", by=None, unit=office, stages=[stage])
    made["final"] = person("final")
    grant_membership(user=made["final"], role="moderator", by=None, stages=["final"])
    return {name: signed_in(user) for name, user in made.items()}


@pytest.fixture
def article(tree, clients) -> NewsPage:
    page = tree.park_news["zh-hans"].add_child(
        instance=NewsPage(
            title="紫竹新闻", date="2026-09-09", live=False, locale=tree.locales["zh-hans"], slug="zizhu-xin-wen"
        )
    )
    page.save_revision()
    return page


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def post(client, page: Page, **values: str):
    return client.post(edit(page), form_data(client.get(edit(page))) | {"body-count": "0"} | values)


def submit(clients, page: Page) -> WorkflowState:
    post(clients["editor"], page, **{"action-submit": "1"})
    return page.current_workflow_state


def approve(client, page: Page, **values: str):
    return post(client, page, **values, **{"action-workflow-action": "true", "workflow-action-name": "approve"})


def stage(page: Page) -> str | None:
    task = Page.objects.get(pk=page.pk).current_workflow_task
    return task.stage if task else None


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_a_page_passes_three_stages_by_three_people(clients, article):
    submit(clients, article)
    seen = []
    for name in STAGES:
        seen.append((stage(article), is_live(article)))
        approve(clients[name], article)

    assert seen == [("first", False), ("second", False), ("final", False)]
    assert is_live(article)
    state = WorkflowState.objects.get(status="approved")
    approved = state.task_states.filter(revision=Page.objects.get(pk=article.pk).live_revision)
    assert {row.task.specific.stage: row.finished_by.username for row in approved} == dict(
        zip(STAGES, STAGES, strict=True)
    )


def test_a_stage_is_approved_by_its_moderators_only(clients, article):
    submit(clients, article)
    data = form_data(clients["first"].get(edit(article))) | {"body-count": "0"}
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    foreign = signed_in(person("foreign", "moderator:haian"))
    for client in (clients["second"], clients["final"], clients["editor"], foreign):
        client.post(edit(article), data)
        assert stage(article) == "first"
    clients["first"].post(edit(article), data)
    assert stage(article) == "second"


def test_who_reaches_no_list_of_pages_is_led_home_after_approving(clients, article):
    submit(clients, article)
    answers = {name: approve(clients[name], article) for name in STAGES}

    listing = reverse("wagtailadmin_explore", args=[article.get_parent().pk])
    home = reverse("wagtailadmin_home")
    assert {name: answer.url for name, answer in answers.items()} == {"first": home, "second": home, "final": listing}


def test_who_cancels_a_review_of_a_page_out_of_reach_is_led_home(clients, article):
    submit(clients, article)

    assert post(clients["first"], article, **{"action-cancel-workflow": "1"}).url == reverse("wagtailadmin_home")
    assert stage(article) is None


def test_nobody_approves_two_stages_of_a_page(clients, article):
    everything = person("everything")
    grant_membership(user=everything, role="moderator", by=None)
    client, root = signed_in(everything), signed_in(person("root", is_superuser=True))

    submit(clients, article)
    approve(client, article)
    assert stage(article) == "second"
    approve(client, article)
    assert stage(article) == "second"
    approve(root, article)
    assert stage(article) == "final"
    approve(root, article)
    assert (stage(article), is_live(article)) == ("final", False)

    state = Page.objects.get(pk=article.pk).current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, everything, "approve")


def test_a_change_after_an_approval_is_approved_again_by_the_stages_before(clients, article):
    submit(clients, article)
    approve(clients["first"], article)
    approve(clients["second"], article, title="复审改过的标题")
    assert stage(article) == "first"
    approve(clients["first"], article)
    assert stage(article) == "final"
    approve(clients["final"], article)
    assert is_live(article)
    assert Page.objects.get(pk=article.pk).title == "复审改过的标题"


def test_with_one_stage_the_approver_may_correct_and_approve_at_once(tree, clients, article, office):
    office.review_stages = ["final"]
    save_unit(unit=office, by=None)
    submit(clients, article)
    buttons = clients["final"].get(edit(article)).content.decode()
    assert "批准并发布" in buttons
    approve(clients["final"], article, title="终审改过的标题")
    assert (is_live(article), Page.objects.get(pk=article.pk).title) == (True, "终审改过的标题")


def test_a_rejected_page_goes_on_where_it_was_and_passes_all_stages(clients, article):
    submit(clients, article)
    approve(clients["first"], article)
    post(
        clients["second"],
        article,
        **{
            "action-workflow-action": "true",
            "workflow-action-name": "reject",
            "workflow-action-extra-data": '{"comment": "请补充来源。"}',
        },
    )
    post(clients["editor"], article, title="补充来源", **{"action-submit": "1"})
    assert stage(article) == "second"
    approve(clients["second"], article)
    assert stage(article) == "first"
    approve(clients["first"], article)
    approve(clients["final"], article)
    assert is_live(article)


def test_the_last_moderator_cannot_publish_around_the_stages(clients, article):
    screen = clients["final"].get(edit(article)).content.decode()
    assert 'name="action-publish"' not in screen
    answer = post(clients["final"], article, title="先存为草稿", **{"action-publish": "1"})

    assert answer.status_code == 302
    assert not is_live(article)
    assert Page.objects.get(pk=article.pk).get_latest_revision_as_object().title == "先存为草稿"
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    clients["final"].post(f"{url}?id={article.pk}")
    assert not is_live(article)


def test_no_other_way_of_publishing_passes_the_gate(article, tree):
    revision = article.get_latest_revision()
    with pytest.raises(NotReviewedError):
        revision.publish()
    with pytest.raises(NotReviewedError):
        tree.add_news(of_park=True)
    with reviewed_elsewhere():
        revision.publish()
    assert is_live(article)


def test_other_parks_keep_to_one_stage(article, tree):
    page = tree.add_news()
    assert page.live
    assert page.get_workflow().name == "终审"


def test_a_unit_with_one_stage_and_no_moderators_keeps_to_the_portals_review(article, office, tree):
    assert article.get_workflow() == Unit.objects.get(slug="zizhu").workflow
    office.refresh_from_db()
    office.review_stages = ["final"]
    for member in office.memberships.filter(role="moderator"):
        member.delete()
    save_unit(unit=office, by=None)
    assert Page.objects.get(pk=article.pk).get_workflow().name == "终审"


def test_what_waits_is_submitted_anew_when_the_rule_changes(clients, article, office):
    submit(clients, article)
    for member in office.memberships.filter(role="moderator"):
        member.delete()
    office.refresh_from_db()
    office.review_stages = ["final"]
    save_unit(unit=office, by=None)

    state = Page.objects.get(pk=article.pk).current_workflow_state
    assert (state.workflow.name, state.requested_by.username) == ("终审", "editor")
    assert WorkflowState.objects.filter(status="cancelled").count() == 1


def test_an_administrator_chooses_the_stages_on_the_unit(article, office):
    client = signed_in(person("chief", "administrator:zizhu"))
    url = reverse("units:edit", args=[office.pk])
    client.post(url, {"name": "紫竹", "phone": "", "email": "", "review_stages": ["second", "final"]})

    office.refresh_from_db()
    assert office.review_stages == ["second", "final"]
    tasks = [task.specific.stage for task in office.workflow.tasks]
    assert tasks == ["second", "final"]
    assert office.workflow.name == "两级审核（紫竹）"


def test_stages_that_nobody_holds_are_named(office, locales):
    assert stages_without_moderator(office) == STAGES
    grant_membership(user=person("a"), role="moderator", by=None, unit=office, stages=["first"])
    grant_membership(user=person("b"), role="moderator", by=None, stages=["final"])
    assert stages_without_moderator(office) == ["second"]
    grant_membership(user=person("c"), role="moderator", by=None)
    assert stages_without_moderator(office) == []


def test_the_confidentiality_review_stands_before_the_last_where_a_unit_chooses_it(clients, article, office):
    office.review_stages = ["secrecy", "final", "first"]
    save_unit(unit=office, by=None)
    grant_membership(user=person("secrecy"), role="moderator", by=None, unit=office, stages=["secrecy"])
    clients["secrecy"] = signed_in(User.objects.get(username="secrecy"))

    assert article.get_workflow().name == "两级审核及保密审查（zizhu）"
    assert [task.name for task in article.get_workflow().tasks] == [
        "初审（zizhu）",
        "保密审查（zizhu）",
        "终审（zizhu）",
    ]
    assert User.objects.get(username="secrecy").groups.get().name == "moderator-secrecy:zizhu"
    submit(clients, article)
    seen = []
    for name in ("first", "secrecy", "final"):
        seen.append(stage(article))
        approve(clients[name], article)
    assert (seen, is_live(article)) == (["first", "secrecy", "final"], True)


def test_existing_units_get_no_confidentiality_review(office):
    call_command("prepare")
    assert Unit.objects.get(slug="zizhu").review_stages == STAGES
    assert "secrecy" not in [task.specific.stage for task in Unit.objects.get(slug="zizhu").workflow.tasks]


def test_tasks_are_written_once(office):
    save_unit(unit=office, by=None)
    assert sorted(StageTask.objects.values_list("stage", flat=True)) == sorted([*STAGES, "final"])


def test_a_scheduled_page_that_lacks_approvals_does_not_hold_up_the_others(office, article, tree):
    other = tree.add_news()
    due = [revision_due(page) for page in (article, other)]
    publish_what_is_due()

    assert not is_live(article)
    assert [Revision.objects.get(pk=pk).approved_go_live_at for pk in due] == [None, None]
    assert Page.objects.get(pk=other.pk).live_revision_id == due[1]
    assert "wagtail.schedule.cancel" in PageLogEntry.objects.filter(page=article.pk).values_list("action", flat=True)


def revision_due(page: Page) -> int:
    revision = page.save_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    return revision.pk


def test_a_unit_that_writes_elsewhere_leaves_no_rule_behind(office, tree):
    before, now = tree.profile["zh-hans"], tree.park_news["zh-hans"]
    assert before.get_workflow() == office.workflow
    office.root_page = now
    save_unit(unit=office, by=None)
    assert Page.objects.get(pk=now.pk).get_workflow() == office.workflow
    assert Page.objects.get(pk=before.pk).get_workflow().name == "终审"
