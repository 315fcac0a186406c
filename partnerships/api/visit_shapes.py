"""What is answered of visits."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_noop as _
from pydantic import Field

from partnerships.api.shapes import ParkRef, Person, PlaceRef
from portal.api.shapes import Choice, Links, PartialDate, Ref, Shape, Words


class VisitRef(Ref):
    direction: Choice | None
    kind: Choice | None
    date: PartialDate | None


class VisitPartner(Shape):
    """On whose behalf the other side comes or receives: an organisation, a park, or a description."""

    name: Words | None
    park: ParkRef | None
    organization: Ref | None


class VisitItem(VisitRef):
    """A visit as lists show it."""

    id: int
    pages: Links
    until: PartialDate | None
    park: ParkRef | None
    place: PlaceRef | None
    venue: Words | None
    partners: list[VisitPartner]
    purpose: Words | None


class VisitMember(Person):
    side: Choice | None
    is_head: bool = Field(description=_("Leads their side."))


class VisitSite(Shape):
    """A place that was visited; with the organisation where that has a record."""

    name: Words | None
    organization: Ref | None


class VisitAgendaItem(Shape):
    """An item of the programme, on the clock of its place."""

    kind: Choice | None
    day: datetime.date | None
    starts_at: datetime.time | None
    ends_at: datetime.time | None
    timezone: str = Field(description=_("The zone of that clock, by its IANA name."))
    text: Words | None
    organization: Ref | None
    venue: Words | None


class VisitFollowUp(Shape):
    """What a side does, or to what it is invited."""

    kind: Choice | None
    side: Choice | None
    who: Words | None
    park: ParkRef | None
    organization: Ref | None
    what: Words | None
    due_on: datetime.date | None = Field(
        description=_("The day by which it is done; of an invitation the day to which one is invited.")
    )
    state: Choice | None
    invited: list[Ref] = Field(description=_("Who is invited, where it is an invitation."))
    becomes: VisitRef | None = Field(description=_("The visit that came of it, where that is public."))


class VisitPhotograph(Shape):
    url: str
    width: int
    height: int
    alt: Words | None = Field(description=_("What it shows, for those who do not see it."))
    caption: Words | None
    credit: str | None


class Visit(VisitItem):
    """A visit that has taken place. What is beyond its essentials is answered where it is public field by field."""

    public_fields: list[str] = Field(description=_("What is public of it beyond the essentials; the rest is empty."))
    date_basis: Words | None = Field(description=_("What an inferred year rests on."))
    timezone: str = Field(description=_("The zone of the place of the visit, by its IANA name."))
    headcount: int | None = Field(description=_("How many visitors, where not all of them are listed."))
    topics: list[Words]
    sectors: list[Ref]
    members: list[VisitMember] = Field(description=_("Delegates and hosts in the order of the news."))
    sites: list[VisitSite]
    agenda: list[VisitAgendaItem]
    outcome: Words | None
    minutes: list[Words]
    follow_ups: list[VisitFollowUp]
    photographs: list[VisitPhotograph]
    follows: VisitRef | None
    followed_by: list[VisitRef]
