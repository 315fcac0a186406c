"""Whether somebody held an office on a day, as far as the record of the person tells.

What it tells against is left out where offices are copied or listed, and asked about where a person has entered it:
sources contradict each other, and the record may be the one that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from parks.models import Office, Person
from parks.models.people import OfficeWords
from parks.spellings import fold
from portal.core.days import today
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate


def is_held(office: Office, day: PartialDate | None = None) -> bool:
    """Whether the office was held on `day` as far as the record tells; without a year of it, whether it is held today.

    What is not known of beginning and end speaks for the office, unless that is marked as held no longer.
    """
    day = _or_today(day)
    if office.since and is_before(day, office.since):
        return False
    if office.until and office.until.year:
        return not is_before(office.until, day)
    return not office.has_ended


def office_warnings(person: Person, offices: Iterable[OfficeWords], day: PartialDate | None) -> list[str]:
    """What to ask an editor who gives `person` these offices on `day`. Changes nothing, and blocks nothing.

    Args:
        person: with `offices` at hand; a record without any office tells nothing.
        offices: those of the day, saved or not; of an office without words nothing is said.
        day: None where it is not known; then only offices that are held no longer today are told.

    Returns:
        one sentence an office at most, in the active language.
    """
    recorded = list(person.offices.all())
    if not recorded:
        return []
    said = (_warning(person, office, recorded, day) for office in offices if office.words("title"))
    return list(dict.fromkeys(filter(None, said)))


def _warning(person: Person, office: OfficeWords, recorded: list[Office], day: PartialDate | None) -> str:
    facts: dict[str, object] = {"person": person, "office": office}
    same = [one for one in recorded if _is_same(one, office)]
    if not same:
        return _("The record of %(person)s does not know the office “%(office)s”.") % facts
    reasons = [_reason(one, day, facts) for one in same]
    return "" if "" in reasons else reasons[0]


def _reason(held: Office, day: PartialDate | None, facts: dict[str, object]) -> str:
    """Why it was not held on the day; empty where nothing speaks against it."""
    if day is not None and held.since and is_before(day, held.since):
        begun = _("According to the record, %(person)s holds the office “%(office)s” since %(day)s only.")
        return begun % {**facts, "day": held.since.display()}
    if held.until and is_before(held.until, _or_today(day)):
        ended = _("According to the record, %(person)s held the office “%(office)s” until %(day)s only.")
        return ended % {**facts, "day": held.until.display()}
    if held.has_ended and (day is None or not held.until):
        gone = _(
            "According to the record, %(person)s holds the office “%(office)s” no longer. Was it still held on the day?"
        )
        return gone % facts
    return ""


def _or_today(day: PartialDate | None) -> PartialDate:
    if day is not None and day.year is not None:
        return day
    now = today()
    return PartialDate(now.year, now.month, now.day)


def _is_same(held: Office, office: OfficeWords) -> bool:
    """The same title in any language, and no other organisation."""
    elsewhere = held.organization_id and office.organization_id and held.organization_id != office.organization_id
    return not elsewhere and bool(_titles(held) & _titles(office))


def _titles(office: OfficeWords) -> set[str]:
    return {key for column in word_columns("title") if (key := fold(getattr(office, column) or ""))}


def is_before(one: PartialDate, other: PartialDate) -> bool:
    """Whether `one` is over before `other` begins, as far as both are known; without a year nothing is."""
    if one.year is None or other.year is None:
        return False
    return (one.year, one.month or 12, one.day or 31) < (other.year, other.month or 1, other.day or 1)
