"""A button on one row of a list or beside it: POST only, by who may change the row, and back to the list."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class Operation(PermissionCheckedMixin, BaseOperationView):
    """What a button does is `perform_operation` of its subclass, which names the model."""

    http_method_names = ["post"]
    permission_required = "change"
    index_url_name: str | None = None

    def get_success_url(self) -> str:
        self.success_url_name = self.index_url_name
        return reverse(self.index_url_name)
