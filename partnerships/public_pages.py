"""What the public pages of partnerships show, each in a number of queries that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from parks.models import Park, ParkPage
from parks.page_queries import with_profile_urls
from partnerships.chronology import newest_first
from partnerships.forest import Node, all_above, all_under, grow, root_keys
from partnerships.models import Agreement, Event, JointPlatform
from partnerships.public import (
    agreement_view,
    event_view,
    listed_events,
    listed_platforms,
    platform_view,
    public_agreements,
    public_events,
    public_platforms,
)
from partnerships.public_filters import (
    AgreementFilter,
    PublicFilter,
    events_at,
    narrow_events,
    narrow_platforms,
    of_parks,
    platforms_at,
)
from partnerships.public_shapes import PublicAgreement, PublicEvent, PublicPlatform
from portal.core.paging import ListPage, list_page

#: Frameworks, and platforms or events, on one page of a list.
PAGE_SIZE = 20
#: Platforms and events below the agreements, and on the profile of a park.
SHORT_LIST = 6


@dataclass(frozen=True)
class ShortList:
    """The first of a list, and whether there are more."""

    items: list
    has_more: bool

    def __bool__(self) -> bool:
        return bool(self.items)


def agreement_page(form: AgreementFilter, request: HttpRequest) -> tuple[ListPage, list[Node]]:
    """The page of the list of frameworks that the request asks for, and its trees. Raises Http404 beyond the last."""
    matching = form.matching()
    found = None if matching is None else all_above(matching)
    page = list_page(root_keys() if found is None else found.roots, request, size=PAGE_SIZE)
    return page, grow(found or all_under(page), page)


def platform_list(form: PublicFilter) -> QuerySet[JointPlatform]:
    """Public platforms as the filter asks, those that belong together in the order in which they were entered."""
    return narrow_platforms(listed_platforms(), form).order_by("-event_id", "pk")


def event_list(form: PublicFilter) -> QuerySet[Event]:
    """Public events as the filter asks, newest first."""
    return newest_first(narrow_events(listed_events(), form), "date")


def short_platforms(rows: QuerySet[JointPlatform]) -> ShortList:
    """The first platforms."""
    found = list(rows[: SHORT_LIST + 1])
    return ShortList([platform_view(row) for row in found[:SHORT_LIST]], len(found) > SHORT_LIST)


def short_events(rows: QuerySet[Event]) -> ShortList:
    """The first events."""
    found = list(rows[: SHORT_LIST + 1])
    return ShortList([event_view(row) for row in found[:SHORT_LIST]], len(found) > SHORT_LIST)


# --- one record -----------------------------------------------------------------------------------------------
def find_agreement(slug: str) -> PublicAgreement | None:
    """The public agreement at an address; None for an internal one as for none."""
    row = public_agreements().filter(slug=slug).first()
    return agreement_view(row) if row else None


def find_event(slug: str) -> PublicEvent | None:
    """The public event at an address; None for an internal one as for none."""
    row = public_events().filter(slug=slug).first()
    return event_view(row) if row else None


def find_platform(slug: str) -> PublicPlatform | None:
    """The public platform at an address; None for an internal one as for none."""
    row = public_platforms().filter(slug=slug).first()
    return platform_view(row) if row else None


def platforms_of(slugs: Iterable[str]) -> list[PublicPlatform]:
    """Public platforms by their short addresses, in the order given."""
    order = {slug: number for number, slug in enumerate(slugs)}
    rows = listed_platforms().filter(slug__in=order)
    return sorted((platform_view(row) for row in rows), key=lambda one: order[one.slug])


def park_cards(slugs: Iterable[str], request: HttpRequest) -> list[Park]:
    """Parks as cards show them, in the order given, each once."""
    order = {slug: number for number, slug in enumerate(dict.fromkeys(slugs))}
    if not order:
        return []
    rows = with_profile_urls(Park.objects.for_index().filter(slug__in=order), request)
    return sorted(rows, key=lambda park: order[park.slug])


# --- profile of a park ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ParkPartnerships:
    """What a profile shows of its park; `more_url` leads to all of it."""

    nodes: list[Node]
    platforms: ShortList
    events: ShortList
    more_url: str

    def __bool__(self) -> bool:
        return bool(self.nodes or self.platforms or self.events)


def partnerships_of_profile(page: ParkPage, request: HttpRequest) -> ParkPartnerships:
    """The part that profiles show: agreements as trees, platforms and events of the park."""
    park = page.park
    found = all_above(Agreement.objects.public().filter(of_parks([park])).values_list("pk", flat=True))
    platforms = listed_platforms().filter(platforms_at(park)).order_by("-event_id", "pk")
    events = newest_first(listed_events().filter(events_at(park)), "date")
    return ParkPartnerships(
        nodes=grow(found, found.roots[:SHORT_LIST]),
        platforms=short_platforms(platforms),
        events=short_events(events),
        more_url=f"{reverse('partnerships')}?{urlencode({'park': park.slug})}",
    )
