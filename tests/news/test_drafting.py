"""From a record to an article: every public fact in both languages, nothing else, and never live."""

from __future__ import annotations

import html
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_localize.models import StringTranslation

from news.drafting.reading import visit_facts
from news.drafting.services import draft_news
from news.models import NewsCategory, NewsPage
from parks.models import Park
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Event, Visit
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.units import arrange_unit
from portal.localization.enums import JobState, Severity
from portal.localization.models import TranslationJob
from portal.localization.services import queue
from portal.localization.services.findings import findings_of_page, findings_of_source
from portal.search.pages import field_texts
from tests.news.records import SECRET, the_signing, the_visit
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.tree import Tree, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tree: Tree) -> SimpleNamespace:
    """The park of the tree as Lingang, with an office that writes Chinese, and its people."""
    park = tree.zizhu
    unit = Unit.objects.create(slug="lingang", name="临港科创中心", root_page=tree.profile["zh-hans"])
    names = {"name_zh_hans": "上海临港科技创业中心", "short_name_zh_hans": "临港科创中心"}
    Park.objects.filter(pk=park.pk).update(
        unit=unit, name_en="Lingang Innovation Center", short_name_en="Lingang Innovation Center", **names
    )
    park.refresh_from_db()
    NewsCategory.objects.create(slug="visits", name_zh_hans="来访交流", name_en="Visits")
    people = {role: make_user(role, role, unit) for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.OFFICER, Role.HEAD)}
    arrange_unit(unit=unit)
    writer = User.objects.get(username=Role.ADMINISTRATOR)
    return SimpleNamespace(park=park, unit=unit, people=people, writer=writer, tree=tree)


def drafted(record: Visit | Event, by: User, parts=None) -> NewsPage:
    parts = record.public_fields if parts is None and isinstance(record, Visit) else parts or []
    return draft_news(model=type(record), pk=record.pk, parts=parts, by=by).page


def in_english(page: NewsPage) -> NewsPage:
    return NewsPage.objects.get(translation_key=page.translation_key, language="en").get_latest_revision_as_object()


def text_of(page: NewsPage) -> str:
    fields = ("title", "summary", "event_name", "event_place", "event_date_basis", "issuing_body")
    told = [*(getattr(page, name) for name in fields), *field_texts(page, "body")]
    return html.unescape(strip_tags("\n".join(told)))


# --- a visit --------------------------------------------------------------------------------------------------
FACTS_ZH = (
    *("10月25日", "连云港市商务局", "连云港国家高新区管委会", "临港科创中心海外事务部", "来访"),
    *("连云港市商务局副局长孙瑾", "连云港国家高新区管委会副主任Minchang Xu", "临港科创中心总经理Hongfei Zhang"),
    *("Hua Yang", "Global Cross-Border Technology Exchange Research Institute"),
    "合作设立临港科创中心长三角分中心",
    "产业、政策和分中心",
    "临港科创中心宁波奉化展厅和上海技术交易所",
    "双方认为合作契合",
    "访问连云港",
    "Hongfei Zhang、Hua Yang",
    *("出席上海自贸区创新峰会政策说明会", "孙瑾", "2021年11月4日"),
    *("连云港来宾在海外事务部", "来宾与主人围坐"),
)
FACTS_EN = (
    *("25 October", "Lianyungang Bureau of Commerce", "Lianyungang National High-tech Zone Management Committee"),
    "Overseas Affairs Department, Lingang Innovation Center",
    "Jin Sun, Deputy Director, Lianyungang Bureau of Commerce",
    "Minchang Xu, Deputy Director, Lianyungang National High-tech Zone Management Committee",
    "Hongfei Zhang, General Manager, Lingang Innovation Center",
    "Hua Yang, President, Global Cross-Border Technology Exchange Research Institute",
    "cooperation on a Yangtze River Delta sub-centre",
    "industries, policies and a sub-centre",
    "the Ningbo Fenghua exhibition hall of Lingang Innovation Center and the Shanghai Technology Exchange",
    "Both sides found that they fit for cooperation",
    *("Visit Lianyungang", "Hongfei Zhang and Hua Yang"),
    *("olicy briefing at the Shanghai Free Trade Zone Innovation Summit", "4 November 2021"),
    *("The visitors at the Overseas Affairs Department", "Visitors and hosts at a table"),
)


