"""The form of an agreement, in tabs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface

from parks.panels import inline, sectors, sentences
from partnerships.agreement_forms import AgreementForm
from partnerships.kept_admin import keeping, offices, row, secrecy_notice
from portal.core.localized import language_row

_ESSENTIALS = ObjectList(
    [
        secrecy_notice(),
        keeping(),
        sentences("name", _("Title")),
        sentences("subject", pgettext_lazy("of an agreement", "Subject")),
        row("kind", "number"),
        MultiFieldPanel(
            [
                row("framework", "outlives_framework"),
                row("amends", "renews"),
            ],
            heading=_("Other agreements"),
        ),
        row("event", "signed_on"),
        FieldPanel("responsible"),
        sentences("summary", pgettext_lazy("of an agreement", "Summary")),
        inline(
            "points",
            _("dimension, model or objective"),
            _("Dimensions, models and objectives"),
            FieldPanel("kind"),
            language_row("text", _("Phrase")),
        ),
        sectors(_("Sectors"), _("sector")),
    ],
    heading=_("Agreement"),
)
_PARTIES = ObjectList(
    [
        inline(
            "parties",
            _("party"),
            _("Parties"),
            row("park", "organization"),
            language_row("description", _("Description")),
        ),
        inline(
            "signatories",
            _("signatory, assistant or witness"),
            _("Signatories, assistants and witnesses"),
            row("role", "party_number"),
            FieldPanel("person"),
            offices(),
        ),
    ],
    heading=_("Parties and signatories"),
)
_TERM = ObjectList(
    [
        row("starts_on", "ends_on"),
        language_row("renewal", _("Renewal")),
        row("value", "currency"),
        row("originals", "languages", "prevailing_language"),
    ],
    heading=_("Term, value and texts"),
)
_DOCUMENTS = ObjectList(
    [
        inline(
            "documents",
            _("document"),
            _("Documents and versions"),
            row("kind", "version", "language"),
            language_row("title", _("Title")),
            FieldPanel("file"),
            FieldPanel("is_public"),
        )
    ],
    heading=pgettext_lazy("of an agreement", "Documents"),
)
_MILESTONES = ObjectList(
    [
        inline(
            "milestones",
            _("milestone"),
            _("Milestones"),
            language_row("name", _("Milestone")),
            row("due_on", "done_on"),
            row("owner", "is_public"),
        )
    ],
    heading=_("Milestones"),
)
_PUBLIC = ObjectList(
    [
        FieldPanel("is_public", help_text=_("Shown on the portal and in its data, from the signature on.")),
        FieldPanel("public_fields"),
        FieldPanel("internal_note"),
    ],
    heading=_("Public or internal"),
)

AGREEMENT = TabbedInterface(
    [_ESSENTIALS, _PARTIES, _TERM, _DOCUMENTS, _MILESTONES, _PUBLIC], base_form_class=AgreementForm
)
