"""Records of parks for tests. Words are given column by column: `ParkFactory(name_zh_hans="…", name_en="…")`."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from parks import models
from parks.enums import Level, OrganizationKind, PlaceKind, StatementKind
from portal.core.models import Unit


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    slug = factory.Sequence(lambda number: f"unit-{number}")
    name = factory.LazyAttribute(lambda unit: unit.slug)


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = models.Sector

    slug = factory.Sequence(lambda number: f"sector-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"行业{number}")
    name_en = factory.Sequence(lambda number: f"Sector {number}")


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.Place

    slug = factory.Sequence(lambda number: f"place-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"地方{number}")
    name_en = factory.Sequence(lambda number: f"Place {number}")
    kind = PlaceKind.CITY
    country = "CN"


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organization

    slug = factory.Sequence(lambda number: f"organization-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"机构{number}")
    name_en = factory.Sequence(lambda number: f"Organization {number}")
    kind = OrganizationKind.COMPANY
    is_public = True


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    slug = factory.Sequence(lambda number: f"person-{number}")
    family_name_zh_hans = "钱"
    given_name_zh_hans = factory.Sequence(lambda number: f"某{number}")
    family_name_en = "Qian"
    given_name_en = factory.Sequence(lambda number: f"Mou{number}")


class ParkFactory(DjangoModelFactory):
    class Meta:
        model = models.Park
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"park-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"园区{number}")
    name_en = factory.Sequence(lambda number: f"Park {number}")
    level = Level.NATIONAL

    @factory.post_generation
    def places(self, create: bool, extracted: list[models.Place] | None, **kwargs: Any) -> None:
        for number, place in enumerate(extracted or []):
            models.ParkPlace.objects.create(park=self, place=place, sort_order=number)

    @factory.post_generation
    def sectors(self, create: bool, extracted: list[models.Sector] | None, **kwargs: Any) -> None:
        for number, sector in enumerate(extracted or []):
            models.ParkSector.objects.create(park=self, sector=sector, sort_order=number)


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = models.Statement

    park = factory.SubFactory(ParkFactory)
    kind = StatementKind.STANDING
    text_zh_hans = factory.Sequence(lambda number: f"说明{number}")
    text_en = factory.Sequence(lambda number: f"Statement {number}")
    sort_order = factory.Sequence(lambda number: number)


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = models.Cluster

    place = factory.SubFactory(PlaceFactory)
    slug = factory.Sequence(lambda number: f"cluster-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"集群{number}")
    name_en = factory.Sequence(lambda number: f"Cluster {number}")


class SchemeFactory(DjangoModelFactory):
    class Meta:
        model = models.EvaluationScheme

    slug = factory.Sequence(lambda number: f"scheme-{number}")
    name_zh_hans = "国家高新技术产业开发区评价"
    name_en = "National high-tech park evaluation"


class SubIndexFactory(DjangoModelFactory):
    class Meta:
        model = models.SubIndex

    scheme = factory.SubFactory(SchemeFactory)
    slug = factory.Sequence(lambda number: f"index-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"指标{number}")
    name_en = factory.Sequence(lambda number: f"Index {number}")
    sort_order = factory.Sequence(lambda number: number)


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = models.Edition

    scheme = factory.SubFactory(SchemeFactory)
    year = factory.Sequence(lambda number: 2000 + number % 100)
    data_year = factory.LazyAttribute(lambda edition: edition.year - 1)
    ranked_parks = 169


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = models.EvaluationResult

    edition = factory.SubFactory(EditionFactory)
    park = factory.SubFactory(ParkFactory)
    overall_rank = 11