def test_visit_is_told_in_both_languages_with_every_public_fact_and_no_other(house):
    visit = the_visit(house.park, make_picture("table"))
    page = drafted(visit, house.writer)
    chinese, english = text_of(page), text_of(in_english(page))
    assert [fact for fact in FACTS_ZH if fact not in chinese] == []
    assert [fact for fact in FACTS_EN if fact not in english] == []
    for text in (chinese, english, page.to_json(), in_english(page).to_json()):
        assert SECRET not in text
    assert "一行到访上海临港科技创业中心海外事务部" in chinese  # in full where the text names it first
    assert "2021年10月" not in chinese  # the year of the visit is inferred
    assert "October 2021" not in english


def test_people_are_named_in_the_order_of_the_news(house):
    page = drafted(the_visit(house.park), house.writer)
    for text, names in (
        (text_of(page), ("副局长孙瑾", "副主任Minchang Xu", "总经理Hongfei Zhang", "院长Hua Yang")),
        (text_of(in_english(page)), ("Jin Sun,", "Minchang Xu,", "Hongfei Zhang,", "Hua Yang,")),
    ):
        places = [text.index(name) for name in names]
        assert places == sorted(places)


def test_page_is_a_draft_below_the_news_of_the_park_with_what_the_record_says(house, client):
    visit = the_visit(house.park)
    page = drafted(visit, house.writer)
    assert (page.live, page.get_parent().pk, page.park) == (False, house.tree.park_news["zh-hans"].pk, house.park)
    assert (page.category.slug, page.event_name, page.event_date) == ("visits", "来访", visit.date)
    assert (page.visit, page.event_record, page.owner) == (visit, None, house.writer)
    english = NewsPage.objects.get(translation_key=page.translation_key, language="en")
    assert (english.live, english.get_parent().pk, english.visit) == (False, house.tree.park_news["en"].pk, visit)
    assert (english.category, english.event_date) == (page.category, page.event_date)
    entry = PageLogEntry.objects.get(page=page.pk, action="news.draft")
    assert (entry.user, entry.data["partnerships.Visit"]) == (house.writer, visit.pk)
    assert not ModelLogEntry.objects.filter(action="wagtail.publish").exists()
    related = [block for block in page.body if block.block_type == "related"]
    assert [child.value for child in related[0].value] == [house.park]


def test_translation_waits_for_review_and_nothing_blocks_it(house):
    page = drafted(the_visit(house.park, make_picture("table")), house.writer)
    job = TranslationJob.objects.of_page(page).get()
    queue.run_job(job=queue.claim(job_id=job.pk, worker="test"))
    job.refresh_from_db()
    assert (job.state, job.of_draft) == (JobState.NEEDS_REVIEW, True)
    assert job.segments_filled == job.segments_total
    english = in_english(page)
    for findings in (findings_of_page(english), findings_of_source(page)):
        assert [one for one in findings if one.severity == Severity.BLOCKING] == []
    warned = [(one.code, one.message) for one in findings_of_page(english) if one.severity == Severity.WARNING]
    assert warned == []
    kinds = StringTranslation.objects.filter(context__object_id=page.translation_key).values_list(
        "translation_type", "last_translated_by"
    )
    assert set(kinds) == {("machine", None)}  # nobody has answered for them yet


def test_draft_opens_in_the_editors(house, client):
    page = drafted(the_visit(house.park, make_picture("table")), house.writer)
    client.force_login(User.objects.create_superuser("root", "root@example.org"))
    for one in (page, in_english(page)):
        answer = client.get(f"/admin/pages/{one.pk}/edit/")
        assert answer.status_code == 200
    assert client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


