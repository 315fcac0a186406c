"""Screens of inquiries that show personal data: who looks at them is written down."""

from __future__ import annotations

from partnerships.models import Inquiry
from portal.core.looks import register_detail, register_list


def register() -> None:
    register_detail("inquiries:inspect", lambda: Inquiry)
    for screen in ("reply", "reply_preview", "translate", "merge", "links"):
        register_detail(f"inquiry_{screen}", lambda: Inquiry)
    for name in ("inquiry_move", "inquiry_assign", "inquiry_pass", "inquiry_note"):  # what is refused shows the case
        register_detail(name, lambda: Inquiry)
    register_list("inquiries:index", lambda: Inquiry)
    register_list("inquiries:index_results", lambda: Inquiry)
    register_detail("inquiry_erase", lambda: Inquiry)
    register_list("inquiries_export", lambda: Inquiry)
