"""What the memory offers for the segments of a page, and how it is taken."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from portal.localization.enums import JobState, Origin
from portal.localization.models import TranslationJob
from portal.localization.services.memory import remember
from tests.portal.localization.jobs import paragraphs
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)
from tests.portal.localization.test_record_screens import see, shown

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def know(tree, people):
    """Remember a wording as a person's."""

    def remembered(source: str, target: str, **more):
        given = {"origin": Origin.PERSON, "by": people.reviser_en} | more
        remember(source_locale=tree.zh, target_locale=tree.en, source_text=source, target_text=target, **given)

    return remembered


def url(job: TranslationJob) -> str:
    return reverse("translations:offers", args=[job.pk])


def offers(page: str) -> list[tuple[str, str]]:
    """Name and value of every offer's button."""
    return [(name, unescape(value)) for name, value in re.findall(r'name="(offer-\d+)" value="([^"]*)"', page)]


def written() -> dict[str, tuple[str, str, str | None]]:
    """Source text → wording, kind, person."""
    rows = StringTranslation.objects.select_related("translation_of", "last_translated_by")
    return {
        row.translation_of.data: (
            row.data,
            row.translation_type,
            row.last_translated_by.username if row.last_translated_by else None,
        )
        for row in rows
    }


def test_offer_of_a_page_is_taken_as_ones_own_wording_without_script(client, desk, people, know):
    page = desk.article("双方签署合作协议。", "各园区代表参加了会议。")
    desk.work()
    know("各方签署合作协议。", "All sides signed &amp; sealed.")
    know("双方签署协议。", "An import", origin=Origin.IMPORT, by=None)
    job, revisions = desk.job(page), desk.target(page).revisions.count()
    editor = see(client, people.translator_en, reverse("wagtailadmin_pages:edit", args=[desk.target(page).pk]))
    assert (url(job) in editor, "3 segments still without wording" in shown(editor)) == (True, True)

    listed = see(client, people.translator_en, url(job))
    said = shown(listed)
    assert [value for _name, value in offers(listed)] == ["All sides signed &amp; sealed.", "An import"]
    assert "All sides signed & sealed. Translation memory, 88% alike, Person · reviser-en ·" in said
    assert ("An import Translation memory, 77% alike, Import ·" in said, "knows nothing like it" in said) == (
        True,
        True,
    )

    (name, value), (_name, other) = offers(listed)
    before = written()
    taken = client.post(url(job), {name: value}, follow=True).content.decode()
    assert ("taken over as yours" in taken, "2 segments still without wording" in shown(taken)) == (True, True)
    mine = ("All sides signed &amp; sealed.", "manual", "translator-en")
    assert written() == before | {"双方签署合作协议。": mine}
    # Of two people who press at once the second is told; nothing else is saved.
    assert "has a wording by now" in client.post(url(job), {name: other}, follow=True).content.decode()
    assert written() == before | {"双方签署合作协议。": mine}
    assert (desk.job(page).state, desk.target(page).revisions.count()) == (JobState.NEEDS_REVIEW, revisions)


def test_wording_with_links_that_the_source_has_not_is_neither_offered_nor_taken(client, desk, people, know):
    text = "详见合作协议全文及附件。"
    page = desk.article(text)
    desk.work()
    know('详见<a id="a1">合作协议</a>全文和附件。', 'See the <a id="a1">agreement</a>.')
    know("详见<b>合作协议</b>全文和附件。", "See the <b>agreement</b>.")
    job, before = desk.job(page), written()
    ((name, value),) = offers(see(client, people.translator_en, url(job)))
    assert value == "See the <b>agreement</b>."
    for wrong in ('See the <a id="a1">agreement</a>.', "<script>x</script>", ""):
        assert "does not fit" in client.post(url(job), {name: wrong}, follow=True).content.decode()
    for wrong in ("offer-999999", "offer-x", "offer-", "other"):
        assert "Look at the list again" in client.post(url(job), {wrong: value}, follow=True).content.decode()
    assert written() == before
    client.post(url(job), {name: value})
    assert written()[text] == (value, "manual", "translator-en")


def test_offers_come_twenty_segments_at_a_time_with_as_many_queries_as_one(client, desk, people, know):
    know("第0段双方签署合作协议", "Paragraph 0")
    small, large = desk.article("双方签署。", title="小"), desk.article(*paragraphs(44), title="大")
    desk.work()
    asked = []
    for job in (desk.job(small), desk.job(large)):
        see(client, people.translator_en, url(job))
        with CaptureQueriesContext(connection) as queries:
            see(client, people.translator_en, url(job))
        asked.append(len(queries))
    assert asked[0] >= asked[1] - 1  # the person of an offer
    pages = [see(client, people.translator_en, f"{url(job)}?p={number}") for number in (1, 2, 3, "x", "99")]
    assert [page.count('id="segment-') for page in pages] == [20, 20, 5, 20, 5]
    assert ("Page 2 of 3" in shown(pages[1]), 'href="?p=3"' in pages[1], 'href="?p=1"' in pages[1]) == (True,) * 3
    name, value = offers(pages[1])[0]
    assert client.post(f"{url(job)}?p=2", {name: value}).url == f"{url(job)}?p=2"


def test_offers_are_for_those_who_may_edit_the_translated_page(client, desk, records, people):
    page = desk.article("双方签署合作协议。")
    job = desk.job(page)
    client.force_login(people.translator_en)
    assert client.get(url(job)).status_code == 404  # no draft yet
    desk.work()
    for person, statuses in (
        (people.translator_en, (200, 302)),
        (people.reviser_en, (200, 302)),
        (people.admin, (200, 302)),
        (people.translator_zh, (302, 403)),
        (people.moderator, (302, 403)),
    ):
        client.force_login(person)
        answers = client.get(url(job)), client.post(url(job), {"offer-0": "x"})
        assert tuple(answer.status_code for answer in answers) == statuses
    client.force_login(people.translator_en)
    assert client.put(url(job)).status_code == 405
    assert written().keys().isdisjoint({"双方签署合作协议。"})


def test_page_without_open_segments_says_so(client, desk, people):
    page = desk.published()
    target = desk.through(page, {"紫竹高新区签约": "Zizhu signs", "双方签署协议。": "Signed."})
    assert "Every segment has a wording." in see(client, people.translator_en, url(desk.job(page)))
    editor = see(client, people.translator_en, reverse("wagtailadmin_pages:edit", args=[target.pk]))
    assert (f"{url(desk.job(page))}?show=all" in editor, "without wording" in shown(editor)) == (True, False)
