"""The form of an event, in tabs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface

from parks.panels import inline, sentences
from partnerships.event_forms import EventForm
from partnerships.kept_admin import keeping, offices, row, secrecy_notice
from portal.core.localized import language_row

_EVENT = ObjectList(
    [
        secrecy_notice(),
        keeping(FieldPanel("is_public")),
        sentences("name", _("Name")),
        FieldPanel("kind"),
        MultiFieldPanel(
            [FieldPanel("date"), language_row("date_basis", _("Basis of the date")), FieldPanel("part_of_day")],
            heading=_("Date"),
        ),
        MultiFieldPanel(
            [row("park", "place"), language_row("venue", _("Venue"))],
            heading=_("Where"),
        ),
        inline(
            "programme",
            _("item of the programme"),
            _("Programme"),
            FieldPanel("starts_at"),
            sentences("text", _("Item of the programme")),
        ),
    ],
    heading=_("Event"),
)
_ATTENDEES = ObjectList(
    [
        HelpPanel(
            _(
                "Ranks count within a side, each arrangement with its own. They are easier to set on the screen "
                "“Precedence”; where they are left empty the order of this list holds."
            )
        ),
        inline(
            "attendees",
            _("attendee"),
            _("Attendees"),
            row("person", "side"),
            language_row("description", _("Description")),
            offices(),
            inline(
                "behalves",
                _("body represented"),
                _("On behalf of"),
                row("park", "organization", "place"),
            ),
            row("spoke", "is_quoted"),
            language_row("part", _("Part")),
            language_row("note", pgettext_lazy("of an attendee", "Note")),
            row("news_rank", "rostrum_rank", "table_rank", "photograph_rank"),
        ),
    ],
    heading=_("Attendees"),
)

EVENT = TabbedInterface([_EVENT, _ATTENDEES], base_form_class=EventForm)
