"""Two parks with offices and officers, a park without an office, and an investor's form filled in."""

from __future__ import annotations

import pytest

from parks.models import Park, Sector
from partnerships.public_form import shown_notice
from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from tests.kept_rows import kept

PARKS = {
    "zizhu": ("上海紫竹高新技术产业开发区", "Shanghai Zizhu High-Tech Park"),
    "lingang": ("上海临港科技创业中心", "Lingang Innovation Center"),
}


@pytest.fixture
def parks(db) -> dict[str, Park]:
    """Parks by short address; `zizhu` and `lingang` have offices, `haian` has none."""
    return kept("parks of partnerships", _parks)


def _parks() -> dict[str, Park]:
    for slug, (chinese, english) in PARKS.items():
        values = {"unit": Unit.objects.create(slug=slug, name=chinese), "name_zh_hans": chinese, "name_en": english}
        Park.objects.update_or_create(slug=slug, defaults=values)
    Park.objects.get_or_create(slug="haian", defaults={"name_zh_hans": "海安高新技术产业开发区"})
    return {park.slug: park for park in Park.objects.select_related("unit")}


@pytest.fixture
def sectors(db) -> list[Sector]:
    names = [("photonics", "光电子", "Photonics"), ("aerospace", "航空航天", "Aerospace")]
    return [Sector.objects.create(slug=slug, name_zh_hans=zh, name_en=en) for slug, zh, en in names]


@pytest.fixture
def officers(parks) -> dict[str, User]:
    """One officer a park with an office."""

    def build() -> dict[str, User]:
        return {slug: make_user(f"officer-{slug}", Role.OFFICER, parks[slug].unit) for slug in PARKS}

    return kept("officers of partnerships", build)


def make_user(name: str, role: str | None = None, unit: Unit | None = None, **values) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", **values)
    if role:
        grant_membership(user=user, role=role, unit=unit, by=None)
    return user


@pytest.fixture
def typed(parks) -> dict[str, str]:
    """A form as a careful investor fills it in."""
    return {
        "intent": "rd_cooperation",
        "parks": "zizhu",
        "company": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "email": "alex.morgan@example.com",
        "phone": "+1 617 555 0100",
        "message": "We make optical sensors.\r\nIs there laboratory space?",
        "consent": "on",
        "notice": shown_notice(),
        "submission": "0123456789abcdef0123456789abcdef",
        "website": "",
    }
