from datetime import UTC, datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: What the letters of an inquiry look like.
INQUIRY_SAMPLE = {
    "name": _("Li Min"),
    "person": "Alex Morgan",
    "reference": "K7QF-2M9D-XW4P",
    "park": _("Zizhu Science Park"),
    "intent": _("Research cooperation"),
    "country": _("Germany"),
    "visitor_language": "en",
    "received": datetime(2025, 9, 9, 1, 30, tzinfo=UTC),
    "unit": None,
    "url": "https://portal.example.org/admin/inquiries/inspect/17/",
}


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from partnerships.models import Inquiry
        from partnerships.policy import inquiry_policy
        from portal.core.enums import Role
        from portal.core.looks import register_detail, register_list
        from portal.core.notice_kinds import register_kinds

        register_permission_policy(Inquiry, inquiry_policy)
        register_detail("inquiries:inspect", lambda: Inquiry)
        register_list("inquiries:index", lambda: Inquiry)
        register_list("inquiries:index_results", lambda: Inquiry)
        samples = {"inquiry_received": INQUIRY_SAMPLE, "inquiry_notice": INQUIRY_SAMPLE}
        register_kinds({"inquiry_received": _("Confirmation of an inquiry")}, samples=samples)
        register_kinds(
            {"inquiry_notice": _("Notice of an inquiry")},
            optional=True,
            roles=[Role.OFFICER, Role.ADMINISTRATOR],
            samples=samples,
            webhook_values=["reference"],
        )
