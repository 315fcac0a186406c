"""Joint platforms in the admin."""

from __future__ import annotations

from partnerships.kept_admin import KeptViewSet
from partnerships.models import JointPlatform
from partnerships.platform_panels import PLATFORM
from portal.core.localized import word_columns


class PlatformViewSet(KeptViewSet):
    model = JointPlatform
    icon = "cogs"
    related = ("unit",)
    edit_handler = PLATFORM
    columns = ("kind", "status", "unit")
    list_filter = ["kind", "status", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, *word_columns("around")]
