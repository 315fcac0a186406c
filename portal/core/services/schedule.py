"""Pages that go live at an hour: what the rules of review do not let through any more does not hold up the others."""

from __future__ import annotations

import logging

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import ensure_utc

from portal.core import audit, holding
from portal.core.review_gate import lacks_approval

logger = logging.getLogger(__name__)


def publish_what_is_due() -> None:
    """Publish and unpublish what is due; Wagtail catches up once after a pause.

    Wagtail's command ends at the first page that may not go live, and would do so every minute.
    """
    withdraw_unreviewed()
    call_command("publish_scheduled")


def withdraw_unreviewed() -> int:
    """Take the hour from due pages that lack approvals, such as those of a rule that changed since, and from those that
    go live with others; how many."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=timezone.now())
    return sum(_withdraw_if_unreviewed(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _withdraw_if_unreviewed(revision_id: int) -> bool:
    revision = Revision.objects.select_for_update(of=("self",)).filter(pk=revision_id).first()
    if revision is None or revision.approved_go_live_at is None:
        return False
    page = Page.objects.filter(pk=revision.object_id).first()
    if page is None or not (lacks_approval(page, revision.pk) or holding.is_held(page)):
        return False
    facts = {
        "id": revision.pk,
        "created": ensure_utc(revision.created_at),
        "go_live_at": ensure_utc(revision.approved_go_live_at),
        "has_live_version": page.live,
    }
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    audit.record(instance=page.specific, action="wagtail.schedule.cancel", by=None, data={"revision": facts})
    logger.warning("Page %s does not go live at its hour: it lacks approvals, or goes live with others.", page.pk)
    return True
