"""Inquiries as the desk has them, for tests of what is made of them."""

from __future__ import annotations

from itertools import count
from typing import Any

from parks.models import Park
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.models import Inquiry

_NUMBERS = count(1)


def received(*parks: Park, **facts: Any) -> Inquiry:
    """An inquiry from Alex Morgan in English, received as from the form."""
    told = {
        "submission_key": f"kit-{next(_NUMBERS)}",
        "intent": "rd_cooperation",
        "company": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "email": "alex.morgan@example.com",
        "phone": "+1 617 555 0100",
        "message": "Is there laboratory space?",
        "locale": "en",
    }
    return receive_inquiry(parks=parks, **(told | facts))
