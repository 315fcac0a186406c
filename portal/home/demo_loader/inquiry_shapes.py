"""What the file of inquiries must look like; `files.check` reads the notation."""

from __future__ import annotations

from typing import Any

#: One thing that happened, so many hours after the inquiry came in: a move, a message, or a note of staff.
STEP = {
    "hours": int,
    "by?": str,
    "move?": str,
    "why?": str,
    "reply?": str,
    "asks?": bool,
    "writes?": str,
    "note?": str,
}
INQUIRY = {
    "key": str,
    "days_ago?": int,
    "park?": str,
    "parks?": [str],
    "locale": str,
    "intent": str,
    "behalf?": str,
    "person": str,
    "company": str,
    "country": str,
    "email": str,
    "phone?": str,
    "amount?": int,
    "currency?": str,
    "time_frame?": str,
    "sectors": [str],
    "message": str,
    "consents?": [str],
    "premises?": {
        "area_min?": int,
        "area_max?": int,
        "floor_load?": int,
        "clear_height?": int,
        "power?": int,
        "water?": int,
        "emissions?": str,
        "assessment?": str,
        "headcount?": int,
    },
    "table?": {"name": str, "rows": [[str]]},
    "doubts?": [str],
    "responsible?": str,
    "story?": [STEP],
    "merged_into?": str,
    "visit?": str,
}
RULE = {"order": int, "park?": str, "sector?": str, "intent?": str, "language?": str, "officer?": str, "unit?": str}

#: Name of a file without its ending → what it must look like.
INQUIRY_SHAPES: dict[str, Any] = {"inquiries": [INQUIRY], "routing": [RULE]}
