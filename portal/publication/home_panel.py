"""Bundles that wait for the person's approval, on the first page of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.admin.ui.components import Component

from portal.publication.enums import BundleKind, BundleState
from portal.publication.models import BundleItem
from portal.publication.policy import bundle_policy


class BundlePanel(Component):
    """The number of bundles with members that others have prepared; nothing where there are none."""

    name = "bundles"
    template_name = "publication/home_panel.html"
    order = 121

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        rows = bundle_policy.instances_user_has_any_permission_for(user, ["approve"])
        waiting = rows.filter(
            Exists(BundleItem.objects.filter(bundle=OuterRef("pk"))), kind=BundleKind.BUNDLE, state=BundleState.OPEN
        ).exclude(created_by=user)
        return {"number": waiting.count(), "url": reverse("bundles:index")}
