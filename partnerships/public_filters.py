"""What visitors may narrow the public lists by: plain GET forms, whose empty fields ask for everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parks.models import Park, Sector
from partnerships.enums import (
    PREPARED,
    AgreementKind,
    AgreementState,
    EventKind,
    PlatformKind,
    PlatformStatus,
    PublicField,
)
from partnerships.models import Agreement, AgreementParty, AgreementSector, Event, JointPlatform
from partnerships.standing import stands_at
from portal.core.localized import Worded

#: A park or several, or what finds them.
Parks = Iterable[Park]

_ALL = pgettext_lazy("choice of a filter", "All")


class RecordChoice(forms.ModelChoiceField):
    """A record by its short address, or all."""

    def __init__(self, model: type[Worded], order: str, label: Any) -> None:
        rows: QuerySet = model._default_manager.order_by(order, "pk")
        super().__init__(rows, to_field_name="slug", required=False, empty_label=_ALL, label=label)


def choice_field(choices: Any, label: Any) -> forms.ChoiceField:
    """One of fixed choices, or all."""
    return forms.ChoiceField(choices=[("", _ALL), *choices], required=False, label=label)


class PublicFilter(forms.Form):
    """A form over the query of an address; what is not among its choices is told and narrows nothing."""

    use_required_attribute = False

    @property
    def is_narrow(self) -> bool:
        """Whether anything was asked for."""
        return any(self.asked(name) for name in self.fields)

    def asked(self, name: str) -> Any:
        """What is asked of a field; None where nothing or no choice of it is."""
        return (self.cleaned_data.get(name) or None) if self.is_bound and not self._wrong(name) else None

    def _wrong(self, name: str) -> bool:
        return name in self.errors

    def kept(self) -> list[tuple[str, str]]:
        """Name and value of what is asked for, for the address of the next page of the list."""
        return [(name, self[name].value()) for name in self.fields if self.asked(name)]


class AgreementFilter(PublicFilter):
    park = RecordChoice(Park, "sort_key", _("Park"))
    kind = choice_field(AgreementKind.choices, _("Kind"))
    sector = RecordChoice(Sector, "slug", _("Sector"))
    state = choice_field([pair for pair in AgreementState.choices if pair[0] not in PREPARED], _("State"))

    def matching(self) -> QuerySet | None:
        """Keys of the agreements asked for; None for all."""
        if not self.is_narrow:
            return None
        rows = Agreement.objects.public()
        if park := self.asked("park"):
            rows = rows.filter(of_parks([park]))
        if sector := self.asked("sector"):
            rows = rows.filter(of_sectors([sector]))
        given = {name: value for name in ("kind", "state") if (value := self.asked(name))}
        return rows.filter(**given).values_list("pk", flat=True)

    @property
    def is_of_agreements_alone(self) -> bool:
        """Whether something is asked for that only agreements have."""
        return bool(self.asked("kind") or self.asked("state"))


class PlatformFilter(PublicFilter):
    park = RecordChoice(Park, "sort_key", _("Park"))
    kind = choice_field(PlatformKind.choices, _("Kind"))
    sector = RecordChoice(Sector, "slug", _("Sector"))
    state = choice_field(PlatformStatus.choices, _("State"))


class EventFilter(PublicFilter):
    park = RecordChoice(Park, "sort_key", _("Park"))
    kind = choice_field(EventKind.choices, _("Kind"))


def of_parks(parks: Parks) -> Q:
    """Agreements of a park: it is a party, or a party of the public framework under which they stand."""
    own = AgreementParty.objects.filter(park__in=parks).values("agreement")
    return Q(pk__in=own) | (Q(framework__in=Agreement.objects.public().filter(pk__in=own)) & stands_at("framework"))


def of_sectors(sectors: Iterable[Sector] | QuerySet) -> Q:
    """Agreements of sectors, where these are public: a filter tells no more than the pages."""
    named = AgreementSector.objects.filter(sector__in=sectors).values("agreement")
    return Q(pk__in=named, public_fields__contains=[PublicField.SECTORS.value])


def of_organizations(organizations: QuerySet) -> Q:
    """Agreements to which an organisation is a party: the legal person itself, not the park for which it may act."""
    return Q(pk__in=AgreementParty.objects.filter(organization__in=organizations).values("agreement"))


def narrow_platforms(rows: QuerySet[JointPlatform], form: PublicFilter) -> QuerySet[JointPlatform]:
    """The platforms that a filter asks for; of the filter of agreements what platforms have too."""
    if park := form.asked("park"):
        rows = rows.filter(park_links__park=park)
    if sector := form.asked("sector"):
        rows = rows.filter(sector_links__sector=sector)
    if isinstance(form, PlatformFilter):
        given = {"kind": form.asked("kind"), "status": form.asked("state")}
        rows = rows.filter(**{name: value for name, value in given.items() if value})
    return rows


def narrow_events(rows: QuerySet[Event], form: PublicFilter) -> QuerySet[Event]:
    """The events that a filter asks for; of the filter of agreements what events have too."""
    if park := form.asked("park"):
        rows = rows.filter(events_of_parks([park]))
    if isinstance(form, EventFilter) and (kind := form.asked("kind")):
        rows = rows.filter(kind=kind)
    return rows


def events_of_parks(parks: Parks) -> Q:
    """Events held in a park, or at which a public agreement or platform of it was made."""
    signed = Agreement.objects.public().filter(of_parks(parks), event__isnull=False).values("event")
    announced = JointPlatform.objects.public().filter(park_links__park__in=parks, event__isnull=False).values("event")
    return Q(park__in=parks) | Q(pk__in=signed) | Q(pk__in=announced)


def platforms_at(park: Park) -> Q:
    """Platforms that the profile of a park shows: those that its unit keeps, and those of its agreements."""
    signed = Agreement.objects.public().filter(of_parks([park])).values("pk")
    return Q(park_links__park=park) & (kept_at(park) | (Q(agreement__in=signed) & stands_at("agreement")))


def events_at(park: Park) -> Q:
    """Events that the profile of a park shows: held there, or those of its agreements and platforms."""
    signed = Agreement.objects.public().filter(of_parks([park]), event__isnull=False).values("event")
    announced = JointPlatform.objects.public().filter(platforms_at(park), event__isnull=False).values("event")
    return (Q(park=park) & kept_at(park)) | Q(pk__in=signed) | Q(pk__in=announced)


def kept_at(park: Park) -> Q:
    """Records that the profile of a park may show by their own right: kept by its unit, or by the portal itself."""
    own = Q(unit=park.unit_id) if park.unit_id else Q()
    return Q(unit__isnull=True) | own
