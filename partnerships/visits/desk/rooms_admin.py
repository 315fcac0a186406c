"""The rooms of parks in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from parks.panels import NAME, select
from parks.viewsets import NamedViewSet
from partnerships.kept_admin import row
from partnerships.models import Room
from portal.core.enums import RecordKind
from portal.core.localized import word_columns
from portal.core.scoped_admin import ScopedForm

_ROOM = ObjectList([NAME, row(select("park"), "seats"), FieldPanel("note")], base_form_class=ScopedForm)


class RoomViewSet(NamedViewSet):
    """A unit sees and books the rooms of its parks, and knows of no others."""

    model = Room
    record_kind = RecordKind.PARTNERSHIP
    unit_lookup = "park__unit"
    shared_reading = False
    menu_label = _("Rooms")
    icon = "home"
    related = ("park",)
    edit_handler = _ROOM
    columns = ("park", "seats")
    list_filter = ["park"]
    search_fields = [*word_columns("name"), "note"]
