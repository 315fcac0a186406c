"""Screens of agreements, events and platforms: each unit sees its own, and nothing of another's."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets.button import HeaderButton

from parks.panels import inline, made_slug_panel, select
from parks.viewsets import UPDATED, MissingColumn, NamedIndexView, NamedViewSet
from partnerships.kept_columns import PUBLIC
from partnerships.kept_forms import may_know
from partnerships.models.base import KeptRecord
from portal.core.enums import RecordKind
from portal.core.localized import language_row, word_columns
from portal.core.scoped_admin import ScopedInspectView


def secrecy_notice() -> HelpPanel:
    """What may be entered, above every form of these records."""
    return HelpPanel(
        _(
            "Only internal and business matters may be entered here. State secrets and work secrets must not be "
            "entered, named or attached."
        ),
        template="partnerships/secrecy_notice.html",
    )


def keeping(*fields: Any) -> MultiFieldPanel:
    """The unit that keeps the record and its short address; with `fields`, for instance `is_public`, below them."""
    return MultiFieldPanel([row(select("unit"), made_slug_panel()), *fields], heading=_("Kept by"))


def row(*fields: Any) -> FieldRowPanel:
    """Fields side by side, by name or as panels."""
    return FieldRowPanel([FieldPanel(field) if isinstance(field, str) else field for field in fields])


def offices() -> InlinePanel:
    """The offices of somebody on the day; where the list is left empty, the person's own are copied."""
    return inline(
        "offices",
        _("office on the day"),
        _("Offices on the day (copied from the person where left empty)"),
        language_row("title", pgettext_lazy("of a person", "Office")),
        FieldPanel("organization"),
        language_row("organization_name", _("Name of the organisation on the day")),
        FieldPanel("as_stated"),
    )


def record_breadcrumbs(record: KeptRecord, here: str, *, may_change: bool) -> list[dict[str, str]]:
    """The way to a screen beside a record: its list, the record, and `here`."""
    model: Any = type(record)
    viewset = model.snippet_viewset
    own = viewset.get_url_name("edit" if may_change else "inspect")
    return [
        {"url": reverse(viewset.get_url_name("list")), "label": capfirst(model._meta.verbose_name_plural)},
        {"url": reverse(own, args=[record.pk]), "label": str(record)},
        {"url": "", "label": here, "sublabel": str(record)},
    ]


def way_back(breadcrumbs: list[dict[str, str]], said: str) -> HeaderButton:
    """The button to the record, short enough to stand beside a title on a phone; `said` to who hears the screen."""
    above = breadcrumbs[1]["url"]
    return HeaderButton(gettext("Back"), url=above, icon_name="arrow-left", attrs={"aria-label": said})


class KeptIndexView(NamedIndexView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False  # Wagtail's own file has nothing but empty rows


class KeptInspectView(ScopedInspectView):
    """Names no record of another unit that the record at hand is linked to."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        held: Model | None = getattr(self.object, field_name, None) if getattr(field, "many_to_one", False) else None
        if isinstance(held, KeptRecord) and not may_know(self.request.user, held):
            return gettext("Kept by another unit")
        return super().get_field_display_value(field_name, field)


class KeptViewSet(NamedViewSet):
    """Records that one unit keeps. Models need an `edit_handler` whose form is a `KeptForm`."""

    record_kind = RecordKind.PARTNERSHIP
    unit_lookup = "unit"
    shared_reading = False
    index_view_class = KeptIndexView
    inspect_view_class = KeptInspectView
    related: tuple[str, ...] = ("unit",)
    search_fields = ["slug", *word_columns("name")]

    @property
    def list_display(self) -> list[Any]:
        return ["__str__", *self.columns, PUBLIC, MissingColumn("missing", label=_("Name missing in")), UPDATED]
