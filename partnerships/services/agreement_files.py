"""Agreements as a file, CSV or XLSX, out and in: one row each, told apart by their short addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from parks.models import Sector
from partnerships.agreement_cells import (
    SIMPLE,
    WORDS,
    day,
    no_or_yes,
    number,
    partial_day,
    parties_in,
    party_cell,
    unknown,
    whole_number,
)
from partnerships.agreement_rules import CHANGING_LINKS, change_in_approval, field_problems, lock_tree
from partnerships.enums import IN_APPROVAL, AgreementKind, AgreementState, PublicField
from partnerships.kept_forms import changeable, knowable, may_know
from partnerships.models import Agreement, AgreementParty, Event
from partnerships.models.agreements import PORTAL_LANGUAGES
from partnerships.money import CURRENCIES
from partnerships.services.agreement_file_parts import check_parties, sectors_in, write_parts
from portal.core import audit
from portal.core.models import Unit, User
from portal.core.permissions import ALL_UNITS
from portal.core.slugged_forms import free_slug
from portal.core.table_labels import column_labels
from portal.core.table_reports import (
    Faults,
    Outcome,
    RowError,
    TableReport,
    choice_of,
    choices_of,
    in_column,
    take_rows,
)
from portal.core.tables import Row, read_table
from portal.core.written_records import tell_followers

IMPORTED = "partnerships.agreement.import"
ALL_IMPORTED = "partnerships.agreements.import"
_LINKS = ("framework", "amends", "renews")
COLUMNS = (
    *("slug", "unit", *WORDS, "number", "kind", "state"),
    *(*_LINKS, "outlives_framework", "event", "signed_on", "starts_on", "ends_on"),
    *("value", "currency", "originals", "languages", "prevailing_language"),
    *("parties", "sectors", "is_public", "public_fields"),
)
LABELS = column_labels(Agreement, COLUMNS, sectors=gettext_lazy("Sectors"))


# --- out ------------------------------------------------------------------------------------------------------
def agreement_rows(agreements: QuerySet[Agreement], user: User) -> Iterator[list[Any]]:
    """The rows of a file, in the order of `COLUMNS`; of what stands beside an agreement only what `user` may know."""
    rows = agreements.select_related("unit").prefetch_related(
        "parties__park", "parties__organization", "sector_links__sector"
    )
    known = dict(knowable(user, Agreement.objects.all()).values_list("pk", "slug"))
    events = dict(knowable(user, Event.objects.all()).values_list("pk", "slug"))
    for row in rows.order_by("pk").iterator(chunk_size=500):
        yield [
            *(row.slug, row.unit.slug if row.unit else "", *(getattr(row, name) for name in WORDS)),
            *(row.number, row.kind, row.state),
            *(known.get(getattr(row, f"{link}_id"), "") for link in _LINKS),
            *("yes" if row.outlives_framework else "", events.get(row.event_id, "")),
            *(row.signed_on, row.starts_on, row.ends_on, row.value, row.currency, row.originals),
            *("|".join(row.languages), row.prevailing_language),
            " | ".join(party_cell(party) for party in row.parties.all()),
            "|".join(link.sector.slug for link in row.sector_links.all()),
            *("yes" if row.is_public else "", "|".join(row.public_fields)),
        ]


# --- in -------------------------------------------------------------------------------------------------------
def import_agreements(*, data: bytes, by: User, trial: bool = False) -> TableReport:
    """Write the rows of a file: all of it or, if any row is faulty or it is a trial, nothing.

    A row whose short address is known says from now on what the file says, in the columns that the file has. Another
    is a new draft. States move step by step on their own screen: no file moves them.

    Returns:
        what became of every row, or would become of it.

    Raises:
        TableError: the file is refused as a whole.
    """
    rows = read_table(data=data, columns=COLUMNS, labels=LABELS)
    taker = _Taker(by, rows)

    def finish(report: TableReport) -> None:
        audit.record_list(model=Agreement, action=ALL_IMPORTED, by=by, data=report.counts)

    return take_rows(rows=rows, take=taker.take, trial=trial, finish=finish)


class _Taker:
    """Writes the rows of one file, in what its sender may write."""

    def __init__(self, by: User, rows: list[Row]) -> None:
        self._by = by
        self._slugs = {row["slug"] for row in rows}
        self._policy = policy_registry.get_by_type(Agreement)
        self._seen: set[str] = set()

    def take(self, row: Row) -> tuple[str, Outcome, list[str]]:
        """Write one row; what is wrong with it is told together."""
        self._hold()
        agreement, is_new = self._agreement(row)
        before = None if is_new else _state_of(agreement)
        faults = Faults()
        self._fill(agreement, row, faults)
        with faults.gathered():
            self._place(agreement, row, is_new)
        parts = self._parts(agreement, row, faults)
        self._check(agreement, faults)
        faults.refuse()
        agreement.save()
        write_parts(agreement, *parts)
        if before == _state_of(agreement):
            return str(agreement), Outcome.UNCHANGED, []
        if agreement.state in IN_APPROVAL:
            raise RowError(change_in_approval())
        audit.record(instance=agreement, action=IMPORTED, by=self._by)
        tell_followers(instance=agreement)
        return str(agreement), Outcome.NEW if is_new else Outcome.CHANGED, []

    def _check(self, agreement: Agreement, faults: Faults) -> None:
        """What the fields say wrongly, together and each by itself."""
        told = list(field_problems(agreement.pk, _values(agreement), by=self._by))
        faults.add(*(in_column(field, sentence) for field, sentence in told))
        if agreement.framework is not None and any(field == "ends_on" for field, _sentence in told):
            faults.add(
                _("To let the term outlive that of the framework, write yes in the column “outlives_framework”.")
            )
        with faults.gathered():
            agreement.full_clean(validate_constraints=not told)  # constraints say the same once more

    def _hold(self) -> None:
        """Before the first row: lock the tree and all that the file changes, in one order, against two at once."""
        if self._slugs:
            lock_tree()
            rows = Agreement.objects.select_for_update(of=("self",), no_key=True).filter(slug__in=self._slugs)
            list(rows.order_by("pk").values_list("pk"))
            self._slugs = set()

    def _agreement(self, row: Row) -> tuple[Agreement, bool]:
        slug = row["slug"]
        if slug and slug in self._seen:
            raise RowError(_("The short address “%(slug)s” stands in the file twice.") % {"slug": slug})
        self._seen.add(slug)
        if not slug:
            return Agreement(), True
        found = Agreement.objects.filter(slug=slug).first()
        if found is None:
            return Agreement(slug=slug), True
        if not self._policy.user_has_permission_for_instance(self._by, "change", found):
            raise RowError(_("The short address “%(slug)s” is not free. Choose another.") % {"slug": slug})
        return found, False

    def _place(self, agreement: Agreement, row: Row, is_new: bool) -> None:
        """Under a unit in which the sender may write, in the state in which it is."""
        faults = Faults()
        with faults.gathered():
            self._choose_unit(agreement, row, is_new)
        with faults.gathered():
            _demand_state(agreement, row)
        if not agreement.slug:
            agreement.slug = free_slug(agreement)
        faults.refuse()

    def _choose_unit(self, agreement: Agreement, row: Row, is_new: bool) -> None:
        if row["unit"]:
            agreement.unit = _found(Unit.objects.all(), row, "unit")
        units = self._policy.units(self._by, ["add" if is_new else "change"])
        if agreement.unit is None and units is not ALL_UNITS and len(units) == 1:
            agreement.unit = Unit.objects.get(pk__in=units)
        if units is not ALL_UNITS and agreement.unit_id not in units:
            raise RowError(_("Name in the column “unit” a unit in which you may write."))

    def _fill(self, agreement: Agreement, row: Row, faults: Faults) -> None:
        for name in SIMPLE:
            if name in row.given:
                setattr(agreement, name, row[name])
        if row["kind"]:
            with faults.gathered():
                agreement.kind = choice_of(row, "kind", AgreementKind.choices)
        for name, read in _READERS.items():
            if name in row.given:
                with faults.gathered():
                    setattr(agreement, name, read(row, name))
        for link in (*_LINKS, "event"):
            if link in row.given:
                with faults.gathered():
                    self._fill_link(agreement, row, link)

    def _fill_link(self, agreement: Agreement, row: Row, link: str) -> None:
        """An empty cell cuts a link, unless it is empty because the sender may not know where the link leads."""
        held = getattr(agreement, link)
        if held is not None and (row[link] == held.slug if may_know(self._by, held) else not row[link]):
            return
        model: type[Event | Agreement] = Event if link == "event" else Agreement
        rows = knowable(self._by, model._default_manager.all())
        if link in CHANGING_LINKS:
            rows = changeable(self._by, rows)
        setattr(agreement, link, _found(rows, row, link))

    def _parts(
        self, agreement: Agreement, row: Row, faults: Faults
    ) -> tuple[list[AgreementParty] | None, list[Sector] | None]:
        """The parties and sectors that the row names; None where it says nothing of them, or something wrong."""
        parties, sectors = None, None
        if "parties" in row.given:
            with faults.gathered():
                parties = parties_in(row["parties"])
                check_parties(agreement, parties)
        if "sectors" in row.given:
            with faults.gathered():
                sectors = sectors_in(row)
        return parties, sectors


def _demand_state(agreement: Agreement, row: Row) -> None:
    if choice_of(row, "state", AgreementState.choices, agreement.state) != agreement.state:
        said = _("No file moves an agreement: it is “%(state)s”. Make the step on its own screen.")
        raise RowError(in_column("state", said % {"state": agreement.get_state_display()}))


_READERS = {
    "outlives_framework": no_or_yes,
    "is_public": no_or_yes,
    "signed_on": partial_day,
    "starts_on": day,
    "ends_on": day,
    "value": number,
    "originals": whole_number,
    "currency": lambda row, name: choice_of(row, name, CURRENCIES),
    "languages": lambda row, name: choices_of(row, name, PORTAL_LANGUAGES),
    "prevailing_language": lambda row, name: choice_of(row, name, PORTAL_LANGUAGES),
    "public_fields": lambda row, name: choices_of(row, name, PublicField.choices),
}


def _values(agreement: Agreement) -> dict[str, Any]:
    names = ("starts_on", "ends_on", "outlives_framework", "value", "currency", "languages", "prevailing_language")
    return {name: getattr(agreement, name) for name in (*_LINKS, *names)}


def _found(rows: QuerySet[Any], row: Row, column: str) -> Any:
    """The record whose short address stands in the column; None where the cell is empty."""
    if not row[column]:
        return None
    found = rows.filter(slug=row[column]).first()
    if found is None:
        raise RowError(unknown(row[column], column))
    return found


def _state_of(agreement: Agreement) -> tuple[Any, ...]:
    """What a row may change, as it is in the database."""
    row = Agreement.objects.get(pk=agreement.pk)
    names = [*SIMPLE, *_READERS, "kind", "unit_id", "event_id", *(f"{link}_id" for link in _LINKS)]
    values = tuple(str(getattr(row, name) or "") for name in names)
    parties = tuple(party_cell(party) for party in row.parties.select_related("park", "organization"))
    return (*values, parties, tuple(row.sector_links.values_list("sector_id", flat=True)))
