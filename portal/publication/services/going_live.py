"""Bundles going live: all members in one transaction, or none of them.

Whoever does it, at once or at its hour, looks at every member again. A bundle that is published or has failed is never
taken up again by itself, so that a clock that jumps back, or two schedulers, publish nothing twice; one that is late
finds what is due once.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from portal.core import audit, holding
from portal.core.approval_conditions import ApprovalRefusedError
from portal.core.models import User
from portal.core.review_gate import conditions_met
from portal.core.sentences import joined
from portal.localization.errors import RefusedError
from portal.localization.services.publication import publish_approved
from portal.localization.services.records import publish_approved_record
from portal.publication import faults
from portal.publication.enums import BundleKind, BundleState
from portal.publication.faults import Fault
from portal.publication.models import Bundle, BundleItem, move
from portal.publication.queries import Member, members_of
from portal.publication.services.inspection import faults_of
from portal.publication.services.telling import tell

logger = logging.getLogger(__name__)


class _StoppedError(Exception):
    """Some member may not go live, so none does."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.title}: {fault.msgid}" for fault in found))
        self.faults = found


def publish_due(*, now: datetime | None = None) -> int:
    """Publish every approved bundle whose hour has come, each in a transaction of its own; how many went live.

    Pairs that became complete while nobody settled them (a process that died) are settled first.
    """
    now = now or timezone.now()
    for pk in _complete_pairs():
        _safely(_approve_complete, bundle_id=pk)
    due = Bundle.objects.filter(state=BundleState.APPROVED).exclude(go_live_at__gt=now)
    ids = list(due.order_by("go_live_at", "pk").values_list("pk", flat=True))
    return sum(bool(_safely(publish_bundle, bundle_id=pk, now=now)) for pk in ids)


def publish_bundle(*, bundle_id: int, now: datetime | None = None) -> bool:
    """Make an approved bundle live if its hour has come and nobody else is at it.

    Returns:
        whether it went live. One that could not has failed as a whole, says why, and its people are told.
    """
    try:
        return _publish(bundle_id, now or timezone.now())
    except _StoppedError as stopped:
        _fail(bundle_id, stopped.faults)
        return False


def settle_pair(*, bundle_id: int, now: datetime | None = None) -> bool:
    """Approve a pair of which every member is approved, and make it live if its hour has come; whether it went live."""
    return _approve_complete(bundle_id) and publish_bundle(bundle_id=bundle_id, now=now)


def _safely(step, **kwargs) -> bool:  # type: ignore[no-untyped-def]
    """One bundle does not hold up the others: what nobody foresaw is tried again a minute later."""
    try:
        return bool(step(**kwargs))
    except Exception:
        logger.exception("Bundle %s was not dealt with", kwargs.get("bundle_id"))
        return False


def _complete_pairs() -> list[int]:
    waiting = BundleItem.objects.filter(approved_at=None).values("bundle")
    pairs = Bundle.objects.filter(kind=BundleKind.PAIR, state=BundleState.OPEN, items__isnull=False)
    return list(pairs.exclude(pk__in=waiting).order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def _approve_complete(bundle_id: int) -> bool:
    bundle = Bundle.objects.select_for_update(of=("self",)).filter(pk=bundle_id, kind=BundleKind.PAIR).first()
    if bundle is None or bundle.state not in {BundleState.OPEN, BundleState.FAILED} or faults_of(bundle):
        return bundle is not None and bundle.state == BundleState.APPROVED
    if bundle.state == BundleState.FAILED:
        move(bundle, BundleState.OPEN)
        audit.record(instance=bundle, action="publication.bundle.reopen", by=None)
    last = bundle.items.exclude(approved_at=None).order_by("approved_at").last()
    by = last.approved_by if last is not None else None
    move(bundle, BundleState.APPROVED, approved_by=by, approved_at=timezone.now(), last_error="")
    audit.record(instance=bundle, action="publication.bundle.approve", by=by)
    return True


@transaction.atomic
def _publish(bundle_id: int, now: datetime) -> bool:
    rows = Bundle.objects.select_for_update(of=("self",), skip_locked=True)
    bundle = rows.filter(pk=bundle_id, state=BundleState.APPROVED).exclude(go_live_at__gt=now).first()
    if bundle is None:
        return False
    hold_pages(bundle)
    found = faults_of(bundle)
    if found:
        raise _StoppedError(found)
    with translation.override(settings.LANGUAGE_CODE), holding.let_go(), conditions_met():
        for member in members_of(bundle):
            _make_live(member, bundle.approved_by)
    move(bundle, BundleState.PUBLISHED, published_at=timezone.now(), last_error="")
    audit.record(instance=bundle, action="publication.bundle.publish", by=bundle.approved_by)
    tell(bundle=bundle, kind="bundle_published")
    return True


def hold_pages(bundle: Bundle) -> None:
    """Pages before jobs, in one order, as whoever deletes or translates them does."""
    ids = [member.page.pk for member in members_of(bundle) if member.page is not None]
    list(Page.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values("pk"))


def _make_live(member: Member, by: User | None) -> None:
    """One member, in the name of who approved it; what refuses it becomes the reason of the whole bundle."""
    by = member.item.approved_by or by
    try:
        with transaction.atomic():
            _go(member, by)
    except RefusedError as refused:
        msgid = faults.OF_REFUSAL.get(refused.code)
        values = {} if msgid else {"why": str(refused)}
        raise _StoppedError([Fault(member.item.title, msgid or faults.REFUSED, values)]) from refused
    except ApprovalRefusedError as refused:
        told = joined(refused.refusals)
        raise _StoppedError([Fault(member.item.title, faults.REFUSED, {"why": told})]) from refused
    except (PermissionDenied, ValidationError) as refused:
        told = joined(getattr(refused, "messages", [str(refused)]))
        raise _StoppedError([Fault(member.item.title, faults.REFUSED, {"why": told})]) from refused
    except IntegrityError as refused:
        raise _StoppedError([Fault(member.item.title, faults.TAKEN)]) from refused
    except (OperationalError, InterfaceError):
        raise  # the database is away or busy; the next sweep finds the bundle as it was
    except Exception as error:
        logger.exception("A member of bundle %s could not be published", member.item.bundle_id)
        raise _StoppedError([Fault(member.item.title, faults.UNFORESEEN)]) from error


def _go(member: Member, by: User | None) -> None:
    item, job = member.item, member.job
    if job is not None and member.is_record:
        publish_approved_record(job=job, text_hash=item.text_hash, by=by)
    elif member.page is not None and item.revision is not None and member.is_translation:
        publish_approved(page=member.page, revision=item.revision, by=by)
    else:
        _publish_page(item, by)


def _publish_page(item: BundleItem, by: User | None) -> None:
    action = PublishPageRevisionAction(item.revision, user=by)
    action.object.go_live_at = None  # the hour of the bundle is that of its pages
    action.execute(skip_permission_checks=True)


@transaction.atomic
def _fail(bundle_id: int, found: list[Fault]) -> None:
    bundle = Bundle.objects.select_for_update(of=("self",)).filter(pk=bundle_id, state=BundleState.APPROVED).first()
    if bundle is None:
        return
    move(bundle, BundleState.FAILED, last_error=faults.kept(found))
    data = {"members": [fault.title for fault in found]}
    audit.record(instance=bundle, action="publication.bundle.fail", by=None, data=data)
    tell(bundle=bundle, kind="bundle_failed", found=found)
