"""What it adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.models import Visit
from partnerships.visits.access import may_work
from partnerships.visits.desk.screens import register_screen


def _has_request(user: Any, visit: Visit) -> bool:
    return hasattr(visit, "request") and may_work(user, visit)


register_screen("visit_request", _("Request from outside"), "mail", _has_request)
