"""Organisations as a file, CSV or XLSX, out and in: one row each, told apart by their short addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from parks.doubles import double_warning, doubles
from parks.enums import OrganizationKind
from parks.merging import above
from parks.models import Organization, OrganizationAlias, Place
from portal.core import audit
from portal.core.localized import word_columns
from portal.core.models import User
from portal.core.slugs import slug_for
from portal.core.table_labels import column_labels
from portal.core.table_reports import Faults, Outcome, RowError, TableReport, choice_of, in_column, take_rows
from portal.core.tables import Row, read_table
from portal.core.written_records import tell_followers

#: Each takes some twenty queries to write, and a screen waits for them all.
MOST_ROWS = 1_000
#: Separates the spellings in one cell.
MARK = "|"
_WORDS = (*word_columns("name"), *word_columns("short_name"))
_ALIASES = {"spellings": False, "former_names": True}
COLUMNS = ("slug", *_WORDS, "kind", "parent", "country", "website", "seat", *_ALIASES)
LABELS = column_labels(
    Organization,
    COLUMNS,
    seat=gettext_lazy("Seat"),
    spellings=gettext_lazy("Other spellings"),
    former_names=gettext_lazy("Former names"),
)


# --- out ------------------------------------------------------------------------------------------------------
def organization_rows(organizations: QuerySet[Organization]) -> Iterator[list[str]]:
    """The rows of a file, in the order of `COLUMNS`."""
    rows = organizations.select_related("parent", "site").prefetch_related("aliases").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield [
            row.slug,
            *(getattr(row, name) or "" for name in _WORDS),
            row.kind,
            row.parent.slug if row.parent else "",
            str(row.country),
            row.website,
            row.site.slug if row.site else "",
            *(_joined(row, former) for former in _ALIASES.values()),
        ]


def _joined(organization: Organization, former: bool) -> str:
    return f" {MARK} ".join(one.spelling for one in organization.aliases.all() if one.former == former)


# --- in -------------------------------------------------------------------------------------------------------
def import_organizations(*, data: bytes, by: User | None, trial: bool = False) -> TableReport:
    """Write the rows of a file: all of it or, if any row is faulty or it is a trial, nothing.

    A row whose short address is known says from now on what the file says, in the columns that the file has. Another
    is new; without a short address it gets one of its name, unless an organisation goes by that name already.

    Returns:
        what became of every row, or would become of it.

    Raises:
        TableError: the file is refused as a whole.
    """
    rows = read_table(data=data, columns=COLUMNS, labels=LABELS, most=MOST_ROWS)
    taker = _Taker(by)

    def finish(report: TableReport) -> None:
        audit.record_list(model=Organization, action="parks.organizations.import", by=by, data=report.counts)

    report = take_rows(rows=_parents_first(rows), take=taker.take, trial=trial, finish=finish)
    report.rows.sort(key=lambda row: row.line)
    return report


def _parents_first(rows: list[Row]) -> Iterator[Row]:
    """The rows, each after the one it belongs to; those of a circle as they come, which is found out later."""
    by_slug = {row["slug"]: row for row in rows if row["slug"]}
    done: set[int] = set()
    for row in rows:
        chain = [row]
        while (parent := by_slug.get(chain[-1]["parent"])) and parent.line not in done and parent not in chain:
            chain.append(parent)
        for link in reversed(chain):
            if link.line not in done:
                done.add(link.line)
                yield link


class _Taker:
    """Writes the rows of one file."""

    def __init__(self, by: User | None) -> None:
        self._by = by
        self._seen: set[str] = set()

    def take(self, row: Row) -> tuple[str, Outcome, list[str]]:
        organization, is_new = self._organization(row)
        before = None if is_new else _state(organization)
        faults = Faults()
        _fill(organization, row, faults)
        with faults.gathered():
            organization.full_clean()
        faults.refuse()
        after = _state(organization)
        if before == after:
            return str(organization), Outcome.UNCHANGED, []
        organization.save()
        if not is_new:
            tell_followers(instance=organization)
        audit.record(instance=organization, action="parks.organization.import", by=self._by)
        hints = [double_warning(organization, other) for other in doubles(organization)]
        return str(organization), Outcome.NEW if is_new else Outcome.CHANGED, hints

    def _organization(self, row: Row) -> tuple[Organization, bool]:
        slug = row["slug"] or _new_slug(row)
        if slug in self._seen:
            raise RowError(_("The short address “%(slug)s” stands in the file twice.") % {"slug": slug})
        self._seen.add(slug)
        rows: Any = Organization.objects
        found: Organization | None = rows.select_for_update(of=("self",)).filter(slug=slug).first()
        if found is None:
            return Organization(slug=slug), True
        if found.merged_into is not None:
            facts = {"name": found, "other": found.merged_into, "slug": found.merged_into.slug}
            raise RowError(_("“%(name)s” has been merged into “%(other)s” (%(slug)s).") % facts)
        return found, False


def _new_slug(row: Row) -> str:
    """The short address of a row that gives none: made of its name, and of nobody else's."""
    names = [row[name] for name in _WORDS if row[name]]
    if not names:
        raise RowError(_("Give a name in one language at least."))
    for name in names:
        other = Organization.objects.standing().going_by(name).first()
        if other is not None:
            facts = {"name": name, "other": other, "slug": other.slug}
            raise RowError(
                _(
                    "“%(name)s” is a spelling of “%(other)s”. To change that one, give its short address “%(slug)s”; "
                    "to add another, give a new short address."
                )
                % facts
            )
    slug = slug_for(row["name_en"] or names[0])
    if not slug or Organization.objects.filter(slug=slug).exists():
        raise RowError(_("Give a short address: none can be made of the name that is not taken."))
    return slug


