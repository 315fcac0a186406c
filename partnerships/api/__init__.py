"""Agreements with their events, joint platforms and visits, as public data."""

from partnerships.api.routes import agreements, events, platforms
from partnerships.api.visit_routes import visits

__all__ = ["agreements", "events", "platforms", "visits"]
