"""Proof marks of a page: which hold for a text, which have lapsed, and whether the unit's readings are all there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from portal.core.enums import ReviewStage
from portal.core.proof_marks import ProofMark
from portal.core.revision_texts import same_text
from portal.core.unit_pages import unit_of_page

READINGS = 3


@dataclass(frozen=True)
class Proofs:
    """The marks of a page against one of its texts.

    Attributes:
        holding: number of the reading → the mark that holds for the text.
        lapsed: marks of other texts, the latest first.
    """

    holding: dict[int, ProofMark]
    lapsed: list[ProofMark]

    @property
    def next_number(self) -> int | None:
        """Which reading comes next; None after the last."""
        return next((number for number in range(1, READINGS + 1) if number not in self.holding), None)


def proofs_of(page: Page, revision: Revision | None) -> Proofs:
    """Sort the marks of `page` by whether they were made of what `revision` says."""
    holding: dict[int, ProofMark] = {}
    lapsed: list[ProofMark] = []
    marks = ProofMark.objects.filter(page=page.pk).select_related("by", "revision").order_by("-created_at", "-pk")
    same: dict[int, bool] = {}
    for mark in marks:
        if _holds(mark, revision, same):
            holding.setdefault(mark.number, mark)
        else:
            lapsed.append(mark)
    return Proofs(dict(sorted(holding.items())), lapsed)


def _holds(mark: ProofMark, revision: Revision | None, same: dict[int, bool]) -> bool:
    if mark.revision is None or revision is None:
        return False
    if mark.revision.created_at > mark.created_at:
        return False  # an autosave wrote over the text that was read
    if mark.revision.pk not in same:
        same[mark.revision.pk] = same_text(mark.revision, revision)
    return same[mark.revision.pk]


def refuse_unread(page: Page, revision: Revision, stage: str, user: Any) -> str:
    """Approval condition: before the final review the text has been read as often as the unit wants."""
    if stage != ReviewStage.FINAL:
        return ""
    unit = unit_of_page(page)
    wanted = unit.proofs if unit is not None else 0
    if not wanted:
        return ""
    made = sum(number <= wanted for number in proofs_of(page, revision).holding)
    if made >= wanted:
        return ""
    return ngettext(
        "“%(title)s” has not been proof-read: %(unit)s wants %(wanted)d reading, and %(made)d is marked.",
        "“%(title)s” has not been proof-read: %(unit)s wants %(wanted)d readings, and %(made)d are marked.",
        wanted,
    ) % {"title": page.get_admin_display_title() or page.title, "unit": unit, "wanted": wanted, "made": made}


def reading_name(number: int) -> str:
    """“First reading” (一校) and so on."""
    return {1: _("First reading"), 2: _("Second reading"), 3: _("Third reading")}[number]
