"""Cells of a file of agreements: what they mean, and what is wrong with them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parks.models import Organization, Park
from partnerships.models import AgreementParty
from portal.core.localized import word_columns
from portal.core.names import is_han
from portal.core.partial_dates import PartialDate
from portal.core.table_reports import Faults, RowError
from portal.core.tables import Row

WORDS = (*word_columns("name"), *word_columns("subject"), *word_columns("renewal"), *word_columns("summary"))
#: Columns that are taken as they are.
SIMPLE = (*WORDS, "number")
_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?:\.[0-9]{1,10})?")
#: A day as this file and the spreadsheets of China write it: 2026-01-05, 2026/1/5, 2026年1月5日.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_TRUE, _FALSE = {"yes", "true", "1", "是"}, {"", "no", "false", "0", "否"}


def no_or_yes(row: Row, column: str) -> bool:
    """yes or no; empty is no. Raises RowError."""
    said = row[column].casefold()
    if said not in _TRUE | _FALSE:
        raise RowError(_wrong(row, column, _("yes or no")))
    return said in _TRUE


def day(row: Row, column: str) -> date | None:
    """A day such as 2026-02-26. Raises RowError."""
    said = row[column]
    if not said:
        return None
    match = _DAY.fullmatch(said)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(said)
    except ValueError as error:
        raise RowError(_wrong(row, column, _("a day such as 2026-02-26"))) from error


def partial_day(row: Row, column: str) -> PartialDate | None:
    """A date such as 2025-09-09, or XXXX-02-26 where a part is not known. Raises RowError."""
    said = row[column]
    if not said:
        return None
    match = _DAY.fullmatch(said)
    try:
        if match is None:
            return PartialDate.parse(said.upper())
        year, month, day_of_month = map(int, match.groups())
        return PartialDate(year, month, day_of_month)
    except ValueError as error:
        wanted = _("a date such as 2025-09-09, unknown parts as XX: XXXX-02-26")
        raise RowError(_wrong(row, column, wanted)) from error


def number(row: Row, column: str) -> Decimal | None:
    """An amount, with or without commas between thousands: a comma elsewhere may be meant for a point.

    Raises RowError.
    """
    said = row[column]
    if said and not _AMOUNT.fullmatch(said):
        raise RowError(_wrong(row, column, _("a number such as 1250.50 or 1,250.50")))
    return Decimal(said.replace(",", "")) if said else None


def whole_number(row: Row, column: str) -> int | None:
    """A number without decimals, from 0 to 32,767. Raises RowError."""
    said = row[column]
    if said and not (said.isascii() and said.isdecimal() and len(said) <= 5 and int(said) <= 32_767):
        raise RowError(_wrong(row, column, _("a whole number")))
    return int(said) if said else None


def party_cell(party: AgreementParty) -> str:
    """`park:slug+organization:slug`, or the description where there is neither."""
    known = [
        f"{kind}:{record.slug}"
        for kind, record in (("park", party.park), ("organization", party.organization))
        if record
    ]
    return "+".join(known) or " / ".join(filter(None, (getattr(party, name) for name in word_columns("description"))))


def parties_in(cell: str) -> list[AgreementParty]:
    """The parties that a cell names, unsaved. Raises RowError, which tells of every one that is not known."""
    faults, parties = Faults(), []
    for said in filter(None, map(str.strip, cell.split("|"))):
        with faults.gathered():
            parties.append(_party(said))
    faults.refuse()
    return parties


def _party(said: str) -> AgreementParty:
    if not said.startswith(("park:", "organization:")):
        return AgreementParty(**_description(said))
    party, faults = AgreementParty(), Faults()
    for part in map(str.strip, said.split("+")):
        kind, _colon, slug = part.partition(":")
        model: Any = {"park": Park, "organization": Organization}.get(kind)
        found = model._default_manager.filter(slug=slug).first() if model else None
        if found is None:
            faults.add(unknown(part, "parties"))
        else:
            setattr(party, kind, getattr(found, "merged_into", None) or found)
    faults.refuse()
    return party


def _description(said: str) -> dict[str, str]:
    """`中文 / English`, each to its own column."""
    parts = [part.strip() for part in said.split(" / ")]
    return {("description_zh_hans" if is_han(part) else "description_en"): part for part in parts}


def _wrong(row: Row, column: str, wanted: str) -> str:
    facts = {"value": row[column], "column": column, "wanted": wanted}
    return _("“%(value)s” in the column “%(column)s” is not what belongs there: %(wanted)s.") % facts


def unknown(value: str, column: str) -> str:
    """What is said of a short address that is not known."""
    facts = {"value": value, "column": column}
    return _("“%(value)s” in the column “%(column)s” is no short address that is known.") % facts
