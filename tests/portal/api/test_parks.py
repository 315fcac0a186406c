"""Parks, ranks and organisations as data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parks import models
from tests.parks.factories import (
    ClusterFactory,
    EditionFactory,
    OrganizationFactory,
    ParkFactory,
    PlaceFactory,
    ResultFactory,
    SchemeFactory,
    SectorFactory,
    StatementFactory,
    SubIndexFactory,
)
from tests.partnerships.factories import PersonFactory

pytestmark = pytest.mark.django_db


def both(chinese: str, english: str) -> dict:
    return {"zh-hans": chinese, "en": english, "text": chinese, "lang": "zh-hans"}


@pytest.fixture
def many_parks():
    """Three parks of different levels, kinds, sectors and places."""
    shanghai = PlaceFactory(slug="shanghai")
    minhang = PlaceFactory(slug="minhang", parent=shanghai)
    chips, water = SectorFactory(slug="chips"), SectorFactory(slug="water")
    ParkFactory(slug="a", name_zh_hans="甲", level="national", kind="incubator", places=[minhang], sectors=[chips])
    ParkFactory(slug="b", name_zh_hans="乙", level="provincial", kind="incubator", sectors=[chips, water])
    ParkFactory(slug="c", name_zh_hans="丙", level="provincial", kind="high_tech_zone", places=[shanghai])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"level": "provincial"}, {"b", "c"}),
        ({"kind": "incubator"}, {"a", "b"}),
        ({"kind": "incubator", "level": "provincial"}, {"b"}),
        ({"sector": "chips"}, {"a", "b"}),
        ({"sector": "unknown"}, set()),
        ({"place": "shanghai"}, {"a", "c"}),
        ({"place": "minhang"}, {"a"}),
    ],
)
def test_parks_are_filtered(ask, many_parks, filters, found):
    assert set(ask.slugs("parks", **filters)) == found


def test_parks_are_filtered_by_the_id_of_a_sector_and_named_by_their_own(ask, many_parks):
    water = models.Sector.objects.get(slug="water")

    assert ask.slugs("parks", sector=water.pk) == ["b"]
    assert ask(f"parks/{models.Park.objects.get(slug='b').pk}")["slug"] == "b"


def test_a_level_that_is_not_one_is_told_with_those_that_are(ask):
    response = ask.response("parks", level="not_stated")

    assert response.status_code == 422
    assert response.json()["fields"][0]["message"]["en"] == (
        "Must be one of: national, provincial, municipal, overseas."
    )


def test_park_has_everything_that_is_known_with_numbers_as_numbers(ask):
    place = PlaceFactory(slug="minhang", country="CN", longitude=Decimal("121.38"))
    park = ParkFactory(slug="zizhu", area_km2=Decimal("13.000"), founded_year=2002, places=[place])
    owner = OrganizationFactory(slug="owner", name_zh_hans="股东", name_en="Owner")
    models.ParkShareholder.objects.create(park=park, organization=owner, share=Decimal("50.25"))
    models.Honour.objects.create(park=park, designation_zh_hans="称号", designation_en="Honour", date="2011-06-XX")
    StatementFactory(park=park, kind="first", text_zh_hans="第一", text_en="First")
    ClusterFactory(park=park, place=None, slug="cluster")
    StatementFactory(park=None, place=place, kind="other", text_zh_hans="地方", text_en="Of the place")

    found = ask("parks/zizhu")

    assert (found["area_km2"], found["founded_year"]) == (13, 2002)
    assert found["level"] == {"code": "national", "label": both("国家级", "National level")}
    assert (found["kind"], found["run_by"], found["website"]) == (None, None, None)
    assert (found["places"][0]["country"]["code"], found["places"][0]["longitude"]) == ("CN", 121.38)
    assert found["shareholders"] == [
        {"organization": {"slug": "owner", "name": both("股东", "Owner")}, "description": None, "share": 50.25}
    ]
    assert found["honours"][0]["date"] == {
        "year": 2011,
        "month": 6,
        "day": None,
        "inferred_year": None,
        "year_basis": "stated",
        "edtf": "2011-06-XX",
    }
    assert [one["text"] for one in found["statements"]] == [both("第一", "First")]
    assert [one["slug"] for one in found["clusters"]] == ["cluster"]
    assert found["about_places"][0]["statements"][0]["text"] == both("地方", "Of the place")


def test_park_leads_to_its_live_profiles_alone(ask, tree, settings):
    tree.profile["en"].unpublish()
    page = tree.profile["zh-hans"]

    assert ask(f"parks/{tree.zizhu.pk}")["pages"] == {
        "zh-hans": settings.PORTAL_BASE_URL + page.get_url(),
        "en": None,
    }


@pytest.fixture
def result():
    """A result with ranks, points and the one who presented it."""
    scheme = SchemeFactory(slug="national")
    park = ParkFactory(slug="zizhu")
    models.SchemeMembership.objects.create(park=park, scheme=scheme, since_year=2012)
    speaker = PersonFactory(family_name_zh_hans="", family_name_en="Luo", given_name_en="Shanying")
    found = ResultFactory(
        edition=EditionFactory(scheme=scheme, year=2020), park=park, speaker=speaker, remark_en="Eight rises"
    )
    index = SubIndexFactory(scheme=scheme, slug="knowledge")
    models.SubIndexRank.objects.create(result=found, sub_index=index, rank=14)
    models.ResultPoint.objects.create(result=found, kind="strength", text_zh_hans="人才", text_en="Talent")
    models.SpeakerOffice.objects.create(
        result=found, title_zh_hans="书记", title_en="Secretary", as_stated="Secretary General"
    )
    return found


def test_ranking_has_ranks_points_and_speaker_with_what_the_source_calls_the_office(ask, result):
    found = ask(f"rankings/{result.pk}")

    assert (found["overall_rank"], found["since_year"]) == (11, 2012)
    assert found["edition"] == {"year": 2020, "data_year": 2019, "ranked_parks": 169}
    assert found["sub_ranks"][0]["rank"] == 14
    assert found["sub_ranks"][0]["previous_rank"] is None
    assert (found["strengths"], found["main_work"]) == ([both("人才", "Talent")], [])
    assert found["speaker"]["name"]["zh-hans"] is None
    assert found["speaker"]["name"]["text"] == "Luo Shanying"
    assert found["speaker"]["offices"] == [
        {"title": both("书记", "Secretary"), "organization": None, "as_stated": ["Secretary General"]}
    ]


def test_rankings_are_filtered(ask, result):
    other = ResultFactory(edition=EditionFactory(scheme=result.edition.scheme, year=2021), park=result.park)
    ResultFactory(edition=EditionFactory(scheme=SchemeFactory(slug="other"), year=2020))

    def ids(**filters):
        return [item["id"] for item in ask("rankings", **filters)["items"]]

    assert ids(park="zizhu") == [other.pk, result.pk]
    assert ids(scheme="national", year=2020) == [result.pk]
    assert ids(park="nobody") == []
    assert ask("parks/zizhu")["rankings"][0]["id"] == other.pk


def test_organizations_are_found_by_every_spelling_and_not_once_they_are_merged(ask):
    park = OrganizationFactory(slug="haian", name_zh_hans="海安高新区", name_en="Hai'an High-Tech Park", country="CN")
    park.aliases.add(models.OrganizationAlias(spelling="Haian HTP", former=True))
    park.save()
    OrganizationFactory(slug="double", name_en="Hai’an Park", merged_into=park)
    OrganizationFactory(slug="college", kind="university", parent=park)

    for spelling in ("Hai'an", "haian", "Hai’an HTP", "海安"):
        assert ask.slugs("organizations", q=spelling) == ["haian"]
    assert ask.slugs("organizations", q="'") == []
    assert ask.slugs("organizations", kind="university") == ["college"]
    assert ask.slugs("organizations", country="cn") == ["haian"]
    assert ask.response("organizations/double").status_code == 404
    found = ask("organizations/haian")
    assert found["spellings"] == [{"spelling": "Haian HTP", "former": True}]
    assert [part["slug"] for part in found["parts"]] == ["college"]


def test_organization_that_is_not_listed_publicly_is_found_nowhere(ask):
    hidden = OrganizationFactory(slug="secret-partner", is_public=False)
    OrganizationFactory(slug="open-child", parent=hidden)
    assert ask.slugs("organizations") == ["open-child"]
    assert ask.response("organizations/secret-partner").status_code == 404
    assert "secret-partner" not in str(ask("organizations/open-child"))


@pytest.mark.parametrize("path", ["parks", "rankings", "organizations"])
def test_list_asks_as_often_at_one_as_at_three(ask, path, django_assert_max_num_queries, django_assert_num_queries):
    def add() -> None:
        place, sector = PlaceFactory(parent=PlaceFactory()), SectorFactory()
        ResultFactory(
            park=ParkFactory(places=[place], sectors=[sector]),
            edition=EditionFactory(scheme=SchemeFactory(authority=OrganizationFactory(parent=OrganizationFactory()))),
        )

    add()
    ask(path)
    with django_assert_max_num_queries(9) as at_one:
        ask(path)
    add()
    add()
    with django_assert_num_queries(len(at_one)):
        ask(path)


def test_park_with_more_of_everything_asks_as_often(ask, django_assert_num_queries, django_assert_max_num_queries):
    park = ParkFactory(slug="zizhu")

    def add() -> None:
        place = PlaceFactory()
        models.ParkPlace.objects.create(park=park, place=place)
        models.Tenant.objects.create(park=park, organization=OrganizationFactory())
        models.Honour.objects.create(park=park, designation_en="Honour", authority=OrganizationFactory())
        cluster = ClusterFactory(place=place)
        models.ClusterCompany.objects.create(cluster=cluster, organization=OrganizationFactory())
        ResultFactory(park=park, edition=EditionFactory(scheme=SchemeFactory(authority=OrganizationFactory())))

    add()
    ask("parks/zizhu")
    with django_assert_max_num_queries(45) as at_one:
        ask("parks/zizhu")
    add()
    add()
    with django_assert_num_queries(len(at_one)):
        ask("parks/zizhu")
