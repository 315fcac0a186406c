"""Edit screens of the records: every language of a field side by side, parts of a record on its own screen."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.widgets import AdminAutoHeightTextInput

from parks.forms import PositioningForm, ResultForm, SpelledForm
from portal.core.localized import language_row
from portal.core.row_limits import MOST_IN_A_LIST
from portal.core.scoped_admin import ScopedForm


def sentences(field: str, heading: str | Promise) -> FieldRowPanel:
    """Words that may be longer than a line."""
    return language_row(field, heading, widget=AdminAutoHeightTextInput)


def select(field: str) -> FieldPanel:
    """A short list of records as a plain list of choices."""
    return FieldPanel(field, widget=forms.Select)


def inline(relation: str, label: str | Promise, heading: str | Promise, *panels: object) -> InlinePanel:
    return InlinePanel(relation, panels=list(panels), label=label, heading=heading, max_num=MOST_IN_A_LIST)


def spellings() -> InlinePanel:
    row = FieldRowPanel([FieldPanel("spelling"), FieldPanel("former")])
    return inline("aliases", _("Spelling"), _("Spellings and former names"), row)


def sectors(heading: str | Promise, label: str | Promise | None = None) -> InlinePanel:
    """Links to sectors, which parks call industries; `label` names one of them."""
    return inline("sector_links", label or _("industry"), heading, select("sector"))


def statements() -> InlinePanel:
    return inline(
        "statements",
        _("Statement"),
        _("Statements"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("as_of")]),
        sentences("text", _("Sentence")),
        sentences("detail", _("Detail")),
        language_row("source", pgettext_lazy("of a statement", "Source")),
    )


def education() -> InlinePanel:
    figures = FieldRowPanel([FieldPanel("kind"), FieldPanel("count"), FieldPanel("as_of")])
    return inline("education_figures", _("Education figure"), _("Education figures"), figures)


def slug_panel(**options: object) -> FieldPanel:
    """The short address as it is typed: Wagtail's own input drops what it does not like without a word."""
    return FieldPanel("slug", widget=forms.TextInput, **options)


def made_slug_panel() -> FieldPanel:
    """The short address of a record whose form makes one."""
    return slug_panel(help_text=_("Made from the name where it is left empty."))


NAME = language_row("name", _("Name"))
SHORT_NAME = language_row("short_name", _("Short name"))
SLUG = slug_panel()

SECTOR = ObjectList([NAME, SLUG, spellings()], base_form_class=SpelledForm)

PLACE = TabbedInterface(
    [
        ObjectList(
            [
                NAME,
                language_row("full_name", _("Name in an address")),
                SLUG,
                FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
                FieldPanel("parent"),
                FieldRowPanel([FieldPanel("longitude"), FieldPanel("latitude")]),
                spellings(),
            ],
            heading=_("Place"),
        ),
        ObjectList([statements(), sectors(_("Industries")), education()], heading=_("Facts of the place")),
    ],
    base_form_class=SpelledForm,
)

_BODY = (FieldPanel("organization"), language_row("description", _("Description")))

