"""The papers of a visit: in both languages, in order, without a private word, as page and as PDF."""

from __future__ import annotations

import contextlib
import datetime
import re
import subprocess
import zlib

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from partnerships.models import Visit
from partnerships.visits.paper import pdf, pdf_process, script
from partnerships.visits.paper.faces import fitting
from partnerships.visits.paper.kinds import OF_THE_HOST, Paper
from portal.core import audit
from portal.core.enums import Role
from tests.kept_rows import kept
from tests.partnerships.conftest import make_user
from tests.partnerships.visits.paper_visit import NEEDS, SECRETS, join, lianyungang, organization

pytestmark = pytest.mark.django_db

LANGUAGES = ("zh-hans", "en")
#: Guests, then hosts, each in the order of the news; nobody is invented a Chinese name.
ORDER = {
    "zh-hans": ["孙瑾", "Minchang Xu", "李文博", "Hongfei Zhang", "Hua Yang"],
    "en": ["Jin Sun", "Minchang Xu", "Wenbo Li", "Hongfei Zhang", "Hua Yang"],
}
IN_ORDER = (Paper.PLAN, Paper.DELEGATES, Paper.SCRIPT, Paper.NAME_CARDS)


needs_pango = pytest.mark.skipif(not pdf.pdf_is_available(), reason="needs Pango (debian.txt)")


@pytest.fixture(autouse=True)
def _asked_anew():
    ask = pdf.pdf_is_available
    ask.cache_clear()
    yield
    ask.cache_clear()


@pytest.fixture
def visit(parks, officers) -> Visit:
    def build() -> Visit:
        officers["lingang"].last_name, officers["lingang"].first_name = "李", "敏"
        officers["lingang"].save()
        return lianyungang(parks["lingang"], officers["lingang"])

    return kept("visit with papers", build)


@pytest.fixture
def officer(client, officers):
    client.force_login(officers["lingang"])
    return client


@pytest.fixture
def auditor(client, parks):
    client.force_login(make_user("auditor-lingang", Role.AUDITOR, parks["lingang"].unit))
    return client


def address(visit: Visit, paper: str = "", *, as_pdf: bool = False, language: str = "zh-hans") -> str:
    path = f"/admin/visits/{visit.pk}/papers/" + (f"{paper}/" if paper else "") + ("pdf/" if as_pdf else "")
    return f"{path}?language={language}"


def page(client, visit: Visit, paper: str, language: str) -> BeautifulSoup:
    answer = client.get(address(visit, paper, language=language))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def text_of(soup: BeautifulSoup) -> str:
    return re.sub(r"\s+", " ", soup.get_text(" "))


def pages_of(made: bytes) -> int:
    """The number of pages, whose objects lie in compressed streams."""
    whole = made
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        with contextlib.suppress(zlib.error):
            whole += zlib.decompress(stream)
    return len(re.findall(rb"/Type /Page\b", whole))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", [*Paper.values, "pack"])
def test_every_paper_shows_in_every_language_and_tells_no_secret(officer, visit, paper, language):
    main = page(officer, visit, paper, language)
    shown = str(main)
    assert main["lang"] == language
    assert not [secret for secret in SECRETS if secret in shown]
    assert "None" not in text_of(main)
    assert not main.select("[style], script, style, img[src^=http]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", IN_ORDER)
def test_people_stand_in_order(officer, visit, paper, language):
    shown = text_of(page(officer, visit, paper, language)).replace("孙 瑾", "孙瑾")
    places = [shown.index(name) for name in ORDER[language]]
    assert places == sorted(places)


def test_offices_stand_before_names_in_chinese_and_after_them_in_english(officer, visit):
    assert "连云港市商务局副局长孙瑾女士" in text_of(page(officer, visit, "script", "zh-hans"))
    assert "Ms Jin Sun, Deputy Director, Lianyungang Bureau of Commerce" in text_of(
        page(officer, visit, "script", "en")
    )


