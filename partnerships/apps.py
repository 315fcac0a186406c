from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from partnerships.models import Inquiry
        from partnerships.policy import inquiry_policy
        from portal.core.looks import register_detail, register_list
        from portal.core.notice_kinds import register_kinds

        register_permission_policy(Inquiry, inquiry_policy)
        register_detail("inquiries:inspect", lambda: Inquiry)
        register_list("inquiries:index", lambda: Inquiry)
        register_list("inquiries:index_results", lambda: Inquiry)
        register_kinds(
            {
                "inquiry_received": _("Confirmation of an inquiry"),
                "inquiry_notice": _("Notice of an inquiry"),
            }
        )
