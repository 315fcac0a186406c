"""The kinds of letters about inquiries, with what they look like in previews."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

SAMPLE = {
    "name": _("Li Min"),
    "person": "Alex Morgan",
    "reference": "K7QF-2M9D-XW4P",
    "park": _("Zizhu Science Park"),
    "intent": _("Research cooperation"),
    "country": _("Germany"),
    "visitor_language": "en",
    "received": datetime(2025, 9, 9, 1, 30, tzinfo=UTC),
    "unit": None,
    "url": "https://portal.example.org/admin/inquiries/inspect/17/",
}
ASSIGNED_SAMPLE = {
    **{name: SAMPLE[name] for name in ("name", "reference", "park", "intent", "country", "received", "url")},
    "officer": _("Chen Lan"),
    "passed": False,
    "due": datetime(2025, 9, 11, 8, 0, tzinfo=UTC),
}


def register() -> None:
    """Name the kinds, and say who chooses about them."""
    from portal.core.enums import Role
    from portal.core.notice_kinds import register_kinds

    register_kinds({"inquiry_received": _("Confirmation of an inquiry")}, samples={"inquiry_received": SAMPLE})
    register_kinds(
        {"inquiry_notice": _("Notice of an inquiry")},
        optional=True,
        roles=[Role.OFFICER, Role.ADMINISTRATOR],
        samples={"inquiry_notice": SAMPLE},
        webhook_values=["reference"],
    )
    register_kinds(
        {"inquiry_assigned": _("Inquiry assigned")},
        optional=True,
        roles=[Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR],
        samples={"inquiry_assigned": ASSIGNED_SAMPLE},
    )
