"""The kinds of letters about inquiries, with what they look like in previews."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

SAMPLE = {
    "name": _("Li Min"),
    "person": "Alex Morgan",
    "reference": "K7QF-2M9D-XW4P",
    "park": _("Zizhu Science Park"),
    "parks": _("Zizhu Science Park and Lingang Innovation Center"),
    "office": _("Zizhu Science Park"),
    "intent": _("Research cooperation"),
    "country": _("Germany"),
    "visitor_language": "en",
    "received": datetime(2025, 9, 9, 1, 30, tzinfo=UTC),
    "unit": None,
    "what": "message",
    "due": "2025-09-11, 17:00",
    "erased": datetime(2025, 9, 20, 2, 0, tzinfo=UTC),
    "responsible": _("Li Min"),
    "reach_phone": "+86 21 1234 5678",
    "reach_email": "inquiries@example.org",
    "status_url": "https://portal.example.org/en/cooperate/status/?inquiry=MTc",
    "url": "https://portal.example.org/admin/inquiries/inspect/17/",
}
CLOCK_SAMPLE = {
    **{name: SAMPLE[name] for name in ("name", "reference", "park", "url")},
    "what": _("First answer"),
    "due": "2025-09-10 15:30",
    "is_late": False,
    "responsible": _("Li Min"),
}
REPLY_SAMPLE = {
    **SAMPLE,
    "paragraphs": [
        _("Thank you for your inquiry. Laboratory space of about 600 square metres will be free next spring."),
        _("We enclose a plan of the building and shall be glad to show it to you."),
    ],
    "asks": False,
    "files": ["floor-plan.pdf"],
    "officer": _("Li Min"),
    "reach_phone": "+86 21 0000 0001",
    "reach_email": "office@example.org",
    "status_url": "https://portal.example.org/en/cooperate/status/?inquiry=…",
    "written": datetime(2025, 9, 10, 2, 30, tzinfo=UTC),
    "can_reply": True,
}
ASSIGNED_SAMPLE = {
    **{name: SAMPLE[name] for name in ("name", "reference", "park", "intent", "country", "received", "url")},
    "officer": _("Chen Lan"),
    "passed": False,
    "due": datetime(2025, 9, 11, 8, 0, tzinfo=UTC),
}


def register() -> None:
    """Name the kinds, and say who chooses about them."""
    from partnerships.inquiries.access import units_worked_on
    from portal.core.enums import Role
    from portal.core.notice_kinds import register_kinds
    from portal.outbox.private_recipients import register_private_recipients

    to_investors = {
        "inquiry_received": _("Confirmation of an inquiry"),
        "inquiry_withdrawn": _("Confirmation that an inquiry was withdrawn"),
        "inquiry_erasure": _("Receipt of a request to erase the data of an inquiry"),
        "inquiry_erased": _("Confirmation that the data of an inquiry were erased"),
    }
    register_kinds(to_investors, samples=dict.fromkeys(to_investors, SAMPLE))
    register_kinds({"inquiry_reply": _("Reply to an inquiry")}, samples={"inquiry_reply": REPLY_SAMPLE})
    register_private_recipients([*to_investors, "inquiry_reply"], units_worked_on)
    register_kinds(
        {"inquiry_notice": _("Notice of an inquiry")},
        optional=True,
        roles=[Role.OFFICER, Role.ADMINISTRATOR],
        samples={"inquiry_notice": SAMPLE},
        webhook_values=["reference"],
    )
    register_kinds(
        {"inquiry_due": _("Answer to an inquiry nearly due")},
        optional=True,
        roles=[Role.OFFICER, Role.ADMINISTRATOR],
        samples={"inquiry_due": CLOCK_SAMPLE},
        webhook_values=["reference"],
    )
    # Nobody switches it off, and no digest delays it: that an office is late must not go unseen.
    register_kinds(
        {"inquiry_overdue": _("Answer to an inquiry overdue")},
        samples={"inquiry_overdue": {**CLOCK_SAMPLE, "is_late": True}},
        webhook_values=["reference"],
    )
    register_kinds(
        {"inquiry_assigned": _("Inquiry assigned")},
        optional=True,
        roles=[Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR],
        samples={"inquiry_assigned": ASSIGNED_SAMPLE},
    )
    register_kinds(
        {"inquiry_news": _("News of an inquiry from its investor")},
        optional=True,
        roles=[Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR],
        samples={"inquiry_news": SAMPLE},
        webhook_values=["reference"],
    )
