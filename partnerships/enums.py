"""What an investor asks for, and where an inquiry stands."""

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


class InquiryState(models.TextChoices):
    """Where an inquiry stands. It is received as new; the desk will move it on."""

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
