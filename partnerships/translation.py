"""Which fields of agreements, events, platforms and visits are words."""

from modeltranslation.translator import TranslationOptions, translator

from partnerships import models

WORDS: dict[type, tuple[str, ...]] = {
    models.Event: ("name", "venue", "date_basis"),
    models.ProgrammeItem: ("text",),
    models.Attendee: ("description", "part", "note"),
    models.AttendeeOffice: ("title", "organization_name"),
    models.Agreement: ("name", "subject", "renewal", "summary"),
    models.AgreementPoint: ("text",),
    models.AgreementParty: ("description",),
    models.SignatoryOffice: ("title", "organization_name"),
    models.AgreementDocument: ("title",),
    models.Milestone: ("name",),
    models.JointPlatform: ("name", "around", "summary"),
    models.PlatformBody: ("description",),
    models.PlatformForm: ("text",),
    models.Visit: ("name", "venue", "purpose", "outcome", "date_basis"),
    models.VisitPartner: ("description",),
    models.VisitTopic: ("text",),
    models.VisitMember: ("description",),
    models.MemberOffice: ("title", "organization_name"),
    models.Room: ("name",),
    models.AgendaItem: ("text", "venue"),
    models.MinutesPart: ("text",),
    models.VisitPhotograph: ("alt", "caption"),
    models.FollowUp: ("what", "description"),
}

for model, fields in WORDS.items():
    options = type(f"{model.__name__}TranslationOptions", (TranslationOptions,), {"fields": fields})
    translator.register(model, options)
