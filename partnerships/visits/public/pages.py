"""What the public pages of visits show, each in a number of queries that does not grow with the rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from parks.models import ParkPage
from partnerships.chronology import newest_first
from partnerships.models import Visit
from partnerships.public_pages import SHORT_LIST
from partnerships.visits.public.filters import VisitFilter, visits_at
from partnerships.visits.public.making import visit_view
from partnerships.visits.public.querysets import listed_visits, public_visits
from partnerships.visits.public.shapes import PublicVisit

#: Visits on one page of the list.
PAGE_SIZE = 20


@dataclass(frozen=True)
class Year:
    """Visits of a year as stated, one after the other in the list; None where no year is stated."""

    year: int | None
    visits: list[PublicVisit]


def visit_list(form: VisitFilter) -> QuerySet[Visit]:
    """Public visits as the filter asks, newest first."""
    return newest_first(form.narrow(listed_visits()), "date")


def by_year(visits: list[PublicVisit]) -> list[Year]:
    """The list in parts of a year each; those without a stated year stand where they belong in time."""
    return [Year(year, list(group)) for year, group in groupby(visits, key=lambda visit: visit.year)]


def find_visit(slug: str) -> PublicVisit | None:
    """The public visit at an address; None for an internal one, and for one that is to come, as for none."""
    row = public_visits().filter(slug=slug).first()
    return visit_view(row) if row else None


@dataclass(frozen=True)
class ParkVisits:
    """What a profile shows of the visits of its park; `more_url` leads to all, and is empty where there are no more."""

    visits: list[PublicVisit]
    more_url: str

    def __bool__(self) -> bool:
        return bool(self.visits)


def visits_of_profile(page: ParkPage, request: HttpRequest) -> ParkVisits:
    """The part that profiles show: the newest visits of the park."""
    park = page.park
    rows = list(newest_first(listed_visits().filter(visits_at(park)), "date")[: SHORT_LIST + 1])
    asked = {"park" if park.unit_id else "partner": park.slug}
    more = f"{reverse('public_visits')}?{urlencode(asked)}" if len(rows) > SHORT_LIST else ""
    return ParkVisits([visit_view(row) for row in rows[:SHORT_LIST]], more)
