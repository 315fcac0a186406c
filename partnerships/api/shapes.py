"""What is answered of agreements, events and joint platforms."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_noop as _
from pydantic import Field

from portal.api.shapes import Choice, Links, Money, PartialDate, Ref, Shape, Words


# --- events ---------------------------------------------------------------------------------------------------
class Office(Shape):
    """An office as it was on the day, with the name that the organisation had then."""

    title: Words | None
    organization: Words | None
    organization_slug: str | None
    as_stated: list[str] = Field(description=_("What the source calls the office, where that differs."))


class Person(Shape):
    """Somebody with the offices of that day; a description where the source names nobody."""

    slug: str | None
    name: Words | None
    offices: list[Office]
    line: Words | None = Field(description=_("Name and offices in the order of each language."))


class Attendee(Person):
    side: Choice | None
    spoke: bool
    is_quoted: bool = Field(description=_("The source quotes the person and does not say that they were there."))
    part: Words | None = Field(description=_("What the person did beside speaking."))
    note: Words | None
    on_behalf_of: list[Ref] = Field(description=_("Parks, organisations and places."))


class ProgrammeItem(Shape):
    starts_at: datetime.time | None
    text: Words | None


class PlaceRef(Ref):
    address: Words | None = Field(description=_("As it stands in an address."))


class ParkRef(Ref):
    short_name: Words | None


class EventRef(Ref):
    kind: Choice | None
    date: PartialDate | None


class Event(EventRef):
    """A signing, opening or unveiling. Attendees stand in the order of the news."""

    pages: Links
    date_basis: Words | None = Field(description=_("What an inferred year rests on."))
    part_of_day: Choice | None
    park: ParkRef | None
    place: PlaceRef | None
    venue: Words | None
    programme: list[ProgrammeItem]
    attendees: list[Attendee]
    agreements: list[Ref]
    platforms: list[Ref]


class EventItem(EventRef):
    """An event as lists show it."""

    id: int
    pages: Links
    part_of_day: Choice | None
    park: ParkRef | None
    place: PlaceRef | None
    venue: Words | None


class EventWithId(Event):
    """An event on its own."""

    id: int


# --- agreements -----------------------------------------------------------------------------------------------
class Party(Shape):
    """A side of the agreement: the park it is for, and the legal person that acts for it where that is known."""

    name: Words | None
    park: ParkRef | None
    legal_person: Ref | None
    description: Words | None


class AgreementRef(Ref):
    kind: Choice | None
    state: Choice | None


class PlatformRef(Ref):
    kind: Choice | None
    status: Choice | None


class AgreementItem(AgreementRef):
    """An agreement as lists show it."""

    id: int
    subject: Words | None
    signed_on: PartialDate | None
    parties: list[Party]
    sectors: list[Ref]
    framework: AgreementRef | None
    pages: Links


class Signatory(Person):
    role: Choice | None
    party_number: int = Field(description=_("1 is the first party."))


class Milestone(Shape):
    name: Words | None
    due_on: datetime.date
    done_on: datetime.date | None


class Document(Shape):
    url: str
    kind: Choice | None
    title: Words | None
    version: str | None
    language: str | None


class Agreement(AgreementItem):
    """An agreement with its event. What is beyond its essentials is answered where it is public field by field."""

    public_fields: list[str] = Field(description=_("What is public of it beyond the essentials; the rest is null."))
    summary: Words | None
    dimensions: list[Words]
    models: list[Words] = Field(description=_("Models of cooperation."))
    objectives: list[Words]
    specifics: list[AgreementRef]
    amends: AgreementRef | None
    amendments: list[AgreementRef]
    renews: AgreementRef | None
    renewals: list[AgreementRef]
    platforms: list[PlatformRef]
    event: Event | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    renewal: Words | None
    value: Money | None
    originals: int | None
    languages: list[str]
    prevailing_language: str | None
    signatories: list[Signatory]
    milestones: list[Milestone]
    documents: list[Document]


# --- platforms ------------------------------------------------------------------------------------------------
class PlatformItem(PlatformRef):
    """A joint platform as lists show it."""

    id: int
    pages: Links
    parks: list[ParkRef]
    agreement: AgreementRef | None
    announced_on: PartialDate | None
    unveiled_on: PartialDate | None
    sectors: list[Ref]


class Manager(Shape):
    name: Words | None
    organization: Ref | None


class Platform(PlatformItem):
    """A joint platform: what it is formed around, who manages it, and where research and transformation lie."""

    event: EventRef | None
    managers: list[Manager]
    research_place: PlaceRef | None
    transformation_place: PlaceRef | None
    around: Words | None
    forms: list[Words]
    size: Money | None
    summary: Words | None
