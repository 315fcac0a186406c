"""The form of an event."""

from __future__ import annotations

from partnerships.ranked_forms import RankedForm


class EventForm(RankedForm):
    people = "attendees"
    checked_here = ("attendees",)
