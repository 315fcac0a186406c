"""The form of a visit, in tabs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface

from parks.panels import inline, sectors, sentences
from partnerships.kept_admin import keeping, row, secrecy_notice
from partnerships.visits.desk import part_panels as parts
from partnerships.visits.desk.forms import VisitForm
from partnerships.visits.desk.settled import what_may_change
from partnerships.visits.desk.widgets import ZoneSelect
from partnerships.visits.zones import all_zones
from portal.core.localized import language_row


class StatePanel(HelpPanel):
    """Where the visit stands, and what the person may change of it there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "partnerships/visits/state_panel.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            sentence = what_may_change(self.instance, self.request.user)
            return {**super().get_context_data(parent_context), "visit": self.instance, "sentence": sentence}


_VISIT = ObjectList(
    [
        secrecy_notice(),
        StatePanel(),
        keeping(),
        sentences("name", _("Name")),
        row("direction", "kind"),
        MultiFieldPanel(
            [
                row("date", "until"),
                language_row("date_basis", _("Basis of the date")),
                FieldPanel("timezone", widget=ZoneSelect(all_zones)),
            ],
            heading=_("Date"),
        ),
        MultiFieldPanel([row("park", "place"), language_row("venue", _("Venue"))], heading=_("Where")),
        row("headcount", "responsible"),
        sentences("purpose", _("Purpose")),
        inline(
            "partners",
            pgettext_lazy("of a visit", "partner"),
            pgettext_lazy("of a visit", "Partners"),
            row("park", "organization"),
            language_row("description", _("Description")),
        ),
        inline("topics", _("topic"), _("Topics"), language_row("text", _("Topic"))),
        sectors(_("Sectors"), _("sector")),
    ],
    heading=pgettext_lazy("delegation", "Visit"),
)
_APPROVAL = ObjectList(
    [
        StatePanel(),
        row("letter_kind", "letter_number"),
        FieldPanel("letter_date"),
        row(FieldPanel("approver", heading=pgettext_lazy("of a visit", "Approved by")), "approved_on"),
        FieldPanel("foreign_affairs_reference"),
        parts.DOCUMENTS,
    ],
    heading=pgettext_lazy("of a visit", "Approval"),
)
_PUBLIC = ObjectList(
    [
        FieldPanel("is_public", help_text=_("Shown on the portal and in its data, once the visit has taken place.")),
        FieldPanel("public_fields"),
        FieldPanel("internal_note"),
    ],
    heading=_("Public or internal"),
)

VISIT = TabbedInterface(
    [
        _VISIT,
        _APPROVAL,
        ObjectList([parts.PEOPLE_NOTE, parts.MEMBERS], heading=_("Delegates and hosts")),
        ObjectList([parts.AGENDA], heading=_("Agenda")),
        ObjectList([parts.CHECKLIST_NOTE, parts.CHECKLIST], heading=_("Checklist")),
        ObjectList(
            [
                sentences("outcome", pgettext_lazy("of a visit", "Outcome")),
                parts.MINUTES,
                parts.FOLLOW_UPS,
                parts.PHOTOGRAPHS,
            ],
            heading=pgettext_lazy("of a visit", "After"),
        ),
        ObjectList([parts.GIFTS_NOTE, parts.GIFTS], heading=_("Gifts")),
        _PUBLIC,
    ],
    base_form_class=VisitForm,
)
