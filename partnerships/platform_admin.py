"""Joint platforms in the admin."""

from __future__ import annotations

from wagtail.snippets.views.snippets import CreateView

from partnerships.kept_admin import KeptViewSet
from partnerships.models import JointPlatform
from partnerships.platform_panels import PLATFORM
from partnerships.saved_together import SavedTogether
from portal.core.localized import word_columns
from portal.core.scoped_admin import ScopedEditView


class PlatformCreateView(SavedTogether, CreateView):
    pass


class PlatformEditView(SavedTogether, ScopedEditView):
    pass


class PlatformViewSet(KeptViewSet):
    model = JointPlatform
    add_view_class = PlatformCreateView
    edit_view_class = PlatformEditView
    icon = "cogs"
    related = ("unit",)
    edit_handler = PLATFORM
    columns = ("kind", "status", "unit")
    list_filter = ["kind", "status", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, *word_columns("around")]
