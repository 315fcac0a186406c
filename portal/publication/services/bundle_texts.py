"""What the approval of a bundle asks of the texts of its members, and remembers of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from wagtail.models import Revision

from portal.core.approval_conditions import ApprovalRefusedError, demand_conditions
from portal.core.enums import ReviewStage
from portal.core.models import User
from portal.core.revision_texts import text_hash
from portal.publication.errors import BundleRefusedError
from portal.publication.models import Bundle
from portal.publication.queries import Member
from portal.publication.services.inspection import faults_of

#: Ids of the members → of pages in their own language, the latest text.
Texts = dict[int, Revision | None]


def demand_ready(bundle: Bundle) -> None:
    # As while it is prepared, also after a failure: what was approved then counts no more.
    found = faults_of(bundle)
    if found:
        raise BundleRefusedError("not_ready", "\n".join(str(fault) for fault in found))


def demand_conditions_of(members: Iterable[Member], texts: Texts, by: User) -> None:
    """What the last approval of each page would refuse, the bundle's refuses too."""
    refusals: list[str] = []
    for member in members:
        text = texts[member.item.pk]
        if member.page is None or text is None:
            continue
        try:
            demand_conditions(member.page.specific, text, ReviewStage.FINAL, by)
        except ApprovalRefusedError as refused:
            refusals += [f"{member.item.title}: {refusal}" for refusal in refused.refusals]
    if refusals:
        raise BundleRefusedError("not_ready", "\n".join(refusals))


def freeze(member: Member, text: Revision | None, by: User) -> None:
    """Remember what the approval saw."""
    item = member.item
    if text is not None:
        item.revision, item.text_hash = text, text_hash(text)
        item.approved_by, item.approved_at = by, timezone.now()
    item.bundled_hash = item.text_hash
    item.save(update_fields=["revision", "text_hash", "approved_by", "approved_at", "bundled_hash"])
