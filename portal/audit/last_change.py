"""“Last updated by” beside Wagtail's forms is its newest entry; looks and sign-ins are entries, and no updates."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.views.generic import EditView
from wagtail.log_actions import registry

from portal.audit.enums import PREFIXES, Group


def tell_changes_only() -> None:
    """Let the forms of all models leave looks and sign-ins out; called when the hooks of the admin are read."""
    EditView.get_last_updated_info = _last_change


def _last_change(view: Any) -> Any:
    no_change = Q()
    for prefix in (*PREFIXES[Group.LOOKS], *PREFIXES[Group.SIGN_IN]):
        no_change |= Q(action__startswith=prefix)
    return registry.get_logs_for_instance(view.object).exclude(no_change).select_related("user").first()
