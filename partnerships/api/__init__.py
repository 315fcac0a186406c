"""Agreements with their events, and joint platforms, as public data."""

from partnerships.api.routes import agreements, events, platforms

__all__ = ["agreements", "events", "platforms"]
