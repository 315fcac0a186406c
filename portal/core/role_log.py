"""How the log tells that a role was given or ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from portal.core.days import last_day
from portal.core.enums import Role


class RoleFormatter(LogFormatter):
    """Names the role, where it holds and until when; subclasses set `label` and `sentence`."""

    label: Any
    sentence: Any = _("Role granted: %(role)s")

    def format_message(self, log_entry: Any) -> str:
        name, *where = str(log_entry.data.get("membership", "")).split(":")
        label = str(Role(name).label) if name in Role.values else name
        return str(self.sentence) % {"role": " · ".join([label, *where, *self._until(log_entry)])}

    def _until(self, log_entry: Any) -> list[str]:
        ends_at = log_entry.data.get("ends_at")
        return [f"– {last_day(datetime.fromisoformat(ends_at)).isoformat()}"] if ends_at else []
