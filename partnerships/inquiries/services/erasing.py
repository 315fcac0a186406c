"""Erasing an investor's data (PIPL, article 47), and settling what investors ask for.

Officers see to it that nothing else hangs on the data; the head of the unit that answers, or an administrator, erases.
What stays is what figures count and no person can be told by: reference, days, park, state, country, intent, sectors,
and whether it was sent for a client.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import may_work
from partnerships.inquiries.enums import OPEN, InquiryState, RequestKind
from partnerships.inquiries.levels.clocks import note_erased
from partnerships.inquiries.outside.letters import write_erased
from partnerships.inquiries.outside.standing import own_rows
from partnerships.inquiries.services.held import held_inquiry
from partnerships.inquiries.services.moves import step
from partnerships.inquiries.services.saved_filters import drop_filters_naming
from partnerships.models import Inquiry, InquiryRequest, PremisesNeed
from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import current_memberships
from portal.outbox.forgetting import forget_evidence, forget_letters

ERASED = "partnerships.inquiry.erase"
SETTLED = "partnerships.inquiry.request_settled"
#: Stands where words of a person stood.
NOTHING = "—"
#: Field of the inquiry → what stands in it afterwards.
_NEUTRAL: dict[str, Any] = {
    "company": NOTHING,
    "person": NOTHING,
    "email": "",
    "phone": "",
    "message": NOTHING,
    "amount": None,
    "currency": "",
    "time_frame": "",
    "organization": None,
}
_ERASING_ROLES = frozenset({Role.HEAD, Role.ADMINISTRATOR})


def may_erase(user: Any, inquiry: Inquiry) -> bool:
    """Whether `user` erases the data of the inquiry: a head or administrator of the unit that answers, or of the
    whole portal."""
    if user.is_active and user.is_superuser:
        return True
    own = {None, inquiry.unit_id}
    leads = any(row.role in _ERASING_ROLES and row.unit_id in own for row in current_memberships(user))
    return leads and may_work(user, inquiry)


@transaction.atomic
def erase_inquiry(*, inquiry_id: int, by: User, besides: Collection[int] = ()) -> Inquiry:
    """Erase what an inquiry says of its investor, with those that were merged into it and that `by` has chosen.

    That two are of one investor is for a person to decide: all that is known is that they name the same address, which
    anybody can type. What is not chosen is no duplicate any more, but an inquiry of its own.

    Messages and files go, notes, steps and letters lose their words, consents end, requests are settled; an open
    inquiry is closed. The investor gets a last letter. Erased once is erased: a second time changes nothing.

    Args:
        inquiry_id: key of the inquiry.
        by: who erases.
        besides: keys of those merged into it, of the same address, that go too; others are passed over.

    Raises:
        PartnershipRefusedError: the inquiry is gone, or `by` may not erase it.
    """
    # In the order of their keys, as a merge holds them; what is merged is asked again once all are held.
    merged = Inquiry.objects.filter(merged_into=inquiry_id).values_list("pk", flat=True)
    held = {pk: held_inquiry(pk, by if pk == inquiry_id else None) for pk in sorted({inquiry_id, *merged})}
    late = Inquiry.objects.filter(merged_into=inquiry_id).exclude(pk__in=held).values_list("pk", flat=True)
    held |= {pk: held_inquiry(pk, None) for pk in sorted(late)}  # merged while the lock was waited for
    inquiry = held[inquiry_id]
    own = {row.pk for row in own_rows(inquiry)}
    rows = [row for pk, row in held.items() if pk == inquiry_id or (pk in own and pk in besides)]
    if not may_erase(by, inquiry):
        raise PartnershipRefusedError("forbidden", _("The head of the unit or an administrator erases the data."))
    if inquiry.erased_at is not None:
        return inquiry
    inquiry.erased_at = timezone.now()
    farewell = write_erased(inquiry)
    for row in rows:
        row.erased_at = inquiry.erased_at
        _erase(row, by, kept_letter=farewell.key if farewell else "")
    for row in held.values():
        if row not in rows and row.merged_into_id == inquiry_id:
            step(row, InquiryState.NEW, by)
    return inquiry


def _erase(inquiry: Inquiry, by: User, *, kept_letter: str) -> None:
    if inquiry.state in OPEN:
        with translation.override(settings.LANGUAGE_CODE):
            step(inquiry, InquiryState.NOT_SETTLED, by, _("The data were erased at the investor’s request."))
    note_erased(inquiry, timezone.now())
    gone = {"files": inquiry.files.count(), "messages": inquiry.messages.count()}
    for file in inquiry.files.all():
        file.delete()  # what lies on the disk goes with the end of the transaction (`receivers`)
    inquiry.messages.all().delete()
    inquiry.notes.update(text=NOTHING)
    inquiry.moves.exclude(note="").update(note=NOTHING)
    inquiry.consents.filter(withdrawn_at=None).update(withdrawn_at=inquiry.erased_at)
    inquiry.requests.filter(settled_at=None).update(settled_at=inquiry.erased_at, settled_by=by)
    PremisesNeed.objects.filter(inquiry=inquiry).delete()
    gone["filters"] = drop_filters_naming(inquiry=inquiry, by=by)
    forget_evidence(address=inquiry.email)
    inquiry.visits.clear()
    inquiry.agreements.clear()
    for name, value in _NEUTRAL.items():
        setattr(inquiry, name, value)
    inquiry.submission_key = f"erased-{uuid.uuid4().hex}"  # the old one is made of the words that were sent
    inquiry.save(update_fields=[*_NEUTRAL, "submission_key", "erased_at", "updated_at"])
    forget_letters(about=inquiry, but=[kept_letter])
    audit.record(instance=inquiry, action=ERASED, by=by, data=gone)


@transaction.atomic
def settle_request(*, inquiry_id: int, request_id: int, by: User) -> InquiryRequest:
    """Say that what the investor asked for is done; of two at once one does it. Erasure settles itself by erasing.

    Raises:
        PartnershipRefusedError: inquiry or request is gone, `by` may not work on it, or it asks for erasure.
    """
    inquiry = held_inquiry(inquiry_id, by)
    asked = inquiry.requests.filter(pk=request_id).first()
    if asked is None:
        raise PartnershipRefusedError("gone", _("There is no such request any more."))
    if asked.settled_at is not None:
        return asked
    if asked.kind == RequestKind.ERASURE:
        raise PartnershipRefusedError("erasure", _("A request for erasure is settled by erasing the data."))
    asked.settled_at, asked.settled_by = timezone.now(), by
    asked.save(update_fields=["settled_at", "settled_by"])
    audit.record(instance=inquiry, action=SETTLED, by=by, data={"kind": asked.kind})
    return asked
