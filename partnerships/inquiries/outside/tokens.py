"""The link to the status of an inquiry, and what it proves.

Anybody may have typed the address of somebody else into the form. Only who was sent a link to that address has shown
that the mailbox is theirs: the links in letters say so of themselves. The one on the page after the form, and the one
that reference and address lead to, open the one inquiry and nothing besides.
"""

from __future__ import annotations

from dataclasses import dataclass

from partnerships.inquiries.outside.standing import own_rows, taken_together
from partnerships.models import Inquiry
from partnerships.status_links import StatusLinks

LINKS = StatusLinks("cooperate_status", "inquiry", salt="partnerships.inquiries.status")
_MAILED = "mailed"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds a link: the inquiry that it opens, and whether it came by mail to the address of the inquiry."""

    inquiry: Inquiry
    is_mailed: bool = False

    @property
    def token(self) -> str:
        return token_of(self.inquiry, is_mailed=self.is_mailed)

    @property
    def path(self) -> str:
        """The address of the status page in the active language."""
        return LINKS.with_token(LINKS.address, self.token)

    @property
    def may_end(self) -> bool:
        """Whether the holder withdraws it, has it erased, and decides who may have it: not what others rest on, whose
        mailbox the holder has not shown to be theirs."""
        return self.is_mailed or not self.inquiry.merged.exists()

    def rows(self) -> list[Inquiry]:
        """The inquiries that are shown together, the oldest first."""
        return own_rows(self.inquiry) if self.is_mailed else [self.inquiry]


def token_of(inquiry: Inquiry, *, is_mailed: bool = False) -> str:
    """A token for the inquiry; `is_mailed` where it goes nowhere but to its address."""
    return LINKS.token([inquiry.pk, _MAILED] if is_mailed else inquiry.pk)


def holder_of(token: str) -> Holder | None:
    """Who holds the link, at the inquiry in which theirs goes on; None for a link that is broken, too old, or of an
    inquiry that is gone."""
    said = LINKS.key_in(token)
    is_mailed = isinstance(said, list) and said[1:] == [_MAILED]
    rows = Inquiry.objects.select_related("park", "unit", "responsible", "merged_into")
    inquiry = rows.filter(pk=said[0] if is_mailed else said).first()
    if inquiry is None:
        return None
    return Holder((is_mailed and taken_together(inquiry)) or inquiry, is_mailed)


def status_path(inquiry: Inquiry) -> str:
    """The address of the status page in the active language, for whoever has sent the inquiry."""
    return Holder(inquiry).path


def status_link(inquiry: Inquiry, locale: str) -> str:
    """The whole address of the status page for a letter in `locale` to the address of the inquiry, and for nothing
    else."""
    return LINKS.link([inquiry.pk, _MAILED], locale)
