"""Edit screens of organisations and persons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, TabbedInterface

from parks.directory_forms import OrganizationForm, PersonForm
from parks.panels import NAME, SHORT_NAME, inline, made_slug_panel, spellings
from portal.core.localized import language_row

ORGANIZATION = ObjectList(
    [
        NAME,
        SHORT_NAME,
        made_slug_panel(),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
        FieldPanel("parent"),
        FieldPanel("site"),
        FieldPanel("website"),
        FieldPanel("is_public"),
        spellings(),
    ],
    base_form_class=OrganizationForm,
)

_PERSON = ObjectList(
    [
        language_row("family_name", _("Family name")),
        language_row("given_name", _("Given name")),
        FieldRowPanel([FieldPanel("latin_order"), FieldPanel("chinese_form")]),
        FieldRowPanel([FieldPanel("courtesy_title"), FieldPanel("country")]),
        made_slug_panel(),
        FieldPanel("name_basis"),
        spellings(),
    ],
    heading=pgettext_lazy("directory", "Person"),
)
_OFFICES = ObjectList(
    [
        HelpPanel(content=_("What the person holds and held. An agreement or event keeps the office of its day.")),
        inline(
            "offices",
            pgettext_lazy("of a person", "Office"),
            pgettext_lazy("of a person", "Offices"),
            language_row("title", pgettext_lazy("of a person", "Office")),
            FieldPanel("organization"),
            language_row("organization_name", _("Name of the organisation on the day")),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
            FieldPanel("has_ended"),
            FieldPanel("source"),
        ),
    ],
    heading=pgettext_lazy("of a person", "Offices"),
)
PERSON = TabbedInterface([_PERSON, _OFFICES], base_form_class=PersonForm)