def test_the_language_of_a_paper_is_not_that_of_the_screen(officer, visit):
    answer = officer.get(address(visit, "programme", language="en"), headers={"accept-language": "zh-hans"})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.select_one("main")["lang"] == "en"
    assert soup.select_one("main h2").text == "Programme"
    assert soup.select_one(".paper-bar [aria-current]").text == "English"


def test_the_programme_has_days_times_places_and_who_is_responsible(officer, visit):
    shown = text_of(page(officer, visit, "programme", "zh-hans"))
    for words in ("2021年10月25日（星期一）", "09:30–11:00", "二楼第一会议室", "Hongfei Zhang", "北京时间"):
        assert words in shown
    shown = text_of(page(officer, visit, "programme", "en"))
    for words in ("Monday, 25 October 2021", "09:30–11:00", "Meeting room 1", "Beijing time"):
        assert words in shown


def test_the_plan_says_on_what_the_visit_rests_and_who_does_what(officer, visit):
    shown = text_of(page(officer, visit, "plan", "zh-hans"))
    for words in (
        "连商函〔2021〕58号",
        "王明（中心主任），2021年10月20日",
        "任务分工",
        "会场与车辆",
        "（24座）",
        "李敏",
    ):
        assert words in shown


def test_the_script_reads_as_a_host_speaks(officer, visit):
    shown = text_of(page(officer, visit, "script", "zh-hans"))
    said = (
        "尊敬的各位领导、各位来宾，同志们：",
        "大家上午好！",
        "今天，我们非常高兴地迎来了连云港市商务局一行。首先，我谨代表上海临港科技创业中心，对各位来宾的到来表示热烈的欢迎！",
        "今天的议程共有2项。",
        "下面进行第一项议程，座谈交流：产业、政策与分中心。",
        "第二项，实地考察：上海技术交易所。",
        "谢谢大家！",
    )
    places = [shown.index(words) for words in said]
    assert places == sorted(places)
    assert "工作午餐" not in shown  # neither meals nor journeys are announced
    assert "周译" not in shown


def _second_day(visit: Visit) -> None:
    last = visit.agenda.last()
    assert last is not None
    last.day, last.kind = datetime.date(2021, 10, 26), "tour"
    last.save()
    Visit.objects.filter(pk=visit.pk).update(until="2021-10-26")


def test_the_script_of_several_days_has_a_part_for_each(officer, visit):
    _second_day(visit)
    shown = text_of(page(officer, visit, "script", "zh-hans"))
    said = (
        "2021年10月25日（星期一） 尊敬的各位领导",
        "大家上午好！ 今天，我们非常高兴地迎来了",
        "首先，请允许我介绍",
        "今天的议程共有1项。",
        "下面进行第一项议程，座谈交流",
        "今天的各项议程已全部进行完毕，感谢大家，10月26日我们继续进行。",
        "2021年10月26日（星期二） 尊敬的各位领导",
        "大家下午好！ 欢迎各位继续参加我们的活动。",
        "今天的议程共有1项。",
        "第一项，实地考察：上海技术交易所。",
        "至此，本次活动的各项议程已全部进行完毕。",
        "谢谢大家！",
    )
    place = 0
    for words in said:
        place = shown.index(words, place) + len(words)
    assert shown.count("请允许我介绍") == 1


def test_any_phrase_fits_as_the_purpose_in_the_script(officer, visit):
    for given, said in (
        ("To exchange views on photonics.", "What brings us together: to exchange views on photonics."),
        ("Torch programme", "What brings us together: Torch programme."),
    ):
        Visit.objects.filter(pk=visit.pk).update(purpose_en=given)
        assert said in text_of(page(officer, visit, "script", "en"))


