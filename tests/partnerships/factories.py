"""Agreements and what belongs to them, for tests."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from parks.models import Person
from partnerships import models


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    slug = factory.Sequence(lambda number: f"person-{number}")
    family_name_zh_hans = factory.Sequence(lambda number: f"李{number}")
    family_name_en = factory.Sequence(lambda number: f"Li {number}")


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = models.Agreement

    slug = factory.Sequence(lambda number: f"agreement-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"协议{number}")
    name_en = factory.Sequence(lambda number: f"Agreement {number}")
    #: What is marked as public is seen from its signature on.
    state = factory.LazyAttribute(lambda made: "signed" if getattr(made, "is_public", False) else "drafting")


class EventFactory(DjangoModelFactory):
    class Meta:
        model = models.Event

    slug = factory.Sequence(lambda number: f"event-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"活动{number}")
    name_en = factory.Sequence(lambda number: f"Event {number}")
    kind = "signing"


class PlatformFactory(DjangoModelFactory):
    class Meta:
        model = models.JointPlatform

    slug = factory.Sequence(lambda number: f"platform-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"平台{number}")
    name_en = factory.Sequence(lambda number: f"Platform {number}")
    kind = "laboratory"


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = models.Visit

    slug = factory.Sequence(lambda number: f"visit-{number}")
    name_zh_hans = factory.Sequence(lambda number: f"来访{number}")
    name_en = factory.Sequence(lambda number: f"Visit {number}")
    kind = "business"
    #: What is marked as public is seen once it has taken place.
    state = factory.LazyAttribute(lambda made: "hosted" if getattr(made, "is_public", False) else "requested")


class VisitMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.VisitMember

    person = factory.SubFactory(PersonFactory)
    side = "guests"
