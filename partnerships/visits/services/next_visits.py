"""The visit that follows from an invitation made at the table."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.enums import Side
from partnerships.errors import PartnershipRefusedError
from partnerships.kept_forms import may_know
from partnerships.models import FollowUp, Visit, VisitMember, VisitPartner, VisitSector
from partnerships.offices_of_the_day import fill_offices
from partnerships.visits.after.sides import own_side
from partnerships.visits.enums import SETTLED, Direction, FollowUpKind, FollowUpState, MemberRole
from partnerships.visits.readiness import begin_checklist
from partnerships.visits.services.follow_ups import held_follow_up
from portal.core import audit
from portal.core.localized import word_columns
from portal.core.models import User
from portal.core.partial_dates import PartialDate
from portal.core.slugged_forms import free_slug

BEGUN = "partnerships.visit.next"
_KEPT = ("unit", "kind", "timezone", "park", "responsible")
_NAME_LENGTH: int = Visit._meta.get_field("name").max_length or 0


@transaction.atomic
def begin_next_visit(*, follow_up_id: int, by: User) -> Visit:
    """The visit that an invitation leads to: requested and internal, with who is invited as its delegation.

    It keeps unit, park, kind and partners; the words of the follow-up are its purpose, the day on which that is due is
    its date. The follow-up is in progress from now on and leads to it.

    Raises:
        PartnershipRefusedError: the follow-up is gone, settled, no invitation, or has become a visit before (two at
            once included), `by` does not work on the visit or may not add one to its unit.
    """
    follow_up = held_follow_up(follow_up_id, by)
    _demand_invitation(follow_up, by)
    following = _begun(follow_up)
    _copy_parts(follow_up.visit, following)
    _invite(follow_up, following)
    begin_checklist(following)
    follow_up.becomes, follow_up.state = following, FollowUpState.IN_PROGRESS
    follow_up.save(update_fields=["becomes", "state"])
    data = {"visit": follow_up.visit_id, "follow_up": follow_up.pk}
    audit.record(instance=following, action=BEGUN, by=by, data=data)
    return following


def _demand_invitation(follow_up: FollowUp, by: User) -> None:
    if not policy_registry.get(follow_up.visit).user_has_permission_for_instance(by, "add", follow_up.visit):
        raise PartnershipRefusedError("forbidden", _("You may not add visits to this unit."))
    if follow_up.becomes is not None:
        said = _("This invitation has become a visit already.")
        if may_know(by, follow_up.becomes):
            said = _("This invitation has become a visit already: “%(name)s”.") % {"name": follow_up.becomes}
        raise PartnershipRefusedError("twice", said)
    if follow_up.kind != FollowUpKind.INVITATION:
        raise PartnershipRefusedError("kind", _("Only an invitation becomes a visit."))
    if follow_up.state in SETTLED:
        raise PartnershipRefusedError(
            "settled", _("This invitation is “%(state)s”.") % {"state": follow_up.get_state_display()}
        )


def direction_of_next(follow_up: FollowUp) -> Direction:
    """Whether the invited come to us or we travel.

    Where the invited were on the list of the visit, their side says it; of others the side of the follow-up is taken
    for the one that invites.
    """
    ours = own_side(follow_up.visit.direction)
    invited = follow_up.invitees.values("person")
    sides = set(follow_up.visit.members.filter(person__in=invited).values_list("side", flat=True))
    if sides:
        return Direction.OUTGOING if ours in sides else Direction.INCOMING
    return Direction.INCOMING if follow_up.side == ours else Direction.OUTGOING


def _begun(follow_up: FollowUp) -> Visit:
    former = follow_up.visit
    words = {name: getattr(follow_up, name) or "" for name in word_columns("what")}
    following = Visit(
        direction=direction_of_next(follow_up),
        date=_day(follow_up),
        follows=former,
        **{name: getattr(former, name) for name in _KEPT},
        **{name.replace("what", "name", 1): text[:_NAME_LENGTH] for name, text in words.items()},
        **{name.replace("what", "purpose", 1): text for name, text in words.items()},
    )
    if following.direction == former.direction:
        following.place = former.place
    following.slug = free_slug(following)
    following.save()
    return following


def _day(follow_up: FollowUp) -> PartialDate | None:
    due = follow_up.due_on
    return PartialDate(due.year, due.month, due.day) if due else None


def _copy_parts(former: Visit, following: Visit) -> None:
    for partner in former.partners.all():
        VisitPartner.objects.create(
            visit=following,
            park=partner.park,
            organization=partner.organization,
            sort_order=partner.sort_order,
            **{name: getattr(partner, name) or "" for name in word_columns("description")},
        )
    for link in former.sector_links.all():
        VisitSector.objects.create(visit=following, sector=link.sector, sort_order=link.sort_order)


def _invite(follow_up: FollowUp, following: Visit) -> None:
    """Who is invited travels, whichever way; who led the delegation leads it again, else who is named first."""
    invited = [row.person for row in follow_up.invitees.select_related("person")]
    led = follow_up.visit.members.filter(role=MemberRole.HEAD).values_list("person", flat=True)
    head = next((person for person in invited if person.pk in set(led)), invited[0] if invited else None)
    members: list[Any] = [
        VisitMember.objects.create(
            visit=following,
            person=person,
            side=Side.GUESTS,
            role=MemberRole.HEAD if person == head else MemberRole.MEMBER,
            sort_order=number,
        )
        for number, person in enumerate(invited)
    ]
    fill_offices(members, following.date)
