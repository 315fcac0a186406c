"""Entries about what a person may do: superuser, switched off or on, entry to the admin, password, changes in bulk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context, log

from portal.audit.nets import DELETED, is_logged
from portal.core.models import User

FLAGS = ("is_superuser", "is_active", "is_staff")
CHANGE = "audit.rights.change"


def listen() -> None:
    """Hear when the flags of a person are saved, wherever that happens: a screen, a command, a shell."""
    pre_save.connect(_remember_flags, sender=User, dispatch_uid="audit-flags-before")
    post_save.connect(_compare_flags, sender=User, dispatch_uid="audit-flags-after")


def _remember_flags(
    sender: type[User], instance: User, raw: bool = False, update_fields: Any = None, **kw: Any
) -> None:
    instance.__dict__.pop("_flags_before", None)
    if raw or instance.pk is None or (update_fields is not None and set(FLAGS).isdisjoint(update_fields)):
        return
    instance.__dict__["_flags_before"] = User.objects.filter(pk=instance.pk).values(*FLAGS).first()


def _compare_flags(sender: type[User], instance: User, created: bool = False, raw: bool = False, **kw: Any) -> None:
    before = instance.__dict__.pop("_flags_before", None)
    if raw:
        return
    if created:
        # Whoever is made with more than everybody has is worth an entry of its own.
        before = {"is_superuser": False, "is_active": True, "is_staff": instance.is_staff}
    if before is None:
        return
    changed = {name: getattr(instance, name) for name in FLAGS if getattr(instance, name) != before[name]}
    if changed:
        log(instance=instance, action=CHANGE, data=changed)


class PasswordRecorder:
    """A password validator that accepts everything, and hears when one was set.

    Django calls `password_changed` after the person was saved, whichever way the password came.
    """

    def validate(self, password: str, user: Any = None) -> None:
        return None

    def get_help_text(self) -> str:
        return ""

    def password_changed(self, password: str, user: Any = None) -> None:
        """Log it; never the password."""
        if not isinstance(user, User) or user.pk is None:
            return
        by = get_active_log_context().user
        log(instance=user, action="audit.rights.password", data={"own": by is not None and by.pk == user.pk})


def record_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Log a bulk action of Wagtail on files and people; pages and snippets are logged by Wagtail, deletions by us."""
    uuid = get_active_log_context().uuid
    for instance in objects:
        if not isinstance(instance, DELETED) or action_type == "delete" or is_logged(instance, uuid):
            continue
        name, data = _bulk_words(request, action_type, instance, action)
        if name:
            log(instance=instance, action=name, user=request.user, data=data)


def _bulk_words(request: HttpRequest, action_type: str, instance: Model, action: Any) -> tuple[str, dict[str, Any]]:
    chosen = action.cleaned_form.cleaned_data
    if action_type == "set_active_state":
        # Wagtail leaves out whoever asks.
        return ("" if instance == request.user else CHANGE), {"is_active": bool(chosen.get("mark_as_active"))}
    if action_type == "assign_role":
        role: Group | None = chosen.get("role")
        return CHANGE, {"groups": [role.name] if role else []}
    if action_type == "add_to_collection":
        return "wagtail.edit", {"collection": str(chosen.get("collection") or "")}
    return "wagtail.edit", {}
