"""The kinds of letters about requests for visits, with what they look like in previews."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

SAMPLE = {
    "name": _("Li Min"),
    "person": "Alex Morgan",
    "reference": "K7QF-2M9D-XW4P",
    "park": _("Zizhu Science Park"),
    "visit_kind": _("Business visit"),
    "country": _("Germany"),
    "wanted": "2026-03-09",
    "visitor_language": "en",
    "received": datetime(2025, 9, 9, 1, 30, tzinfo=UTC),
    "decided": datetime(2025, 9, 12, 2, 0, tzinfo=UTC),
    "what": "new",
    "standing": "confirmed",
    "standing_words": _("Confirmed"),
    "answer": "",
    "days": "2026-03-10",
    "begins": "09:30",
    "venue": "",
    "responsible": _("Li Min"),
    "zone": _("Beijing time"),
    "was_prepared": True,
    "organization": "Example Photonics Ltd",
    "reach_phone": "+86 21 1234 5678",
    "reach_email": "visits@example.org",
    "can_reply": False,
    "unit": None,
    "url": "https://portal.example.org/admin/visits/17/request/",
    "status_url": "https://portal.example.org/en/visits/status/?request=MTc",
}


def register() -> None:
    """Name the kinds, say who chooses about them, and which screens show the data of those who asked."""
    from partnerships.models import Visit
    from partnerships.visits.access import units_worked_on
    from portal.core.enums import Role
    from portal.core.looks import register_detail
    from portal.core.notice_kinds import register_kinds
    from portal.outbox.private_recipients import register_private_recipients

    to_visitors = {
        "visit_request_received": _("Confirmation of a request for a visit"),
        "visit_request_answer": _("Answer to a request for a visit"),
    }
    register_kinds(to_visitors, samples=dict.fromkeys(to_visitors, SAMPLE))
    register_kinds(
        {"visit_request_notice": _("Notice of a request for a visit")},
        optional=True,
        roles=[Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR],
        samples={"visit_request_notice": SAMPLE},
        webhook_values=["reference"],
    )
    register_private_recipients([*to_visitors, "visit_invitation"], units_worked_on)
    register_detail("visit_request", lambda: Visit)
