"""What the public sees of agreements, events and platforms: values that no longer know their records.

Pages, data and search read these; a field that is not here cannot be shown by mistake.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from partnerships.enums import (
    AgreementKind,
    AgreementState,
    DocumentKind,
    EventKind,
    PartOfDay,
    PlatformKind,
    PlatformStatus,
    PointKind,
    Side,
    SignatoryRole,
)
from partnerships.money import amount
from partnerships.public_links import (
    AgreementLink,
    EventLink,
    Link,
    OrganizationLink,
    ParkLink,
    PlaceLink,
    PlatformLink,
)
from portal.core.localized import Said, language_in_words
from portal.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class PublicOffice:
    """An office as it was on the day; `organization` is the name of that day, by record where there is one.

    `as_stated`: what a public source calls it instead; for the data, pages have the wording of the house.
    """

    title: Said
    organization: Said
    organization_slug: str
    as_stated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """A person with the offices of the day; `line` is both, in the order of each language.

    `slug` is empty and there are no offices where the source describes somebody whom it does not name.
    """

    slug: str
    name: Said
    offices: tuple[PublicOffice, ...]
    line: Said

    @property
    def name_in_line(self) -> str:
        """The name as it stands in the line, which may be in another language than the name by itself."""
        return dict(self.name.texts).get(self.line.language) or self.name.text

    @property
    def before_name(self) -> str:
        """What of the line stands before the name: the offices in Chinese."""
        return self.line.text.removesuffix(self.name_in_line) if self._ends_with_name else ""

    @property
    def after_name(self) -> str:
        """What of the line stands after the name: the offices in English."""
        return "" if self._ends_with_name else self.line.text.removeprefix(self.name_in_line)

    @property
    def _ends_with_name(self) -> bool:
        return self.line.text.endswith(self.name_in_line)


@dataclass(frozen=True, slots=True)
class PublicBody:
    """Somebody for whom others sign, come or promise: `name` is the organisation, else the park, else a description."""

    name: Said
    park: ParkLink | None
    organization: OrganizationLink | None

    def __str__(self) -> str:
        return str(self.name)

    @property
    def short(self) -> Said:
        """The short name of what gives the name; empty where there is none."""
        named = self.organization or self.park
        return named.short if named else Said()


# --- events ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PublicProgrammeItem:
    text: Said
    starts_at: datetime.time | None


@dataclass(frozen=True, slots=True)
class PublicAttendee:
    """`on_behalf_of`: parks, organisations and places; `part`: what somebody did beside speaking.

    Of who `is_quoted` the source does not say that they were there.
    """

    person: PublicPerson
    side: Side
    spoke: bool
    is_quoted: bool
    part: Said
    note: Said
    on_behalf_of: tuple[Link, ...]

    @property
    def behalf_line(self) -> str:
        return pgettext("between names", ", ").join(map(str, self.on_behalf_of))


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event; attendees stand in the order of the news. `agreements` and `platforms`: the public ones alone."""

    slug: str
    name: Said
    kind: EventKind
    date: PartialDate | None
    date_basis: Said
    part_of_day: PartOfDay
    park: ParkLink | None
    place: PlaceLink | None
    venue: Said
    programme: tuple[PublicProgrammeItem, ...]
    attendees: tuple[PublicAttendee, ...]
    agreements: tuple[AgreementLink, ...]
    platforms: tuple[PlatformLink, ...]


# --- agreements -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PublicParty(PublicBody):
    """A party to an agreement, with what the source calls it."""

    description: Said

    @property
    def is_legal_person_unknown(self) -> bool:
        """The source names the park and not who signs for it."""
        return self.organization is None and self.park is not None


@dataclass(frozen=True, slots=True)
class PublicPoint:
    kind: PointKind
    text: Said


@dataclass(frozen=True, slots=True)
class PublicSignatory:
    person: PublicPerson
    role: SignatoryRole
    party_number: int


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """`url` is the address of the file, which asks again who may have it."""

    pk: int
    url: str
    kind: DocumentKind
    title: Said
    version: str
    language: str


@dataclass(frozen=True, slots=True)
class PublicMilestone:
    name: Said
    due_on: datetime.date
    done_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class PublicAgreement:
    """An agreement: its essentials, and what its `public_fields` name; the rest is None or empty.

    `shown` are the `PublicField`s among it. `signed_on` is its own date, else that of its public event.
    """

    slug: str
    name: Said
    subject: Said
    kind: AgreementKind
    state: AgreementState
    signed_on: PartialDate | None
    parties: tuple[PublicParty, ...]
    framework: AgreementLink | None
    specifics: tuple[AgreementLink, ...]
    amends: AgreementLink | None
    amendments: tuple[AgreementLink, ...]
    renews: AgreementLink | None
    renewals: tuple[AgreementLink, ...]
    event: EventLink | None
    platforms: tuple[PlatformLink, ...]
    shown: frozenset[str]
    summary: Said
    points: tuple[PublicPoint, ...]
    sectors: tuple[Link, ...]
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    renewal: Said
    value: Decimal | None
    currency: str
    originals: int | None
    languages: tuple[str, ...]
    prevailing_language: str
    signatories: tuple[PublicSignatory, ...]
    milestones: tuple[PublicMilestone, ...]
    documents: tuple[PublicDocument, ...]

    @property
    def point_groups(self) -> list[tuple[PointKind, list[Said]]]:
        """The phrases by kind, kinds in the order of `PointKind`."""
        groups = [(kind, [point.text for point in self.points if point.kind == kind]) for kind in PointKind]
        return [(kind, texts) for kind, texts in groups if texts]

    @property
    def signing(self) -> list[tuple[PublicSignatory, PublicParty | None]]:
        """Those at the table, each with the party for whom; None where there is no party of that number."""
        parties = dict(enumerate(self.parties, start=1))
        return [(one, parties.get(one.party_number)) for one in self.signatories]

    @property
    def amount(self) -> str:
        """The value with its currency; empty where it is not public."""
        return amount(self.value, self.currency)

    @property
    def language_line(self) -> str:
        return pgettext("between names", ", ").join(map(language_in_words, self.languages))

    @property
    def prevailing_name(self) -> str:
        return language_in_words(self.prevailing_language)


# --- platforms ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PublicManager:
    name: Said
    organization: Link | None


@dataclass(frozen=True, slots=True)
class PublicPlatform:
    """A joint platform; `agreement` and `event` where they are public."""

    slug: str
    name: Said
    kind: PlatformKind
    status: PlatformStatus
    agreement: AgreementLink | None
    event: EventLink | None
    announced_on: PartialDate | None
    unveiled_on: PartialDate | None
    parks: tuple[ParkLink, ...]
    managers: tuple[PublicManager, ...]
    research_place: PlaceLink | None
    transformation_place: PlaceLink | None
    around: Said
    sectors: tuple[Link, ...]
    forms: tuple[Said, ...]
    size: Decimal | None
    currency: str
    summary: Said

    @property
    def amount(self) -> str:
        """The size with its currency; empty where it is not known."""
        return amount(self.size, self.currency)

    @property
    def status_shown(self) -> PlatformStatus | None:
        """The status; None where it is not stated and a date tells how far the platform is."""
        is_told = self.status != PlatformStatus.NOT_STATED or not (self.announced_on or self.unveiled_on)
        return self.status if is_told else None

    @property
    def has_direction(self) -> bool:
        """Research in one place, transformation in another."""
        return bool(self.research_place or self.transformation_place)
