"""Inquiries of investors; events, agreements and joint platforms of parks."""

from partnerships.models.agreements import (
    Agreement,
    AgreementDocument,
    AgreementParty,
    AgreementPoint,
    AgreementSector,
    AgreementSignatory,
    SignatoryOffice,
)
from partnerships.models.events import Attendee, AttendeeBehalf, AttendeeOffice, Event, ProgrammeItem
from partnerships.models.inquiries import Inquiry
from partnerships.models.milestones import AgreementMove, Milestone
from partnerships.models.platforms import JointPlatform, PlatformBody, PlatformForm, PlatformPark, PlatformSector
from partnerships.models.reminders import Reminder

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementMove",
    "AgreementParty",
    "AgreementPoint",
    "AgreementSector",
    "AgreementSignatory",
    "Attendee",
    "AttendeeBehalf",
    "AttendeeOffice",
    "Event",
    "Inquiry",
    "JointPlatform",
    "Milestone",
    "PlatformBody",
    "PlatformForm",
    "PlatformPark",
    "PlatformSector",
    "ProgrammeItem",
    "Reminder",
    "SignatoryOffice",
]
