"""The form of a joint platform."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from parks.panels import inline, sectors, select, sentences
from partnerships.kept_admin import keeping, row, secrecy_notice
from partnerships.platform_forms import PlatformForm
from portal.core.localized import language_row

PLATFORM = ObjectList(
    [
        secrecy_notice(),
        keeping(FieldPanel("is_public")),
        sentences("name", _("Name")),
        row("kind", "status"),
        inline("park_links", _("park"), _("Parks"), select("park")),
        inline(
            "managers",
            pgettext_lazy("of a platform", "manager"),
            pgettext_lazy("of a platform", "Managers"),
            FieldPanel("organization"),
            language_row("description", _("Description")),
        ),
        MultiFieldPanel(
            [row("agreement", "event"), FieldPanel("announced_on"), FieldPanel("unveiled_on")], _("Origin")
        ),
        MultiFieldPanel([row("research_place", "transformation_place")], _("Direction: research, then transformation")),
        sentences("around", _("Formed around")),
        sectors(_("Focus sectors"), _("sector")),
        inline(
            "forms",
            pgettext_lazy("of a platform", "form"),
            pgettext_lazy("of a platform", "Forms"),
            language_row("text", pgettext_lazy("of a platform", "Form")),
        ),
        MultiFieldPanel([row("size", "currency")], _("Size of the fund or investment")),
        sentences("summary", pgettext_lazy("of a platform", "Summary")),
    ],
    base_form_class=PlatformForm,
)
