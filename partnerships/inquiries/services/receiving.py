"""Receiving inquiries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Park, Sector
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.routing import route
from partnerships.inquiries.enums import OPEN, ConsentKind, InquiryState
from partnerships.inquiries.levels.clocks import start_first
from partnerships.inquiries.notices import current_version
from partnerships.inquiries.outside.letters import tell_news, tell_staff, write_confirmation
from partnerships.inquiries.services.drafts import move_files
from partnerships.inquiries.services.held import held_inquiry
from partnerships.models import Consent, DraftFile, Inquiry, PremisesNeed
from partnerships.references import new_reference
from partnerships.submissions import already_received, key_beside
from portal.core import audit
from portal.core.models import User

RECEIVED = "partnerships.inquiry.receive"
RELEASED = "partnerships.inquiry.release"
MORE_FILES = "partnerships.inquiry.more_files"
#: What equal words that come again stand for: what somebody works on or looks at. The sender cannot tell whether it
#: was taken for spam, so that stands for them as well; withdrawn, closed or erased it is over, and they ask anew.
_STANDS = Q(erased_at=None) & (Q(state__in=OPEN) | Q(state=InquiryState.SPAM, quarantined_at__isnull=False))


@transaction.atomic
def receive_inquiry(
    *,
    submission_key: str,
    intent: str,
    company: str,
    country: str,
    person: str,
    email: str,
    message: str,
    locale: str,
    parks: Sequence[Park] = (),
    sectors: Iterable[Sector] = (),
    premises: dict[str, Any] | None = None,
    consents: Collection[str] = (),
    doubts: Collection[str] = (),
    files: Sequence[DraftFile] = (),
    privacy_version: str = "",
    **facts: Any,
) -> Inquiry:
    """Keep an inquiry, send it where the rules say, start its clock and write its letters: a confirmation to the
    investor, a notice to staff. One with doubts goes into quarantine instead; nobody is written to before its release.

    Args:
        submission_key: what makes the submission the same when it is sent twice (`submissions`).
        intent: an `enums.Intent`.
        country: an ISO 3166-1 code of two letters.
        locale: the language the visitor read.
        parks: those addressed, the first of which answers; none where the investor asks for advice.
        premises: fields of `PremisesNeed`, where premises or land are meant.
        consents: `ConsentKind`s that were given besides the one to the notice, which the form demands.
        doubts: `Doubt`s about whether a person has sent it.
        files: those of the draft of the form, which the caller holds; they become the inquiry's.
        privacy_version: of the privacy notice that was shown and agreed to; empty: the current one.
        facts: what else an inquiry may hold: `phone`, `behalf`, `amount`, `currency`, `time_frame`.

    Returns:
        The inquiry: new, or the one that this submission has already become; files that it does not have yet are
        added to that one too.

    Raises:
        PartnershipRefusedError: an inquiry that was sent before has no room for more files (`files`).
    """
    if (received := _held_same(submission_key)) is not None:
        _add_more_files(received, files)
        return received
    submission_key = key_beside(Inquiry.objects.all(), submission_key)
    told = {"intent": intent, "company": company, "country": country, "person": person, "email": email}
    told |= {"message": message, "locale": locale, "privacy_version": privacy_version or current_version()}
    inquiry = _kept(Inquiry(submission_key=submission_key, **told, **facts), parks)
    inquiry.sectors.add(*sectors)
    _add_parts(inquiry, premises, consents)
    _add_files(inquiry, files)
    audit.record(instance=inquiry, action=RECEIVED, by=None)
    if doubts:
        inquiry.quarantined_at, inquiry.doubts = inquiry.created_at, sorted(doubts)
        inquiry.save(update_fields=["quarantined_at", "doubts"])
    else:
        _take_up(inquiry)
    return inquiry


@transaction.atomic
def release_inquiry(*, inquiry_id: int, by: User) -> Inquiry:
    """Let an inquiry out of quarantine: from now on it is as one that has just come in.

    Raises:
        PartnershipRefusedError: the inquiry is gone, `by` may not work on it, or nobody waits for an answer any more
            (`over`). Two at once release it once.
    """
    inquiry = held_inquiry(inquiry_id, by)
    if not inquiry.is_quarantined:
        return inquiry
    demand_waiting(inquiry)
    inquiry.quarantined_at = None
    inquiry.save(update_fields=["quarantined_at", "updated_at"])
    audit.record(instance=inquiry, action=RELEASED, by=by, data={"doubts": inquiry.doubts})
    _take_up(inquiry)
    return inquiry


def demand_waiting(inquiry: Inquiry) -> None:
    """For what staff decide about an inquiry in quarantine, which the caller holds.

    Raises:
        PartnershipRefusedError: the investor has withdrawn it, or its data are erased.
    """
    if inquiry.erased_at is not None:
        said = _("The data of inquiry %(reference)s have been erased; nothing was changed.")
    elif inquiry.state != InquiryState.NEW:
        said = _("The investor has withdrawn inquiry %(reference)s meanwhile; nothing was changed.")
    else:
        return
    raise PartnershipRefusedError("over", said % {"reference": inquiry.reference})


def same_inquiry(key: str) -> Inquiry | None:
    """What the submission of this key has become already; equal words after it was over ask anew."""
    return already_received(Inquiry.objects.filter(_STANDS).only("pk"), key)


def _held_same(key: str) -> Inquiry | None:
    """`same_inquiry` with its row locked; None where it was over as soon as nobody else held it."""
    received = same_inquiry(key)
    if received is None:
        return None
    held = held_inquiry(received.pk, None)
    return held if Inquiry.objects.filter(_STANDS, pk=held.pk).exists() else None


def _kept(inquiry: Inquiry, parks: Sequence[Park]) -> Inquiry:
    inquiry.park = parks[0] if parks else None
    inquiry.unit = inquiry.park.unit if inquiry.park else None
    inquiry.reference = new_reference()
    inquiry.consented_at = inquiry.created_at = timezone.now()
    inquiry.save(force_insert=True)
    inquiry.wanted_parks.add(*parks)
    return inquiry


def _add_parts(inquiry: Inquiry, premises: dict[str, Any] | None, consents: Collection[str]) -> None:
    if premises:
        PremisesNeed.objects.create(inquiry=inquiry, **premises)
    given = {"version": inquiry.privacy_version, "given_at": inquiry.consented_at}
    kinds = sorted({ConsentKind.NOTICE.value, *consents})
    Consent.objects.bulk_create(Consent(inquiry=inquiry, kind=kind, **given) for kind in kinds)


def _add_files(inquiry: Inquiry, files: Sequence[DraftFile]) -> None:
    if files and move_files(inquiry=inquiry, files=files):
        raise PartnershipRefusedError(
            "files", _("This inquiry has been sent before and has no room for more files. Please send them by e-mail.")
        )


def _add_more_files(inquiry: Inquiry, files: Sequence[DraftFile]) -> None:
    """Files that come with equal words; the caller holds the inquiry."""
    there = inquiry.files.count()
    _add_files(inquiry, files)
    if added := inquiry.files.count() - there:
        audit.record(instance=inquiry, action=MORE_FILES, by=None, data={"files": added})
        tell_news(inquiry, what="message")


def _take_up(inquiry: Inquiry) -> None:
    route(inquiry)
    start_first(inquiry, timezone.now())
    write_confirmation(inquiry)
    tell_staff(inquiry)