def test_second_click_finds_the_article_unless_it_was_deleted(house):
    visit = the_visit(house.park)
    first = draft_news(model=Visit, pk=visit.pk, parts=[], by=house.writer)
    again = draft_news(model=Visit, pk=visit.pk, parts=[], by=house.writer)
    assert (first.is_new, again.is_new, again.page.pk) == (True, False, first.page.pk)
    Page.objects.get(pk=first.page.pk).delete()
    assert draft_news(model=Visit, pk=visit.pk, parts=[], by=house.writer).is_new


def test_only_the_parts_that_are_marked_are_told(house):
    visit = the_visit(house.park, is_public=False, public_fields=["people", "topics"])
    page = drafted(visit, house.writer, parts=["topics", "outcome", "follow_ups"])
    text = text_of(page)
    assert "产业、政策和分中心" in text
    assert [word for word in ("孙瑾", "双方认为", "访问连云港", "宁波奉化") if word in text] == []


def test_names_of_the_invited_and_dropped_follow_ups_are_left_out(house):
    visit = the_visit(house.park)
    visit.follow_ups.filter(kind="invitation", side="guests").update(state="dropped")
    text = text_of(drafted(visit, house.writer, parts=["follow_ups"]))
    assert "访问连云港" in text
    assert [word for word in ("Hongfei Zhang", "孙瑾", "政策说明会") if word in text] == []


def test_picture_of_an_internal_visit_is_told_without_a_public_rendition(house):
    picture = make_picture("table")
    visit = the_visit(house.park, picture, is_public=False)
    assert [one.image_id for one in visit_facts(visit, ["photographs"]).photographs] == [picture.pk]
    assert picture.renditions.count() == 0


def test_sparse_visit_makes_no_empty_sentence(house):
    visit = Visit.objects.create(
        unit=house.unit, slug="sparse", kind="business", state="hosted", name_zh_hans="来访", name_en="A visit"
    )
    page = drafted(visit, house.writer)
    assert (page.title, page.summary) == ("来访", "来宾一行来访。")
    assert text_of(in_english(page)).startswith("A visit\nA delegation visited.")


def test_words_that_the_other_language_lacks_are_left_to_its_translator(house):
    visit = the_visit(house.park, purpose_en="", outcome_zh_hans="", outcome_en="they fit")
    page = drafted(visit, house.writer)
    assert "they fit。" in text_of(page)  # the editor mends it
    assert "They fit." in text_of(in_english(page))
    job = TranslationJob.objects.of_page(page).get()
    queue.run_job(job=queue.claim(job_id=job.pk, worker="test"))
    job.refresh_from_db()
    assert 0 < job.segments_total - job.segments_filled <= 3
    assert "\ue000" not in page.to_json() + in_english(page).to_json()


def test_outgoing_visit_is_told_from_our_side(house):
    visit = the_visit(house.park, direction="outgoing", venue_zh_hans="", venue_en="")
    page = drafted(visit, house.writer)
    assert page.title == "临港科创中心代表团到访连云港市商务局、连云港国家高新区管委会"
    assert in_english(page).title.startswith("Lingang Innovation Center delegation visits ")
    assert page.event_name == "出访"


# --- a signing ------------------------------------------------------------------------------------------------
def test_signing_is_told_with_its_parties_agreements_and_platforms(house):
    Park.objects.filter(slug="haian").update(name_en="Hai'an High-Tech Park")
    event = the_signing(house.park, Park.objects.get(slug="haian"))
    page = drafted(event, house.writer)
    chinese, english = text_of(page), text_of(in_english(page))
    facts_zh = (
        *("2025年9月9日上午", "上海临港科技创业中心与海安高新技术产业开发区", "签约仪式"),
        *("《战略合作框架协议》", "《孵化中心运营协议》", "协同孵化中心揭牌", "基地+基金"),
        *("南通市人民政府市长张彤", "南通市人民政府市长赵男男", "张彤致辞"),
    )
    facts_en = (
        *("morning of 9 September 2025", "Lingang Innovation Center", "signing ceremony"),
        *(
            "signed the strategic cooperation framework agreement and the agreement on",
            "The Collaborative Incubation Centre was unveiled",
        ),
        *("Base and fund", "Tong Zhang, Mayor, Nantong Municipal People's Government", "Tong Zhang spoke"),
    )
    assert [fact for fact in facts_zh if fact not in chinese] == []
    assert [fact for fact in facts_en if fact not in english] == []
    assert chinese.index("张彤") < chinese.index("赵男男")
    for text in (chinese, english):
        assert [word for word in (SECRET, "某缺席", "Quexi") if word in text] == []
    assert (page.event_record, page.visit) == (event, None)


