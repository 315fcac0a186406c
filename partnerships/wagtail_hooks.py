"""What inquiries add to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from partnerships.admin import InquiryViewSet


@hooks.register("register_admin_viewset")
def register_inquiries():
    return InquiryViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("partnerships.inquiry.receive", _("Receive inquiry"), _("Inquiry received"))