_PARK_IDENTITY = ObjectList(
    [
        select("unit"),
        NAME,
        SHORT_NAME,
        SLUG,
        FieldRowPanel([FieldPanel("level"), FieldPanel("kind")]),
        language_row("kind_stated", _("Kind in the words of the source")),
        spellings(),
    ],
    heading=_("Park"),
)
_PARK_HISTORY = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("founder"),
                language_row("founder_text", _("Founder in words")),
                FieldPanel("launched_by"),
                FieldPanel("founded_year"),
            ],
            heading=_("Foundation"),
        ),
        FieldPanel("operator_kind"),
        inline("operators", _("Operator"), _("Operators"), *_BODY),
        inline("shareholders", _("Shareholder"), _("Shareholders"), *_BODY, FieldPanel("share")),
        inline(
            "honours",
            _("Honour"),
            _("Honours and designations"),
            sentences("designation", _("Honour or designation")),
            FieldPanel("date"),
            FieldPanel("authority"),
        ),
        inline(
            "scheme_memberships",
            _("Evaluation"),
            _("Participation in evaluations"),
            FieldRowPanel([select("scheme"), FieldPanel("since_year")]),
        ),
    ],
    heading=_("Foundation and operation"),
)
_PARK_SPACE = ObjectList(
    [
        inline("place_links", _("Place"), _("Places"), FieldPanel("place")),
        FieldPanel("area_km2"),
        sentences("layout", pgettext_lazy("of a park", "Layout")),
        inline(
            "phases",
            _("Planning phase"),
            _("Planning phases"),
            language_row("name", _("Name")),
            FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year"), FieldPanel("area_km2")]),
        ),
        inline(
            "sub_sites",
            _("Sub-park or sub-centre"),
            _("Sub-parks, sub-centres and places in talks"),
            language_row("name", _("Name")),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("status"), FieldPanel("founded_year")]),
            FieldPanel("place"),
            sectors(_("Industries")),
        ),
    ],
    heading=_("Place and layout"),
)
_PARK_INDUSTRY = ObjectList(
    [
        sectors(_("Leading industries")),
        sentences("feature", _("Special feature")),
        inline("tenants", _("Tenant"), _("Tenants"), FieldPanel("organization"), language_row("name", _("Name"))),
        education(),
    ],
    heading=_("Industry"),
)
_PARK_CONTACT = ObjectList(
    [
        FieldPanel("website"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        sentences("address", _("Postal address")),
        inline(
            "contacts",
            _("Contact"),
            _("Contacts"),
            language_row("office", pgettext_lazy("of a contact", "Office")),
            FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            sentences("address", _("Postal address")),
        ),
    ],
    heading=_("Contact"),
)
PARK = TabbedInterface(
    [
        _PARK_IDENTITY,
        _PARK_HISTORY,
        _PARK_SPACE,
        _PARK_INDUSTRY,
        ObjectList([statements()], heading=_("Statements")),
        _PARK_CONTACT,
    ],
    base_form_class=SpelledForm,
)

CLUSTER = ObjectList(
    [
        NAME,
        SLUG,
        FieldRowPanel([select("park"), FieldPanel("place")]),
        spellings(),
        inline("companies", _("Company"), _("Companies"), *_BODY),
        inline("products", _("Product"), _("Products"), language_row("name", _("Name"))),
    ],
    base_form_class=SpelledForm,
)

POSITIONING = ObjectList(
    [
        select("park"),
        language_row("title", _("Title")),
        inline("columns", _("Column"), _("Columns"), language_row("name", _("Name"))),
        inline(
            "rows",
            _("Row"),
            _("Rows"),
            language_row("name", _("Name")),
            inline("items", _("Item"), _("Items"), FieldPanel("column"), language_row("text", _("Item"))),
        ),
    ],
    base_form_class=PositioningForm,
)

SCHEME = ObjectList(
    [
        NAME,
        SLUG,
        FieldPanel("authority"),
        inline("sub_indices", _("Sub-index"), _("Sub-indices"), language_row("name", _("Name")), SLUG),
    ],
    base_form_class=ScopedForm,
)

EDITION = ObjectList(
    [
        select("scheme"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("data_year"), FieldPanel("ranked_parks")]),
    ]
)

RESULT = ObjectList(
    [
        FieldRowPanel([select("park"), select("edition")]),
        FieldPanel("overall_rank"),
        inline(
            "sub_ranks",
            _("Rank in a sub-index"),
            _("Ranks in sub-indices"),
            FieldRowPanel([select("sub_index"), FieldPanel("rank"), FieldPanel("previous_rank")]),
        ),
        sentences("remark", _("Remark")),
        sentences("economy", _("Economy")),
        inline(
            "points",
            _("Strength or main work"),
            _("Strengths and main work"),
            FieldPanel("kind"),
            sentences("text", _("Sentence")),
        ),
        language_row("planning_period", _("Planning period")),
        FieldPanel("speaker"),
        inline(
            "speaker_offices",
            pgettext_lazy("of a speaker", "Office"),
            _("Offices of the speaker on the day"),
            language_row("title", pgettext_lazy("of a speaker", "Office")),
            FieldPanel("organization"),
            language_row("organization_name", _("Name of the organisation on the day")),
            FieldPanel("as_stated"),
        ),
    ],
    base_form_class=ResultForm,
)
