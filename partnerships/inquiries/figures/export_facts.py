"""What the export says of inquiries besides their own columns, read for many at once.

A row of the export costs no object of its relations: keys are read in a few queries for each batch, and the names of
the few parks, offices and sectors once for the whole file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count

from parks.models import Organization, Park, Sector
from partnerships.inquiries.access import readable_inquiries
from partnerships.kept_forms import knowable
from partnerships.models import (
    Agreement,
    Consent,
    Inquiry,
    InquiryFile,
    InquiryMessage,
    PremisesNeed,
    ServiceClock,
    Visit,
)
from portal.core.models import Unit, User
from portal.core.names import name_of

Names = dict[Any, str]


class ClockFacts(NamedTuple):
    """Of a `ServiceClock` what a row says."""

    kind: str
    outcome: str
    used: int
    allowed: int
    ended_at: datetime | None
    due_at: datetime | None


class ConsentFacts(NamedTuple):
    """Of a `Consent` what a row says."""

    kind: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(slots=True)
class Row:
    """An inquiry and what hangs on it, of other records their names as the reader may know them."""

    inquiry: Inquiry
    park: str = ""
    unit: str = ""
    responsible: str = ""
    organization: str = ""
    merged_into: str = ""
    wanted_parks: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    agreements: list[str] = field(default_factory=list)
    premises: PremisesNeed | None = None
    consents: list[ConsentFacts] = field(default_factory=list)
    clocks: list[ClockFacts] = field(default_factory=list)
    messages: int = 0
    files: int = 0


class Facts:
    """Reads for batches of inquiries what `user` may know of them."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.parks, self.units, self.sectors = (_all_names(model) for model in (Park, Unit, Sector))
        self.people: Names = {person.pk: name_of(person) for person in User.objects.all()}

    def rows(self, batch: Sequence[Inquiry]) -> list[Row]:
        """A row of each inquiry, in their order and in a fixed number of queries."""
        keys = [inquiry.pk for inquiry in batch]
        found = {inquiry.pk: self._begun(inquiry) for inquiry in batch}
        bodies = {one.organization_id for one in batch if one.organization_id}
        organizations = _names(Organization.objects.filter(pk__in=bodies))
        # The row that it was merged into may be of an office that the reader does not see.
        into = {one.merged_into_id for one in batch if one.merged_into_id}
        rows = readable_inquiries(self.user).filter(pk__in=into)
        merged: Names = dict(rows.values_list("pk", "reference"))
        for row in found.values():
            row.organization = organizations.get(row.inquiry.organization_id, "")
            row.merged_into = merged.get(row.inquiry.merged_into_id, "")
        self._link(found, keys)
        _add_parts(found, keys)
        return list(found.values())

    def _begun(self, inquiry: Inquiry) -> Row:
        return Row(
            inquiry,
            park=self.parks.get(inquiry.park_id, ""),
            unit=self.units.get(inquiry.unit_id, ""),
            responsible=self.people.get(inquiry.responsible_id, ""),
        )

    def _link(self, found: dict[int, Row], keys: list[int]) -> None:
        """The records that inquiries are linked to; visits and agreements as a case shows them to the reader."""
        for name, names in (("wanted_parks", self.parks), ("sectors", self.sectors)):
            _add_names(found, name, _pairs(name, keys), names)
        for name, model in (("visits", Visit), ("agreements", Agreement)):
            pairs = _pairs(name, keys)
            rows = model.objects.filter(pk__in={key for _inquiry, key in pairs}).order_by("pk")
            _add_names(found, name, pairs, _names(knowable(self.user, rows)) if pairs else {})


def _names(rows: Iterable[Any]) -> Names:
    return {row.pk: str(row) for row in rows}


def _all_names(model: Any) -> Names:
    return _names(model.objects.all())


def _pairs(name: str, keys: list[int]) -> list[tuple[int, int]]:
    """Inquiry and record, of one kind of link."""
    links: Any = Inquiry._meta.get_field(name)
    through = links.remote_field.through
    column = links.m2m_reverse_field_name()
    return list(through.objects.filter(inquiry__in=keys).order_by("pk").values_list("inquiry", column))


def _add_names(found: dict[int, Row], name: str, pairs: list[tuple[int, int]], names: Names) -> None:
    """Add the names in the order of `names`, which is that of their records."""
    held: dict[int, set[int]] = defaultdict(set)
    for inquiry, key in pairs:
        held[inquiry].add(key)
    place = {key: number for number, key in enumerate(names)}
    for inquiry, linked in held.items():
        setattr(found[inquiry], name, [names[key] for key in sorted(linked & place.keys(), key=place.__getitem__)])


def _add_parts(found: dict[int, Row], keys: list[int]) -> None:
    for need in PremisesNeed.objects.filter(inquiry__in=keys):
        found[need.inquiry_id].premises = need
    for inquiry, *values in _parts(Consent, keys, *ConsentFacts._fields):
        found[inquiry].consents.append(ConsentFacts(*values))
    for inquiry, *values in _parts(ServiceClock, keys, *ClockFacts._fields):
        found[inquiry].clocks.append(ClockFacts(*values))
    for name, model in (("messages", InquiryMessage), ("files", InquiryFile)):
        counted = model.objects.filter(inquiry__in=keys).order_by().values("inquiry").annotate(count=Count("pk"))
        for one in counted:
            setattr(found[one["inquiry"]], name, one["count"])


def _parts(model: Any, keys: list[int], *names: str) -> Any:
    return model.objects.filter(inquiry__in=keys).order_by("pk").values_list("inquiry", *names)
