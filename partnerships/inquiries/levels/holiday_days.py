"""What the package `holidays` says of the days of a year: public holidays, and weekends that are worked (调休上班).

The State Council publishes each November which days of the next year are off and which weekends are worked in their
stead. Until the package holds that arrangement, it knows the days that the law names and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import holidays
from holidays.countries.china import ChinaStaticHolidays

#: Countries whose government arranges every year anew, with the last year that the package knows.
ARRANGED_UNTIL = {"CN": max(ChinaStaticHolidays.special_public_holidays)}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HolidayYear:
    """The days of one year that differ from the week.

    Attributes:
        names: day off → what it is called.
        worked: days of a weekend that are worked.
        is_known: whether the package knows this year of this country at all.
        is_arranged: whether it holds what the government arranged for the year, where it does so.
    """

    names: Mapping[date, str]
    worked: frozenset[date]
    is_known: bool = True
    is_arranged: bool = True


@lru_cache(maxsize=512)
def holiday_year(country: str, subdivision: str, year: int, language: str = "") -> HolidayYear:
    """The days of `year` that differ from the week.

    Args:
        country: an ISO 3166-1 code of two letters.
        subdivision: a code of the package's, or empty.
        language: of the names, where the package has it; else the country's own.
    """
    # The arrangement of a year may name days of the one before.
    found = _entity(country, subdivision, tuple(range(year - 1, year + 2)), language)
    if found is None or not found.start_year <= year <= found.end_year:
        return HolidayYear(MappingProxyType({}), frozenset(), is_known=False)
    names = _with_weekends(found) if country in ARRANGED_UNTIL else dict(found)
    return HolidayYear(
        names=MappingProxyType({day: name for day, name in names.items() if day.year == year}),
        worked=frozenset(day for day in found.weekend_workdays if day.year == year),
        is_arranged=year <= ARRANGED_UNTIL.get(country, year),
    )


def knows(country: str, subdivision: str) -> bool:
    """Whether the package has holidays of this country and this part of it."""
    return _entity(country, subdivision, (), "") is not None


def subdivisions(country: str) -> tuple[str, ...]:
    """The codes of the parts of a country whose holidays the package tells apart."""
    return tuple(holidays.list_supported_countries(include_aliases=False).get(country, ()))


def _entity(country: str, subdivision: str, years: tuple[int, ...], language: str) -> Any | None:
    try:
        found: Any = holidays.country_holidays(country, subdiv=subdivision or None, expand=False)
        if not years:
            return found
        spoken = _spoken(found.supported_languages, language)
        return holidays.country_holidays(
            country, subdiv=subdivision or None, years=years, expand=False, language=spoken
        )
    except NotImplementedError:
        return None


def _spoken(supported: tuple[str, ...], language: str) -> str | None:
    """The package's code of a language of the portal, if it has names in it."""
    wanted = {"zh-hans": "zh_CN", "en": "en_US"}.get(language, "")
    return wanted if wanted in supported else None


def _with_weekends(found: Any) -> dict[date, str]:
    """The holidays with the weekends that touch them: notices count them in, so an office open on Saturdays is off."""
    names = dict(found)
    for step in (_DAY, -_DAY):
        for day in sorted(found, reverse=step < timedelta(0)):
            beside = day + step
            while beside.weekday() > 4 and beside not in names and beside not in found.weekend_workdays:
                names[beside] = found[day]
                beside += step
    return names
