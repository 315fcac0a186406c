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
from partnerships.models.inquiry_desk import (
    InquiryMessage,
    InquiryMove,
    InquiryNote,
    InquiryRequest,
    ReplyTemplate,
    RoutingRule,
    SavedFilter,
)
from partnerships.models.inquiry_parts import (
    Consent,
    DraftFile,
    InquiryDraft,
    InquiryFile,
    PremisesNeed,
    PrivacyNotice,
    UsedProof,
)
from partnerships.models.milestones import AgreementMove, Milestone
from partnerships.models.platforms import JointPlatform, PlatformBody, PlatformForm, PlatformPark, PlatformSector
from partnerships.models.reminders import Reminder
from partnerships.models.service_levels import CalendarDay, ServiceClock, ServiceLevel, WorkCalendar, WorkHours
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
    "CalendarDay",
    "CalendarFeed",
    "ChecklistItem",
    "Consent",
    "DraftFile",
    "Event",
    "FollowUp",
    "FollowUpInvitee",
    "FollowUpReminder",
    "Gift",
    "Inquiry",
    "InquiryDraft",
    "InquiryFile",
    "InquiryMessage",
    "InquiryMove",
    "InquiryNote",
    "InquiryRequest",
    "JointPlatform",
    "MemberOffice",
    "Milestone",
    "MinutesPart",
    "PlatformBody",
    "PlatformForm",
    "PlatformPark",
    "PlatformSector",
    "PremisesNeed",
    "PrivacyNotice",
    "ProgrammeItem",
    "Reminder",
    "ReplyTemplate",
    "RequestNote",
    "Room",
    "RoutingRule",
    "SavedFilter",
    "ServiceClock",
    "ServiceLevel",
    "SignatoryOffice",
    "UsedProof",
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
    "WorkCalendar",
    "WorkHours",
]
