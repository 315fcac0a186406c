"""Kinds of entries of the log, as an auditor looks for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.enums import Role

#: Roles that read the log: of their unit, or of the whole portal where they hold the role there.
READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


class Group(models.TextChoices):
    """What an entry is about. Every action belongs to exactly one."""

    SIGN_IN = "sign-in", _("Sign-in and accounts")
    RIGHTS = "rights", _("Rights and roles")
    LOOKS = "looks", _("Looks at personal data")
    TRANSLATION = "translation", _("Translation")
    LETTERS = "letters", _("Letters")
    INQUIRIES = "inquiries", _("Inquiries")
    AUDIT = "audit", _("The log itself")
    CONTENT = "content", pgettext_lazy("audit", "Pages, records and files")


#: group → how its actions begin. The first that fits counts; what fits none is content.
PREFIXES: dict[str, tuple[str, ...]] = {
    Group.SIGN_IN: ("accounts.",),
    Group.RIGHTS: ("core.membership.", "core.user.", "wagtail.view_restriction.", "wagtail.apitoken.", "audit.rights."),
    Group.LOOKS: ("core.look.",),
    Group.TRANSLATION: ("localization.", "wagtail_localize.", "audit.translation."),
    Group.LETTERS: ("outbox.",),
    Group.INQUIRIES: ("partnerships.inquiry.",),
    Group.AUDIT: ("audit.export", "audit.retention"),
}
#: Models whose every entry is about rights, whatever the action (creation of a person, edit of a group).
RIGHTS_MODELS = frozenset({"auth.group", "core.membership"})


def group_of(action: str) -> str:
    """The group of an action."""
    return next((group for group, starts in PREFIXES.items() if action.startswith(starts)), Group.CONTENT)
