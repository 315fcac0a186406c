"""What is answered of parks, ranks and organisations."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from pydantic import Field

from portal.api.shapes import Choice, Links, PartialDate, Ref, Shape, Spelling, Words


class Place(Shape):
    id: int
    slug: str
    name: Words | None
    full_name: Words | None = Field(description=_("As it stands in an address."))
    kind: Choice | None
    parent: Ref | None = Field(description=_("The place that contains it."))
    country: Choice | None
    longitude: float | None
    latitude: float | None


class Body(Shape):
    """An organisation in a part it plays, or a description where the source names none."""

    organization: Ref | None
    description: Words | None


class Shareholder(Body):
    share: int | float | None = Field(description=_("Per cent."))


class Phase(Shape):
    """A phase of the plan."""

    name: Words | None
    start_year: int | None
    end_year: int | None
    area_km2: int | float | None


class SubSite(Shape):
    """A sub-park, a sub-centre, or a place with which one is under discussion."""

    name: Words | None
    kind: Choice | None
    status: Choice | None
    founded_year: int | None
    place: Ref | None
    sectors: list[Ref]


class Tenant(Shape):
    """A company or centre in the park."""

    name: Words | None
    organization: Ref | None


class Honour(Shape):
    designation: Words | None
    date: PartialDate | None
    authority: Ref | None


class Contact(Shape):
    """An office of the park that answers."""

    office: Words | None
    phone: str | None
    email: str | None
    address: Words | None


class Statement(Shape):
    """A short sentence about a park or a place."""

    kind: Choice | None
    text: Words | None
    detail: Words | None
    source: Words | None
    as_of: int | None = Field(description=_("The year of which it is true."))


class EducationFigure(Shape):
    """How many universities or institutes there are."""

    kind: Choice | None
    count: int
    as_of: int | None


class Cluster(Shape):
    """A cluster of companies."""

    id: int
    slug: str
    name: Words | None
    spellings: list[Spelling]
    companies: list[Body]
    products: list[Words]


class PlaceFacts(Shape):
    """What is said of a place itself and not of a park in it."""

    place: Ref | None
    sectors: list[Ref]
    statements: list[Statement]
    education: list[EducationFigure]
    clusters: list[Cluster]


class MatrixCell(Shape):
    column: Words | None
    items: list[Words]


class MatrixRow(Shape):
    name: Words | None
    cells: list[MatrixCell]


class Matrix(Shape):
    """The positioning of a park: rows by columns, with items in the cells."""

    title: Words | None
    columns: list[Words]
    rows: list[MatrixRow]


class Scheme(Shape):
    """An evaluation that is held again and again."""

    id: int
    slug: str
    name: Words | None
    authority: Ref | None


class Participation(Shape):
    """Since when the park takes part in an evaluation."""

    scheme: Scheme
    since_year: int | None


class Edition(Shape):
    """One year's evaluation."""

    year: int
    data_year: int | None
    ranked_parks: int | None


class RankingItem(Shape):
    """What a park got in one edition of an evaluation."""

    id: int
    park: Ref
    scheme: Scheme
    edition: Edition
    overall_rank: int | None


class SubRank(Shape):
    """The rank in a part of the evaluation, and that of the year before where the source states it."""

    slug: str
    name: Words | None
    rank: int | None
    previous_rank: int | None


class OfficeOfTheDay(Shape):
    """An office as it was on the day."""

    title: Words | None
    organization: Words | None
    as_stated: list[str] = Field(description=_("What the source calls the office, where that differs."))


class Speaker(Shape):
    """Who spoke for the park about the result."""

    name: Words | None
    offices: list[OfficeOfTheDay]


class Ranking(RankingItem):
    """What a park got, with ranks in the parts of the evaluation and what the source says of it."""

    since_year: int | None
    remark: Words | None
    sub_ranks: list[SubRank]
    strengths: list[Words]
    main_work: list[Words]
    economy: Words | None
    planning_period: Words | None
    speaker: Speaker | None


class ParkItem(Shape):
    """A park as lists show it."""

    id: int
    slug: str
    name: Words | None
    short_name: Words | None
    kind: Choice | None
    kind_stated: Words | None = Field(description=_("The kind in the words of the source."))
    level: Choice | None
    run_by: Choice | None
    founded_year: int | None
    places: list[Place]
    sectors: list[Ref]
    pages: Links


class Park(ParkItem):
    """A park with everything that is known of it."""

    spellings: list[Spelling]
    founder: Body | None
    launched_by: Ref | None
    area_km2: int | float | None
    layout: Words | None
    feature: Words | None
    website: str | None
    phone: str | None
    email: str | None
    address: Words | None
    operators: list[Body]
    shareholders: list[Shareholder]
    phases: list[Phase]
    sub_sites: list[SubSite]
    tenants: list[Tenant]
    honours: list[Honour]
    contacts: list[Contact]
    statements: list[Statement]
    education: list[EducationFigure]
    clusters: list[Cluster]
    positioning: Matrix | None
    participations: list[Participation]
    rankings: list[RankingItem]
    about_places: list[PlaceFacts]


class OrganizationItem(Shape):
    """A body with a name: an authority, a university, a company, a fund."""

    id: int
    slug: str
    name: Words | None
    short_name: Words | None
    kind: Choice | None
    country: Choice | None
    parent: Ref | None
    website: str | None


class Organization(OrganizationItem):
    """An organisation with its other spellings, its seat and what belongs to it."""

    spellings: list[Spelling]
    site: Place | None
    parts: list[Ref]
