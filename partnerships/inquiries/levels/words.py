"""What a clock says, in the active language."""

from __future__ import annotations

from partnerships.models import Inquiry


def clock_words(inquiry: Inquiry) -> str:
    """Where the clock of the inquiry stands; empty where none runs."""
    return ""
