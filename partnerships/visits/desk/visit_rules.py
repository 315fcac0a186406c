"""What the fields of a visit must say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from parks.office_changes import is_before
from partnerships.visits.enums import LetterKind
from portal.core.days import today
from portal.core.partial_dates import PartialDate

#: A field and what is wrong with it.
Problem = tuple[str, str]


def field_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that the fields of a visit say wrongly together; `values` are those of the form by name."""
    yield from _days(values.get("date"), values.get("until"))
    yield from _letter(values)
    yield from _approval(values)


def _days(first: PartialDate | None, last: PartialDate | None) -> Iterator[Problem]:
    if last is None:
        return
    if first is None:
        yield "date", _("Give the first day too.")
    elif is_before(last, first):
        yield "until", _("The last day is before the first. Set it on or after the first day.")


def _letter(values: Mapping[str, Any]) -> Iterator[Problem]:
    if not values.get("letter_kind") and (values.get("letter_number") or values.get("letter_date")):
        yield "letter_kind", _("Say whether it is an official letter or an invitation.")
    if values.get("letter_kind") == LetterKind.OFFICIAL_LETTER and _is_ahead(values.get("letter_date")):
        yield "letter_date", _("This day lies ahead.")


def _approval(values: Mapping[str, Any]) -> Iterator[Problem]:
    approver, day = (values.get("approver") or "").strip(), values.get("approved_on")
    if approver and day is None:
        yield "approved_on", _("Say when it was approved.")
    if day is not None and not approver:
        yield "approver", _("Say who has approved it.")
    if _is_ahead(day):
        yield "approved_on", _("This day lies ahead.")


def _is_ahead(day: Any) -> bool:
    return day is not None and day > today()
