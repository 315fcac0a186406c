"""What replies add to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from partnerships.inquiries.desk.reply_templates_admin import ReplyTemplateViewSet

register_snippet(ReplyTemplateViewSet)


@hooks.register("register_log_actions")
def register_reply_actions(actions: Any) -> None:
    named = {
        "partnerships.inquiry.reply": (_("Reply to inquiry"), _("Reply to an inquiry sent")),
        "partnerships.inquiry.merge": (_("Merge inquiries"), _("Inquiry merged into another")),
        "partnerships.inquiry.unmerge": (_("Take merge back"), _("Merge of inquiries taken back")),
        "partnerships.inquiry.organization": (_("Name organisation"), _("Organisation of an inquiry set")),
        "partnerships.inquiry.link": (_("Link to inquiry"), _("Inquiry and record linked")),
        "partnerships.inquiry.unlink": (_("Unlink from inquiry"), _("Link of inquiry and record taken back")),
        "partnerships.visit.of_inquiry": (_("Make visit"), _("Visit begun from an inquiry")),
        "partnerships.agreement.of_inquiry": (_("Start agreement"), _("Agreement begun from an inquiry")),
    }
    for action, words in named.items():
        actions.register_action(action, *words)