def test_the_handbook_says_on_which_day_one_eats_and_travels(officer, visit):
    assert "用餐 11:30–13:00，工作午餐" in text_of(page(officer, visit, "handbook", "zh-hans"))
    _second_day(visit)
    assert "用餐 10月25日，11:30–13:00，工作午餐" in text_of(page(officer, visit, "handbook", "zh-hans"))


def test_a_foreign_company_is_addressed_as_ladies_and_gentlemen(officer, visit):
    visit.kind = "foreign"
    visit.save()
    assert "尊敬的各位来宾，女士们、先生们、朋友们：" in text_of(page(officer, visit, "script", "zh-hans"))
    assert "Distinguished guests, ladies and gentlemen" in text_of(page(officer, visit, "script", "en"))


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (23, "二十三")])
def test_chinese_number_writes_numerals(number, words):
    assert script.chinese_number(number) == words


def test_table_signs_have_the_name_alone_in_a_language_on_each_face(officer, visit):
    faces = page(officer, visit, "table-signs", "zh-hans").select(".sheet")[0].select(".face")
    assert [(face["lang"], face.get_text().strip()) for face in faces] == [("en", "Jin Sun"), ("zh-hans", "孙瑾")]
    every = page(officer, visit, "table-signs", "en").select(".sheet")
    assert len(every) == visit.members.count()
    assert {len(sheet.select(".face p")) for sheet in every} == {2}


def test_name_cards_have_name_and_office_on_both_faces(officer, visit):
    sheets = page(officer, visit, "name-cards", "zh-hans").select(".sheet")
    assert [len(sheet.select(".card")) for sheet in sheets] == [2, 2, 2]
    faces = sheets[0].select(".card")[0].select(".face")
    assert [face.get_text() for face in faces] == ["孙瑾连云港市商务局副局长"] * 2
    assert sheets[0].select(".card-foot svg")


def test_fitting_takes_the_largest_size_that_has_room():
    assert fitting("孙瑾", 184, 104, 128) == 128
    assert fitting("Jin Sun", 184, 104, 128) == 128
    long = "Bartholomew Montgomery-Featherstonehaugh"
    assert 24 < fitting(long, 184, 104, 128) < 60
    assert fitting("W" * 90, 184, 104, 128) == 24


def test_needs_are_for_those_who_work_on_the_visit(officer, auditor, visit, officers):
    officer.force_login(officers["lingang"])
    assert all(need in str(page(officer, visit, "plan", "en")) for need in NEEDS)
    auditor.force_login(make_user("another-auditor", Role.AUDITOR, visit.unit))
    for paper in ("plan", "pack"):
        shown = str(page(auditor, visit, paper, "en"))
        assert not [need for need in NEEDS if need in shown]


def test_other_units_find_no_paper(client, visit, officers):
    client.force_login(officers["zizhu"])
    for paper in ("", "programme", "pack"):
        for as_pdf in (False, True) if paper else (False,):
            assert client.get(address(visit, paper, as_pdf=as_pdf)).status_code in {302, 403, 404}
    assert not ModelLogEntry.objects.filter(action=audit.EXPORT).exists()


def test_unknown_papers_and_languages_do_not_exist(officer, visit):
    assert officer.get(address(visit, "menu")).status_code == 404
    assert officer.get(address(visit, "programme", language="fr")).status_code == 404


def test_who_travels_has_no_papers_of_a_host(officer, visit):
    visit.direction = "outgoing"
    visit.save()
    for paper in OF_THE_HOST:
        assert officer.get(address(visit, paper)).status_code == 404
    assert "出访方案" in text_of(page(officer, visit, "plan", "zh-hans"))


@needs_pango
def test_looks_and_exports_are_written_down(officer, visit, officers):
    officer.get(address(visit, "delegates"))
    officer.get(address(visit, "delegates", as_pdf=True, language="en"))
    looks = ModelLogEntry.objects.for_instance(visit).filter(action=audit.VIEW)
    assert [look.user for look in looks] == [officers["lingang"]]
    export = ModelLogEntry.objects.get(action=audit.EXPORT)
    assert export.data["filters"] == {"visit": str(visit.pk), "paper": "delegates", "language": "en"}
    assert export.data["format"] == "pdf"


