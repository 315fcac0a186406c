from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: What the letters that remind of an agreement look like.
_REMINDER_SAMPLE = {
    "name": _("Li Min"),
    "agreement": _("Strategic cooperation framework agreement"),
    "milestone": "",
    "about": date(2027, 9, 8),
    "left": 30,
    "late": 0,
    "url": "https://portal.example.org/admin/snippets/partnerships/agreement/inspect/5/",
}
REMINDER_SAMPLES = {
    "agreement_expiring": _REMINDER_SAMPLE,
    "milestone_due": {**_REMINDER_SAMPLE, "milestone": _("Opening of the incubation centre")},
}


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from parks.page_queries import register_profile_part
        from partnerships import hidden_words, receivers, search, sitemaps
        from partnerships.inquiries import kinds as inquiry_kinds
        from partnerships.inquiries import notices
        from partnerships.inquiries.access import inquiry_policy
        from partnerships.inquiries.desk import looks as inquiry_looks
        from partnerships.models import Inquiry
        from partnerships.public_pages import partnerships_of_profile
        from partnerships.visits import kinds as visit_kinds
        from partnerships.visits.calendars import kinds as calendar_kinds
        from partnerships.visits.desk import looks as desk_looks
        from partnerships.visits.outside import kinds as outside_kinds
        from partnerships.visits.public import search as visit_search
        from partnerships.visits.public import sitemaps as visit_sitemaps
        from partnerships.visits.public.pages import visits_of_profile
        from portal.core.enums import Role
        from portal.core.notice_kinds import register_kinds

        calendar_kinds.register()
        hidden_words.register()
        inquiry_kinds.register()
        notices.connect()
        outside_kinds.register()
        receivers.connect()
        search.connect()
        sitemaps.connect()
        visit_kinds.register()
        visit_search.connect()
        visit_sitemaps.connect()
        register_profile_part("partnerships", partnerships_of_profile)
        register_profile_part("visits", visits_of_profile)
        register_permission_policy(Inquiry, inquiry_policy)
        desk_looks.register()
        inquiry_looks.register()
        # What an agreement is called is internal, so no group chat is told.
        register_kinds(
            {"agreement_expiring": _("End of an agreement"), "milestone_due": _("Milestone of an agreement")},
            optional=True,
            roles=[Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR],
            samples=REMINDER_SAMPLES,
        )
