"""The kinds of notices to staff about visits, with what they look like in previews."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

#: What the letter that reminds of a follow-up looks like.
_FOLLOW_UP = {
    "name": _("Li Min"),
    "what": _("Send the list of companies that look for land"),
    "who": _("Zizhu Science Park"),
    "is_ours": True,
    "visit": _("Visit of a delegation from Boston"),
    "about": date(2027, 9, 8),
    "left": 7,
    "late": 0,
    "url": "https://portal.example.org/admin/visits/follow-ups/?visit=5&state=all",
}
#: What the letter looks like that tells the head of a unit of a visit under review.
_TO_CONFIRM = {
    "name": _("Li Min"),
    "visit": _("Visit of a delegation from Boston"),
    "kind": _("Business visit"),
    "days": _("30 October 2026"),
    "park": _("Zizhu Science Park"),
    "officer": _("Wang Jing"),
    "missing": [],
    "url": "https://portal.example.org/admin/visits/5/state/",
}


def register() -> None:
    """Name the kinds. What a visit is called and has left to do is internal, so no group chat is told."""
    from portal.core.enums import Role
    from portal.core.notice_kinds import register_kinds

    register_kinds(
        {"follow_up_due": _("Follow-up of a visit")},
        optional=True,
        roles=[Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR],
        samples={"follow_up_due": _FOLLOW_UP},
    )
    register_kinds(
        {"visit_to_confirm": _("Visit to confirm")},
        optional=True,
        roles=[Role.HEAD, Role.ADMINISTRATOR],
        samples={"visit_to_confirm": _TO_CONFIRM},
    )
