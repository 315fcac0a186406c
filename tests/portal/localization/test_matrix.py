"""The matrix: what stands in its cells, who sees it, and what it costs the database."""

from __future__ import annotations

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from news.models import NewsPage
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.localization.enums import JobState
from portal.localization.matrix.filters import MatrixFilter
from portal.localization.matrix.scope import Scope
from portal.localization.models import SourceCount, TranslationJob
from tests.parks.factories import ParkFactory
from tests.portal.localization.conftest import TEXTS
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("in_english")
MATRIX = "/admin/translation_matrix/"


def see(client, person, address: str = MATRIX) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def titles(html: str) -> list[str]:
    found = re.findall(r'class="matrix-source__title"[^>]*>(?:<a [^>]*>)?([^<]+)', html)
    return [title.strip() for title in found]


def states(html: str) -> list[str]:
    table = html[html.index('<table class="listing matrix"') :]
    found = re.findall(r'class="matrix-cell__state [^>]*>\s*<span[^>]*>[^<]*</span>([^<]*)', table)
    return [state.strip() for state in found]


def test_cells_follow_a_translation_from_the_queue_to_the_change_of_its_source(client, desk, people):
    page = desk.published()
    assert (titles(see(client, people.translator_en)), states(see(client, people.translator_en))) == (
        [page.title],
        ["Queued"],
    )
    desk.work()
    html = see(client, people.translator_en)
    assert states(html) == ["Waiting for a translator"]
    assert f'href="/admin/pages/{desk.target(page).pk}/edit/"' in html
    desk.translate(page, TEXTS)
    assert "100%" in see(client, people.translator_en)
    desk.through(page, TEXTS)
    assert states(see(client, people.translator_en)) == ["Published, up to date"]
    page.title = "紫竹高新区续约"
    desk.publish(page)
    assert states(see(client, people.translator_en)) == ["Queued"]
    TranslationJob.objects.filter(state=JobState.QUEUED).update(state=JobState.CANCELLED)
    html = see(client, people.translator_en)
    assert (states(html), "The source changed" in html) == (["Published, but the source has changed"], True)


def test_records_stand_beside_pages_once_whatever_their_languages(client, desk, records, people):
    park = ParkFactory(name_zh_hans="紫竹", name_en="")
    desk.published()
    html = see(client, people.admin)
    assert titles(html) == ["紫竹高新区签约", "紫竹"]
    assert states(html) == ["Source", "Queued", "Source", "Not sent to translation"]
    job = records.ready(park, {"紫竹": "Zizhu"})
    records.write(job, {"name": "Zizhu"})
    records.through(job)
    assert states(see(client, people.admin))[2:] == ["Source", "Published, up to date"]
    assert SourceCount.objects.filter(object_id=park.pk, is_source=True).count() == 1


def test_what_people_wrote_in_the_language_is_no_work(client, people):
    ParkFactory(name_zh_hans="张江", name_en="Zhangjiang")
    assert states(see(client, people.translator_en)) == ["Written by hand in this language"]
    assert titles(see(client, people.translator_en, f"{MATRIX}?state=not_sent")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=not_sent", ["紫竹"]),
        ("state=queued", ["签约"]),
        ("state=needs_review", ["开园"]),
        ("state=up_to_date", []),
        ("section=pages", ["签约", "开园"]),
        ("section=records", ["紫竹"]),
        ("text=约", ["签约"]),
        ("assigned=me", ["开园"]),
        ("assigned=nobody", ["签约"]),
        ("due=overdue", ["开园"]),
        ("due=none", ["签约"]),
        ("priority=90", []),
        ("state=queued&assigned=me", []),
    ],
)
def test_filters_narrow_by_cells(client, desk, people, query, found):
    first = desk.published("开园")
    desk.work()
    TranslationJob.objects.filter(object_id=first.pk).update(assigned_to=people.translator_en, due_on="2020-01-01")
    ParkFactory(name_zh_hans="紫竹", name_en="")
    desk.published("签约")
    assert titles(see(client, people.translator_en, f"{MATRIX}?{query}")) == found


@pytest.mark.parametrize("query", ["state=nonsense", "unit=999999", "section=abc", "target=0", "page=2", "text=%00"])
def test_bad_filters_are_answered_and_show_nothing(client, desk, people, query):
    desk.published()
    client.force_login(people.admin)
    answer = client.get(f"{MATRIX}?{query}")
    assert (answer.status_code, titles(answer.content.decode())) in ((200, []), (404, []), (400, []))


def test_translators_see_their_language_and_officers_nothing(client, desk, people, tree):
    page = desk.published()
    assert titles(see(client, people.translator_zh)) == []
    officer = User.objects.create_user("officer", password="pass")
    grant_membership(user=officer, role=Role.OFFICER, by=None)
    client.force_login(officer)
    assert client.get(MATRIX).status_code == 302
    assert titles(see(client, people.admin)) == [page.title]


def test_editor_who_translates_too_sees_every_language(client, desk, people, tree):
    page = desk.published()
    grant_membership(user=people.translator_zh, role=Role.EDITOR, by=None)
    assert titles(see(client, people.translator_zh)) == [page.title]
    form = MatrixFilter(None, scope=Scope(people.translator_zh))
    assert set(form.fields["target"].queryset) == {tree.zh, tree.en}
    # Both languages, but still no other role.
    grant_membership(user=people.translator_en, role=Role.TRANSLATOR, locale=tree.zh, by=None)
    assert Scope(User.objects.get(pk=people.translator_en.pk)).locales == [tree.zh, tree.en]
    assert Scope(people.reviser_en).locales == [tree.en]


