"""Letters of moderation: who is told, in which language, and that Wagtail's own mail is not sent beside them."""

from __future__ import annotations

import pytest
from wagtail.models import Page
from wagtail.users.models import UserProfile

from portal.core.enums import Role
from portal.core.models import User
from portal.core.services.memberships import grant_membership
from portal.core.services.moderation import ensure_final_review
from portal.core.services.tree_roles import give_pages
from portal.outbox.enums import Delivery
from portal.outbox.models import Letter, NoticePreference

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, User]:
    made = {name: User.objects.create_user(name, f"{name}@example.org") for name in ("editor", "moderator", "second")}
    for name in ("moderator", "second"):
        grant_membership(user=made[name], role=Role.MODERATOR, by=None)
    UserProfile.objects.create(user=made["second"], preferred_language="en")
    return made


@pytest.fixture
def submitted(locales, people):
    """The state of the workflow of a page that the editor has submitted."""
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = root.add_child(instance=Page(title="紫竹新闻", slug="news-of-zizhu", live=False))
    give_pages(group_name=Role.MODERATOR, pages=[page])
    workflow = ensure_final_review(group_name=Role.MODERATOR, pages=[page])
    page.save_revision(user=people["editor"])
    return workflow.start(page, people["editor"])


def letters() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("kind", "recipient").values_list("kind", "recipient", "locale"))


def test_submission_tells_every_moderator_in_their_language(submitted, mailoutbox):
    assert letters() == [
        ("moderation_submitted", "moderator@example.org", "zh-hans"),
        ("moderation_submitted", "second@example.org", "en"),
    ]
    chinese, english = Letter.objects.order_by("recipient")
    assert (chinese.subject, english.subject) == ("待审核：紫竹新闻", "To be reviewed: 紫竹新闻")
    assert "现请您进行“终审”" in chinese.text
    for letter in (chinese, english):
        assert f"/admin/pages/{submitted.object_id}/edit/" in letter.text
        assert f"/admin/pages/{submitted.object_id}/edit/" in letter.html
    assert 'lang="en"' in english.html
    assert mailoutbox == []


def test_approval_tells_the_author_where_the_page_is(submitted, people):
    Letter.objects.all().delete()
    submitted.current_task_state.specific.approve(user=people["moderator"])

    assert letters() == [("moderation_approved", "editor@example.org", "zh-hans")]
    assert "已审核通过并发布" in Letter.objects.get().text


def test_approval_of_a_page_that_waits_for_others_does_not_say_that_it_is_published(submitted, people, monkeypatch):
    from portal.outbox import moderation

    monkeypatch.setattr(moderation, "is_held", lambda page: True)
    Letter.objects.all().delete()
    submitted.current_task_state.specific.approve(user=people["moderator"])
    letter = Letter.objects.get()
    for body in (letter.text, letter.html):
        assert "已审核通过，将与其他内容一同发布" in body


def test_rejection_tells_the_author_why_each_time(submitted, people):
    Letter.objects.all().delete()
    for comment in ("请补充来源。", "标题有误。"):
        submitted.refresh_from_db()
        submitted.current_task_state.specific.reject(user=people["moderator"], comment=comment)
        submitted.refresh_from_db()
        submitted.resume(user=people["editor"])

    rejections = Letter.objects.filter(kind="moderation_rejected").order_by("pk")
    assert [letter.recipient for letter in rejections] == ["editor@example.org"] * 2
    assert ["请补充来源。" in rejections[0].text, "标题有误。" in rejections[1].text] == [True, True]


def test_person_who_wants_no_such_letters_gets_none(locales, people):
    NoticePreference.objects.create(user=people["moderator"], kind="moderation_submitted", delivery=Delivery.NONE)
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = root.add_child(instance=Page(title="A", slug="a", live=False))
    page.save_revision(user=people["editor"])
    ensure_final_review(group_name=Role.MODERATOR, pages=[page]).start(page, people["editor"])

    assert letters() == [("moderation_submitted", "second@example.org", "en")]
