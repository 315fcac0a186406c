"""The letter of an invitation, as the outbox knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.core.notice_kinds import register_kinds

_SAMPLE = {
    "person": _("Li Min"),
    "visit": _("Visit of the Boston delegation"),
    "what": "new",
    "when": _("30 October 2026, 09:00–11:30, Beijing time (UTC+8)"),
    "where": _("Zizhu Science Park"),
    "agenda": [_("09:00–10:00 Talks (room 301)"), _("10:00–11:30 Tour of the incubator")],
    "contact": _("Wang Jing"),
    "answers": True,
    "signed": _("Zizhu Science Park"),
}


def register() -> None:
    """Not optional: who is invited has no account, and a calendar must be told at once."""
    register_kinds(
        {"visit_invitation": _("Invitation to a visit")},
        samples={"visit_invitation": _SAMPLE},
    )
