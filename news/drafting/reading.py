"""Reads what a draft may tell: the shapes that the public sees, or would see once the record is public."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from news.drafting.facts import EventFacts
from parks.models import Park
from partnerships.enums import AgreementKind
from partnerships.models import Event, Visit
from partnerships.public import (
    agreement_view,
    event_view,
    events_as_shown,
    platform_view,
    public_agreements,
    public_platforms,
)
from partnerships.public_links import Link, ParkLink
from partnerships.public_shapes import PublicAgreement, PublicPlatform
from partnerships.visits.public.making import visit_view
from partnerships.visits.public.querysets import visits_as_shown
from partnerships.visits.public.shapes import PublicVisit


def visit_facts(visit: Visit, parts: Collection[str]) -> PublicVisit:
    """What may be told of a visit.

    Args:
        parts: `VisitPublicField`s beyond the essentials; those that the visit does not name itself are left out.
    """
    return visit_view(visits_as_shown(Visit.objects.filter(pk=visit.pk)).get(), told=parts)


def event_facts(event: Event) -> EventFacts:
    """What may be told of an event; of what was signed and set up there the public records alone."""
    view = event_view(events_as_shown(Event.objects.filter(pk=event.pk)).get())
    return EventFacts(view, _agreements(view.agreements), _platforms(view.platforms))


def _agreements(links: Iterable[Link]) -> tuple[PublicAgreement, ...]:
    """The framework before what stands under it, else as they were entered."""
    rows = public_agreements().filter(slug__in=[link.slug for link in links]).order_by("pk")
    return tuple(sorted(map(agreement_view, rows), key=lambda one: one.kind != AgreementKind.FRAMEWORK))


def _platforms(links: Iterable[Link]) -> tuple[PublicPlatform, ...]:
    rows = public_platforms().filter(slug__in=[link.slug for link in links]).order_by("pk")
    return tuple(map(platform_view, rows))


def keys_of(parks: Iterable[ParkLink]) -> tuple[int, ...]:
    """The keys of parks in their order, each once."""
    slugs = tuple(dict.fromkeys(park.slug for park in parks))
    keys = dict(Park.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return tuple(keys[slug] for slug in slugs)