@needs_pango
@pytest.mark.parametrize(
    ("paper", "pages"), [("programme", 1), ("delegates", 1), ("name-cards", 3), ("table-signs", 6), ("handbook", 3)]
)
def test_a_pdf_has_the_pages_that_it_should(officer, visit, paper, pages):
    answer = officer.get(address(visit, paper, as_pdf=True))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF-")
    assert pages_of(answer.content) == pages


def test_without_pango_the_screen_says_so_instead_of_failing(officer, visit, monkeypatch):
    def lacking(command, given=b""):
        return subprocess.CompletedProcess(command, pdf_process.NO_LIBRARY, b"", b"cannot load library")

    monkeypatch.setattr(pdf, "_run", lacking)
    answer = officer.get(address(visit, "programme", as_pdf=True), follow=True)
    assert answer.redirect_chain == [(f"/admin/visits/{visit.pk}/papers/", 302)]
    told = BeautifulSoup(answer.content, "html.parser")
    assert "Pango" in told.select_one(".messages").text
    assert not told.select("a[href*='/pdf/']")
    assert "Pango" in BeautifulSoup(officer.get(address(visit, "programme")).content, "html.parser").header.text


def test_the_program_says_that_it_lacks_a_library(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    monkeypatch.setattr(pdf_process.resource, "setrlimit", lambda *limits: None)
    assert pdf_process.main() == pdf_process.NO_LIBRARY


def test_a_pdf_that_fails_or_takes_too_long_is_told(officer, visit, monkeypatch):
    monkeypatch.setattr(pdf, "pdf_is_available", lambda: True)

    def slow(command, given=b""):
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(pdf, "_run", slow)
    assert officer.get(address(visit, "programme", as_pdf=True)).status_code == 302
    monkeypatch.setattr(pdf, "_run", lambda command, given=b"": subprocess.CompletedProcess(command, 1, b"", b"boom"))
    assert officer.get(address(visit, "programme", as_pdf=True)).status_code == 302
    assert not ModelLogEntry.objects.filter(action=audit.EXPORT).exists()


def test_a_pdf_has_a_bound_of_people(officer, visit, monkeypatch):
    monkeypatch.setattr("partnerships.visits.paper.views.MAX_PEOPLE", 3)
    answer = officer.get(address(visit, "name-cards", as_pdf=True), follow=True)
    assert "6" in BeautifulSoup(answer.content, "html.parser").select_one(".messages").text


@needs_pango
def test_a_pdf_fetches_nothing(monkeypatch):
    # The import lets Pillow read pictures that are cut off, for the whole process; the portal imports it in one of its
    # own (`pdf_process`). What is set here is put back after the test.
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", False)
    import weasyprint

    fetcher = pdf_process.refusing(weasyprint)
    for url in (
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/x.png",
        "data:text/plain,x",
        "paper:///x",
    ):
        with pytest.raises(ValueError, match="fetch nothing"):
            fetcher.fetch(url)


def test_papers_ask_as_much_for_many_delegates_as_for_few(officer, visit):
    house = organization("某局", "Some Bureau")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            officer.get(address(visit, "pack"))
        return len(seen)

    officer.get(address(visit, "pack"))
    few = queries()
    for number in range(20):
        join(visit, f"王{number}", f"Guest Wang{number}", "guests", ("科员", "Officer", house))
    assert queries() == few


def test_names_that_hold_markup_stay_words(officer, visit):
    join(visit, "", "Bobby <script>alert(1)</script>", "guests")
    for paper in ("delegates", "name-cards", "seating"):
        shown = str(page(officer, visit, paper, "en"))
        assert "Bobby &lt;script&gt;alert" in shown
        assert "<script>alert" not in shown
