"""Parks, their ranks and organisations as public data."""

from parks.api.routes import organizations, parks, rankings

__all__ = ["organizations", "parks", "rankings"]
