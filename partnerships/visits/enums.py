"""Kinds of visits, where a visit stands, and what of it is public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    INCOMING = "incoming", _("Incoming visit")
    OUTGOING = "outgoing", _("Outgoing visit")


class VisitKind(models.TextChoices):
    """Whose business a visit is; each kind has rules of its own (`visits.readiness`)."""

    OFFICIAL = "official", _("Official visit")
    FOREIGN = "foreign", _("Foreign, Hong Kong, Macao or Taiwan visit")
    BUSINESS = "business", _("Business visit")


class VisitState(models.TextChoices):
    """Where a visit stands, from the request to the end of what was promised."""

    REQUESTED = "requested", _("Requested")
    UNDER_REVIEW = "under_review", _("Under review")
    CONFIRMED = "confirmed", _("Confirmed")
    HOSTED = "hosted", _("Held")
    REPORTED = "reported", _("Reported")
    CLOSED = "closed", pgettext_lazy("state of a visit", "Closed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    POSTPONED = "postponed", _("Postponed")


#: It has taken place: the public may see it.
TOOK_PLACE = frozenset({VisitState.HOSTED, VisitState.REPORTED, VisitState.CLOSED})
#: It is to come: rooms, hosts and interpreters are held for it.
TO_COME = frozenset({VisitState.REQUESTED, VisitState.UNDER_REVIEW, VisitState.CONFIRMED})
#: It does not take place.
OFF = frozenset({VisitState.DECLINED, VisitState.CANCELLED})

#: State → states that may follow. A move outside the table raises.
VISIT_MOVES: dict[str, frozenset[str]] = {
    VisitState.REQUESTED: frozenset({VisitState.UNDER_REVIEW, VisitState.DECLINED, VisitState.CANCELLED}),
    VisitState.UNDER_REVIEW: frozenset(
        {VisitState.CONFIRMED, VisitState.DECLINED, VisitState.POSTPONED, VisitState.CANCELLED}
    ),
    VisitState.CONFIRMED: frozenset(
        {VisitState.HOSTED, VisitState.UNDER_REVIEW, VisitState.POSTPONED, VisitState.CANCELLED}
    ),
    VisitState.POSTPONED: frozenset({VisitState.UNDER_REVIEW, VisitState.CANCELLED}),
    VisitState.HOSTED: frozenset({VisitState.REPORTED}),
    VisitState.REPORTED: frozenset({VisitState.HOSTED, VisitState.CLOSED}),
    VisitState.CLOSED: frozenset({VisitState.REPORTED}),
    VisitState.DECLINED: frozenset(),
    VisitState.CANCELLED: frozenset(),
}
#: Moves that only a head or an administrator makes.
VISIT_APPROVALS = frozenset(
    {
        (VisitState.UNDER_REVIEW, VisitState.CONFIRMED),
        (VisitState.CLOSED, VisitState.REPORTED),
    }
)
#: States that ask for a reason.
NEEDS_REASON = frozenset({VisitState.DECLINED, VisitState.CANCELLED, VisitState.POSTPONED})


class LetterKind(models.TextChoices):
    """What an official visit rests on (《党政机关国内公务接待管理规定》: without a letter nobody is received)."""

    NONE = "", _("None yet")
    OFFICIAL_LETTER = "official_letter", _("Official letter")
    INVITATION = "invitation", pgettext_lazy("letter", "Invitation")


class AgendaKind(models.TextChoices):
    MEETING = "meeting", pgettext_lazy("agenda", "Talks")
    TOUR = "tour", pgettext_lazy("agenda", "Site visit")
    SIGNING = "signing", pgettext_lazy("agenda", "Signing")
    MEAL = "meal", pgettext_lazy("agenda", "Meal")
    TRANSFER = "transfer", pgettext_lazy("agenda", "Transfer")
    OTHER = "other", pgettext_lazy("agenda", "Other")


class MemberRole(models.TextChoices):
    """What somebody does on their side."""

    HEAD = "head", pgettext_lazy("of a delegation", "Head")
    MEMBER = "member", pgettext_lazy("of a delegation", "Member")
    INTERPRETER = "interpreter", _("Interpreter")
    STAFF = "staff", pgettext_lazy("of a delegation", "Staff")


#: Who takes part themselves: they have a place in precedence and are told of. The others serve the visit.
TAKING_PART = frozenset({MemberRole.HEAD, MemberRole.MEMBER})


class Photographs(models.TextChoices):
    NOT_ASKED = "", _("Not asked yet")
    ALLOWED = "allowed", pgettext_lazy("photographs", "Allowed")
    REFUSED = "refused", pgettext_lazy("photographs", "Not allowed")


class Gate(models.TextChoices):
    """Which step waits for a point of the checklist."""

    CONFIRMED = "confirmed", _("Before it is confirmed")
    HOSTED = "hosted", _("Before it is held")


class ChecklistPoint(models.TextChoices):
    """Points that every visit of a kind begins with; those that a unit adds have words of their own."""

    OWN = "", _("A point of your own")
    LEADERS = "leaders", _("Leaders who attend have agreed")
    PLAN = "plan", _("Reception plan is approved")
    BUDGET = "budget", _("Cost follows the rules and is approved")
    SECRECY = "secrecy", _("Places and papers are checked for confidentiality")
    DELEGATES = "delegates", _("List of delegates is confirmed by the visitors")
    INTERPRETER = "interpreter", _("Interpreter is booked")
    ROOMS = "rooms", _("Rooms are booked and set up")
    TRANSPORT = "transport", _("Transport is arranged")
    NEEDS = "needs", _("Dietary and access needs are met")
    PAPERS = "papers", _("Programme, table signs and seating are printed")
    PHOTOGRAPHER = "photographer", _("Photographer is told who may be photographed")


class GiftDirection(models.TextChoices):
    GIVEN = "given", pgettext_lazy("gift", "Given")
    RECEIVED = "received", pgettext_lazy("gift", "Received")


class GiftFate(models.TextChoices):
    """What became of a gift that was received."""

    OPEN = "", pgettext_lazy("gift", "Not settled yet")
    HANDED_IN = "handed_in", pgettext_lazy("gift", "Handed in and registered")
    KEPT_BY_UNIT = "kept_by_unit", pgettext_lazy("gift", "Kept by the unit")
    RETURNED = "returned", pgettext_lazy("gift", "Returned")


class FollowUpKind(models.TextChoices):
    ACTION = "action", pgettext_lazy("follow-up", "Action")
    INVITATION = "invitation", pgettext_lazy("follow-up", "Invitation")


class FollowUpState(models.TextChoices):
    OPEN = "open", pgettext_lazy("follow-up", "Open")
    IN_PROGRESS = "in_progress", pgettext_lazy("follow-up", "In progress")
    DONE = "done", pgettext_lazy("follow-up", "Done")
    DROPPED = "dropped", pgettext_lazy("follow-up", "Dropped")


#: Nothing is left to be done.
SETTLED = frozenset({FollowUpState.DONE, FollowUpState.DROPPED})


class Confidence(models.TextChoices):
    """Who may read a part of the minutes."""

    PUBLIC = "public", pgettext_lazy("minutes", "Public")
    INTERNAL = "internal", pgettext_lazy("minutes", "Internal")
    CONFIDENTIAL = "confidential", pgettext_lazy("minutes", "Confidential: for those who work on the visit")


class VisitPublicField(models.TextChoices):
    """What of a public visit may be shown beyond the essentials.

    Those are name, direction, kind, date, park, visitors, place and purpose.
    """

    TOPICS = "topics", pgettext_lazy("of a visit", "Topics")
    SECTORS = "sectors", _("Sectors")
    PEOPLE = "people", pgettext_lazy("of a visit", "Delegates and hosts")
    SITES = "sites", pgettext_lazy("of a visit", "Places that were visited")
    AGENDA = "agenda", pgettext_lazy("of a visit", "Programme with times")
    OUTCOME = "outcome", pgettext_lazy("of a visit", "Outcome")
    MINUTES = "minutes", pgettext_lazy("of a visit", "Minutes marked as public")
    FOLLOW_UPS = "follow_ups", pgettext_lazy("of a visit", "Follow-ups marked as public")
    PHOTOGRAPHS = "photographs", pgettext_lazy("of a visit", "Photographs")


def usually_shown() -> list[str]:
    """What is ticked in a new visit: what a park tells of one in the news."""
    internal = {VisitPublicField.AGENDA, VisitPublicField.MINUTES}
    return [field.value for field in VisitPublicField if field not in internal]


class DocumentKind(models.TextChoices):
    LETTER = "letter", _("Letter or invitation")
    APPROVAL = "approval", pgettext_lazy("document of a visit", "Approval")
    SIGNED_MINUTES = "minutes", pgettext_lazy("document of a visit", "Minutes")
    OTHER = "other", pgettext_lazy("kind of document", "Other")


class InvitationMethod(models.TextChoices):
    """What was last told to a calendar (RFC 5546)."""

    REQUEST = "REQUEST", pgettext_lazy("calendar", "Invited")
    CANCEL = "CANCEL", pgettext_lazy("calendar", "Cancelled")
