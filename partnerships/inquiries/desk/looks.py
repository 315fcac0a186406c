"""Screens of inquiries that show personal data: who looks at them is written down."""

from __future__ import annotations

from partnerships.models import Inquiry
from portal.core.looks import register_detail, register_list


def register() -> None:
    register_detail("inquiries:inspect", lambda: Inquiry)
    register_list("inquiries:index", lambda: Inquiry)
    register_list("inquiries:index_results", lambda: Inquiry)
    register_list("inquiries_export", lambda: Inquiry)
