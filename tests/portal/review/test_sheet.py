"""发布审批单: who wrote, read, approved and published, and that it stays right."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, Page, PageLogEntry, TaskState

from portal.core.models import User
from portal.core.services.proofs import mark_proof
from portal.publication.sheet import Sheet, publications_of, sheet_of
from portal.publication.sheet_list import lines, publications
from tests.portal.core.people import person, signed_in
from tests.portal.review.steps import decide, save, submit

pytestmark = pytest.mark.django_db


def sheet(page: Page) -> Sheet:
    page = Page.objects.get(pk=page.pk)
    return sheet_of(page, publications_of(page)[0])


def chain(page: Page) -> list[tuple[str, str, str]]:
    return [(step.stage, step.person, step.comment) for step in sheet(page).chain]


@pytest.fixture
def published(office, article) -> Page:
    mark_proof(page=article, read=article.get_latest_revision().pk, number=1, note="改两处标点", by=office.final)
    submit(article, office.editor)
    decide(article, office.first, comment="属实")
    decide(article, office.final, comment="同意发布")
    return article


def test_the_sheet_tells_who_did_what(office, published):
    found = sheet(published)
    assert (found.title, found.unit, found.language) == ("三审之文", "紫竹", "简体中文")
    assert found.address.endswith("/san-shen/")
    assert (found.authors, found.steps.submitted_by, found.published_by) == (["editor"], "editor", "Final（final）")
    assert chain(published) == [("初审", "First（first）", "属实"), ("终审", "Final（final）", "同意发布")]
    assert [(one.name, one.person, one.note) for one in found.proofs] == [("一校", "Final（final）", "改两处标点")]
    assert found.steps.rejections == found.steps.earlier == []


def test_an_approval_that_was_carried_on_keeps_its_moment(office, article):
    submit(article, office.editor)
    decide(article, office.first)
    save(article, office.final)  # the same text, saved once more
    decide(article, office.final)
    said = PageLogEntry.objects.filter(page=article.pk, action="wagtail.workflow.approve").order_by("timestamp")

    assert TaskState.objects.filter(task__name__startswith="初审", status="approved").count() == 2
    assert [step.at for step in sheet(article).chain] == [entry.timestamp for entry in said]


def test_a_text_approved_anew_shows_the_last_chain_and_the_former_as_history(office, article):
    submit(article, office.editor)
    decide(article, office.first, comment="第一稿")
    decide(article, office.final, "reject", "请补来源")
    save(article, office.editor, title="补过来源")
    page = Page.objects.get(pk=article.pk)
    page.current_workflow_state.resume(office.editor)
    decide(article, office.final)
    decide(article, office.second, comment="第二稿")
    found = sheet(article)

    assert found.title == "补过来源"
    assert {(step.stage, step.person) for step in found.chain} == {
        ("初审", "Second（second）"),
        ("终审", "Final（final）"),
    }
    assert [(step.person, step.comment) for step in found.steps.earlier] == [("First（first）", "第一稿")]
    assert [(step.person, step.comment) for step in found.steps.rejections] == [("Final（final）", "请补来源")]


def test_each_publication_has_its_own_sheet(office, published):
    save(published, office.editor, title="第二次发布")
    submit(published, office.editor)
    decide(published, office.second)
    decide(published, office.final)
    page = Page.objects.get(pk=published.pk)
    now, before = (sheet_of(page, entry) for entry in publications_of(page))

    assert [one.title for one in (now, before)] == ["第二次发布", "三审之文"]
    assert [one.chain[0].person for one in (now, before)] == ["Second（second）", "First（first）"]
    assert (now.proofs, [one.name for one in before.proofs]) == ([], ["一校"])


def test_names_of_accounts_that_are_gone_remain(office, published):
    User.objects.filter(username__in=["first", "final", "editor"]).delete()
    found = sheet(published)
    people = [*found.authors, *(step.person for step in found.chain), found.proofs[0].person, found.published_by]
    assert people == [f"{name}，账号已删除" for name in ("editor", "First（first）", *["Final（final）"] * 3)]


def test_what_one_stage_publishes_without_submission_names_the_publisher(office, article):
    office.unit.review_stages = ["final"]
    office.unit.save()
    from portal.core.services.units import save_unit

    save_unit(unit=office.unit, by=None)
    article.get_latest_revision().publish(user=office.final)
    assert [(step.stage, step.person) for step in sheet(article).chain] == [("终审（发布时）", "Final（final）")]


@pytest.mark.parametrize(
    ("name", "status"),
    [("first", 200), ("head", 200), ("auditor", 200), ("final", 200), ("editor", 403), ("foreign", 403)],
)
def test_sheets_are_read_by_those_who_answer_for_them(office, published, name, status):
    client = signed_in(getattr(office, name))
    url = reverse("publication_sheet", args=[published.pk])
    assert client.get(url).status_code == status
    exported = client.get(f"{url}?export=xlsx")
    written = b"".join(exported.streaming_content) if exported.streaming else b""
    assert (exported.status_code, written[:2]) == (status, b"PK" if status == 200 else b"")
    listing = client.get(reverse("publication_sheets"))
    assert ("三审之文" in listing.content.decode()) == (status == 200)


def test_both_admin_languages(office, published):
    url = reverse("publication_sheet", args=[published.pk])
    screens = {}
    for code in ("zh-hans", "en"):
        profile = office.head.wagtail_userprofile if hasattr(office.head, "wagtail_userprofile") else None
        if profile is None:
            from wagtail.users.models import UserProfile

            profile = UserProfile.get_for_user(office.head)
        profile.preferred_language = code
        profile.save()
        screens[code] = signed_in(User.objects.get(pk=office.head.pk)).get(url).content.decode()
    assert "发布审批单" in screens["zh-hans"]
    assert "Publication sheet" in screens["en"]
    assert "First review" in screens["en"]


def test_a_page_never_published_has_no_sheet(office, article):
    client = signed_in(office.final)
    url = reverse("publication_sheet", args=[article.pk])
    assert client.get(url).status_code == 404
    assert client.get(f"{url}?publication=x").status_code == 404


def test_the_workbook_holds_the_form_with_harmless_cells(office, article):
    save(article, office.editor, title='=HYPERLINK("http://evil.example")')
    submit(article, office.editor)
    decide(article, office.first, comment="@SUM(A1)\x01")
    decide(article, office.final)
    url = reverse("publication_sheet", args=[article.pk])
    answer = signed_in(office.head).get(f"{url}?export=xlsx")
    table = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [str(cell.value or "") for row in table.iter_rows() for cell in row]

    assert cells[0] == "发布审批单"
    assert "First（first）" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]
    entry = PageLogEntry.objects.get(action="publication.sheet.export")
    assert (entry.user, entry.page_id) == (office.head, article.pk)


def test_the_list_as_csv_and_its_entry_in_the_log(office, published):
    client = signed_in(office.auditor)
    answer = client.get(reverse("publication_sheets"), {"export": "csv", "unit": office.unit.pk, "since": "2000-01-01"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    line = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert (line["标题"], line["审批情况"]) == ("三审之文", "初审：First（first）；终审：Final（final）")
    entry = ModelLogEntry.objects.get(action="publication.list.export")
    assert entry.data["format"] == "csv"


def test_the_list_ends_with_the_period_and_the_unit(office, published):
    client = signed_in(office.head)
    url = reverse("publication_sheets")
    assert "三审之文" not in client.get(url, {"until": "2001-01-01"}).content.decode()
    answer = client.get(url, {"since": "2026-02-01", "until": "2026-01-01"})
    assert "三审之文" not in answer.content.decode()
    other = person("other-head", "head:haian")
    assert "三审之文" not in signed_in(other).get(url, {"unit": office.unit.pk}).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(office, published):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = list(lines(publications(units=None)))
        return len(queries), len(found)

    one = cost()
    for number in range(2):
        save(published, office.editor, title=f"再次{number}")
        submit(published, office.editor)
        decide(published, office.first)
        decide(published, office.final)
    three = cost()
    assert (three[1] - one[1], three[0]) == (2, one[0])
