"""Moments and roles as the admin says them: by the clock of the portal, whatever the reader's time zone is."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from portal.core import membership_words
from portal.core.days import portal_zone
from portal.core.models import Membership

register = template.Library()


@register.filter
def portal_time(moment: datetime) -> str:
    """Date and time at the portal (Asia/Shanghai)."""
    return f"{timezone.localtime(moment, portal_zone()):%Y-%m-%d %H:%M}"


@register.simple_tag
def role_in_words(membership: Membership) -> str:
    return membership_words.in_words(membership)


@register.simple_tag
def role_since(membership: Membership) -> str:
    return membership_words.since(membership)


@register.simple_tag
def role_until(membership: Membership) -> str:
    return membership_words.until(membership) or "—"


@register.simple_tag
def role_state(membership: Membership) -> str:
    return str(membership_words.state(membership))
