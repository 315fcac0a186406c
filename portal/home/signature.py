"""How letters of the portal are signed."""

from portal.home.models import SiteSettings


def portal_signature() -> dict[str, str]:
    """Name and contacts of the default site in the active language; empty where nothing is set yet."""
    row = SiteSettings.base_queryset().filter(site__is_default_site=True).first()
    if row is None:
        return {}
    facts = row.facts()
    return {"brand": facts.brand, "office": facts.office, "office_email": facts.email, "office_phone": facts.phone}
