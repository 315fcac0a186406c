"""The kinds of letters that the outbox itself writes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.core.enums import Role
from portal.core.notice_kinds import register_kinds

_TITLE = _("Zizhu opens a joint laboratory")
_PAGE = {
    "name": _("Li Min"),
    "title": _TITLE,
    "task": _("First review"),
    "comment": _("Please check the figures in the second paragraph."),
    "requested_by": _("Wang Jing"),
    "url": "https://portal.example.org/admin/pages/17/edit/",
    "is_held": False,
}
_DIGEST = {
    "name": _("Li Min"),
    "day": date(2025, 9, 9),
    "total": 3,
    "groups": [
        {
            "name": _("Submitted for approval"),
            "lines": [{"text": _TITLE, "url": "https://portal.example.org/admin/pages/17/edit/"}],
            "more": 0,
        },
        {
            "name": _("Work for a translator"),
            "lines": [{"text": _TITLE, "url": "https://portal.example.org/admin/pages/18/edit/"}],
            "more": 1,
        },
    ],
    "settings_url": "https://portal.example.org/admin/account/#tab-notifications",
}


def register_own_kinds() -> None:
    """Moderation, the digest, and what Django and libraries send."""
    register_kinds(
        {"moderation_submitted": _("Submitted for approval")},
        optional=True,
        roles=[Role.MODERATOR, Role.ADMINISTRATOR],
        samples={"moderation_submitted": _PAGE},
        webhook_values=["title"],
    )
    outcomes = {
        "moderation_approved": _("Approved and published"),
        "moderation_rejected": _("Sent back for changes"),
    }
    register_kinds(
        outcomes,
        optional=True,
        roles=[Role.EDITOR, Role.ADMINISTRATOR, Role.TRANSLATOR, Role.REVISER],
        samples=dict.fromkeys(outcomes, _PAGE),
        webhook_values=["title"],
    )
    register_kinds({"digest": _("Daily digest")}, samples={"digest": _DIGEST})
    # Django's and Wagtail's own, the link for a new password among them.
    register_kinds({"system": _("From the system")}, secret=True)
    register_kinds({"webhook_test": _("Test of a group notice")})
