"""一校, 二校, 三校: marks on one text, in their order, demanded before the final review."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision

from news.models import NewsPage
from portal.core.models import ProofMark, Unit
from portal.core.proof_reading import proofs_of
from portal.core.services.proofs import mark_proof
from portal.core.services.units import save_unit
from tests.parks.admin_forms import form_data
from tests.portal.core.people import person, signed_in, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(tree) -> Unit:
    office = unit("zizhu", name="紫竹", proofs=2, root_page=tree.profile["zh-hans"])
    return save_unit(unit=office, by=None)


@pytest.fixture
def people(office):
    roles = {"author": "editor:zizhu", "reader": "editor:zizhu", "chief": "moderator:zizhu", "foreign": "editor:haian"}
    return {name: person(name, role) for name, role in roles.items()}


@pytest.fixture
def article(tree, people) -> NewsPage:
    values = {"title": "校样", "date": "2026-09-09", "live": False, "slug": "jiao-yang"}
    page = tree.park_news["zh-hans"].add_child(instance=NewsPage(locale=tree.locales["zh-hans"], **values))
    page.save_revision(user=people["author"])
    return Page.objects.get(pk=page.pk)


def latest(page: Page) -> Revision:
    return Page.objects.get(pk=page.pk).get_latest_revision()


def mark(page: Page, number: int, by, note: str = "") -> ProofMark:
    return mark_proof(page=page, read=latest(page).pk, number=number, note=note, by=by)


def change(page: Page, by, title: str) -> None:
    text = latest(page).as_object()
    text.title = title
    text.save_revision(user=by)


def holding(page: Page) -> list[int]:
    return list(proofs_of(page, latest(page)).holding)


def test_marks_are_made_in_their_order_and_each_once(people, article):
    with pytest.raises(ValidationError):
        mark(article, 2, people["reader"])
    mark(article, 1, people["reader"], "标点已改")
    with pytest.raises(ValidationError):
        mark(article, 1, people["chief"])
    mark(article, 2, people["reader"])
    mark(article, 3, people["chief"])
    assert holding(article) == [1, 2, 3]
    entries = PageLogEntry.objects.filter(action="core.proof.mark").order_by("pk")
    assert [entry.data["number"] for entry in entries] == [1, 2, 3]


def test_the_only_author_and_strangers_mark_nothing(people, article):
    with pytest.raises(ValidationError):
        mark(article, 1, people["author"])
    with pytest.raises(PermissionDenied):
        mark(article, 1, people["foreign"])
    assert not ProofMark.objects.exists()


def test_a_mark_lapses_with_the_text_and_holds_for_the_same_text_saved_again(people, article):
    mark(article, 1, people["reader"])
    latest(article).as_object().save_revision(user=people["chief"])
    assert holding(article) == [1]
    change(article, people["author"], "改过的校样")
    assert holding(article) == []
    client = signed_in(people["reader"])
    screen = client.get(reverse("page_proofs", args=[article.pk])).content.decode()
    first = ProofMark.objects.get()
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, first.revision_id, latest(article).pk])
    assert compare in screen


def test_what_was_changed_while_it_was_read_is_not_marked(people, article):
    seen = latest(article).pk
    change(article, people["author"], "已经不同")
    client = signed_in(people["reader"])
    url = reverse("page_proofs", args=[article.pk])
    answer = client.post(url, {"revision": seen, "number": 1, "note": "读毕"})
    assert "读毕" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not ProofMark.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"number": "9", "revision": "x"}, {"number": "1", "revision": "1", "note": "\x00"}]
)
def test_a_broken_form_is_answered_on_the_screen(people, article, data):
    answer = signed_in(people["reader"]).post(reverse("page_proofs", args=[article.pk]), data)
    assert (answer.status_code, ProofMark.objects.count()) == (200, 0)


def approve(user, page: Page, **values: str):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = signed_in(user)
    data = form_data(client.get(url)) | {"body-count": "0"} | values
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(url, data, follow=True)


def test_the_final_review_is_refused_while_readings_lack(people, article):
    article.get_workflow().start(article.specific, people["author"])
    mark(article, 1, people["reader"])
    answer = approve(people["chief"], article)
    assert "紫竹要求校对2次" in answer.content.decode()
    assert not Page.objects.get(pk=article.pk).live
    mark(article, 2, people["reader"])
    approve(people["chief"], article)
    assert Page.objects.get(pk=article.pk).live


def test_a_correction_by_the_approver_is_kept_and_read_again(people, article):
    article.get_workflow().start(article.specific, people["author"])
    for number in (1, 2):
        mark(article, number, people["reader"])
    approve(people["chief"], article, title="审批时改动")
    page = Page.objects.get(pk=article.pk)
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "审批时改动")


def test_publishing_without_submission_is_refused_too(people, article):
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    client = signed_in(people["chief"])
    data = form_data(client.get(url)) | {"body-count": "0", "action-publish": "1"}
    assert "紫竹要求校对2次" in client.post(url, data, follow=True).content.decode()
    assert not Page.objects.get(pk=article.pk).live
