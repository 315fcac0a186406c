"""The conversation of an inquiry on screens of the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from partnerships.inquiries.access import readable_inquiries
from partnerships.inquiries.desk.threads import Entry, conversation, messages_of, why_not_translated
from partnerships.models import Inquiry, InquiryMessage

register = template.Library()


@register.simple_tag
def inquiry_conversation(inquiry: Inquiry, messages: Iterable[InquiryMessage]) -> list[Entry]:
    """The entries of a conversation, from messages as of `messages_of`."""
    return conversation(inquiry, messages)


@register.simple_tag
def inquiry_untranslated(inquiry: Inquiry) -> str:
    """Why translation is not offered."""
    return why_not_translated(inquiry)


@register.simple_tag(takes_context=True)
def inquiry_duplicates(context: dict[str, Any], inquiry: Inquiry) -> list[tuple[Inquiry, list[Entry]]]:
    """What has been merged into the inquiry, of which the reader may read: each with its conversation."""
    request = context.get("request")
    if request is None or not inquiry.merged.exists():
        return []
    rows = readable_inquiries(request.user).filter(merged_into=inquiry).order_by("pk")
    return [(row, conversation(row, messages_of(row))) for row in rows]