def _fill(organization: Organization, row: Row, faults: Faults) -> None:
    for name in (*_WORDS, "website"):
        if name in row.given:
            setattr(organization, name, row[name])
    if row["kind"]:
        with faults.gathered():
            organization.kind = choice_of(row, "kind", OrganizationKind.choices)
    if "country" in row.given:
        with faults.gathered():
            organization.country = _country(row)
    if "parent" in row.given:
        with faults.gathered():
            organization.parent = _parent(organization, row)
    if "seat" in row.given:
        with faults.gathered():
            organization.site = _found(Place.objects.all(), row, "seat")
    for column, former in _ALIASES.items():
        if column in row.given:
            with faults.gathered():
                _set_aliases(organization, row[column], column, former)


def _country(row: Row) -> str:
    said = row["country"]
    code = said.upper() if said.upper() in countries.countries else countries.by_name(said)
    if said and not code:
        facts = {"value": said, "column": "country"}
        raise RowError(_("“%(value)s” in the column “%(column)s” is no code of a country.") % facts)
    return str(code)


def _parent(organization: Organization, row: Row) -> Organization | None:
    parent = _found(Organization.objects.standing(), row, "parent")
    if parent is not None and (row["slug"] == parent.slug or organization.pk in {*above(parent)} - {None}):
        raise RowError(in_column("parent", _("An organisation does not belong to itself or to what belongs to it.")))
    return parent


def _found(rows: QuerySet[Any], row: Row, column: str) -> Any:
    """The record whose short address stands in the column; None where the cell is empty."""
    if not row[column]:
        return None
    found = rows.filter(slug=row[column]).first()
    if found is None:
        facts = {"value": row[column], "column": column}
        raise RowError(_("“%(value)s” in the column “%(column)s” is no short address that is known.") % facts)
    return found


def _set_aliases(organization: Organization, cell: str, column: str, former: bool) -> None:
    wanted = list(dict.fromkeys(filter(None, (part.strip() for part in cell.split(MARK)))))
    aliases = list(organization.aliases.all())
    if list(dict.fromkeys(one.spelling for one in aliases if one.former == former)) == wanted:
        return
    others = [one for one in aliases if one.former != former]
    made = [OrganizationAlias(spelling=spelling, former=former) for spelling in wanted]
    ordered = [*others, *made] if former else [*made, *others]
    for number, alias in enumerate(ordered):
        try:
            alias.full_clean(exclude=["organization"])
        except ValidationError as error:
            raise RowError(*(in_column(column, problem) for problem in error.messages)) from error
        alias.sort_order = number
    parts: Any = organization.aliases
    parts.set(ordered)


def _state(organization: Organization) -> tuple[Any, ...]:
    """What a row may change."""
    values = (getattr(organization, name) or "" for name in (*_WORDS, "kind", "website", "parent_id", "site_id"))
    aliases = tuple((one.spelling, one.former) for one in organization.aliases.all())
    return (*values, str(organization.country), aliases)
