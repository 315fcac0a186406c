"""The link to the status of an inquiry."""

from __future__ import annotations

from partnerships.models import Inquiry
from partnerships.status_links import StatusLinks

LINKS = StatusLinks("cooperate_status", "inquiry", salt="partnerships.inquiries.status")


def token_of(inquiry: Inquiry) -> str:
    return LINKS.token(inquiry.pk)


def inquiry_of(token: str) -> Inquiry | None:
    """The inquiry that a link leads to; None for a link that is broken, too old, or of an inquiry that is gone."""
    rows = Inquiry.objects.select_related("park", "unit", "responsible", "merged_into")
    return rows.filter(pk=LINKS.key_in(token)).first()


def status_path(inquiry: Inquiry) -> str:
    """The address of the status page in the active language."""
    return LINKS.path(inquiry.pk)


def status_link(inquiry: Inquiry, locale: str) -> str:
    """The whole address of the status page for a letter in `locale`."""
    return LINKS.link(inquiry.pk, locale)