def test_filter_names_only_people_whose_work_one_may_know_of(desk, people, locales):
    page = desk.published()
    desk.work()
    TranslationJob.objects.of_page(page).update(assigned_to=people.translator_en)
    unit = Unit.objects.create(name="Other Park", slug="other")
    editor = User.objects.create_user("other-editor", password="pass")
    grant_membership(user=editor, role=Role.MODERATOR, unit=unit, by=None)

    def names(person: User) -> list[str]:
        return [key for key, _name in MatrixFilter(None, scope=Scope(person)).fields["assigned"].choices]

    assert str(people.translator_en.pk) in names(people.reviser_en)
    assert names(editor) == ["", "me", "nobody"]


def test_five_thousand_pages_in_three_languages_ask_as_often_as_three(client, desk, people, tree, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.WAGTAIL_CONTENT_LANGUAGES, ("fr", "Français")]
    french = Locale.objects.create(language_code="fr")
    client.force_login(people.admin)
    asked, took = [], []
    for number in (3, 50, 5000):
        _fill(number, tree, french)
        client.get(MATRIX)
        started = timezone.now()
        with CaptureQueriesContext(connection) as queries:
            html = client.get(MATRIX).content.decode()
        took.append((timezone.now() - started).total_seconds())
        assert len(titles(html)) == min(number, 50)
        assert len(states(html)) == 3 * min(number, 50)
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
    assert took[-1] < 3, took  # under a second when nothing else runs
    with CaptureQueriesContext(connection) as queries:
        stale = client.get(f"{MATRIX}?state=stale").content.decode()
    assert (len(titles(stale)), len(queries) <= asked[0]) == (50, True)
    client.force_login(people.translator_en)
    client.get(MATRIX)
    with CaptureQueriesContext(connection) as of_page:
        assert len(titles(client.get(f"{MATRIX}?assigned=nobody").content.decode())) == 50
    assert len(of_page) <= asked[0] + 5


def _fill(number: int, tree, french: Locale) -> None:
    """Bring the number of news pages to `number`, with their jobs, counts, targets and approvals, by bulk SQL."""
    there = Page.objects.filter(path__startswith="0A").count()
    news, page_kind = ContentType.objects.get_for_model(NewsPage), ContentType.objects.get_for_model(Page)
    with connection.cursor() as cursor:
        cursor.execute(_PAGES, {"from": there + 1, "to": number, "news": news.pk, "zh": tree.zh.pk})
        for locale, prefix in ((tree.en, "0E"), (french, "0F")):
            cursor.execute(_TARGETS, {"locale": locale.pk, "prefix": prefix, "zh": tree.zh.pk})
            cursor.execute(_JOBS, {"news": news.pk, "zh": tree.zh.pk, "locale": locale.pk})
        cursor.execute(_COUNTS, {"page": page_kind.pk, "news": news.pk, "zh": tree.zh.pk})
        cursor.execute(_APPROVED)
        cursor.execute("ANALYZE")


_PAGE_COLUMNS = """INSERT INTO wagtailcore_page (path, depth, numchild, title, draft_title, slug, live,
    has_unpublished_changes, url_path, seo_title, show_in_menus, search_description, expired, locked, content_type_id,
    locale_id, translation_key, first_published_at, last_published_at)"""
_PAGES = (
    _PAGE_COLUMNS
    + """ SELECT '0A' || lpad(n::text, 8, '0'), 3, 0, '新闻' || n, '新闻' || n, 'xin-wen-' || n, true, false,
    '/x/' || n || '/', '', false, '', false, false, %(news)s, %(zh)s, gen_random_uuid(), now(), now()
    FROM generate_series(%(from)s, %(to)s) n"""
)
_TARGETS = (
    _PAGE_COLUMNS
    + """ SELECT %(prefix)s || substr(path, 3), 3, 0, 'T ' || id, 'T ' || id, 't-' || id, true, false,
    '/t/' || id || '/', '', false, '', false, false, content_type_id, %(locale)s, translation_key, now(), now()
    FROM wagtailcore_page p WHERE path LIKE '0A%%' AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_page t WHERE t.translation_key = p.translation_key AND t.locale_id = %(locale)s)"""
)
#: One of three is open, one up to date, one stale.
_JOBS = """INSERT INTO localization_translationjob (content_type_id, object_id, translation_key, title,
    source_locale_id, target_locale_id, state, priority, attempts, next_attempt_at, claimed_by, last_error, source_hash,
    segments_total, segments_filled, created_at, updated_at, published_at)
    SELECT %(news)s, id, translation_key, title, %(zh)s, %(locale)s,
    CASE WHEN id %% 3 = 0 THEN 'needs_review' ELSE 'done' END, 50, 1, now(), '', '',
    CASE WHEN id %% 3 = 1 THEN 'old' ELSE 'hash' END, 10, 5, now(), now(), now()
    FROM wagtailcore_page p WHERE path LIKE '0A%%' AND NOT EXISTS (
        SELECT 1 FROM localization_translationjob j WHERE j.object_id = p.id AND j.target_locale_id = %(locale)s)"""
_COUNTS = """INSERT INTO localization_sourcecount (content_type_id, object_id, locale_id, segments, characters,
    text_hash, title, section_id, is_source, changed_at, updated_at)
    SELECT %(page)s, id, %(zh)s, 10, 100, 'hash', title, %(news)s, true, now(), now()
    FROM wagtailcore_page WHERE path LIKE '0A%%' AND id NOT IN (SELECT object_id FROM localization_sourcecount)"""
_APPROVED = """INSERT INTO localization_approvedsegment (job_id, path, position, source_text, source_hash, text)
    SELECT id, 'title', 0, title, '', title FROM localization_translationjob WHERE state = 'done'
    AND id NOT IN (SELECT job_id FROM localization_approvedsegment)"""
