"""Nobody publishes what only they have reviewed: with one stage of review, too, and whoever it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision

from news.models import NewsPage
from portal.core.approval_conditions import ApprovalRefusedError
from portal.core.authorship import authors, is_sole_author
from portal.core.services.moderation import ensure_final_review
from tests.parks.admin_forms import form_data
from tests.portal.core.people import person, signed_in

pytestmark = pytest.mark.django_db
REFUSED = "须由他人审核后发布"


@pytest.fixture
def people(tree):
    ensure_final_review(group_name="moderator", pages=[tree.home["zh-hans"]])
    roles = {"editor": "administrator", "moderator": "moderator", "second": "moderator"}
    return {name: person(name, role) for name, role in roles.items()} | {"root": person("root", is_superuser=True)}


@pytest.fixture
def article(tree) -> NewsPage:
    values = {"title": "政务公开", "date": "2026-09-09", "live": False, "slug": "zheng-wu-gong-kai"}
    return tree.news["zh-hans"].add_child(instance=NewsPage(locale=tree.locales["zh-hans"], **values))


def saved(page: Page, by, **values) -> Revision:
    page = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision(user=by)


def post(user, page: Page, **values: str):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = signed_in(user)
    return client.post(url, form_data(client.get(url)) | {"body-count": "0"} | values, follow=True)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("name", ["moderator", "root"])
def test_the_only_author_cannot_publish_from_the_editor_and_loses_nothing(people, article, name):
    saved(article, people[name])
    answer = post(people[name], article, title="独自写成", **{"action-publish": "1"})

    assert not is_live(article)
    assert REFUSED in answer.content.decode()
    assert Page.objects.get(pk=article.pk).get_latest_revision_as_object().title == "独自写成"
    assert 'name="action-publish"' not in answer.content.decode()


def test_the_only_author_cannot_approve_what_they_submitted(people, article):
    saved(article, people["moderator"])
    post(people["moderator"], article, **{"action-submit": "1"})
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = post(people["moderator"], article, **approval)

    assert (is_live(article), REFUSED in answer.content.decode()) == (False, True)
    post(people["second"], article, **approval)
    assert is_live(article)


def test_a_moderator_publishes_what_an_editor_wrote_and_may_correct_it(people, article):
    saved(article, people["editor"])
    post(people["moderator"], article, title="改一字", **{"action-publish": "1"})
    page = Page.objects.get(pk=article.pk)
    assert (page.live, page.title) == (True, "改一字")


def test_a_live_page_is_not_changed_by_one_person_alone(people, article):
    saved(article, people["editor"]).publish()
    post(people["moderator"], article, title="独自改动", **{"action-publish": "1"})
    assert Page.objects.get(pk=article.pk).title == "政务公开"
    post(people["second"], article, **{"action-publish": "1"})
    assert Page.objects.get(pk=article.pk).title == "独自改动"


def test_what_was_taken_back_is_published_again_unchanged(people, article):
    saved(article, people["editor"]).publish()
    Page.objects.get(pk=article.pk).unpublish()
    post(people["moderator"], article, **{"action-publish": "1"})
    assert is_live(article)


def test_saving_without_a_change_makes_nobody_an_author(people, article):
    saved(article, people["moderator"])
    last = saved(article, people["second"])
    assert authors(article, last) == {people["moderator"].pk}
    assert is_sole_author(article, last, people["moderator"])
    assert not is_sole_author(article, last, people["second"])


def test_no_other_way_passes(people, article, tree):
    mine = people["moderator"]
    revision = saved(article, mine)
    with LogContext(user=mine), pytest.raises(ApprovalRefusedError):
        revision.publish(user=mine)
    client = signed_in(mine)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={article.pk}")
    create = reverse("wagtailadmin_pages:add", args=["news", "newspage", tree.news["zh-hans"].pk])
    root = signed_in(people["root"])
    values = {"body-count": "0", "title": "新建即发布", "date": "2026-09-09", "action-publish": "1"}
    answer = root.post(create, form_data(root.get(create)) | values, follow=True)

    assert not is_live(article)
    assert REFUSED in answer.content.decode()
    assert Page.objects.filter(title="新建即发布").values_list("live", flat=True).get() is False


def test_an_hour_is_refused_like_the_publication_itself(people, article):
    mine = people["moderator"]
    article.go_live_at = timezone.now() + timedelta(hours=1)
    revision = article.save_revision(user=mine)
    with LogContext(user=mine), pytest.raises(ApprovalRefusedError):
        revision.publish(user=mine)
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at is None


def test_a_portal_kept_by_one_person_says_so_in_its_settings(people, article, settings):
    settings.PORTAL_AUTHORS_MAY_PUBLISH = True
    saved(article, people["moderator"])
    post(people["moderator"], article, **{"action-publish": "1"})
    assert is_live(article)


def test_who_wrote_what_is_known_although_the_clock_jumped_back(people, article):
    """Revisions are told apart by their order of saving."""
    saved(article, people["editor"], title="编辑的题目")
    latest = saved(article, people["moderator"], title="审核人的题目")
    Revision.objects.filter(pk=latest.pk).update(created_at=timezone.now() - timedelta(days=3))
    latest.refresh_from_db()
    assert authors(article, latest) == {people["editor"].pk, people["moderator"].pk}


def test_the_last_approval_of_a_held_page_says_that_it_waits(people, article, monkeypatch):
    from portal.core import review_task

    saved(article, people["editor"])
    article.refresh_from_db()
    state = article.get_workflow().start(article, people["editor"])
    article.refresh_from_db()
    task = state.current_task_state.task.specific

    def labels() -> list[str]:
        return [
            str(label) for name, label, _form in task.get_actions(article, people["moderator"]) if name == "approve"
        ]

    assert all("发布" in label and "待" not in label for label in labels())
    monkeypatch.setattr(review_task, "is_held", lambda thing: True)
    assert len(labels()) == 2
    assert all("待其他内容" in label for label in labels())
