"""States of a translation job and the moves between them; kinds of terms and renderings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    """Where a translation stands."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Being prepared")
    NEEDS_REVIEW = "needs_review", _("Waiting for a translator")
    FINISHED = "finished", _("Waiting for approval")
    APPROVED = "approved", _("Approved, goes live with others")
    DONE = "done", _("Published")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Superseded by a newer text")


#: Work is going on or waits for a person; at most one such job for a target and a locale.
OPEN = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.NEEDS_REVIEW, JobState.FINISHED, JobState.APPROVED})
#: A person has the text before them. What is approved and waits for its hour is with people too: a change of its text
#: takes the approval away.
WITH_PEOPLE = frozenset({JobState.NEEDS_REVIEW, JobState.FINISHED, JobState.APPROVED})
#: Nothing more happens by itself. A failed job may be tried again by a person.
FINAL = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.SUPERSEDED})

_CLOSED_BY_EVENTS = frozenset({JobState.CANCELLED, JobState.SUPERSEDED})

#: state → states it may move to. A move that is not here raises.
MOVES: dict[str, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING}) | _CLOSED_BY_EVENTS,
    JobState.RUNNING: frozenset({JobState.QUEUED, JobState.NEEDS_REVIEW, JobState.FAILED}) | _CLOSED_BY_EVENTS,
    JobState.NEEDS_REVIEW: frozenset({JobState.FINISHED}) | _CLOSED_BY_EVENTS,
    JobState.FINISHED: frozenset({JobState.NEEDS_REVIEW, JobState.APPROVED, JobState.DONE}) | _CLOSED_BY_EVENTS,
    JobState.APPROVED: frozenset({JobState.NEEDS_REVIEW, JobState.FINISHED, JobState.DONE}) | _CLOSED_BY_EVENTS,
    JobState.FAILED: frozenset({JobState.QUEUED}) | _CLOSED_BY_EVENTS,
    JobState.DONE: frozenset(),
    JobState.CANCELLED: frozenset(),
    JobState.SUPERSEDED: frozenset(),
}


class MoveNotAllowedError(Exception):
    """A job was to move between states that the table of moves does not join."""


class Priority(models.IntegerChoices):
    """The order in which workers take jobs; higher first."""

    LOW = 10, pgettext_lazy("priority", "Low")
    NORMAL = 50, pgettext_lazy("priority", "Normal")
    HIGH = 90, pgettext_lazy("priority", "High")


class Origin(models.TextChoices):
    """Who made a wording that is remembered."""

    PERSON = "person", _("Person")
    MACHINE = "machine", _("Machine")
    IMPORT = "import", _("Import")


class TermKind(models.TextChoices):
    """What a term names."""

    TERM = "term", _("Term")
    INSTITUTION = "institution", _("Institution")
    OFFICE = "office", _("Office or title")
    PLACE = "place", _("Place")
    PERSON = "person", _("Name of a person")


class OrganizationKind(models.TextChoices):
    """Of what kind of organisation a title is: 副局长 and 副主任 are both Deputy Director."""

    GOVERNMENT = "government", _("People’s government")
    BUREAU = "bureau", _("Bureau or department")
    COMMITTEE = "committee", _("Committee or centre")
    PARTY = "party", _("Party organisation")
    UNIVERSITY = "university", _("University or school")
    INSTITUTE = "institute", _("Research institute")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association or chamber")


class RenderingForm(models.TextChoices):
    """Which form of a name a rendering is."""

    FULL = "full", _("Full form")
    SHORT = "short", _("Short form")


class WatchedKind(models.TextChoices):
    """Why the office watches a wording in its own texts."""

    SENSITIVE = "sensitive", _("Sensitive")
    OBSOLETE = "obsolete", _("Obsolete")
    CONFIDENTIAL = "confidential", _("Possibly confidential")


class Severity(models.TextChoices):
    """What a finding of a check does."""

    BLOCKING = "blocking", _("Prevents publication")
    WARNING = "warning", _("Needs a reason")
    NOTE = "note", _("Note")


class RenderingStatus(models.TextChoices):
    """How the house stands to a wording of a term."""

    PREFERRED = "preferred", _("Preferred")
    ADMITTED = "admitted", _("Admitted")
    FORBIDDEN = "forbidden", _("Not to be used")


class TermState(models.TextChoices):
    """How a term stands between proposal and use."""

    IN_FORCE = "in_force", pgettext_lazy("term", "In use")
    CHANGED = "changed", _("In use, a change waits for approval")
    PROPOSED = "proposed", _("New, waits for approval")
    WAITING = "waiting", _("Waits for approval")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WordingOrigin(models.TextChoices):
    """Where the wording of one segment comes from."""

    PERSON = "person", _("Person")
    MEMORY = "memory", _("Translation memory")
    GLOSSARY = "glossary", _("Glossary")
    MACHINE = "machine", _("Machine")
    UNCHANGED = "unchanged", _("Same in both languages")


class EngineName(models.TextChoices):
    """What may translate. `memory` is no service: what memory and glossary do not know is left to people."""

    MEMORY = "memory", _("Memory and glossary only")
    LIBRETRANSLATE = "libretranslate", "LibreTranslate"
    DEEPL = "deepl", "DeepL"
    OPENAI = "openai", _("Language model (chat API)")


class ChargeState(models.TextChoices):
    """Money of one request to an engine: set aside before it is sent, final afterwards."""

    RESERVED = "reserved", _("Set aside")
    SETTLED = "settled", _("Spent")
    RELEASED = "released", _("Not spent")


class OrderState(models.TextChoices):
    """Where an order of many translations stands; the jobs of an order have states of their own."""

    WAITING = "waiting", _("Being prepared")
    PLACED = "placed", _("Sent to translation")
    CANCELLED = "cancelled", _("Cancelled")


class Occasion(models.TextChoices):
    """When something is sent to translation."""

    ON_PUBLICATION = "on_publication", _("On publication")
    ON_REQUEST = "on_request", _("On request")
    NEVER = "never", pgettext_lazy("occasion", "Never")
