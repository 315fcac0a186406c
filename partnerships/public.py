"""The one answer to what the public sees of agreements, events and platforms.

Pages, data and search take the querysets from here and show the shapes that `*_view` makes of their rows, never the
rows themselves: another record that is internal is left out of every shape as if it did not exist. Each queryset brings
all that its shapes need, in a number of queries that does not grow with the rows; callers may filter and slice it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from partnerships.models import (
    Agreement,
    AgreementDocument,
    AgreementParty,
    AgreementSector,
    AgreementSignatory,
    Attendee,
    AttendeeBehalf,
    AttendeeOffice,
    Event,
    JointPlatform,
    Milestone,
    PlatformBody,
    PlatformPark,
    PlatformSector,
    SignatoryOffice,
)
from partnerships.models.base import KeptRecord
from partnerships.public_making import agreement_view, event_view, platform_view, visible_fields
from partnerships.standing import stands_at

__all__ = [
    "agreement_view",
    "event_view",
    "events_as_shown",
    "listed_agreements",
    "listed_events",
    "listed_platforms",
    "platform_view",
    "public_agreements",
    "public_events",
    "public_platforms",
    "visible_fields",
]


def public_agreements() -> QuerySet[Agreement]:
    """Agreements that everybody may see, newest record first, with what `agreement_view` reads: 12 queries."""
    offices = Prefetch("offices", SignatoryOffice.objects.select_related("organization"))
    signatories = AgreementSignatory.objects.select_related("person").prefetch_related(offices)
    return (
        Agreement.objects.public()
        .select_related("framework", "amends", "renews", "event")
        .prefetch_related(
            "points",
            Prefetch("parties", AgreementParty.objects.select_related("park", "organization")),
            Prefetch("sector_links", AgreementSector.objects.select_related("sector")),
            Prefetch("signatories", signatories),
            Prefetch("documents", AgreementDocument.objects.filter(is_public=True), to_attr="public_documents"),
            Prefetch("milestones", Milestone.objects.filter(is_public=True), to_attr="public_milestones"),
            _public("specifics", Agreement, "framework"),
            _public("amendments", Agreement, "amends"),
            _public("renewals", Agreement, "renews"),
            _public("platforms", JointPlatform, "agreement"),
        )
    )


def public_events() -> QuerySet[Event]:
    """Events that everybody may see, newest record first, with what `event_view` reads: 7 queries."""
    return events_as_shown(Event.objects.public())


def events_as_shown(rows: QuerySet[Event]) -> QuerySet[Event]:
    """`rows` with what `event_view` reads: internal ones as the public would see them, for who may read them."""
    attendees = Attendee.objects.select_related("person").prefetch_related(
        Prefetch("offices", AttendeeOffice.objects.select_related("organization")),
        Prefetch("behalves", AttendeeBehalf.objects.select_related("park", "organization", "place")),
    )
    return rows.select_related("park", "place").prefetch_related(
        "programme",
        Prefetch("attendees", attendees),
        _public("agreements", Agreement, "event"),
        _public("platforms", JointPlatform, "event"),
    )


def public_platforms() -> QuerySet[JointPlatform]:
    """Platforms that everybody may see, newest record first, with what `platform_view` reads: 5 queries."""
    return (
        JointPlatform.objects.public()
        .select_related("agreement", "event", "research_place", "transformation_place")
        .prefetch_related(
            "forms",
            Prefetch("park_links", PlatformPark.objects.select_related("park")),
            Prefetch("managers", PlatformBody.objects.select_related("organization")),
            Prefetch("sector_links", PlatformSector.objects.select_related("sector")),
        )
    )


# --- for lists ------------------------------------------------------------------------------------------------
def listed_agreements() -> QuerySet[Agreement]:
    """The same as lists and trees show them, 5 queries; the other lists of their shapes are empty."""
    rows = public_agreements().prefetch_related(None)
    return rows.prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("park", "organization")),
        Prefetch("sector_links", AgreementSector.objects.select_related("sector")),
        _public("specifics", Agreement, "framework"),
        _public("platforms", JointPlatform, "agreement"),
        *_left_out(Agreement, "points", "signatories"),
        *_left_out(Agreement, "documents", "milestones", "amendments", "renewals", attribute="public_{}"),
    )


def listed_events() -> QuerySet[Event]:
    """The same as lists show them, 1 query: where and when; the lists of their shapes are empty."""
    rows = public_events().prefetch_related(None)
    return rows.prefetch_related(
        *_left_out(Event, "programme", "attendees"), *_left_out(Event, "agreements", "platforms", attribute="public_{}")
    )


def listed_platforms() -> QuerySet[JointPlatform]:
    """The same as lists and cards show them, 3 queries; forms and managers of their shapes are empty."""
    rows = public_platforms().prefetch_related(None)
    return rows.prefetch_related(
        Prefetch("park_links", PlatformPark.objects.select_related("park")),
        Prefetch("sector_links", PlatformSector.objects.select_related("sector")),
        *_left_out(JointPlatform, "forms", "managers"),
    )


def _left_out(model: type[Model], *relations: str, attribute: str | None = None) -> Iterator[Prefetch]:
    """What a shape reads and a list does not show, as if it were empty: no query."""
    for relation in relations:
        related: Any = model._meta.get_field(relation).related_model
        to_attr = attribute.format(relation) if attribute else None
        yield Prefetch(relation, related._default_manager.none(), to_attr=to_attr)


def _public(relation: str, model: type[KeptRecord], link: str) -> Prefetch:
    """The public ones of other records that may stand there by their `link`, oldest first, as `public_<relation>`."""
    rows = model.objects.public().filter(stands_at(link)).order_by("pk")
    return Prefetch(relation, rows, to_attr=f"public_{relation}")
