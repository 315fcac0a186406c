"""What every entry keeps besides Wagtail's columns: the person's name, for when the account is gone, and the units.

Entries are written by Wagtail in many places, so this listens to their saving. They stand in `data["stamp"]`.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.audit.units import units_of_page, units_of_person, units_of_record
from portal.core.audit import LIST_ID
from portal.core.models import User

KEY = "stamp"


def listen() -> None:
    """Stamp every entry from now on."""
    pre_save.connect(_stamp, sender=PageLogEntry, dispatch_uid="audit-stamp-page")
    pre_save.connect(_stamp, sender=ModelLogEntry, dispatch_uid="audit-stamp-model")


def person_name(user: User) -> str:
    """How the log calls a person: 孙瑾（zizhu-editor）, or the user name alone."""
    name = user.get_full_name()
    return f"{name}（{user.get_username()}）" if name else user.get_username()


def _stamp(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw or instance.pk is not None or not isinstance(instance.data, dict):
        return
    stamp: dict[str, Any] = {"units": sorted(_stated_units(instance.data) or _units(instance))}
    if instance.user_id and instance.user is not None:
        stamp["by"] = person_name(instance.user)
    instance.data = {**instance.data, KEY: stamp}


def _stated_units(data: dict[str, Any]) -> set[int]:
    """The unit that an entry names itself: a role given in one office is no business of the person's other offices."""
    return {data["unit"]} if isinstance(data.get("unit"), int) else set()


def _units(entry: Any) -> set[int]:
    if isinstance(entry, PageLogEntry):
        return units_of_page(entry.page)
    model = entry.content_type.model_class() if entry.content_type else None
    if model is None:
        return set()
    if entry.object_id == LIST_ID:
        # A list is as long as what its reader may see: it concerns the units that the reader works for.
        return units_of_person(entry.user_id) if entry.user_id else set()
    return units_of_record(model, entry.object_id)
