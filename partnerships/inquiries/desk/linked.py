"""The inquiries behind a visit or an agreement, for those who may read them."""

from __future__ import annotations

from typing import Any

from partnerships.inquiries.access import readable_inquiries
from partnerships.models import Agreement, Inquiry, Visit


def inquiries_behind(record: Agreement | Visit, user: Any) -> list[Inquiry]:
    """Those that `user` may read; whoever reads the record alone learns of none."""
    return list(readable_inquiries(user).filter(pk__in=record.inquiries.values("pk")).order_by("pk"))
