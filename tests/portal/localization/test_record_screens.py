"""A record side by side, and the way there, as each person sees it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parks.models import Park
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.localization.enums import JobState, Origin
from portal.localization.marks import marked_changes
from portal.localization.models import RecordSegment, TranslationJob
from portal.localization.services.memory import remember
from portal.localization.services.records import finish_record
from tests.parks.factories import ParkFactory, SectorFactory
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("in_english")
DESK = "/admin/translations/"


@pytest.fixture
def job(records) -> TranslationJob:
    record = ParkFactory(name_zh_hans="<b>紫竹</b>&园", name_en="", address_zh_hans="东川路555号")
    return records.ready(record, {"东川路555号": "555 Dongchuan Road"})


def url(job: TranslationJob) -> str:
    return reverse("translations:record", args=[job.pk])


def see(client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs and the texts of the form, as a browser would send them."""
    found = dict(re.findall(r'<input type="(?:hidden|text)"[^>]* name="([^"]+)" value="([^"]*)"', page))
    areas = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    return {name: unescape(value) for name, value in [*found.items(), *areas]}


def shown(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_record_is_translated_finished_and_published_on_its_screen(client, job, people):
    page = see(client, people.translator_en, url(job))
    assert "&lt;b&gt;紫竹&lt;/b&gt;&amp;园" in page
    assert ("Machine: DeepL" in page, "At most 200 characters." in page, "Approve and publish" in page) == (
        True,
        True,
        False,
    )
    form = hidden(page)
    assert form["text-address"] == "555 Dongchuan Road"
    finish = client.post(url(job), form | {"action": "finish"}).content.decode()
    assert "1 segment has no translation yet" in finish
    saved = client.post(url(job), form | {"text-name": "Zizhu & <Park>"}, follow=True).content.decode()
    assert ("Saved." in saved, "Written by translator-en" in saved) == (True, True)
    # The machine's wording that nobody touched stays the machine's.
    assert set(RecordSegment.objects.values_list("field", "origin")) == {("name", "person"), ("address", "machine")}
    client.post(url(job), hidden(saved) | {"action": "finish"})
    client.force_login(people.reviser_en)
    review = see(client, people.reviser_en, url(job))
    assert "Marked as finished by translator-en" in review
    done = client.post(url(job), hidden(review) | {"action": "publish"}, follow=True).content.decode()
    assert "is published." in done
    assert Park.objects.values_list("name_en", "address_en").get() == ("Zizhu & <Park>", "555 Dongchuan Road")
    closed = see(client, people.translator_en, url(job))
    assert ("readonly" in closed, 'value="save" class="button"' in closed) == (True, False)
    assert client.post(url(job), {"text-name": "Late"}).status_code == 403

    corrected = client.post(url(job), {"action": "correct"}, follow=True)
    again = TranslationJob.objects.latest("pk")
    assert (corrected.redirect_chain[-1][0], again.state, again.source_hash) == (
        url(again),
        JobState.NEEDS_REVIEW,
        job.source_hash,
    )
    client.post(url(again), hidden(corrected.content.decode()) | {"text-name": "Zizhu Park", "action": "finish"})
    client.force_login(people.reviser_en)
    client.post(url(again), {"action": "publish"})
    assert Park.objects.values_list("name_en", "address_en").get() == ("Zizhu Park", "555 Dongchuan Road")
    client.post(url(again), {"action": "correct"})
    client.post(url(again), {"action": "correct"})
    assert TranslationJob.objects.count() == 3


def test_what_another_person_saved_meanwhile_is_shown_and_what_was_typed_kept(client, job, people):
    form = hidden(see(client, people.translator_en, url(job)))
    client.force_login(people.reviser_en)
    client.post(url(job), form | {"text-name": "First", "text-address": "By the other"})
    client.force_login(people.translator_en)
    answer = client.post(url(job), form | {"text-name": "Second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Changed by another person while you were writing: Name." in shown(page)
    again = hidden(page)
    assert (again["text-name"], again["shown-name"], again["text-address"]) == ("Second", "First", "By the other")
    assert "Kept wording" in page
    client.post(url(job), again)
    assert set(RecordSegment.objects.values_list("text", "by__username")) == {
        ("Second", "translator-en"),
        ("By the other", "reviser-en"),
    }


def test_wording_of_the_memory_is_taken_over_without_script(client, records, tree, people):
    remember(
        source_locale=tree.zh,
        target_locale=tree.en,
        source_text="紫竹高新技术产业园区",
        target_text="Zizhu High-Tech &amp; Industrial Park",
        origin=Origin.IMPORT,
        by=None,
    )
    job = records.ready(ParkFactory(name_zh_hans="紫竹高新技术产业园区", name_en="", address_zh_hans="东川路"))
    page = see(client, people.translator_en, url(job))
    assert "Translation memory, 100% alike, Import" in page
    (offer,) = re.findall(r'name="offer-name" value="([^"]+)"', page)
    typed = hidden(page) | {"text-address": "Typed before", "offer-name": unescape(offer)}
    form = hidden(client.post(url(job), typed).content.decode())
    assert (form["text-name"], form["text-address"]) == ("Zizhu High-Tech & Industrial Park", "Typed before")
    assert not RecordSegment.objects.exists()
    client.post(url(job), form)
    assert records.drafts() == {("name", "Zizhu High-Tech & Industrial Park"), ("address", "Typed before")}


def test_changed_source_is_shown_with_what_it_said_before(client, job, records, people):
    records.write(job, {"name": "Zizhu"})
    record = records.through(job)
    record.name_zh_hans = "紫竹&新园"
    record.save()
    page = see(client, people.translator_en, url(records.ready(record)))
    assert "<del>&lt;b&gt;</del>紫竹<del>&lt;/b&gt;</del>&amp;<ins>新</ins>园" in page
    assert ("Earlier wording" in page, hidden(page)["text-name"]) == (True, "")


def test_screen_is_closed_to_other_languages_and_other_parks(client, job, people):
    record = Park.objects.get()
    unit = Unit.objects.create(name="Own", slug="own")
    staff = {}
    for name, role, of in (("own", Role.ADMINISTRATOR, unit), ("other", Role.ADMINISTRATOR, None)):
        staff[name] = User.objects.create_user(name, email=f"{name}@example.org", password="pass")
        of = of or Unit.objects.create(name="Other", slug="other")
        grant_membership(user=staff[name], role=role, unit=of, by=None)
    Park.objects.filter(pk=record.pk).update(unit=unit)
    found = {}
    for name, user in {**staff, "translator_zh": people.translator_zh, "admin": people.admin}.items():
        client.force_login(user)
        found[name] = (
            client.get(url(job)).status_code,
            record.name_zh_hans in unescape(client.get(DESK).content.decode()),
        )
    assert found == {
        "own": (200, True),
        "other": (404, False),
        "translator_zh": (404, False),
        "admin": (200, True),
    }
    client.force_login(staff["own"])
    assert "readonly" in client.get(url(job)).content.decode()
    assert client.post(url(job), {"text-name": "x"}).status_code == 403


def test_desk_leads_to_the_screen_of_a_record_and_pages_have_none(client, desk, job, people):
    assert f'href="{url(job)}"' in see(client, people.translator_en, DESK)
    page_job = desk.job(desk.published())
    assert client.get(url(page_job)).status_code == 404
    Park.objects.all().delete()
    assert client.get(url(job)).status_code == 404


def test_record_is_sent_from_its_list_and_its_form(client, records, tree, people):
    record = SectorFactory(name_en="")
    send = reverse("translation:submit_record", args=["parks", "sector", record.pk])
    for address in (
        reverse("wagtailsnippets_parks_sector:list"),
        reverse("wagtailsnippets_parks_sector:edit", args=[record.pk]),
    ):
        assert f'href="{send}"' in see(client, people.admin, address)
    page = see(client, people.admin, send)
    assert ("English" in page, f'value="{tree.zh.pk}"' in page) == (True, False)
    assert "Choose at least one language" in client.post(send, {}, follow=True).content.decode()
    answer = client.post(send, {"locales": [tree.en.pk]}, follow=True).content.decode()
    job = TranslationJob.objects.get()
    assert ("was sent to translation into English" in answer, job.requested_by, job.state) == (
        True,
        people.admin,
        JobState.QUEUED,
    )
    client.force_login(people.translator_en)
    assert client.get(send).status_code == 302
    client.force_login(people.admin)
    for wrong in (["core", "unit", 1], ["parks", "nothing", 1], ["parks", "sector", 999999]):
        assert client.get(reverse("translation:submit_record", args=wrong)).status_code == 404
    SectorFactory._meta.model.objects.filter(pk=record.pk).update(name_zh_hans="")
    assert "Fill them in first" in see(client, people.admin, send)


def test_lists_and_screens_ask_as_often_for_three_records_as_for_one(client, records, people):
    addresses = [DESK, reverse("wagtailsnippets_parks_park:list")]
    jobs = [records.ready(ParkFactory(name_en=""))]
    client.force_login(people.admin)
    counts = []
    for _turn in range(2):
        for address in addresses:
            client.get(address)
        with CaptureQueriesContext(connection) as asked:
            for address in addresses:
                assert client.get(address).status_code == 200
        counts.append(len(asked))
        jobs += [records.ready(ParkFactory(name_en="")) for _more in range(2)]
    assert counts[0] == counts[1]


def test_editor_of_a_page_shows_what_changed_since_the_approval(client, desk, people):
    page = desk.published()
    target = desk.through(page, {"紫竹高新区签约": "Zizhu signs", "双方签署协议。": "Signed."})
    editor = reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert "since the last approval" not in see(client, people.translator_en, editor)
    page.title = "紫竹高新区<再>签约"
    desk.publish(page)
    panel = see(client, people.translator_en, editor)
    assert "Changed in the source since the last approval: 1 segment" in shown(panel)
    assert "紫竹高新区<ins>&lt;再&gt;</ins>签约" in panel
    assert "Zizhu signs" in panel


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("", "新", "<ins>新</ins>"),
        ("in 2024", "in 2025", "in <del>2024</del><ins>2025</ins>"),
        ("a<b", "a<b", "a&lt;b"),
        ("甲" + "。" * 4000, "甲" + "。" * 3990 + "乙", "甲" + "。" * 3990 + f"<del>{'。' * 10}</del><ins>乙</ins>"),
        ("甲" + "。" * 2000, "。" * 2000 + "乙", f"<del>甲{'。' * 2000}</del><ins>{'。' * 2000}乙</ins>"),
        ("字" * 5000, "词", f"<del>{'字' * 5000}</del><ins>词</ins>"),
    ],
)
def test_changes_are_marked_by_word_or_character(old, new, marked):
    assert marked_changes(old, new) == marked


def test_finish_by_who_may_not_is_refused_with_the_text_kept(client, job, records, people):
    records.write(job, {"name": "Zizhu"})
    finish_record(job=job, by=people.translator_en)
    form = hidden(see(client, people.translator_en, url(job)))
    answer = client.post(url(job), form | {"text-name": "Zizhu Park", "action": "publish"}).content.decode()
    assert "You do not hold the role" in answer
    assert ("name", "Zizhu Park") in records.drafts()
