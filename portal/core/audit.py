"""Who did what to what. One door to Wagtail's log, so that no write goes unattributed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.log_actions import log

if TYPE_CHECKING:
    from portal.core.models import User


def record(*, instance: models.Model, action: str, by: User | None, data: dict[str, Any] | None = None) -> None:
    """Write one entry to the log of `instance`.

    Args:
        instance: the saved object that was acted on.
        action: a registered action, such as `core.membership.grant` (see `portal.core.wagtail_hooks`).
        by: the person; None for the system itself (a worker, a scheduler, a visitor's form).
        data: what a reader of the log needs to understand the entry; no secrets, no personal data.
    """
    log(instance=instance, action=action, user=by, data=data or {})
