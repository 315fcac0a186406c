"""What the figures and files add to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.figures.views import EXPORT
from portal.core.permissions import READING


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(inquiry_policy.user_has_any_permission(request.user, READING))


@hooks.register("register_reports_menu_item")
def add_figures() -> MenuItem:
    return FiguresMenuItem(
        _("Figures of inquiries"), reverse("inquiry_figures"), name="inquiry-figures", icon_name="order", order=750
    )


@hooks.register("register_log_actions")
def register_figure_actions(actions: Any) -> None:
    actions.register_action(EXPORT, _("Export figures of inquiries"), _("Figures of inquiries exported"))