# --- rights ---------------------------------------------------------------------------------------------------
def test_officer_without_pages_gets_a_clear_word_and_no_page(house, client):
    visit = the_visit(house.park)
    client.force_login(house.people[Role.OFFICER])
    for method in (client.get, client.post):
        answer = method(f"/admin/news/from-visit/{visit.pk}/")
        assert answer.status_code == 403
        assert f"/inspect/{visit.pk}/" in answer.content.decode()
    assert NewsPage.objects.filter(visit=visit).count() == 0


def test_editor_drafts_from_what_is_public_and_knows_of_nothing_else(house, client):
    public, internal = the_visit(house.park), Visit.objects.create(
        unit=house.unit, slug="internal", kind="business", state="hosted", name_zh_hans="内部来访"
    )  # fmt: skip
    client.force_login(house.people[Role.EDITOR])
    listed = client.get("/admin/news/from-records/").content.decode()
    assert str(public) in listed
    assert "内部来访" not in listed
    assert client.get(f"/admin/news/from-visit/{internal.pk}/").status_code in {302, 403}
    assert client.post(f"/admin/news/from-visit/{internal.pk}/").status_code in {302, 403}
    answer = client.post(f"/admin/news/from-visit/{public.pk}/", {"parts": ["topics"]})
    page = NewsPage.objects.get(visit=public, language="zh-hans")
    assert answer.headers["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert page.owner == house.people[Role.EDITOR]


def test_list_of_records_names_their_articles_and_costs_the_same_for_three_as_for_one(house, client):
    client.force_login(house.writer)
    counts = []
    for number in (1, 3):
        while Visit.objects.count() < number:
            VisitFactory(unit=house.unit, park=house.park, state="hosted")
        client.get("/admin/news/from-records/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/news/from-records/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    page = drafted(Visit.objects.earliest("pk"), house.writer)
    answer = client.get("/admin/news/from-records/")
    assert [one["article"] and one["article"].pk for one in answer.context["records"]] == [None, None, page.pk]


def test_visit_to_come_is_not_told(house):
    visit = the_visit(house.park, state="confirmed")
    with pytest.raises(PartnershipRefusedError) as refused:
        drafted(visit, house.writer)
    assert refused.value.code == "to_come"


def test_confirm_screen_says_what_is_told_and_what_stays_out(house, client):
    visit = the_visit(house.park, is_public=False)
    client.force_login(house.writer)
    answer = client.get(f"/admin/news/from-visit/{visit.pk}/")
    text = answer.content.decode()
    assert [value for value, _label in answer.context["parts"]] == [
        *("topics", "sectors", "people", "sites", "outcome", "follow_ups", "photographs")
    ]
    assert "连云港市商务局、连云港国家高新区管委会到访临港科创中心" in text
    assert "Delegation from" in text
    assert SECRET not in text
    assert NewsPage.objects.filter(visit=visit).count() == 0


# --- links ----------------------------------------------------------------------------------------------------
def publish(page: NewsPage) -> None:
    NewsPage.objects.filter(pk=page.pk).update(live=True)


def test_event_and_article_name_each_other_where_both_are_public(house, client):
    event = the_signing(house.park, Park.objects.get(slug="haian"))
    page = drafted(event, house.writer)
    path = f"/zh-hans/partnerships/events/{event.slug}/"
    assert page.title not in client.get(path).content.decode()
    publish(page)
    assert page.title in client.get(path).content.decode()
    assert page.title not in client.get(path.replace("zh-hans", "en")).content.decode()
    article = NewsPage.objects.get(pk=page.pk).get_url()
    assert path in client.get(article).content.decode()
    Event.objects.filter(pk=event.pk).update(is_public=False)
    assert path not in client.get(article).content.decode()
