"""Who did what to what, and who looked at what. One door to Wagtail's log, so that no write goes unattributed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone, translation
from django.utils.text import capfirst
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

if TYPE_CHECKING:
    from portal.core.models import User

VIEW = "core.look.view"
LIST = "core.look.list"
EXPORT = "core.look.export"
DOWNLOAD = "core.look.download"
#: Looks of one person at the same thing within this time are one entry.
LOOK_INTERVAL = timedelta(hours=1)
#: Stands for the object where an entry is about a whole list; no row has this key.
LIST_ID = "0"


def record(*, instance: models.Model, action: str, by: User | None, data: dict[str, Any] | None = None) -> None:
    """Write one entry to the log of `instance`.

    Args:
        instance: the saved object that was acted on. Where its name tells personal data, its class has an
            `audit_label` that does not.
        action: a registered action, such as `core.membership.grant` (see `portal.core.wagtail_hooks`).
        by: the person; None for the system itself (a worker, a scheduler, a visitor's form).
        data: what a reader of the log needs to understand the entry; no secrets, no personal data.
    """
    with translation.override(settings.LANGUAGE_CODE):
        title = getattr(instance, "audit_label", None)
        log(instance=instance, action=action, user=by, data=data or {}, title=title)


def record_list(*, model: type[models.Model], action: str, by: User | None, data: dict[str, Any] | None = None) -> None:
    """Write one entry about the records of `model` as a whole, such as an export or the end of old rows.

    Arguments as of `record`, with the class of the records instead of one of them.
    """
    with translation.override(settings.LANGUAGE_CODE):
        label = capfirst(str(model._meta.verbose_name_plural))
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        object_id=LIST_ID,
        label=label,
        action=action,
        timestamp=timezone.now(),
        user=by,
        data=data or {},
    )


def record_view(*, instance: models.Model, by: User, action: str = VIEW) -> None:
    """Say that `by` looked at the personal data of `instance`: one entry per person, object and hour.

    Two looks at the same moment may leave two entries; that is one too many, never one too few.
    """
    looks = ModelLogEntry.objects.for_instance(instance)
    if not _seen_lately(looks.filter(action=action, user=by)):
        record(instance=instance, action=action, by=by)


def record_work(*, instance: models.Model, by: User, action: str) -> None:
    """Say that `by` works at `instance` in many small steps: one entry per person, object and hour."""
    entries = registry.get_logs_for_instance(instance)
    if not _seen_lately(entries.filter(action=action, user=by)):
        record(instance=instance, action=action, by=by)


def record_list_view(*, model: type[models.Model], by: User, filters: dict[str, Any]) -> None:
    """Say that `by` looked at a list of `model`: one entry per person, filters and hour.

    Args:
        filters: what the list was narrowed by; of free text only that there was one, for it may be a name.
    """
    looks = ModelLogEntry.objects.get_for_model(model).filter(object_id=LIST_ID, action=LIST, user=by)
    if not _seen_lately(looks.filter(data__filters=filters)):
        record_list(model=model, action=LIST, by=by, data={"filters": filters})


def record_export(*, model: type[models.Model], by: User, filters: dict[str, Any], file_format: str) -> None:
    """Say that `by` took a list of `model` away as a file. Every export is an entry of its own."""
    record_list(model=model, action=EXPORT, by=by, data={"filters": filters, "format": file_format})


def _seen_lately(looks: models.QuerySet[Any]) -> bool:
    return looks.filter(timestamp__gt=timezone.now() - LOOK_INTERVAL).exists()
