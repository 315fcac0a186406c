"""Words, unknowns and constraints of the records."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from parks.enums import StatementKind
from parks.models import Honour, Organization, Park, ParkOperator, Statement, SubIndexRank, SubSite
from portal.core.partial_dates import PartialDate
from tests.parks.factories import (
    EditionFactory,
    OrganizationFactory,
    ParkFactory,
    PlaceFactory,
    ResultFactory,
    SchemeFactory,
    SectorFactory,
    StatementFactory,
    SubIndexFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def test_words_follow_the_reader():
    park = ParkFactory(name_zh_hans="上海紫竹高新技术产业开发区", name_en="Shanghai Zizhu High-Tech Park")
    with translation.override("zh-hans"):
        assert (str(park), park.is_untranslated("name")) == ("上海紫竹高新技术产业开发区", False)
        assert (park.other_language, park.other_name) == ("en", "Shanghai Zizhu High-Tech Park")
    with translation.override("en"):
        assert (str(park), park.is_untranslated("name")) == ("Shanghai Zizhu High-Tech Park", False)
        assert (park.other_language, park.other_name) == ("zh-hans", "上海紫竹高新技术产业开发区")


def test_words_in_chinese_only_show_on_english_pages_marked():
    park = ParkFactory(name_zh_hans="某高新区", name_en="")
    with translation.override("en"):
        words = park.words("name")
        assert (words.text, words.language, words.untranslated) == ("某高新区", "zh-hans", True)
        assert (park.other_language, park.other_name) == ("", "")


def test_words_of_a_locale_without_columns_are_english_and_marked():
    park = ParkFactory(name_zh_hans="紫竹", name_en="Zizhu")
    with translation.override("fr"):
        words = park.words("name")
        assert (words.text, words.language, words.untranslated) == ("Zizhu", "en", True)


def test_a_latin_name_stays_on_chinese_pages_and_is_flagged_to_staff():
    tenant = OrganizationFactory(name_zh_hans=None, name_en="Microsoft R&D centre")
    complete = OrganizationFactory()
    with translation.override("zh-hans"):
        words = tenant.words("name")
        assert (words.text, words.language, words.untranslated) == ("Microsoft R&D centre", "en", False)
    assert tenant.missing_words("name") == ["zh-hans"]
    assert complete.missing_words("name") == []
    assert list(Organization.objects.missing_names()) == [tenant]


@pytest.mark.parametrize("active", ["zh-hans", "en", "fr"])
def test_columns_do_not_depend_on_the_language_that_saves(active):
    with translation.override(active):
        park = ParkFactory(name_zh_hans="紫竹", name_en="Zizhu")
        park.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, name_zh_hans, name_en FROM parks_park WHERE id = %s", [park.pk])
        assert cursor.fetchone() == ("紫竹", "紫竹", "Zizhu")


def test_a_name_is_needed_in_one_language():
    with pytest.raises(ValidationError) as caught:
        Park(slug="nameless").clean()
    assert list(caught.value.message_dict) == ["name_zh_hans"]
    Park(slug="english", name_en="Only English").clean()


def test_parks_sort_by_how_they_are_read():
    for slug, zh, en in (
        ("boston", "", "Boston Park"),
        ("zizhu", "紫竹高新区", "Zizhu"),
        ("chongqing", "重庆高新区", ""),
        ("haian", "海安高新区", ""),
    ):
        ParkFactory(slug=slug, name_zh_hans=zh, name_en=en)
    assert list(Park.objects.for_index().values_list("slug", flat=True)) == ["boston", "chongqing", "haian", "zizhu"]
    assert Park.objects.get(slug="chongqing").sort_key == "chong-qing-gao-xin-qu"


def test_the_list_of_parks_takes_three_queries_whatever_its_length(django_assert_num_queries):
    for length in (1, 3):
        while Park.objects.count() < length:
            ParkFactory(places=[PlaceFactory()], sectors=[SectorFactory(), SectorFactory()])
        with django_assert_num_queries(3):
            shown = [(park.place_line, park.emblem.hue, len(park.sectors)) for park in Park.objects.for_index()]
        assert len(shown) == length
        assert all(sectors == 2 for _line, _hue, sectors in shown)


def test_a_statement_is_about_a_park_or_a_place():
    both = {"park": ParkFactory(), "place": PlaceFactory()}
    for subject in (both, {"park": None, "place": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.create(kind=StatementKind.FIRST, text_en="First", **subject)
    StatementFactory(park=None, place=both["place"])
    assert Statement.objects.get().place == both["place"]


def test_an_operator_may_be_described_but_not_empty():
    park = ParkFactory()
    operator = ParkOperator(park=park, description_en="the U.S. side (not named)")
    operator.clean()
    assert str(operator) == "the U.S. side (not named)"
    with pytest.raises(ValidationError):
        ParkOperator(park=park).clean()


def test_a_place_in_talks_needs_no_name_of_its_own():
    site = SubSite(park=ParkFactory(), place=PlaceFactory(name_en="Huzhou"), kind="partner_place", status="in_talks")
    site.clean()
    with translation.override("en"):
        assert str(site) == "Huzhou"
    with pytest.raises(ValidationError):
        SubSite(park=site.park, kind="sub_centre").clean()


def test_an_honour_keeps_a_partial_date():
    honour = Honour.objects.create(park=ParkFactory(), designation_en="National zone", date=PartialDate(2011))
    honour.refresh_from_db()
    assert honour.date == PartialDate(2011)


def test_results_are_unique_and_ranks_begin_at_one():
    result = ResultFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultFactory(edition=result.edition, park=result.park)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultFactory(overall_rank=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(scheme=result.edition.scheme, year=result.edition.year)


def test_a_sub_index_of_another_evaluation_is_refused():
    result = ResultFactory()
    own = SubIndexRank(result=result, sub_index=SubIndexFactory(scheme=result.edition.scheme), rank=7)
    own.clean()
    with pytest.raises(ValidationError):
        SubIndexRank(result=result, sub_index=SubIndexFactory(scheme=SchemeFactory()), rank=7).clean()


def test_a_park_may_have_no_unit():
    assert ParkFactory().unit is None
    unit = UnitFactory(slug="zizhu")
    assert ParkFactory(unit=unit).unit.parks.count() == 1


def test_places_of_a_park_stand_in_one_line_with_the_marks_of_the_language():
    places = [
        PlaceFactory(name_zh_hans="金山区", name_en="Jinshan", country="US"),
        PlaceFactory(name_zh_hans="嘉兴市", name_en="Jiaxing", country="US"),
    ]
    park = ParkFactory(places=places)
    with translation.override("zh-hans"):
        assert park.place_line == "；".join(place.address for place in places)
    with translation.override("en"):
        assert park.place_line == "; ".join(place.address for place in places)
