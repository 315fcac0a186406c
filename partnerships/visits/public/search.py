"""What the search knows of visits: what their public pages show, of others nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.utils.translation import pgettext_lazy

from parks.models import Organization, OrganizationAlias, Park, ParkAlias, Person, PersonAlias
from partnerships.models import Visit
from partnerships.search import Entry, documents, follow
from partnerships.visits.public.making import visit_view
from partnerships.visits.public.querysets import public_visits
from partnerships.visits.public.shapes import PublicVisit
from portal.search.registry import SearchDocument, register, register_dependents


def connect() -> None:
    """Register visits. Called once, when the app is ready."""
    register(Visit, kind="visit", label=pgettext_lazy("kind of search result", "Visit"), read=read_visit)
    register_dependents(Park, _of_park)
    register_dependents(Organization, _of_organization)
    register_dependents(Person, _of_person)
    post_save.connect(follow, sender=Visit, dispatch_uid="partnerships.search.visit")


def read_visit(visit: Visit) -> Iterator[SearchDocument]:
    """A visit in every language; nothing of one that is internal or to come."""
    for row in public_visits().filter(pk=visit.pk):
        yield from documents(_entry(visit_view(row)))


def _entry(found: PublicVisit) -> Entry:
    people = [one.person for one in found.members]
    links = [found.park, found.place, *found.sectors, *(site.organization for site in found.sites)]
    promising = [name for one in found.follow_ups for name in (one.who.name, *(who.name for who in one.invited))]
    return Entry(
        "public_visit",
        found.slug,
        found.name,
        [found.kind_label],
        found.date,
        [
            found.purpose,
            found.venue,
            found.outcome,
            *found.topics,
            *found.minutes,
            *(site.name for site in found.sites),
            *(text for item in found.agenda for text in (item.text, item.venue)),
            *(person.line for person in people),
            *(one.what for one in found.follow_ups),
            *(photograph.caption for photograph in found.photographs),
        ],
        [
            *(partner.name for partner in found.partners),
            *(link.name for link in links if link),
            *(person.name for person in people),
            *promising,
        ],
        [found.park.slug] if found.park else [],
        summary=[found.purpose, found.outcome],
        spellings=_spellings(found),
    )


def _spellings(found: PublicVisit) -> list[str]:
    """What those whom the page names are called elsewhere."""
    people = {one.person.slug for one in found.members} | {who.slug for one in found.follow_ups for who in one.invited}
    offices = [office.organization_slug for one in found.members for office in one.person.offices]
    bodies: list[Any] = [*found.partners, *(one.who for one in found.follow_ups), *found.sites]
    named = [one.organization for one in bodies if one.organization]
    parks = {park.slug for park in found.parks}
    return [
        *PersonAlias.objects.filter(person__slug__in=people).values_list("spelling", flat=True),
        *OrganizationAlias.objects.filter(
            organization__slug__in={*offices, *(one.slug for one in named)},
        ).values_list("spelling", flat=True),
        *ParkAlias.objects.filter(park__slug__in=parks).values_list("spelling", flat=True),
    ]


# --- what carries the words of another record -----------------------------------------------------------------
def _of_park(park: Park) -> Iterator[Visit]:
    named = Q(park=park) | Q(partners__park=park) | Q(follow_ups__park=park)
    yield from Visit.objects.public().filter(named).distinct()


def _of_organization(organization: Organization) -> Iterator[Visit]:
    named = (
        Q(partners__organization=organization)
        | Q(members__offices__organization=organization)
        | Q(agenda__organization=organization)
        | Q(follow_ups__organization=organization)
    )
    yield from Visit.objects.public().filter(named).distinct()


def _of_person(person: Person) -> Iterator[Visit]:
    named = Q(members__person=person) | Q(follow_ups__invitees__person=person)
    yield from Visit.objects.public().filter(named).distinct()
