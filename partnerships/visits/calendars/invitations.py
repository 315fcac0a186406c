"""Sending invitations: rows and letters in one transaction, one sender a visit at a time.

Who changes a visit saves its row, so the lock on it keeps the list of people still while letters are written; a
delegate who is taken off meanwhile is told by the next sending.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Visit, VisitInvitation
from partnerships.visits.access import may_work
from partnerships.visits.calendars.entries import mail_domain
from partnerships.visits.calendars.letters import write_invitation
from partnerships.visits.calendars.telling import (
    CANCELLED,
    POSTPONED,
    Telling,
    ended,
    fingerprint,
    tellings,
    visits_to_invite,
)
from partnerships.visits.calendars.visit_words import days_of, span
from partnerships.visits.enums import OFF, InvitationMethod, VisitState
from partnerships.visits.services.held import held_visit
from portal.core import audit
from portal.core.models import User
from portal.outbox.models import Letter

INVITED = "partnerships.visit.invite"
#: It does not take place, or nobody knows when: whoever is invited is told so.
CALLED_OFF = OFF | {VisitState.POSTPONED}


@transaction.atomic
def send_invitations(
    *, visit_id: int, by: User, seen: str, locales: Mapping[str, str] | None = None
) -> list[tuple[Telling, Letter]]:
    """Tell every calendar what the visit says now: invite, update, cancel; who knows it already is left alone.

    Args:
        visit_id: key of the visit.
        seen: the `fingerprint` of what was on the screen of `by`.
        locales: address → language, where `by` has chosen one.

    Returns:
        What was told, with the letter of each.

    Raises:
        PartnershipRefusedError: the visit is gone (`gone`), is not `by`'s to work on (`forbidden`), is not confirmed
            or has no day (`move`), or something has changed since (`moved`).
    """
    visit = _locked(visit_id)
    if not may_work(by, visit):
        raise PartnershipRefusedError("forbidden", _("You may not send invitations to this visit."))
    if words := hindrance(visit):
        raise PartnershipRefusedError("move", words)
    if fingerprint(tellings(visit)) != seen:
        raise PartnershipRefusedError(
            "moved", _("Meanwhile something has changed, or somebody has sent them. Nothing was sent.")
        )
    return _tell(visit, [one for one in tellings(visit, locales) if one.is_told], by)


def follow_move(visit: Visit, by: User | None) -> None:
    """Tell everybody who is invited when a visit is called off. In the transaction of the move, which holds its row."""
    if visit.state not in CALLED_OFF:
        return
    why = POSTPONED if visit.state == VisitState.POSTPONED else CANCELLED
    rows = visit.invitations.filter(method=InvitationMethod.REQUEST)
    _tell(visit, [ended(row, why) for row in rows.select_related("member__person").order_by("pk")], by)


def told_count(visit: Visit) -> int:
    """How many calendars are told when the visit is called off or postponed."""
    return visit.invitations.filter(method=InvitationMethod.REQUEST).count()


def hindrance(visit: Visit) -> str:
    """Why nobody can be invited to the visit now; empty if nothing hinders."""
    if visit.state != VisitState.CONFIRMED:
        return _("Invitations go out once the visit is confirmed.")
    if span(visit) is None and days_of(visit) is None:
        return _("Give the day of the visit.")
    return ""


def open_invitations(visits: list[Visit]) -> int:
    """How many calendars still expect one of `visits`, none of which has taken place."""
    expected = [visit.pk for visit in visits if visit.state in (VisitState.UNDER_REVIEW, VisitState.CONFIRMED)]
    return VisitInvitation.objects.filter(visit__in=expected, method=InvitationMethod.REQUEST).count()


def _locked(visit_id: int) -> Visit:
    """The visit under a lock; what belongs to it is read after the lock is held."""
    held_visit(visit_id)
    return visits_to_invite().get(pk=visit_id)


def _tell(visit: Visit, told: list[Telling], by: User | None) -> list[tuple[Telling, Letter]]:
    now = timezone.now()
    letters = [(one, write_invitation(visit, _kept(visit, one), one, now=now)) for one in told]
    if told:
        audit.record(instance=visit, action=INVITED, by=by, data=dict(Counter(one.what for one in told)))
    return letters


def _kept(visit: Visit, one: Telling) -> VisitInvitation:
    """The row that says what the calendar is told."""
    row = one.row or VisitInvitation(visit=visit, email=one.email, uid=f"{uuid.uuid4()}@{mail_domain()[:80]}")
    row.member, row.name, row.locale = one.member, one.name, one.locale
    row.sequence, row.method, row.digest = one.sequence, one.method, one.digest
    row.save()
    return row
