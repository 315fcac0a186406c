"""The home page, pages of prose, and what the site says of itself."""

from portal.home.models.pages import HomePage, StandardPage
from portal.home.models.site import SiteSettings

__all__ = ["HomePage", "SiteSettings", "StandardPage"]
