"""What the checks stop, what a reviewer may let pass, and what the screens say of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.log_actions import registry

from portal.core.words import forget_words
from portal.localization.enums import JobState, Severity, WatchedKind
from portal.localization.errors import RefusedError
from portal.localization.models import FindingOverride, WatchedTerm
from portal.localization.services.findings import findings_of_page, findings_of_source
from portal.localization.services.glossary import save_term
from portal.localization.services.overrides import let_pass, withdraw_pass
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.records import finish_record
from portal.localization.source_checks import refusal_of_text
from tests.parks.admin_forms import form_data
from tests.parks.factories import ParkFactory

pytestmark = pytest.mark.django_db

PARAGRAPH = "园区投资1000亿元。"
RIGHT, WRONG = "The park invests 100 billion yuan.", "The park invests 100 million yuan."
#: A year that the source does not name: a warning.
ADDED = "In 2025 the park invests 100 billion yuan."


@pytest.fixture
def page(desk):
    return desk.published("园区新闻", PARAGRAPH)


@pytest.fixture
def target(desk, page):
    """The translation as the translator wrote it."""

    def write(paragraph: str):
        desk.work()
        desk.translate(page, {"园区新闻": "News of the park", PARAGRAPH: paragraph})
        return desk.target(page)

    return write


def refusal(function, **kwargs) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        function(**kwargs)
    return caught.value


def only(page):
    (finding,) = [one for one in findings_of_page(page) if one.severity != Severity.NOTE]
    return finding


def test_a_wrong_number_stops_the_finish_and_says_where(desk, people, page, target):
    draft = target(WRONG)
    with override("zh-hans"):
        error = refusal(finish_translation, page=draft, by=people.translator_en)

    assert error.code == "checks"
    assert "1000亿" in str(error)
    assert "100 million" in str(error)
    assert desk.job(page).state == JobState.NEEDS_REVIEW

    desk.translate(page, {PARAGRAPH: RIGHT})
    finish_translation(page=draft, by=people.translator_en)
    publish_translation(page=draft, by=people.reviser_en)
    assert desk.job(page).state == JobState.DONE


def test_a_number_made_wrong_after_the_finish_stops_the_approval(desk, people, page, target):
    draft = target(RIGHT)
    finish_translation(page=draft, by=people.translator_en)
    desk.translate(page, {PARAGRAPH: WRONG}, by=people.reviser_en)

    assert refusal(publish_translation, page=draft, by=people.reviser_en).code == "checks"
    finding = only(draft)
    error = refusal(let_pass, target=draft, fingerprint=finding.fingerprint, reason="无妨，放行", by=people.reviser_en)
    assert error.code == "blocking"
    assert not FindingOverride.objects.exists()


def test_a_warning_stops_the_approval_until_a_reviser_gives_a_reason(desk, people, page, target):
    draft = target(ADDED)
    finish_translation(page=draft, by=people.translator_en)
    assert refusal(publish_translation, page=draft, by=people.reviser_en).code == "checks"
    mark = {"target": draft, "fingerprint": only(draft).fingerprint}

    assert refusal(let_pass, **mark, reason="年份核对过", by=people.translator_en).code == "role"
    assert refusal(let_pass, **mark, reason="年份核对过", by=people.reviser_zh).code == "role"
    assert refusal(let_pass, **mark, reason="  是 ", by=people.reviser_en).code == "reason"
    first = let_pass(**mark, reason="年份核对过", by=people.reviser_en)
    assert let_pass(**mark, reason="再说一遍", by=people.reviser_en) == first
    assert only(draft).reason == "年份核对过"
    actions = [entry.action for entry in registry.get_logs_for_instance(page)]
    assert actions.count("localization.finding.pass") == 1

    withdraw_pass(**mark, by=people.reviser_en)
    withdraw_pass(**mark, by=people.reviser_en)
    assert refusal(publish_translation, page=draft, by=people.reviser_en).code == "checks"
    let_pass(**mark, reason="年份核对过", by=people.reviser_en)
    publish_translation(page=draft, by=people.reviser_en)
    assert desk.job(page).state == JobState.DONE


def test_what_was_let_pass_holds_for_the_very_text(desk, people, page, target):
    draft = target(ADDED)
    fingerprint = only(draft).fingerprint
    let_pass(target=draft, fingerprint=fingerprint, reason="年份核对过", by=people.reviser_en)
    desk.translate(page, {PARAGRAPH: ADDED.replace("invests", "will invest")})

    assert only(draft).reason == ""
    again = refusal(let_pass, target=draft, fingerprint=fingerprint, reason="年份核对过", by=people.reviser_en)
    assert again.code == "gone"


def test_the_glossary_is_asked_in_every_translation(desk, people, page, target):
    save_term(
        renderings={"zh-hans": "园区", "en": "park"}, forbidden={"en": ["zone"]}, by=None, source_locale="zh-hans"
    )
    forget_words()
    draft = target("The zone invests 100 billion yuan.")

    finding = only(draft)
    assert (finding.code, finding.severity) == ("forbidden", Severity.BLOCKING)


def test_a_long_page_is_checked_in_as_many_queries_as_a_short_one(desk, people):
    counts = []
    for length in (1, 30):
        texts = [f"第{number}家企业投资{number}亿元。" for number in range(length)]
        page = desk.article(*texts, title=f"长度{length}")
        desk.work()
        wordings = {text: f"Company {number} invests {number}00 million yuan." for number, text in enumerate(texts)}
        desk.translate(page, wordings | {f"长度{length}": f"Length {length}"})
        findings_of_page(desk.target(page))  # rules, types and languages are read once a process
        with CaptureQueriesContext(connection) as queries:
            findings_of_page(desk.target(page))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def watched(tree):
    WatchedTerm.objects.create(
        locale=tree.zh, text="绝密", kind=WatchedKind.CONFIDENTIAL, severity=Severity.BLOCKING, note="请送保密办。"
    )
    WatchedTerm.objects.create(
        locale=tree.zh, text="高新区管委会", kind=WatchedKind.OBSOLETE, severity=Severity.WARNING
    )
    forget_words()


def test_a_source_text_is_checked_against_the_offices_list(desk, people, watched):
    page = desk.write("绝密新闻", "高新区管委会2025年2月30日发文。")

    found = [(one.code, one.severity) for one in findings_of_source(page)]
    assert found == [
        ("watched", Severity.BLOCKING),
        ("watched", Severity.WARNING),
        ("date", Severity.WARNING),
    ]
    assert "绝密" in refusal_of_text(page)
    assert refusal_of_text(desk.write("新闻", "高新区管委会发文。")) == ""


def test_a_moderator_cannot_publish_what_the_list_blocks(client, desk, people, tree, watched):
    page = desk.write("绝密新闻")
    page.save_revision()
    client.force_login(people.admin)
    data = {"title": "绝密新闻", "slug": page.slug, "date": "2025-09-09", "body-count": "0", "action-publish": "1"}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(url, form_data(client.get(url)) | data, follow=True)

    page.refresh_from_db()
    assert not page.live
    assert "绝密" in answer.content.decode()


def test_the_screen_shows_findings_and_takes_reasons(client, desk, people, page, target):
    draft = target(ADDED)
    finding, url = only(draft), reverse("translation:check", args=[draft.pk])
    client.force_login(people.reviser_en)
    shown = client.get(url).content.decode()
    assert finding.message in shown.replace("&quot;", '"')
    assert finding.fingerprint in shown

    refused = client.post(url, {"fingerprint": finding.fingerprint, "reason": "ab"})
    assert refused.status_code == 200
    assert 'value="ab"' in refused.content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    data = {"fingerprint": finding.fingerprint, "reason": "The year is right.", "next": editor}
    assert client.post(url, data).url == editor
    assert "The year is right." in client.get(editor).content.decode()

    client.force_login(people.translator_en)
    assert "The year is right." in client.get(url).content.decode()
    client.post(url, {"fingerprint": finding.fingerprint, "action": "withdraw"})
    assert FindingOverride.objects.count() == 1
    client.force_login(people.translator_zh)
    assert client.get(url).status_code in (302, 403)


def test_overrides_are_listed_for_revisers_of_the_language(client, desk, people, page, target):
    draft = target(ADDED)
    let_pass(target=draft, fingerprint=only(draft).fingerprint, reason="年份核对过", by=people.reviser_en)
    seen = {}
    for name in ("reviser_en", "reviser_zh", "translator_en", "admin"):
        client.force_login(getattr(people, name))
        answer = client.get(reverse("overrides:index"))
        seen[name] = answer.status_code == 200 and "年份核对过" in answer.content.decode()
    assert seen == {"reviser_en": True, "reviser_zh": False, "translator_en": False, "admin": True}


def test_the_translation_of_a_record_is_checked_as_well(client, records, people):
    park = ParkFactory(name_zh_hans="紫竹园区", name_en="", feature_zh_hans="园区有169家企业。", feature_en="")
    job = records.ready(park)
    fields = records.segments(job)
    wrong = {
        name: "Zizhu Park" if one.source_text == "紫竹园区" else "It has 196 companies." for name, one in fields.items()
    }
    records.write(job, wrong)

    assert refusal(finish_record, job=job, by=people.translator_en).code == "checks"
    client.force_login(people.translator_en)
    shown = client.get(reverse("translations:record", args=[job.pk])).content.decode()
    assert "169" in shown
    assert "finding--blocking" in shown
    assert client.get(reverse("translation:check_record", args=[job.pk])).status_code == 200

    records.write(job, {name: text.replace("196", "169") for name, text in wrong.items()})
    records.through(job)
    assert job.state == JobState.DONE
