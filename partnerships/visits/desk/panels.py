"""The form of a visit, in tabs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface

from parks.panels import sentences
from partnerships.kept_admin import keeping, row, secrecy_notice
from partnerships.kept_forms import KeptForm
from portal.core.localized import language_row

_VISIT = ObjectList(
    [
        secrecy_notice(),
        keeping(FieldPanel("is_public")),
        sentences("name", _("Name")),
        row("direction", "kind"),
        MultiFieldPanel(
            [row("date", "until"), language_row("date_basis", _("Basis of the date")), FieldPanel("timezone")],
            heading=_("Date"),
        ),
        MultiFieldPanel([row("park", "place"), language_row("venue", _("Venue"))], heading=_("Where")),
        sentences("purpose", _("Purpose")),
        FieldPanel("responsible"),
    ],
    heading=_("Visit"),
)

VISIT = TabbedInterface([_VISIT], base_form_class=KeptForm)
