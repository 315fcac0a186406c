"""The menu of partnerships in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from partnerships.agreement_admin import AgreementViewSet
from partnerships.event_admin import EventViewSet
from partnerships.platform_admin import PlatformViewSet
from partnerships.visits.desk.admin import VisitViewSet
from partnerships.visits.desk.gifts_admin import GiftViewSet
from partnerships.visits.desk.rooms_admin import RoomViewSet


class PartnershipsGroup(SnippetViewSetGroup):
    menu_label = _("Partnerships")
    menu_icon = "link"
    menu_order = 260
    #: Screens that are no list of records put themselves below by this hook.
    submenu_hook = "register_partnerships_menu_item"
    items = (AgreementViewSet, EventViewSet, PlatformViewSet, VisitViewSet, RoomViewSet, GiftViewSet)
