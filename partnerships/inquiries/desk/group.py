"""The menu of inquiries in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from partnerships.inquiries.desk.admin import InquiryViewSet
from partnerships.inquiries.desk.rules_admin import RuleViewSet


class InquiriesGroup(SnippetViewSetGroup):
    menu_label = _("Inquiries")
    menu_icon = "form"
    menu_name = "inquiries"
    menu_order = 250
    #: Screens of the other rooms put themselves below by this hook: quarantine, templates, service levels, figures.
    submenu_hook = "register_inquiries_menu_item"
    items = (InquiryViewSet, RuleViewSet)
