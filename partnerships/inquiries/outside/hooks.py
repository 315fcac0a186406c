"""What the investor's side adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from partnerships.inquiries.outside.notice_admin import PrivacyNoticeViewSet
from partnerships.inquiries.outside.services import ASKED, CONSENTED, WROTE
from partnerships.inquiries.services.erasing import ERASED, SETTLED
from partnerships.inquiries.services.receiving import MORE_FILES

register_snippet(PrivacyNoticeViewSet)


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    actions.register_action(WROTE, _("Message of the investor"), _("The investor wrote or added files"))
    actions.register_action(
        MORE_FILES, _("Files of the investor"), _("The investor sent the form again with more files")
    )
    actions.register_action(ASKED, _("Request of the investor"), _("The investor asked for something"))
    actions.register_action(CONSENTED, _("Consents of the investor"), _("The investor changed the consents"))
    actions.register_action(ERASED, _("Erase data"), _("Data of an investor erased"))
    actions.register_action(SETTLED, _("Settle request"), _("Request of an investor settled"))
