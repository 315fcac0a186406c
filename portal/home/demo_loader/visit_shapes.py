"""What the files of visits and rooms must look like; `files.check` reads the notation."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.home.demo_loader.shapes import DATE, NAME, OFFICE_OF_THE_DAY, PICTURE, WORDS

ROOM = {"key": str, "park": str, "seats?": int, "name": WORDS}
MEMBER = {
    "person": str,
    "side": str,
    "role?": str,
    "interpreting?": str,
    "dietary?": str,
    "access?": str,
    "offices": [OFFICE_OF_THE_DAY],
}
#: `day`: 1 is the first of the visit; none where the source states neither day nor time.
AGENDA_ITEM = {
    "kind": str,
    "day?": int,
    "from?": str,
    "to?": str,
    "timezone?": str,
    "by?": str,
    "room?": str,
    "venue?": WORDS,
    "responsible?": str,
    "text": WORDS,
}
FOLLOW_UP = {
    "kind": str,
    "side": str,
    "by?": str,
    "what": WORDS,
    "due?": date,
    "state?": str,
    "invited?": [str],
    "public?": bool,
}
#: `in_weeks`: its first day is so many weeks after the day of loading, in place of `date`; then it lasts for `days`.
VISIT = {
    "slug": str,
    "unit": str,
    "park": str,
    "direction": str,
    "kind": str,
    "state": str,
    "public?": bool,
    "name": WORDS,
    "date?": DATE,
    "date_basis?": WORDS,
    "in_weeks?": int,
    "days?": int,
    "place?": str,
    "venue?": WORDS,
    "purpose": WORDS,
    "outcome?": WORDS,
    "headcount?": int,
    "responsible?": str,
    "note?": str,
    "partners": [{"by?": str, "park?": str, "description?": NAME}],
    "topics?": [WORDS],
    "sectors?": [str],
    "members": [MEMBER],
    "agenda?": [AGENDA_ITEM],
    "follow_ups?": [FOLLOW_UP],
    "photographs?": [PICTURE],
}
VISIT_SHAPES: dict[str, Any] = {"rooms": [ROOM], "visits": [VISIT]}
