"""A role as the admin says it: what, where, until when."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.days import day_of, last_day
from portal.core.enums import ReviewStage, Role
from portal.core.models import Membership


def in_words(membership: Membership) -> str:
    """“Moderator (first review) · 紫竹”, “Reviser · English · the whole portal”."""
    parts = [_with_stages(membership), membership.locale.get_display_name() if membership.locale else ""]
    return " · ".join(part for part in [*parts, where(membership)] if part)


def where(membership: Membership) -> str:
    return str(membership.unit) if membership.unit else _("the whole portal")


def stages(membership: Membership) -> str:
    """The stages of a moderator, by name; of others nothing."""
    if membership.role != Role.MODERATOR:
        return ""
    return listed(membership.stages) or _("all stages")


def listed(stages: Iterable[str]) -> str:
    """Stages by name, one after the other as the language does it."""
    return pgettext("between items of a list", ", ").join(str(ReviewStage(stage).label) for stage in stages)


def until(membership: Membership) -> str:
    """The last day on which it is in force; empty for no end."""
    return last_day(membership.ends_at).isoformat() if membership.ends_at else ""


def since(membership: Membership) -> str:
    return day_of(membership.starts_at).isoformat()


def state(membership: Membership) -> str:
    if membership.has_ended:
        return _("ended")
    return _("in force") if membership.has_begun else _("begins later")


def _with_stages(membership: Membership) -> str:
    named = stages(membership) if membership.stages else ""
    role = str(membership.get_role_display())
    return _("%(role)s (%(stages)s)") % {"role": role, "stages": named} if named else role
