"""Names of people as admin screens show them."""

from __future__ import annotations

from django import template

from portal.core.models import User
from portal.core.names import name_of

register = template.Library()


@register.filter
def person_name(person: User | None) -> str:
    """The full name, else the user name; a dash where the account has been deleted since."""
    return name_of(person) or "—"
