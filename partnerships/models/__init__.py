"""Inquiries of investors; events, agreements, joint platforms and visits of parks."""

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
from partnerships.models.visit_agenda import AgendaItem, Room
from partnerships.models.visit_calendar import CalendarFeed, VisitInvitation
from partnerships.models.visit_people import MemberOffice, VisitMember
from partnerships.models.visit_results import (
    FollowUp,
    FollowUpInvitee,
    FollowUpReminder,
    Gift,
    MinutesPart,
    VisitPhotograph,
)
from partnerships.models.visit_steps import ChecklistItem, RequestNote, VisitDocument, VisitMove, VisitRequest
from partnerships.models.visits import Visit, VisitPartner, VisitSector, VisitTopic

__all__ = [
    "AgendaItem",
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
    "CalendarFeed",
    "ChecklistItem",
    "Event",
    "FollowUp",
    "FollowUpInvitee",
    "FollowUpReminder",
    "Gift",
    "Inquiry",
    "JointPlatform",
    "MemberOffice",
    "Milestone",
    "MinutesPart",
    "PlatformBody",
    "PlatformForm",
    "PlatformPark",
    "PlatformSector",
    "ProgrammeItem",
    "Reminder",
    "RequestNote",
    "Room",
    "SignatoryOffice",
    "Visit",
    "VisitDocument",
    "VisitInvitation",
    "VisitMember",
    "VisitMove",
    "VisitPartner",
    "VisitPhotograph",
    "VisitRequest",
    "VisitSector",
    "VisitTopic",
]
