"""The record that an article tells of, for readers: only where everybody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.localized import Said

if TYPE_CHECKING:
    from news.models import NewsPage


@dataclass(frozen=True, slots=True)
class RecordLink:
    """`label` says what it is, in the reader's language; `url` is its page in that language."""

    label: str
    name: Said
    url: str


def public_record(page: NewsPage) -> RecordLink | None:
    """The visit or event of an article; None where there is none that is public."""
    for record, label, route in (
        (page.visit, _("The visit"), "public_visit"),
        (page.event_record, _("The event"), "partnership_event"),
    ):
        if record is not None and record.is_shown:
            return RecordLink(label, record.said("name"), reverse(route, args=[record.slug]))
    return None
