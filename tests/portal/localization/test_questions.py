"""Questions of translators to authors: asked at a place, told, answered in place, and what becomes of them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from parks.models import Park
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.localization.errors import RefusedError
from portal.localization.models import QuestionReply, RecordSegment, SegmentQuestion, TranslationJob
from portal.localization.question_rights import answerable_by, questions_for
from portal.localization.services.question_places import Place, by_place
from portal.localization.services.questions import answer_question, ask_author, reopen_question, settle_question
from tests.parks.factories import ParkFactory
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)
from tests.portal.localization.test_record_screens import hidden, see, shown

pytestmark = pytest.mark.usefixtures("in_english")
LIST = "/admin/translations/questions/"
SENTENCE = "双方签署协议。"


@pytest.fixture
def job(desk) -> TranslationJob:
    page = desk.published()
    desk.work()
    return desk.job(page)


def offers(job: TranslationJob) -> str:
    return f"{reverse('translations:offers', args=[job.pk])}?show=all"


def key_of(page: str, text: str) -> str:
    """The key of the segment that says `text`."""
    found = re.search(r'id="segment-(\d+)".*?</h2>\s*<p[^>]*>' + text, page, re.DOTALL)
    assert found is not None
    return re.findall(r'id="segment-(\d+)"', page[: found.end()])[-1]


def ask(job: TranslationJob, by: User, text: str = "Which parties?") -> SegmentQuestion:
    return ask_author(job=job, path="title", text=text, by=by)


def kinds(told) -> list[tuple[str, list[str]]]:
    notes = [note for note in told if note["kind"] in {"translation_question", "translation_answer"}]
    return [(note["kind"], [person.username for person in note["recipients"]]) for note in notes]


def test_question_about_a_page_is_asked_told_answered_and_settled_in_place(client, desk, job, people, told):
    screen = see(client, people.translator_en, offers(job))
    key = key_of(screen, SENTENCE)
    answer = client.post(offers(job), {"ask": key, f"question-{key}": "Which two <sides>?"}, follow=True)
    assert ("sent to the author" in shown(answer.content.decode()), answer.redirect_chain[-1][0]) == (True, offers(job))
    question = SegmentQuestion.objects.get()
    assert (question.source_text, question.source_object, question.asked_by) == (
        SENTENCE,
        desk.tree.news_zh.get_children().get(),
        people.translator_en,
    )
    assert kinds(told) == [("translation_question", ["admin"])]  # who published the source

    source = job.source_page()
    editor = see(client, people.admin, reverse("wagtailadmin_pages:edit", args=[source.pk]))
    assert "A translator asks about this text: 1 open question." in shown(editor)
    (about,) = set(re.findall(rf'href="({LIST}\?about=[^"]+)"', editor))
    listed = see(client, people.admin, about)
    assert ("Which two &lt;sides&gt;?" in listed, SENTENCE in listed) == (True, True)
    one = f"{LIST}{question.pk}/"
    back = client.post(one, {"answer": "1", f"reply-{question.pk}": "Park and university.", "next": about})
    assert (back.status_code, back.url) == (302, about)
    assert kinds(told)[1:] == [("translation_answer", ["translator-en"])]

    for address in (offers(job), reverse("wagtailadmin_pages:edit", args=[job.target_page().pk])):
        said = shown(see(client, people.reviser_en, address))
        assert ("Which two <sides>?" in said, "Park and university." in said) == (True, True)
    client.force_login(people.translator_en)
    client.post(offers(job), {"settle": str(question.pk)})
    question.refresh_from_db()
    assert (question.closed_by, "No question here." in see(client, people.admin, LIST)) == (people.translator_en, True)
    assert "Park and university." in see(client, people.admin, f"{LIST}?state=settled")
    assert "asks about this text" not in see(client, people.admin, reverse("wagtailadmin_pages:edit", args=[source.pk]))
    logged = PageLogEntry.objects.filter(page=source.pk, action__startswith="localization.question")
    assert [entry.action.rpartition(".")[2] for entry in logged.order_by("pk")] == ["ask", "answer", "settle"]


def test_question_about_a_field_keeps_the_wordings_being_typed(client, records, people, told):
    record = ParkFactory(name_zh_hans="紫竹园", name_en="", address_zh_hans="东川路")
    job = records.ready(record)
    address = reverse("translations:record", args=[job.pk])
    form = hidden(see(client, people.translator_en, address)) | {"text-name": "Zizhu"}
    page = client.post(address, form | {"ask": "name", "question-name": "园 or 园区?"}).content.decode()
    assert (hidden(page)["text-name"], "园 or 园区?" in page, RecordSegment.objects.exists()) == ("Zizhu", True, False)
    again = client.post(address, form | {"ask": "name", "question-name": "  "})
    assert (again.status_code, hidden(again.content.decode())["text-name"]) == (409, "Zizhu")
    question = SegmentQuestion.objects.get()
    assert (question.path, question.source_text, kinds(told)) == ("name", "紫竹园", [("translation_question", [])])
    client.post(address, hidden(page))
    assert records.drafts() == {("name", "Zizhu")}

    form_of_record = see(client, people.admin, reverse("wagtailsnippets_parks_park:edit", args=[record.pk]))
    assert ("1 question of translators" in shown(form_of_record), "1 open question" in shown(form_of_record)) == (
        True,
        True,
    )
    assert "question of translators" not in see(client, people.admin, reverse("wagtailsnippets_parks_park:list"))
    client.post(f"{LIST}{question.pk}/", {"answer": "1", f"reply-{question.pk}": "园区"})
    assert "园区" in see(client, people.reviser_en, address)


def test_question_goes_to_the_editors_of_the_unit_where_the_last_author_may_not_edit(records, people, told):
    unit = Unit.objects.create(name="Own", slug="own")
    other = Unit.objects.create(name="Other", slug="other")
    for name, role, of in (("editor", Role.EDITOR, unit), ("far", Role.EDITOR, other), ("boss", Role.HEAD, unit)):
        user = User.objects.create_user(name, email=f"{name}@example.org", password="pass")
        grant_membership(user=user, role=role, unit=of, by=None)
    job = records.ready(ParkFactory(name_zh_hans="紫竹园", name_en="", unit=unit))
    ask_author(job=job, path="name", text="Which?", by=people.translator_en)
    (note,) = [note for note in told if note["kind"] == "translation_question"]
    assert ([person.username for person in note["recipients"]], note["unit"]) == (["editor"], unit)
    editor, far, boss = (User.objects.get(username=name) for name in ("editor", "far", "boss"))
    assert [answerable_by(one).count() for one in (editor, far, boss, people.translator_zh)] == [1, 0, 0, 0]


def test_question_is_seen_and_answered_by_its_language_and_the_authors_alone(client, desk, job, people):
    question = ask(job, people.translator_en)
    auditor = User.objects.create_user("auditor", password="pass")
    grant_membership(user=auditor, role=Role.AUDITOR, by=None)
    stranger = User.objects.create_user("head", password="pass")
    grant_membership(user=stranger, role=Role.HEAD, unit=Unit.objects.create(name="U", slug="u"), by=None)
    one, found = f"{LIST}{question.pk}/", {}
    reply = {"answer": "1", f"reply-{question.pk}": "So."}
    for person in (people.reviser_en, people.moderator, people.translator_zh, auditor, stranger):
        client.force_login(person)
        said = QuestionReply.objects.count()
        seen = client.get(LIST).status_code, client.get(one).status_code
        client.post(one, reply | {f"reply-{question.pk}": f"By {person.username}"})
        found[person.username] = (*seen, QuestionReply.objects.count() - said)
    assert found == {
        "reviser-en": (200, 200, 1),
        "moderator": (200, 200, 1),  # edits the source
        "translator-zh": (200, 200, 1),  # edits the pages of the source's language
        "auditor": (200, 200, 0),
        "head": (302, 404, 0),
    }
    for person in (people.translator_zh, people.moderator):
        client.force_login(person)
        client.post(reverse("questions:ask", args=[job.pk]), {"segment": "1", "text": "?"})
        with pytest.raises(RefusedError):
            ask(job, person)
    with pytest.raises(RefusedError):
        settle_question(question=question, by=auditor)
    assert (SegmentQuestion.objects.count(), questions_for(stranger).exists()) == (1, False)


def test_question_outlives_its_source_and_shows_that_the_text_has_changed(client, desk, job, people):
    question = ask(job, people.translator_en)
    page = job.source_page()
    page.title = "紫竹高新区正式签约"
    desk.publish(page)
    desk.work()
    said = shown(see(client, people.translator_en, offers(desk.job(page))))
    assert "The source has changed here since this was asked. It said then: 紫竹高新区签约" in said
    one = f"{LIST}{question.pk}/"
    assert "It says now: 紫竹高新区正式签约" in shown(see(client, people.admin, one))
    page.delete()
    assert "紫竹高新区签约" in see(client, people.translator_en, LIST)
    assert "no longer in the source" in shown(see(client, people.admin, one))
    answer_question(question=question, text="Gone.", by=people.translator_en)
    assert settle_question(question=question, by=people.reviser_en).closed_at is not None


def test_what_is_sent_twice_is_kept_once_and_what_is_refused_stays_in_the_form(client, job, people, told):
    question = ask(job, people.translator_en, "Which\x00 parties?  ")
    assert ask(job, people.translator_en, "Which parties?") == question
    for wrong in ("", " \n ", "x" * 2001):
        with pytest.raises(RefusedError):
            ask(job, people.translator_en, wrong)
    with pytest.raises(RefusedError) as error:
        ask_author(job=job, path="body.none", text="?", by=people.translator_en)
    assert (error.value.code, len(kinds(told))) == ("unknown", 1)
    answer_question(question=question, text="So.", by=people.admin)
    answer_question(question=question, text="So.", by=people.admin)
    settle_question(question=question, by=people.admin)
    client.force_login(people.translator_en)
    late = client.post(f"{LIST}{question.pk}/", {"answer": "1", f"reply-{question.pk}": "But why?"})
    assert (late.status_code, QuestionReply.objects.count()) == (409, 1)
    assert "This question is settled." in shown(late.content.decode())
    reopened = reopen_question(question=question, by=people.translator_en)
    assert (reopened.closed_at, reopened.closed_by) == (None, None)
    client.force_login(people.translator_en)
    form = client.post(reverse("questions:ask", args=[job.pk]), {"segment": "999999", "text": "My words"})
    assert "My words</textarea>" in form.content.decode()
    for wrong in ("9" * 30, "x", "٣"):
        client.post(offers(job), {"answer": wrong})
        assert client.get(f"{LIST}?unit={wrong}&about={wrong}-1&p={wrong}").status_code == 200


def test_list_of_questions_asks_as_often_for_three_as_for_one(client, desk, job, people):
    asked = []
    for turn in range(2):
        for number in range(1 + turn):
            question = ask(job, people.translator_en, f"{turn} {number}")
            answer_question(question=question, text="So.", by=people.moderator)
        for address in (LIST, offers(job)):
            see(client, people.moderator if address == LIST else people.translator_en, address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_list_is_narrowed_to_ones_own_and_to_a_unit(client, records, job, people):
    unit = Unit.objects.create(name="Own unit", slug="own")
    of_record = records.ready(ParkFactory(name_zh_hans="紫竹园", name_en="", unit=unit))
    ask(job, people.translator_en, "About the page")
    ask_author(job=of_record, path="name", text="About the park", by=people.reviser_en)
    found = {}
    for query in ("", "?mine=1", f"?unit={unit.pk}", "?state=all&mine=1"):
        page = see(client, people.translator_en, f"{LIST}{query}")
        found[query] = ("About the page" in page, "About the park" in page)
    assert found == {
        "": (True, True),
        "?mine=1": (True, False),
        f"?unit={unit.pk}": (False, True),
        "?state=all&mine=1": (True, False),
    }
    Park.objects.all().delete()
    assert "About the park" in see(client, people.reviser_en, LIST)


def test_question_belongs_to_the_text_it_was_asked_about_and_else_to_the_most_similar_one():
    places = [
        Place("1", "body", "甲方签署协议。"),
        Place("2", "body", "各园区代表参加会议。"),
        Place("3", "title", "标题"),
    ]
    asked = [SegmentQuestion(path="body", source_text=text) for text in ("各园区代表参加会议。", "甲方已签署协议。")]
    asked.append(SegmentQuestion(path="gone", source_text="标题"))
    placed, gone = by_place(asked, places)
    assert {index: [(one.question, one.is_changed) for one in found] for index, found in placed.items()} == {
        1: [(asked[0], False)],
        0: [(asked[1], True)],
    }
    assert gone == [asked[2]]
