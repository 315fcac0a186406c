"""How many rows the lists of a form may have: each is built, checked and drawn, in a hundredth of a second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import TooManyFieldsSent

#: Rows of one list, where the button that adds one stops.
MOST_IN_A_LIST = 300
#: Rows of all lists of a form together, those inside of other rows too.
MOST_IN_A_FORM = 1_000
_COUNT = "-TOTAL_FORMS"


def refuse_too_many_rows(data: Mapping[str, Any] | None) -> None:
    """Refuse what announces more rows than a screen lets anybody add. Raises TooManyFieldsSent, answered with 400."""
    counts = list(_counts(data or {}))
    if max(counts, default=0) > MOST_IN_A_LIST or sum(counts) > MOST_IN_A_FORM:
        raise TooManyFieldsSent("The form announces more rows than its lists may have.")


def _counts(data: Mapping[str, Any]) -> Iterable[int]:
    for name in data:
        count = str(data[name]).strip() if name.endswith(_COUNT) else ""
        if count.isdecimal():
            yield int(count[:9])
