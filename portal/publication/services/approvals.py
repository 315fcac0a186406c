"""Approvals of members: kept for what waits, until all of it may go live."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from portal.core import audit
from portal.core.approval_conditions import ApprovalRefusedError, demand_conditions
from portal.core.enums import ReviewStage
from portal.core.holding import Approval
from portal.core.models import User
from portal.core.review_gate import lacks_approval, refusal
from portal.core.revision_texts import text_hash
from portal.publication.enums import BundleKind
from portal.publication.models import BundleItem
from portal.publication.queries import holding_items
from portal.publication.services.going_live import settle_pair


class BundleHolder:
    """Implements `core.holding.Holder`."""

    def reason(self, thing: Model, locale: Locale) -> str | None:
        item = holding_items(thing, locale).first()
        if item is None:
            return None
        return _("“%(title)s” goes live together with others: %(bundle)s.") % {
            "title": item.title,
            "bundle": item.bundle.title,
        }

    def keep(self, approval: Approval) -> None:
        item = holding_items(approval.thing, approval.locale).select_for_update(of=("self",)).first()
        if item is not None:
            keep_approval(item=item, approval=approval)


@transaction.atomic
def keep_approval(*, item: BundleItem, approval: Approval) -> None:
    """Note who approved which text of a member; a pair that is complete by it goes live, or waits for its hour."""
    item.revision = approval.revision
    item.text_hash = text_hash(approval.revision) if approval.revision is not None else approval.text_hash
    item.approved_by, item.approved_at = approval.by, timezone.now()
    item.save(update_fields=["revision", "text_hash", "approved_by", "approved_at"])
    data = {"member": item.title, "language": approval.locale.language_code}
    audit.record(instance=item.bundle, action="publication.member.approve", by=approval.by, data=data)
    if item.bundle.kind == BundleKind.PAIR:
        bundle_id = item.bundle_id
        transaction.on_commit(lambda: settle_pair(bundle_id=bundle_id), robust=True)


@transaction.atomic
def approve_page(*, page: Page, by: User) -> bool:
    """Approve the latest text of a page in a pair, by who might publish it: it goes live with its translations.

    Returns:
        whether the page is in a pair; members of other bundles are approved with these.

    Raises:
        ApprovalRefusedError: the last approval would refuse the text, or stages before it have not approved it.
    """
    held = Page.objects.select_for_update(of=("self",), no_key=True).get(pk=page.pk).specific
    item = holding_items(held, held.locale).select_for_update(of=("self",)).first()
    if item is None or item.bundle.kind != BundleKind.PAIR:
        return False
    revision = held.get_latest_revision()
    if revision is None or lacks_approval(held, revision.pk):
        raise ApprovalRefusedError(held, [refusal(held)])
    demand_conditions(held, revision, ReviewStage.FINAL, by)
    keep_approval(item=item, approval=Approval(held, held.locale, by, revision=revision))
    return True
