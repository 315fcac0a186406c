"""What visitors may narrow the list of visits by, and whose visits stand where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parks.models import Organization, Park
from partnerships.models import Visit, VisitPartner, VisitSector
from partnerships.public_filters import Parks, PublicFilter, choice_field, kept_at
from partnerships.visits.enums import Direction, VisitKind, VisitPublicField
from portal.core.localized import Worded
from portal.core.partial_dates import sort_key


class VisitFilter(PublicFilter):
    """Its choices are those that public visits have: of what is internal it tells nothing."""

    year = choice_field([], pgettext_lazy("of a visit", "Year"))
    park = choice_field([], _("Park"))
    partner = choice_field([], _("Partner"))
    kind = choice_field(VisitKind.choices, _("Kind"))
    direction = choice_field(Direction.choices, _("Direction of the visit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = Visit.objects.public()
        partners = VisitPartner.objects.filter(visit__in=public)
        own = Park.objects.filter(pk__in=public.values("park"))
        organizations = Organization.objects.filter(pk__in=partners.values("organization"))
        others = Park.objects.filter(pk__in=partners.values("park"))
        self._offer("year", [(year, year) for year in _years(public)])
        self._offer("park", _named(own))
        self._offer("partner", dict([*_named(organizations), *_named(others)]).items())

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [*field.choices, *choices]

    def narrow(self, rows: QuerySet[Visit]) -> QuerySet[Visit]:
        """The visits that are asked for."""
        if year := self.asked("year"):
            rows = rows.filter(date__startswith=f"{int(year):04}-")
        if park := self.asked("park"):
            rows = rows.filter(park__slug=park)
        if partner := self.asked("partner"):
            named = Q(organization__slug=partner) | Q(park__slug=partner)
            rows = rows.filter(pk__in=VisitPartner.objects.filter(named).values("visit"))
        given = {name: value for name in ("kind", "direction") if (value := self.asked(name))}
        return rows.filter(**given)


def _named(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Short address and name of records, by name."""
    found: list[Worded] = list(rows)
    return sorted(((row.slug, str(row.words("name"))) for row in found), key=lambda pair: pair[1])  # type: ignore[attr-defined]


def _years(rows: QuerySet[Visit]) -> list[str]:
    """Years that visits state, the newest first: no page names one that is inferred."""
    years = rows.filter(date__regex=r"^\d{4}-").annotate(year=Substr(sort_key("date"), 1, 4)).order_by()
    return list(years.values_list("year", flat=True).distinct().order_by(F("year").desc()))


def of_year(year: int) -> Q:
    """Visits that began in a year, an inferred one included."""
    return Q(date__regex=rf"^\??{year:04}-")


def with_partner_parks(parks: Parks) -> Q:
    """Visits on whose other side one of the parks stands."""
    return Q(pk__in=VisitPartner.objects.filter(park__in=parks).values("visit"))


def with_partner_organizations(organizations: QuerySet) -> Q:
    """Visits on whose other side one of the organisations stands."""
    return Q(pk__in=VisitPartner.objects.filter(organization__in=organizations).values("visit"))


def of_visit_sectors(sectors: QuerySet) -> Q:
    """Visits of sectors, where these are public: a filter tells no more than the pages."""
    named = VisitSector.objects.filter(sector__in=sectors).values("visit")
    return Q(pk__in=named, public_fields__contains=[VisitPublicField.SECTORS.value])


def visits_at(park: Park) -> Q:
    """Visits that the profile of a park shows: to it, of its people or with it as partner, kept by its own unit.

    What another unit says of a visit to or from the park stands on the page of that visit, not on the park's
    (`partnerships.standing`). A park that no unit of the portal keeps has nobody whose hand would be needed: all
    visits that name it as partner stand there.
    """
    partner = with_partner_parks([park])
    own = (Q(park=park) | partner) & kept_at(park)
    return own if park.unit_id else own | partner
