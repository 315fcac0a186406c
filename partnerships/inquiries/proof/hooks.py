"""What the quarantine adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.proof.admin_views import waiting
from partnerships.models import Inquiry
from portal.core.looks import register_list

register_list("inquiry_quarantine", lambda: Inquiry)


class QuarantineMenuItem(MenuItem):
    """With the number of those that wait: nobody is written to about them, so it has to be seen."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(inquiry_policy.user_has_any_permission(request.user, ["view", "change"]))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component: LinkMenuItem = super().render_component(request)
        if number := waiting(request.user).order_by().count():
            component.label = f"{component.label} ({number})"
        return component


@hooks.register("register_inquiries_menu_item")
def register_quarantine_menu_item() -> MenuItem:
    return QuarantineMenuItem(
        pgettext_lazy("of inquiries", "Quarantine"),
        reverse_lazy("inquiry_quarantine"),
        name="inquiry-quarantine",
        icon_name="warning",
        order=60,
    )
