"""The days of a visit in words."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from portal.core.partial_dates import PartialDate


def days_in_words(first: PartialDate | None, last: PartialDate | None) -> str:
    """2024年3月8日至9日, 8–9 March 2024: what both days have in common is said once; an inferred year is not said.

    In the active language; empty where no day is known.
    """
    if first is None:
        return ""
    if last is None or last == first:
        return first.display()
    chinese = (translation.get_language() or "").startswith("zh")
    same_year = (first.year, first.inferred) == (last.year, last.inferred) and bool(first.month and last.month)
    if same_year and first.month == last.month and first.day and last.day:
        return f"{first.display()}至{last.day}日" if chinese else f"{first.day}–{last.display()}"
    if chinese:
        return f"{first.display()}至{(_without_year(last) if same_year else last).display()}"
    return f"{(_without_year(first) if same_year else first).display()} – {last.display()}"


def _without_year(date: PartialDate) -> PartialDate:
    return replace(date, year=None, inferred=False)
