"""Which fields of records are words: each gets a column per language of MODELTRANSLATION_LANGUAGES."""

from modeltranslation.translator import TranslationOptions, translator

from parks import models

WORDS: dict[type, tuple[str, ...]] = {
    models.Sector: ("name",),
    models.Place: ("name", "full_name"),
    models.Organization: ("name", "short_name"),
    models.Person: ("name", "family_name", "given_name"),
    models.Office: ("title", "organization_name"),
    models.Park: ("name", "short_name", "kind_stated", "founder_text", "layout", "feature", "address"),
    models.ParkOperator: ("description",),
    models.ParkShareholder: ("description",),
    models.PlanningPhase: ("name",),
    models.SubSite: ("name",),
    models.Tenant: ("name",),
    models.Honour: ("designation",),
    models.Contact: ("office", "address"),
    models.Statement: ("text", "detail", "source"),
    models.Cluster: ("name",),
    models.ClusterCompany: ("description",),
    models.ClusterProduct: ("name",),
    models.Positioning: ("title",),
    models.PositioningColumn: ("name",),
    models.PositioningRow: ("name",),
    models.PositioningItem: ("text",),
    models.EvaluationScheme: ("name",),
    models.SubIndex: ("name",),
    models.EvaluationResult: ("remark", "economy", "planning_period"),
    models.ResultPoint: ("text",),
    models.SpeakerOffice: ("title", "organization_name"),
}

for model, fields in WORDS.items():
    options = type(f"{model.__name__}TranslationOptions", (TranslationOptions,), {"fields": fields})
    translator.register(model, options)
