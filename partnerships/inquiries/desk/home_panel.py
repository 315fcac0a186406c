"""What of inquiries waits, on the first page of the admin, for those who work on inquiries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from partnerships.home_panel import SHOWN
from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.desk.inbox_rows import by_due
from partnerships.inquiries.enums import OPEN
from partnerships.models import Inquiry, InquiryRequest


class InquiriesPanel(Component):
    """One's own that are due, those of nobody, what investors ask for, and how many lie in quarantine."""

    name = "inquiries_due"
    template_name = "partnerships/inquiries/home_panel.html"
    order = 114

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not inquiry_policy.user_has_permission(user, "change"):
            return {}
        own: QuerySet[Inquiry] = inquiry_policy.instances_user_has_any_permission_for(user, ["change"])
        received = own.filter(quarantined_at=None)
        nobodys = received.filter(responsible=None, state__in=OPEN)
        return {
            "mine": _lines(by_due(received.filter(responsible=user, state__in=OPEN))[:SHOWN]),
            "unassigned": _lines(by_due(nobodys)[:SHOWN]),
            "requests": _requests(received),
            "quarantined": own.filter(quarantined_at__isnull=False).count(),
        }


def _lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {
            "name": f"{row.reference} · {row.company}",
            "url": _address(row.pk),
            "state": row.get_state_display(),
            "due": row.due_at,
            "is_late": row.due_at is not None and row.due_at < now,
        }
        for row in rows
    ]


def _requests(received: QuerySet[Inquiry]) -> list[dict[str, Any]]:
    rows = InquiryRequest.objects.filter(settled_at=None, inquiry__in=received).select_related("inquiry")
    return [
        {
            "name": f"{row.inquiry.reference} · {row.inquiry.company}",
            "url": _address(row.inquiry_id),
            "kind": row.get_kind_display(),
            "since": row.asked_at,
        }
        for row in rows.order_by("pk")[:SHOWN]
    ]


def _address(pk: int) -> str:
    return reverse("inquiries:inspect", args=[pk])
