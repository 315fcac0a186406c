"""What pages read of a park."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parks import models
from parks.enums import Level, OperatorKind, ParkKind, ResultPointKind, StatementKind
from parks.facts import FactGroup
from parks.queries import (
    fact_sheet,
    positioning_matrix,
    rank_points,
    rank_sentence,
    ranking,
    ranking_rows,
    statements_by_kind,
    sub_index_rows,
)
from portal.core.drawing.rank_chart import RankPoint
from portal.core.partial_dates import PartialDate
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def flat(groups: list[FactGroup]) -> dict[str, dict[str, list[str]]]:
    return {group.title: {row.label: [str(value) for value in row.values] for row in group.rows} for group in groups}


def evaluated_park(year: int = 2020) -> models.Park:
    scheme = SchemeFactory(name_en="National high-tech park evaluation")
    park = ParkFactory(level=Level.NOT_STATED)
    models.SchemeMembership.objects.create(park=park, scheme=scheme, since_year=2018)
    EditionFactory(scheme=scheme, year=year - 1, ranked_parks=None)
    result = ResultFactory(
        edition=EditionFactory(scheme=scheme, year=year, data_year=year - 1),
        park=park,
        overall_rank=11,
        remark_en="eight consecutive rises in nine years",
        remark_zh_hans="九年“八连跳”",
    )
    for name, rank, previous in (("International", 7, 22), ("Knowledge", 14, None)):
        index = SubIndexFactory(scheme=scheme, name_en=name)
        models.SubIndexRank.objects.create(result=result, sub_index=index, rank=rank, previous_rank=previous)
    models.ResultPoint.objects.create(result=result, kind=ResultPointKind.STRENGTH, text_en="Talent structure")
    return park


def test_fact_sheet_leaves_out_what_is_not_known():
    assert fact_sheet(ParkFactory(level=Level.NOT_STATED)) == []


def test_fact_sheet_of_an_incubator_with_sub_centres():
    park = ParkFactory(
        level=Level.NOT_STATED,
        kind=ParkKind.INCUBATOR,
        kind_stated_en="National technology business incubator",
        founded_year=2009,
        founder=OrganizationFactory(name_en="Shanghai Municipal Science and Technology Commission"),
        feature_en="Intelligent manufacturing",
        sectors=[SectorFactory(name_en="Aerospace"), SectorFactory(name_en="Biomedicine")],
    )
    site = models.SubSite.objects.create(
        park=park, name_en="Ningbo Fenghua sub-centre", kind="sub_centre", status="established", founded_year=2020
    )
    models.SubSiteSector.objects.create(sub_site=site, sector=SectorFactory(name_en="Electronics"))
    for number, name in enumerate(("Nantong", "Huzhou")):
        place = PlaceFactory(name_en=name)
        models.SubSite.objects.create(
            park=park, place=place, kind="partner_place", status="in_talks", sort_order=number + 1
        )
    models.Tenant.objects.create(park=park, name_en="Intel R&D centre")
    assert flat(fact_sheet(park)) == {
        "At a glance": {
            "Kind": ["National technology business incubator"],
            "Founder": ["Shanghai Municipal Science and Technology Commission"],
            "Founded": ["2009"],
            "Special feature": ["Intelligent manufacturing"],
        },
        "Place and layout": {
            "Sub-centre": ["Ningbo Fenghua sub-centre (established; founded in 2020; Electronics)"],
            "In talks with": ["Nantong, Huzhou"],
        },
        "Industry": {"Leading industries": ["Aerospace", "Biomedicine"], "Tenants": ["Intel R&D centre"]},
    }


def test_fact_sheet_of_an_overseas_park_with_an_unnamed_side():
    park = ParkFactory(
        level=Level.OVERSEAS,
        operator_kind=OperatorKind.MIXED,
        area_km2=Decimal("1.500"),
        website="https://park.example/",
        places=[PlaceFactory(name_en="Boston", full_name_en="Boston, Massachusetts")],
    )
    models.ParkOperator.objects.create(
        park=park, organization=OrganizationFactory(name_en="Yangpu Center"), sort_order=1
    )
    models.ParkOperator.objects.create(park=park, description_en="the U.S. side (not named)", sort_order=2)
    models.ParkShareholder.objects.create(park=park, description_en="A holding", share=Decimal("62.5"))
    models.PlanningPhase.objects.create(park=park, name_en="Phase I", start_year=2002, area_km2=Decimal("13"))
    models.ParkAlias.objects.create(park=park, spelling="Boston Corporate Park")
    models.Honour.objects.create(park=park, designation_en="Model park", date=PartialDate(2019, 5))
    assert flat(fact_sheet(park)) == {
        "At a glance": {
            "Level": ["Overseas"],
            "Run by": ["Several sides jointly"],
            "Operators": ["Yangpu Center", "the U.S. side (not named)"],
            "Shareholders": ["A holding (62.5%)"],
            "Also written": ["Boston Corporate Park"],
        },
        "Place and layout": {
            "Location": ["Boston, Massachusetts"],
            "Area": ["1.5 km²"],
            "Planning phases": ["Phase I (2002; 13 km²)"],
        },
        "Honours": {"Honours and designations": ["Model park (May 2019)"]},
        "Contact": {"Website": ["https://park.example/"]},
    }


def test_fact_sheet_keeps_what_is_said_of_the_city_with_the_city():
    city = PlaceFactory(name_en="Lianyungang")
    StatementFactory(park=None, place=city, kind=StatementKind.STANDING, text_en="Crossing of two silk roads")
    models.PlaceSector.objects.create(place=city, sector=SectorFactory(name_en="Petrochemicals"))
    models.EducationFigure.objects.create(place=city, kind="universities_and_colleges", count=5)
    models.EducationFigure.objects.create(place=city, kind="research_institutes", count=9)
    cluster = ClusterFactory(place=city, name_en="China Pharmaceutical Port")
    for number, name in enumerate(("Hengrui", "Hansoh")):
        company = OrganizationFactory(name_en=name)
        models.ClusterCompany.objects.create(cluster=cluster, organization=company, sort_order=number)
    models.ClusterProduct.objects.create(cluster=cluster, name_en="medical devices")
    park = ParkFactory(level=Level.NOT_STATED, places=[city], layout_en="One zone and five parks")
    assert flat(fact_sheet(park))["About Lianyungang"] == {
        "Standing": ["Crossing of two silk roads"],
        "Industries": ["Petrochemicals"],
        "Clusters": ["China Pharmaceutical Port (companies: Hengrui, Hansoh; products: medical devices)"],
        "Universities and colleges": ["5"],
        "Research institutes": ["9"],
    }


def test_fact_sheet_marks_words_that_are_not_translated():
    park = ParkFactory(level=Level.NOT_STATED, layout_zh_hans="一区五园")
    (value,) = fact_sheet(park)[0].rows[0].values
    assert (value.text, value.untranslated, value.language) == ("一区五园", True, "zh-hans")


def test_fact_sheet_says_what_the_evaluation_says():
    assert flat(fact_sheet(evaluated_park()))["Evaluation"] == {
        "Takes part in": ["National high-tech park evaluation (since 2018)"],
        "Remark on 2020": ["eight consecutive rises in nine years"],
        "Strengths": ["Talent structure"],
    }


def test_fact_sheet_takes_the_same_queries_for_one_and_for_three_of_everything():
    counts = []
    for length in (1, 3):
        park = ParkFactory(
            sectors=[SectorFactory() for _ in range(length)], places=[PlaceFactory() for _ in range(length)]
        )
        for place in park.places:
            StatementFactory(park=None, place=place)
        for _ in range(length):
            models.Tenant.objects.create(park=park, organization=OrganizationFactory())
            site = models.SubSite.objects.create(park=park, name_en="Sub", kind="sub_park")
            models.SubSiteSector.objects.create(sub_site=site, sector=SectorFactory())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fact_sheet(models.Park.objects.get(pk=park.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_ranks_of_years_without_a_result_are_gaps():
    park = evaluated_park()
    assert rank_points(park) == [RankPoint(2018, None), RankPoint(2019, None), RankPoint(2020, 11)]
    rows = [(row.edition, row.rank, row.ranked_parks, row.data_year) for row in ranking_rows(park)]
    assert rows == [(2020, 11, 169, 2019), (2019, None, None, 2018)]


def test_sub_indices_keep_an_unknown_previous_rank_unknown():
    rows = sub_index_rows(evaluated_park())
    assert [(str(row.name), row.rank, row.previous, row.mark.change) for row in rows] == [
        ("International", 7, 22, 15),
        ("Knowledge", 14, None, None),
    ]


def test_rank_sentence_says_what_is_known():
    park = evaluated_park()
    found = ranking(park)
    assert rank_sentence(found) == "In the 2020 edition the park ranked number 11 of 169 parks."
    models.Edition.objects.filter(year=2020).update(ranked_parks=None)
    assert rank_sentence(ranking(park)) == "In the 2020 edition the park ranked number 11."


def test_a_park_outside_every_evaluation_has_no_ranks():
    park = ParkFactory()
    assert ranking(park) is None
    assert (rank_points(park), ranking_rows(park), sub_index_rows(park)) == ([], [], [])


def test_statements_come_in_groups_of_their_kind():
    park = ParkFactory()
    StatementFactory(park=park, kind=StatementKind.OBJECTIVE, text_en="Gather talent", detail_en="R&D, incubation")
    StatementFactory(park=park, kind=StatementKind.DEMONSTRATION_ZONE, text_en="Urbanisation pilot")
    StatementFactory(park=park, kind=StatementKind.FIRST, text_en="First project", as_of=2018, source_en="Profile")
    StatementFactory(park=park, kind=StatementKind.OBJECTIVE, text_en="Transfer technology")
    groups = statements_by_kind(park)
    assert [(group.kind, group.title, [str(item) for item in group.items], group.zones) for group in groups] == [
        ("first", "Firsts", ["First project"], False),
        ("objective", "Objectives", ["Gather talent", "Transfer technology"], False),
        ("demonstration_zone", "Demonstration zones", ["Urbanisation pilot"], True),
    ]
    assert (str(groups[0].items[0].source), groups[0].items[0].as_of) == ("Profile", 2018)
    assert str(groups[1].items[0].detail) == "R&D, incubation"


def test_positioning_is_a_matrix_of_items(django_assert_num_queries):
    park = ParkFactory()
    matrix = models.Positioning.objects.create(park=park, title_en="Timing advantage")
    for number, name in enumerate(("China", "Shanghai")):
        models.PositioningColumn.objects.create(positioning=matrix, name_en=name, sort_order=number)
    row = models.PositioningRow.objects.create(positioning=matrix, name_en="Needs")
    for number, (column, text) in enumerate(((2, "Room"), (1, "Growth"), (1, "Coordination"))):
        models.PositioningItem.objects.create(row=row, column=column, text_en=text, sort_order=number)
    with django_assert_num_queries(4):
        found = positioning_matrix(park)
    assert (str(found.title), [str(column) for column in found.columns]) == ("Timing advantage", ["China", "Shanghai"])
    cells = [[str(item) for item in cell.items] for cell in found.rows[0].cells]
    assert (str(found.rows[0].name), cells) == ("Needs", [["Growth", "Coordination"], ["Room"]])


def test_a_park_without_positioning_has_no_matrix():
    assert positioning_matrix(ParkFactory()) is None
