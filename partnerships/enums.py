"""Kinds and states of agreements, events and platforms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("Framework agreement")
    SPECIFIC = "specific", _("Specific agreement")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    AMENDMENT = "amendment", _("Supplementary agreement")
    OTHER = "other", _("Other agreement")


class AgreementState(models.TextChoices):
    """Where an agreement stands, from the first draft to its end."""

    DRAFTING = "drafting", _("Drafting")
    NEGOTIATING = "negotiating", _("Negotiating")
    LEGAL_REVIEW = "legal_review", _("In approval: legal review")
    DECISION = "decision", _("In approval: decision")
    SEAL = "seal", _("In approval: seal")
    SIGNED = "signed", _("Signed")
    IN_FORCE = "in_force", _("In force")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired")
    RENEWED = "renewed", _("Renewed")
    TERMINATED = "terminated", _("Terminated")


#: Not yet signed: everything may still change.
PREPARED = frozenset(
    {
        AgreementState.DRAFTING,
        AgreementState.NEGOTIATING,
        AgreementState.LEGAL_REVIEW,
        AgreementState.DECISION,
        AgreementState.SEAL,
    }
)
#: Before those who approve it: what they have seen does not change. To change it, it goes back to negotiation.
IN_APPROVAL = frozenset({AgreementState.LEGAL_REVIEW, AgreementState.DECISION, AgreementState.SEAL})
#: Signed and not at its end.
HOLDING = frozenset({AgreementState.SIGNED, AgreementState.IN_FORCE, AgreementState.EXPIRING})
#: At its end; nothing follows.
ENDED = frozenset({AgreementState.RENEWED, AgreementState.TERMINATED})

#: State → states that may follow. A move outside the table raises.
AGREEMENT_MOVES: dict[str, frozenset[str]] = {
    AgreementState.DRAFTING: frozenset(
        {AgreementState.NEGOTIATING, AgreementState.LEGAL_REVIEW, AgreementState.TERMINATED}
    ),
    AgreementState.NEGOTIATING: frozenset(
        {AgreementState.DRAFTING, AgreementState.LEGAL_REVIEW, AgreementState.TERMINATED}
    ),
    AgreementState.LEGAL_REVIEW: frozenset(
        {AgreementState.NEGOTIATING, AgreementState.DECISION, AgreementState.TERMINATED}
    ),
    AgreementState.DECISION: frozenset({AgreementState.NEGOTIATING, AgreementState.SEAL, AgreementState.TERMINATED}),
    AgreementState.SEAL: frozenset({AgreementState.NEGOTIATING, AgreementState.SIGNED, AgreementState.TERMINATED}),
    AgreementState.SIGNED: frozenset({AgreementState.IN_FORCE, AgreementState.EXPIRED, AgreementState.TERMINATED}),
    AgreementState.IN_FORCE: frozenset(
        {AgreementState.EXPIRING, AgreementState.EXPIRED, AgreementState.RENEWED, AgreementState.TERMINATED}
    ),
    AgreementState.EXPIRING: frozenset(
        {AgreementState.IN_FORCE, AgreementState.EXPIRED, AgreementState.RENEWED, AgreementState.TERMINATED}
    ),
    AgreementState.EXPIRED: frozenset({AgreementState.RENEWED, AgreementState.IN_FORCE}),
    AgreementState.RENEWED: frozenset(),
    AgreementState.TERMINATED: frozenset(),
}
#: Moves that only a head or an administrator makes: the steps of approval (法审、决策、用印).
APPROVAL_MOVES = frozenset(
    {
        (AgreementState.LEGAL_REVIEW, AgreementState.DECISION),
        (AgreementState.DECISION, AgreementState.SEAL),
        (AgreementState.SEAL, AgreementState.SIGNED),
    }
)


class PointKind(models.TextChoices):
    """Lists of short phrases that an agreement carries."""

    DIMENSION = "dimension", _("Dimensions")
    MODEL = "model", _("Models of cooperation")
    OBJECTIVE = "objective", _("Objectives")


class SignatoryRole(models.TextChoices):
    SIGNATORY = "signatory", _("Signatory")
    ASSISTANT = "assistant", _("Signing assistant")
    WITNESS = "witness", _("Witness")


class DocumentKind(models.TextChoices):
    DRAFT = "draft", _("Draft version")
    SIGNED = "signed", _("Signed text")
    ANNEX = "annex", _("Annex")
    OPINION = "opinion", _("Legal opinion or decision")
    OTHER = "other", pgettext_lazy("kind of document", "Other")


class PublicField(models.TextChoices):
    """What of a public agreement may be shown beyond the essentials.

    Those are name, kind, parties, subject, state and date of signing, and links to public agreements, platforms and its
    public event.
    """

    SUMMARY = "summary", pgettext_lazy("of an agreement", "Summary")
    POINTS = "points", _("Dimensions, models and objectives")
    SECTORS = "sectors", _("Sectors")
    TERM = "term", pgettext_lazy("of an agreement", "Term")
    RENEWAL = "renewal", _("Renewal")
    VALUE = "value", pgettext_lazy("of an agreement", "Value")
    TEXTS = "texts", _("Originals and prevailing text")
    SIGNATORIES = "signatories", _("Signatories")
    MILESTONES = "milestones", _("Milestones marked as public")
    DOCUMENTS = "documents", _("Documents marked as public")


def usually_public() -> list[str]:
    """What is ticked in a new agreement: what a park tells of one in the news."""
    return [PublicField.SUMMARY.value, PublicField.POINTS.value, PublicField.SECTORS.value]


class EventKind(models.TextChoices):
    SIGNING = "signing", _("Signing ceremony")
    OPENING = "opening", _("Opening ceremony")
    UNVEILING = "unveiling", _("Unveiling")
    RELEASE = "release", _("Release")
    MEETING = "meeting", _("Meeting")
    OTHER = "other", pgettext_lazy("kind of event", "Other")


class PartOfDay(models.TextChoices):
    NOT_STATED = "", _("Not stated")
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class Side(models.TextChoices):
    """Sides of a ceremony, in the order of precedence."""

    HIGHER_AUTHORITY = "higher_authority", _("Higher authority")
    GUESTS = "guests", _("Guests")
    HOSTS = "hosts", _("Hosts")
    UNIVERSITIES = "universities", _("Universities and institutes")
    COMPANIES = "companies", _("Companies")


class Arrangement(models.TextChoices):
    """Where people are put in order; each has an order of its own."""

    NEWS = "news", _("List in the news")
    ROSTRUM = "rostrum", _("Rostrum")
    TABLE = "table", _("Signing table")
    PHOTOGRAPH = "photograph", _("Photograph")


class PlatformKind(models.TextChoices):
    INCUBATION_CENTRE = "incubation_centre", _("Incubation centre")
    TRANSFORMATION_BASE = "transformation_base", _("Transformation base")
    LABORATORY = "laboratory", _("Laboratory")
    REMOTE_INCUBATOR = "remote_incubator", _("Remote incubator")
    FUND = "fund", _("Fund")
    ENCLAVE = "enclave", _("Two-way enclave")
    OTHER = "other", pgettext_lazy("kind of platform", "Other")


class PlatformStatus(models.TextChoices):
    NOT_STATED = "not_stated", _("Status not stated")
    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", _("Announced")
    UNVEILED = "unveiled", _("Unveiled")
    OPERATING = "operating", _("Operating")
    CLOSED = "closed", _("Closed")


class ReminderKind(models.TextChoices):
    EXPIRY = "expiry", _("End of the term")
    MILESTONE = "milestone", _("Milestone")
