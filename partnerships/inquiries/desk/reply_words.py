"""Words that the office has ready for replies, filled in for one inquiry."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from partnerships.letters import park_name
from partnerships.models import Inquiry, ReplyTemplate
from portal.core.names import name_of
from portal.outbox.rendering import sender

#: What a template may hold in braces. Nothing else is filled in, so that a template cannot reach further than this.
PLACEHOLDERS = ("person", "reference", "park", "officer")
BRACED = re.compile(r"\{([^{}\n]*)\}")


def templates_for(inquiry: Inquiry) -> QuerySet[ReplyTemplate]:
    """Those in the investor's language, of the unit that answers and of every unit."""
    return ReplyTemplate.objects.filter(Q(unit=None) | Q(unit=inquiry.unit), locale=inquiry.locale).order_by("name")


def filled(template: ReplyTemplate, inquiry: Inquiry, officer: Any) -> str:
    """The words of a template for this inquiry. What stands in the values is never filled in again."""
    with translation.override(inquiry.locale):
        values = {
            "person": inquiry.person,
            "reference": inquiry.reference,
            "park": park_name(inquiry.park, inquiry.locale) or str(sender()["brand"]),
            "officer": name_of(officer),
        }
    return BRACED.sub(lambda found: values.get(found[1], found[0]), template.text)


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and would be sent as it is."""
    return [name for name in BRACED.findall(text) if name not in PLACEHOLDERS]
