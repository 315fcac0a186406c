"""The letter about a comment of a guest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.core.enums import Role
from portal.core.notice_kinds import register_kinds

_SAMPLE = {
    "name": _("Li Min"),
    "title": _("Zizhu opens a joint laboratory"),
    "guest": _("Professor Wang"),
    "text": _("Please check the figures in the second paragraph."),
    "url": "https://portal.example.org/admin/pages/17/guests/",
}


def register_guest_kinds() -> None:
    """Told to whoever made the link."""
    register_kinds(
        {"guest_comment": _("Comment of a guest")},
        optional=True,
        roles=[Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR, Role.TRANSLATOR, Role.REVISER],
        samples={"guest_comment": _SAMPLE},
        webhook_values=["title"],
    )
