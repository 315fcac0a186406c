"""Forms may announce so many rows of their lists, and no more."""

from __future__ import annotations

import pytest
from django.core.exceptions import TooManyFieldsSent

from portal.core.row_limits import MOST_IN_A_FORM, MOST_IN_A_LIST, refuse_too_many_rows

FULL = {f"list-{number}-TOTAL_FORMS": str(MOST_IN_A_LIST) for number in range(MOST_IN_A_FORM // MOST_IN_A_LIST)}


@pytest.mark.parametrize(
    "data", [None, {}, FULL, FULL | {"name": "99999", "points-TOTAL_FORMS": "-5", "a-TOTAL_FORMS": ""}]
)
def test_rows_that_a_screen_can_send_are_taken(data):
    refuse_too_many_rows(data)


@pytest.mark.parametrize(
    "data",
    [
        {"points-TOTAL_FORMS": str(MOST_IN_A_LIST + 1)},
        {"points-TOTAL_FORMS": f" {MOST_IN_A_LIST + 1} "},
        FULL | {"points-TOTAL_FORMS": str(MOST_IN_A_FORM % MOST_IN_A_LIST + 1)},
    ],
)
def test_more_rows_are_refused_in_a_list_and_in_all_together(data):
    with pytest.raises(TooManyFieldsSent):
        refuse_too_many_rows(data)
