"""What an investor asks for, where an inquiry stands, and how time is counted for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Intent(models.TextChoices):
    """What the investor has in mind."""

    SET_UP = "set_up", _("Set up a company or an office")
    RD_COOPERATION = "rd_cooperation", _("R&D cooperation")
    TECHNOLOGY_TRANSFER = "technology_transfer", _("Technology transfer")
    INCUBATION = "incubation", _("Incubation")
    PREMISES = "premises", _("Premises or land")
    JOINT_FUND = "joint_fund", _("Joint fund")
    VISIT = "visit", _("Visit")
    OTHER = "other", _("Something else")


class Behalf(models.TextChoices):
    """For whom the inquiry is sent."""

    OWN = "own", _("My own company or institution")
    CLIENT = "client", _("A client of mine, who is not named yet")


class TimeFrame(models.TextChoices):
    """When the investor wishes to begin."""

    QUARTER = "quarter", _("Within three months")
    HALF_YEAR = "half_year", _("Within six months")
    YEAR = "year", _("Within a year")
    LATER = "later", _("Later")
    OPEN = "open", pgettext_lazy("time frame", "Not decided yet")


class Assessment(models.TextChoices):
    """Whether what is planned needs an environmental impact assessment (环境影响评价)."""

    UNKNOWN = "unknown", pgettext_lazy("environmental assessment", "Not known yet")
    NONE = "none", pgettext_lazy("environmental assessment", "Not needed")
    FORM = "form", pgettext_lazy("environmental assessment", "A form")
    REPORT = "report", pgettext_lazy("environmental assessment", "A report")


class ConsentKind(models.TextChoices):
    """What is agreed to, each for itself (PIPL, articles 23, 29 and 39)."""

    NOTICE = "notice", _("Privacy notice")
    ABROAD = "abroad", _("Transfer abroad")
    SHARING = "sharing", _("Passing on to other parks")


class FileOrigin(models.TextChoices):
    """Who gave a file of an inquiry."""

    INVESTOR = "investor", pgettext_lazy("origin of a file", "The investor")
    OFFICE = "office", pgettext_lazy("origin of a file", "The office")


class Scan(models.TextChoices):
    """What the scanner for viruses says of a file."""

    NOT_SCANNED = "not_scanned", pgettext_lazy("virus scan", "Not scanned")
    CLEAN = "clean", pgettext_lazy("virus scan", "Clean")


class MessageDirection(models.TextChoices):
    IN = "in", pgettext_lazy("message", "From the investor")
    OUT = "out", pgettext_lazy("message", "From the office")


class RequestKind(models.TextChoices):
    """What an investor asks for on the status page besides an answer."""

    NDA = "nda", _("Non-disclosure agreement")
    ERASURE = "erasure", _("Erasure of the data")


class InquiryState(models.TextChoices):
    """Where an inquiry stands."""

    NEW = "new", pgettext_lazy("state of an inquiry", "New")
    TRIAGED = "triaged", _("Triaged")
    ASSIGNED = "assigned", _("Assigned")
    WAITING_FOR_INVESTOR = "waiting_investor", _("Waiting for the investor")
    WAITING_FOR_US = "waiting_us", _("Waiting for us")
    IN_COOPERATION = "in_cooperation", _("In cooperation")
    SETTLED = "settled", _("Closed: settled")
    NOT_SETTLED = "not_settled", _("Closed: not settled")
    SPAM = "spam", _("Spam")
    DUPLICATE = "duplicate", _("Duplicate")


#: The office owes the investor an answer or a next step: the clock runs.
WITH_US = frozenset({InquiryState.NEW, InquiryState.TRIAGED, InquiryState.ASSIGNED, InquiryState.WAITING_FOR_US})
#: Somebody still works on it.
OPEN = WITH_US | {InquiryState.WAITING_FOR_INVESTOR, InquiryState.IN_COOPERATION}
#: Over, well or not.
CLOSED = frozenset({InquiryState.SETTLED, InquiryState.NOT_SETTLED})
#: No question of an investor that anybody must answer: out of lists, figures and service levels.
PUT_ASIDE = frozenset({InquiryState.SPAM, InquiryState.DUPLICATE})
_ENDS = frozenset({InquiryState.NOT_SETTLED, InquiryState.SPAM, InquiryState.DUPLICATE})

#: State → states that may follow. A move outside the table raises. Into `DUPLICATE` leads the merge alone.
INQUIRY_MOVES: dict[str, frozenset[str]] = {
    InquiryState.NEW: _ENDS
    | {InquiryState.TRIAGED, InquiryState.ASSIGNED, InquiryState.WAITING_FOR_INVESTOR, InquiryState.IN_COOPERATION},
    InquiryState.TRIAGED: _ENDS
    | {InquiryState.ASSIGNED, InquiryState.WAITING_FOR_INVESTOR, InquiryState.IN_COOPERATION},
    InquiryState.ASSIGNED: _ENDS
    | {
        InquiryState.TRIAGED,
        InquiryState.WAITING_FOR_INVESTOR,
        InquiryState.WAITING_FOR_US,
        InquiryState.IN_COOPERATION,
    },
    InquiryState.WAITING_FOR_INVESTOR: _ENDS | {InquiryState.WAITING_FOR_US, InquiryState.IN_COOPERATION},
    InquiryState.WAITING_FOR_US: _ENDS
    | {InquiryState.ASSIGNED, InquiryState.WAITING_FOR_INVESTOR, InquiryState.IN_COOPERATION},
    InquiryState.IN_COOPERATION: frozenset(
        {
            InquiryState.WAITING_FOR_INVESTOR,
            InquiryState.WAITING_FOR_US,
            InquiryState.SETTLED,
            InquiryState.NOT_SETTLED,
            InquiryState.DUPLICATE,
        }
    ),
    InquiryState.SETTLED: frozenset({InquiryState.WAITING_FOR_US, InquiryState.IN_COOPERATION}),
    InquiryState.NOT_SETTLED: frozenset({InquiryState.WAITING_FOR_US, InquiryState.IN_COOPERATION}),
    InquiryState.SPAM: frozenset({InquiryState.NEW}),
    InquiryState.DUPLICATE: frozenset({InquiryState.NEW}),
}
#: Steps that say why, for the history.
NEEDS_REASON = frozenset({InquiryState.NOT_SETTLED, InquiryState.SPAM})


class Doubt(models.TextChoices):
    """Why an inquiry lies in quarantine. `TRAP` is not given so far: the form refuses that."""

    TRAP = "trap", _("The hidden field was filled in")
    LINKS = "links", _("Many links in the message")
    HASTE = "haste", _("Sent within seconds")
    REPEATED = "repeated", _("The same message for several addresses")
    NO_PROOF = "no_proof", _("Sent without the check against robots")


class ClockKind(models.TextChoices):
    """What the office owes the investor."""

    FIRST = "first", _("First answer")
    NEXT = "next", _("Further answer")


class ClockEnd(models.TextChoices):
    """How a clock ended."""

    RUNNING = "", pgettext_lazy("clock", "Not ended")
    IN_TIME = "in_time", pgettext_lazy("clock", "Answered in time")
    LATE = "late", pgettext_lazy("clock", "Answered late")
    VOID = "void", pgettext_lazy("clock", "No answer needed")
