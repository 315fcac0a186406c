"""What partnerships add to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from partnerships.admin import InquiryViewSet
from partnerships.groups import PartnershipsGroup

register_snippet(PartnershipsGroup)


@hooks.register("register_admin_viewset")
def register_inquiries():
    return InquiryViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("partnerships.inquiry.receive", _("Receive inquiry"), _("Inquiry received"))
