"""Where a new inquiry goes: to the unit and the officer that the first fitting rule names."""

from __future__ import annotations

from partnerships.models import Inquiry


def route(inquiry: Inquiry) -> None:
    """Send a new inquiry where the rules say; without one that fits it stays with the unit of its park.

    Call it in the transaction that keeps the inquiry.
    """
