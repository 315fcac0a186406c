"""Entries of the log in words: who, what, and the details that Wagtail and the portal keep with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.permissions import policy_registry
from wagtail.users.utils import get_deleted_user_display_name

from portal.audit.stamps import KEY, person_name
from portal.core.audit import LIST_ID
from portal.core.enums import ReviewStage, Role

#: Details by their key. Keys that are not here are shown as they are written.
DETAILS: dict[str, str | Promise] = {
    "title": _("Title"),
    "revision": _("Revision"),
    "revision.id": _("Revision: number"),
    "revision.created": _("Revision: saved"),
    "revision.go_live_at": _("Revision: to be published"),
    "revision.has_live_version": _("Revision: a version is live"),
    "workflow": _("Workflow"),
    "workflow.id": _("Workflow: number"),
    "workflow.title": _("Workflow: name"),
    "workflow.status": _("Workflow: state"),
    "workflow.next": _("Workflow: next stage"),
    "workflow.next.id": _("Workflow: number of the next stage"),
    "workflow.next.title": _("Workflow: next stage"),
    "workflow.task_state_id": _("Workflow: number of the step"),
    "workflow.task": _("Workflow: stage"),
    "workflow.task.id": _("Workflow: number of the stage"),
    "workflow.task.title": _("Workflow: stage"),
    "comment": pgettext_lazy("audit", "Comment"),
    "comment.id": _("Comment: number"),
    "comment.text": pgettext_lazy("audit", "Comment"),
    "comment.contentpath": _("Comment: field"),
    "reply.id": _("Reply: number"),
    "reply.text": _("Reply"),
    "source": pgettext_lazy("audit", "Source"),
    "source.id": _("Source: number"),
    "source.title": pgettext_lazy("audit", "Source"),
    "source_locale": _("From language"),
    "source_locale.id": _("From language: number"),
    "source_locale.language_code": _("From language"),
    "page.id": _("Page: number"),
    "page.title": _("Page"),
    "destination": _("Destination"),
    "destination.id": _("Destination: number"),
    "destination.title": _("Destination"),
    "old_slug": _("Former short address"),
    "new_slug": _("New short address"),
    "keep_live": _("Stays published"),
    "restriction": pgettext_lazy("audit", "Privacy"),
    "restriction.type": _("Privacy: kind"),
    "restriction.title": pgettext_lazy("audit", "Privacy"),
    "restriction.groups": _("Privacy: groups"),
    "unscheduled": _("Schedule removed"),
    "role": _("Role"),
    "membership": _("Role and unit"),
    "locale": _("Language"),
    "stage": _("Stage"),
    "starts_at": pgettext_lazy("audit", "From"),
    "ends_at": pgettext_lazy("audit", "Until"),
    "job": _("Translation job: number"),
    "page": _("Page: number"),
    "segments": _("Segments"),
    "renderings": _("Renderings"),
    "kind": _("Kind"),
    "filters": _("Filters"),
    "format": _("File format"),
    "filters.q": _("Filter by text"),
    "filters.text": _("Filter by text"),
    "rows": _("Entries"),
    "older_than": _("Older than"),
    "ip": _("Address on the network"),
    "address": _("Address on the network"),
    "method": _("Way of signing in"),
    "step": _("Step of signing in"),
    "way": _("By way of"),
    "sessions": pgettext_lazy("audit", "Sessions"),
    "roles": pgettext_lazy("audit", "Roles"),
    "superusers": _("Superusers too"),
    "stages": _("Stages of review"),
    "review_stages": _("Stages of review"),
    "root_page": _("Top page: number"),
    "finished_by": _("Finished by: number of the account"),
    "old": _("Before"),
    "new": _("After"),
    "user_agent": _("Browser"),
    "device": _("Device"),
    "reason": _("Reason"),
    "via": _("By way of"),
    "command": _("Command"),
    "before": _("Before"),
    "after": _("After"),
    "users": _("Users"),
    "is_superuser": _("Superuser"),
    "is_active": pgettext_lazy("audit", "Active"),
    "is_staff": _("May enter the administration"),
    "groups": pgettext_lazy("audit", "Groups"),
    "own": _("Own account"),
    "permissions": _("Permissions"),
    "page_permissions": _("Permissions on pages"),
    "collection_permissions": _("Permissions on collections"),
}
#: Details that are one of few words, by their key. Those of other rooms are written here: the log imports none of them.
VALUES: dict[str, dict[str, str | Promise]] = {
    "role": dict(Role.choices),
    "roles": dict(Role.choices),
    "stages": dict(ReviewStage.choices),
    "review_stages": dict(ReviewStage.choices),
    "method": {
        "password": _("Password"),
        "totp": _("Password and app code"),
        "recovery_code": _("Password and recovery code"),
        "openid": _("Single sign-on"),
        "openid_totp": _("Single sign-on and app code"),
        "invitation": _("Invitation"),
    },
    "step": {"first": _("Password"), "second": _("Second factor")},
    "way": {
        "reset": _("Link of new password"),
        "account": _("Own account"),
        "administrator": pgettext_lazy("audit", "Administrator"),
    },
}
#: Models with entries of their own and no policy of their own.
_BESIDES = frozenset(
    {
        "auth.group",
        "core.user",
        "core.unit",
        "core.membership",
        "wagtailredirects.redirect",
        "wagtailcore.modellogentry",
    }
)


def logged_models() -> Iterator[type[Any]]:
    """Classes of things that entries can be about: whatever staff manage. Pages of all types are one."""
    known = policy_registry.values_by_class.keys() | policy_registry.values_by_exact_class.keys()
    yield Page
    for model in apps.get_models():
        if not issubclass(model, Page) and (model in known or model._meta.label_lower in _BESIDES):
            yield model


#: Keys that only the log itself reads: its stamp, and the unit by its number.
HIDDEN = frozenset({KEY, "unit"})


def person(entry: Any) -> str:
    """Who did it: the name now, the name kept for an account that is gone, or the system."""
    if not entry.user_id:
        return pgettext("audit", "system")
    if entry.user is not None:
        return person_name(entry.user)
    kept = entry.data.get(KEY, {}).get("by") if isinstance(entry.data, dict) else None
    if kept is None:
        return str(get_deleted_user_display_name(entry.user_id))
    return gettext("%(name)s, account deleted") % {"name": kept}


def action_name(action: str) -> str:
    """What an action is called; the action itself where nobody registered it."""
    registry.scan_for_actions()
    formatter = registry.formatters.get(action)
    return capfirst(str(formatter.label)) if formatter else action


def type_name(entry: Any) -> str:
    """What kind of thing an entry is about."""
    if isinstance(entry, PageLogEntry):
        return capfirst(str(Page._meta.verbose_name))
    if entry.content_type_id is None:
        return ""
    model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
    return model_name(model) if model else ""


def model_name(model: type[Any]) -> str:
    """What a record of `model` is called; exports and the end of old entries are about the log itself."""
    return gettext("Audit log") if model is ModelLogEntry else capfirst(str(model._meta.verbose_name))


def object_name(entry: Any) -> str:
    """What an entry is about: the name at that time; for a whole list, what its records are called now."""
    if getattr(entry, "object_id", None) == LIST_ID and entry.content_type_id is not None:
        model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
        if model is ModelLogEntry:
            return model_name(model)
        return capfirst(str(model._meta.verbose_name_plural)) if model else entry.label
    return entry.label


def details(entry: Any) -> list[tuple[str, str]]:
    """The details of an entry as (name, value); without what the list shows already."""
    data = entry.data if isinstance(entry.data, dict) else {"": entry.data}
    found = ((path, value) for path, value in _flat(data) if path.split(".")[0] not in HIDDEN)
    return [(_detail_name(path), _worded(path, value)) for path, value in found]


def details_line(entry: Any) -> str:
    """The details of an entry in one line, for a cell."""
    pattern = pgettext("audit", "%(name)s: %(value)s")
    return pgettext("audit", "; ").join(pattern % {"name": name, "value": value} for name, value in details(entry))


def _flat(data: dict[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    for key, value in data.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, dict) and value:
            yield from _flat(value, path)
        else:
            yield path, value


def _detail_name(path: str) -> str:
    if path in DETAILS:
        return str(DETAILS[path])
    first, *rest = path.split(".")
    return " · ".join([str(DETAILS.get(first, first)), *[str(DETAILS.get(key, key)) for key in rest]])


def _worded(path: str, value: Any) -> str:
    """A value as its key calls it; a list one by one."""
    words = VALUES.get(path.split(".")[0], {})
    if isinstance(value, list):
        return _value([str(words.get(item, item)) if isinstance(item, str) else item for item in value])
    return str(words[value]) if isinstance(value, str) and value in words else _value(value)


def _value(value: Any) -> str:
    if value is None or value == "" or value in ([], {}):
        return "—"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return "、".join(_value(item) for item in value)
    moment = _moment(value) if isinstance(value, str) else None
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else str(value)


def _moment(text: str) -> datetime | None:
    """The moment that `text` writes as JSON does, if it is one."""
    if len(text) < 19 or text[10:11] != "T":
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
