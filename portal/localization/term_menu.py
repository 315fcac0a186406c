"""The buttons below the form of a term: propose, approve, reject, withdraw."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import ActionMenuItem

from portal.localization.models import GlossaryTerm
from portal.localization.services.terms import may_publish


class TermItem(ActionMenuItem):
    template_name = "localization/term_action.html"


class ProposeItem(TermItem):
    label = _("Save as a proposal")
    icon_name = "draft"


class ApproveItem(TermItem):
    name = "action-publish"
    label = _("Approve and use")
    icon_name = "check"


class RejectItem(TermItem):
    name = "action-reject"
    label = _("Reject the proposal")
    icon_name = "cross"

    def get_url(self, parent_context: Any) -> str:
        return reverse("glossary:reject", args=[parent_context["instance"].pk])


class WithdrawItem(ActionMenuItem):
    label = _("Withdraw from use")
    icon_name = "download"

    def get_url(self, parent_context: Any) -> str:
        term = parent_context["instance"]
        return reverse(term.snippet_viewset.get_url_name("unpublish"), args=[term.pk])


def arrange_term_menu(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Hook: Wagtail asks Django's own permissions who may publish, which nobody here has, and calls it publishing."""
    if context["model"] is not GlossaryTerm:
        return
    menu_items[:] = _items(context.get("instance"), may_publish(request.user), context["view"])


def _items(term: GlossaryTerm | None, publisher: bool, view: str) -> list[TermItem]:
    if not publisher:
        return [ProposeItem()]
    waiting = term is not None and view == "edit" and (term.has_unpublished_changes or not term.live)
    items: list[Any] = [ApproveItem(), ProposeItem()] if waiting else [ProposeItem(), ApproveItem()]
    if waiting:
        items.append(RejectItem())
    if term is not None and term.live and view == "edit":
        items.append(WithdrawItem())
    return items
