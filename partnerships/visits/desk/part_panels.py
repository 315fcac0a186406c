"""The lists in the form of a visit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel

from parks.panels import inline, sentences
from partnerships.kept_admin import offices, row
from partnerships.visits.desk.widgets import ZoneSelect
from partnerships.visits.zones import common_zones
from portal.core.localized import language_row

DOCUMENTS = inline(
    "documents",
    pgettext_lazy("of a visit", "document"),
    pgettext_lazy("of a visit", "Documents"),
    row("kind", "title"),
    FieldPanel("file"),
    FieldPanel("is_confidential"),
)
PEOPLE_NOTE = HelpPanel(
    _(
        "One head a side. Ranks are easier to set on the screen “Precedence”; where they are left empty the order of "
        "this list holds. Addresses, interpreting, diets, access and consent to photographs are seen by those alone "
        "who work on the visit, and are never public."
    )
)
MEMBERS = inline(
    "members",
    _("delegate or host"),
    _("Delegates and hosts"),
    row("person", "side", "role"),
    language_row("description", _("Description")),
    offices(),
    MultiFieldPanel(
        [row("email", "interpreting"), row("dietary", "access_needs"), FieldPanel("photographs")],
        heading=_("Private: for those who work on the visit"),
    ),
    row("news_rank", "rostrum_rank", "table_rank", "photograph_rank"),
)
AGENDA = inline(
    "agenda",
    _("item of the agenda"),
    _("Agenda"),
    row("kind", "day"),
    row("starts_at", "ends_at"),
    sentences("text", _("Item of the agenda")),
    row("organization", "room"),
    language_row("venue", _("Venue")),
    row("responsible", FieldPanel("timezone", widget=ZoneSelect(common_zones, is_optional=True))),
    FieldPanel("is_parallel"),
)
CHECKLIST_NOTE = HelpPanel(
    _(
        "A new visit gets the points of its kind when it is saved. Add points of your own here; whether a point is "
        "settled is said under “State and steps”."
    )
)
CHECKLIST = inline(
    "checklist",
    _("point of the checklist"),
    _("Checklist"),
    row("point", "gate"),
    FieldPanel("text"),
    row("due_on", "responsible"),
)
MINUTES = inline(
    "minutes",
    _("part of the minutes"),
    _("Minutes"),
    FieldPanel("confidence"),
    sentences("text", pgettext_lazy("minutes", "Text")),
)
FOLLOW_UPS = inline(
    "follow_ups",
    _("follow-up"),
    _("Follow-ups"),
    sentences("what", pgettext_lazy("follow-up", "What")),
    row("kind", "side"),
    row("park", "organization"),
    language_row("description", _("Who, in words")),
    row("due_on", "owner"),
    row("state", "settled_on"),
    inline("invitees", _("invited person"), _("Invited persons (of an invitation)"), FieldPanel("person")),
    FieldPanel("is_public"),
)
PHOTOGRAPHS = inline(
    "photographs",
    _("photograph"),
    pgettext_lazy("of a visit", "Photographs"),
    FieldPanel("image"),
    language_row("alt", _("Alternative text")),
    language_row("caption", _("Caption")),
)
GIFTS_NOTE = HelpPanel(
    _(
        "The register of gifts of foreign and business visits. On an official visit at home none are given or "
        "received; what is received in foreign affairs is handed in within a month."
    )
)
GIFTS = inline(
    "gifts",
    _("gift"),
    _("Gifts"),
    row("direction", "quantity"),
    FieldPanel("description"),
    row("value", "currency"),
    row("counterpart", "day"),
    row("fate", "note"),
)
