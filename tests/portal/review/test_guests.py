"""来宾审阅链接: opens one revision, and nothing else, until it expires or is revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from portal.core.models import PortalDocument
from portal.outbox.models import Letter
from portal.publication.models import ReviewComment, ReviewLink
from portal.publication.services.guest_links import MOST_COMMENTS, make_link, revoke_link, write_comment
from tests.portal.core.people import signed_in
from tests.portal.review.steps import decide, save, submit

pytestmark = pytest.mark.django_db
COMMENT = {"name": "李教授", "text": "第二段数字有误。"}


@pytest.fixture
def made(office, article) -> tuple[ReviewLink, str]:
    link, secret = make_link(page=article, recipient="复旦大学李教授", days=14, by=office.editor)
    return link, reverse("guest_review", args=[secret])


def test_a_link_opens_its_revision_whatever_is_saved_or_published_later(office, article, made):
    save(article, office.editor, title="后来的草稿")
    first = Client().get(made[1]).content.decode()
    submit(article, office.editor)
    decide(article, office.first)
    decide(article, office.final)
    save(article, office.editor, title="更后的草稿")
    second = Client().get(made[1]).content.decode()

    assert Page.objects.get(pk=article.pk).title == "后来的草稿"
    for screen in (first, second):
        assert "三审之文" in screen
        assert "更后的草稿" not in screen
        assert "供审阅，未发布" in screen
        assert "复旦大学李教授" in screen
    assert "后来的草稿" not in first


def test_the_answer_is_private_and_sets_no_cookie(made):
    answer = Client().get(made[1])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert not answer.cookies
    assert "ETag" not in answer.headers
    assert made[1] not in Client().get("/sitemap.xml").content.decode()


def test_what_opens_nothing_is_one_and_the_same_answer(office, made):
    link, url = made
    unknown = Client().get("/review/nobodys-secret/")
    ReviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = Client().get(url)
    ReviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    assert Client().get(url).status_code == 200
    revoke_link(link=link, by=office.editor)
    revoked = Client().get(url)

    answers = [unknown, expired, revoked, Client().post(url, COMMENT)]
    assert {answer.status_code for answer in answers} == {404}
    first, *others = (answer.content.decode() for answer in answers)
    assert others == [first] * 3
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert not ReviewComment.objects.exists()


def test_secrets_that_open_nothing_cost_the_same(made):
    client = Client()
    ReviewLink.objects.update(expires_at=timezone.now())
    costs = set()
    urls = [made[1], "/review/x/", f"/review/{'x' * 300}/"]
    for url in urls:  # what the page of the error remembers is read once
        client.get(url)
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 404
        costs.add(len(queries))
    assert len(costs) == 1


def test_the_secret_is_shown_once_and_kept_nowhere(office, article):
    client = signed_in(office.editor)
    url = reverse("page_guests", args=[article.pk])
    made = client.post(url, {"recipient": "王处长", "days": "30"})
    address = made.content.decode().split("/review/")[1].split("/")[0]

    assert len(address) >= 43
    assert made.headers["Cache-Control"].count("no-store") == 1
    assert address not in client.get(url).content.decode()
    assert "王处长" in client.get(url).content.decode()
    link = ReviewLink.objects.get()
    assert address not in str([getattr(link, field.name) for field in link._meta.fields])
    assert 29 <= (link.expires_at - timezone.now()).days <= 30
    assert Client().get(f"/review/{address}/").status_code == 200


@pytest.mark.parametrize(
    "data",
    [{}, {"recipient": "", "days": "0"}, {"recipient": "李", "days": "91"}, {"recipient": "x" * 201, "days": "y"}],
)
def test_a_wrong_form_makes_no_link_and_keeps_what_was_typed(office, article, data):
    answer = signed_in(office.editor).post(reverse("page_guests", args=[article.pk]), data)
    assert (answer.status_code, ReviewLink.objects.count()) == (200, 0)
    assert data.get("recipient", "") in answer.content.decode()


def test_only_who_edits_the_page_makes_revokes_and_settles(office, article, made):
    comment = write_comment(link=made[0], **COMMENT)
    with pytest.raises(PermissionDenied):
        make_link(page=article, recipient="x", days=1, by=office.foreign)
    client = signed_in(office.foreign)
    for name, pk in (
        ("page_guests", article.pk),
        ("guest_link_revoke", made[0].pk),
        ("guest_comment_settle", comment.pk),
    ):
        assert client.post(reverse(name, args=[pk]), {"recipient": "x", "days": 1}).status_code in (302, 403)
    assert ReviewLink.objects.filter(revoked_at__isnull=True).count() == 1
    assert ReviewComment.objects.get().settled_at is None


def test_screen_outlives_the_accounts_of_those_who_worked_on_it(office, article, made):
    Client().post(made[1], COMMENT)
    ReviewComment.objects.update(settled_at=timezone.now(), settled_by=None)
    ReviewLink.objects.update(created_by=None)
    screen = signed_in(office.editor).get(reverse("page_guests", args=[article.pk])).content.decode()
    assert (COMMENT["text"] in screen, "—已于" in screen, "<td>—</td>" in screen) == (True, True, True)


def test_a_comment_arrives_is_told_and_settled(office, article, made):
    answer = Client(enforce_csrf_checks=True).post(made[1], COMMENT)
    assert answer.status_code == 303
    assert "意见已收到" in Client().get(answer.url.split("#")[0]).content.decode()
    comment = ReviewComment.objects.get()
    letter = Letter.objects.get(kind="guest_comment")
    assert letter.recipient == office.editor.email
    client = signed_in(office.editor)
    assert "1条意见待处理" in client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    client.post(reverse("guest_comment_settle", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.settled_by == office.editor
    revoke_link(link=made[0], by=office.editor)
    assert "第二段数字有误。" in client.get(reverse("page_guests", args=[article.pk])).content.decode()
    actions = PageLogEntry.objects.filter(action__startswith="publication.guest.").order_by("pk")
    assert [entry.action.rpartition(".")[2] for entry in actions] == ["make", "comment", "open", "settle", "revoke"]


def test_who_may_not_edit_the_page_any_more_is_not_told(office, made):
    office.editor.memberships.update(ends_at=timezone.now())
    office.editor.groups.clear()
    write_comment(link=ReviewLink.objects.get(), **COMMENT)
    assert not Letter.objects.filter(kind="guest_comment").exists()


@pytest.mark.parametrize(
    "text",
    ["", " \n", "x" * 4001, "x" * 1_000_000, "\x00\x01", "\u202e\ufffe", "<script>alert(1)</script>", "\ud7ff😀" * 100],
)
def test_hostile_comments_break_nothing(made, text):
    answer = Client().post(made[1], {"name": "<b>\x00", "text": text})
    assert answer.status_code in (200, 303)
    screen = Client().get(made[1]).content.decode()
    assert "<script>alert" not in screen
    assert "<b>" not in screen.split('id="guest-comments"')[1]


def test_what_is_wrong_with_a_comment_is_said_and_nothing_is_lost(made):
    answer = Client().post(made[1], {"name": "", "text": "很长的意见"})
    assert "请填写姓名" in answer.content.decode() or "guest-name-error" in answer.content.decode()
    assert "很长的意见" in answer.content.decode()
    assert not ReviewComment.objects.exists()


def test_robots_and_floods_are_stopped(made):
    Client().post(made[1], COMMENT | {"website": "http://spam.example"})
    assert not ReviewComment.objects.exists()
    ReviewComment.objects.bulk_create([ReviewComment(link=made[0], name="n", text="t")] * MOST_COMMENTS)
    with pytest.raises(ValidationError):
        write_comment(link=made[0], **COMMENT)
    assert Client().post(made[1], COMMENT).status_code == 200
    assert ReviewComment.objects.count() == MOST_COMMENTS


def test_the_guest_reaches_no_other_draft_no_admin_and_no_private_document(office, article, made, tree):
    from django.core.files.base import ContentFile

    document = PortalDocument.objects.create(
        title="内部", file=ContentFile(b"secret", name="nei-bu.txt"), collection=office.unit.collection
    )
    save(article, office.editor, summary="下一稿")
    client = Client()
    client.get(made[1])
    for url in (
        document.url,
        article.url,
        reverse("wagtailadmin_pages:view_draft", args=[article.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk]),
        reverse("page_guests", args=[article.pk]),
        f"{made[1]}?revision={article.get_latest_revision().pk}",
    ):
        answer = client.get(url)
        shown = answer.content.decode()
        assert answer.status_code in (302, 404) or url.startswith("/review/")
        assert "下一稿" not in shown


def test_wrong_methods_are_named(made):
    assert Client().put(made[1]).status_code == 405
    assert Client().head(made[1]).status_code == 200
    assert ReviewLink.objects.get().opened_at is None
