"""Meta fields that Chinese government sites show: 国办发〔2017〕47号, annex 政府网站网页标签规范."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from portal.core.pages import BasePage
from portal.home.models.site import SiteFacts


@dataclass(frozen=True)
class MetaField:
    name: str
    content: str


def government_meta_of(page: BasePage | None, site: SiteFacts) -> list[MetaField]:
    """The fields of the site, of the column and of the article; empty ones are left out."""
    if not site.government_meta:
        return []
    host = urlsplit(settings.PORTAL_BASE_URL).hostname or ""
    pairs = [("SiteName", site.site_name), ("SiteDomain", host), ("SiteIDCode", site.site_id_code)]
    if page is not None:
        pairs += page.government_meta()
    return [MetaField(name, content) for name, content in pairs if content]
