"""Entries about what Wagtail changes without a word: collections and their privacy, files uploaded or moved together,
workflows switched off, people changed or deleted together, permissions of groups, texts of translations.

Wagtail logs most of what its screens do and all of what its snippets do; these it does not (8.0; each is tried in
`tests/portal/audit/test_completeness.py`). Its signals are listened to, within a changing request of the admin: what
it has changed and not logged by the end of the request is logged then, deletions at once. Should an upgrade begin to
log one of them, there is no second entry: all entries of a request share a number.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.http import HttpRequest, HttpResponseBase
from wagtail.log_actions import LogContext, get_active_log_context, log, registry
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)
from wagtail_localize.models import StringTranslation

from portal.core import audit
from portal.core.models import PortalDocument, PortalImage, User

SAVED = (Collection, PortalImage, PortalDocument, Workflow, Task)
DELETED = (*SAVED, User, Group)
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass
class Changes:
    """What one request has changed so far."""

    user: User | None = None
    uuid: UUID | None = None
    saved: dict[tuple[type[Model], Any], tuple[Model, str]] = field(default_factory=dict)
    permissions: dict[Group, frozenset[str]] = field(default_factory=dict)
    translated: set[tuple[Any, int]] = field(default_factory=set)


_changes: ContextVar[Changes | None] = ContextVar("audit_changes", default=None)


def record_changes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], Any]:
    """Middleware: log at the end of a changing request what nobody logged within it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in CHANGING:
            return get_response(request)
        token = _changes.set(Changes())
        try:
            response = get_response(request)
            changes = _changes.get()
        finally:
            _changes.reset(token)
        if changes and changes.user and response.status_code < 500:
            _write(changes)
        return response

    return middleware


def listen() -> None:
    """Hear what Wagtail changes."""
    for model in SAVED:
        _connect(post_save, _saved, model)
    for model in DELETED:
        _connect(pre_delete, _deleted, model)
    for model in (Group, GroupPagePermission, GroupCollectionPermission):
        _connect(pre_save, _remember_permissions, model)
        _connect(pre_delete, _remember_permissions, model)
    _connect(post_save, _restricted, CollectionViewRestriction)
    _connect(post_delete, _freed, CollectionViewRestriction)
    _connect(post_save, _translated, StringTranslation)
    m2m_changed.connect(_remember_permissions, sender=Group.permissions.through, dispatch_uid="audit-group-m2m")


def _connect(signal: Any, receiver: Callable[..., None], model: type[Model]) -> None:
    """To the class and those that inherit from it: each sends signals of its own."""
    for sender in (model, *model.__subclasses__()):
        signal.connect(receiver, sender=sender, dispatch_uid=f"audit-{receiver.__name__}-{sender.__name__}")


def _now() -> Changes | None:
    """The changes of the present request, if a person makes them in the admin."""
    changes, context = _changes.get(), get_active_log_context()
    if changes is None or context.user is None or not context.user.is_authenticated:
        return None
    changes.user, changes.uuid = context.user, context.uuid
    return changes


def _saved(sender: type[Model], instance: Model, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    changes = _now()
    if changes is not None and not raw:
        changes.saved.setdefault((sender, instance.pk), (instance, "wagtail.create" if created else "wagtail.edit"))


def _deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    changes = _now()
    if changes is None:
        return
    changes.saved.pop((sender, instance.pk), None)
    if not is_logged(instance, changes.uuid):
        log(instance=instance, action="wagtail.delete", deleted=True)


def _remember_permissions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before the first change to a group: Wagtail's own form adds permissions without a signal."""
    group, changes = getattr(instance, "group", instance), _now()
    if changes is not None and isinstance(group, Group) and group.pk and group not in changes.permissions:
        changes.permissions[group] = permissions_of(group)


def permissions_of(group: Group) -> frozenset[str]:
    """What `group` may do, in words: anywhere, below pages, in collections."""
    pages = GroupPagePermission.objects.filter(group=group).select_related("page", "permission")
    collections = GroupCollectionPermission.objects.filter(group=group).select_related("collection", "permission")
    return frozenset(
        [
            *group.permissions.values_list("codename", flat=True),
            *(f"{given.page.title} · {given.permission.codename}" for given in pages),
            *(f"{given.collection.name} · {given.permission.codename}" for given in collections),
        ]
    )


def _restricted(sender: type[Model], instance: Any, created: bool = False, **kwargs: Any) -> None:
    _note_restriction(instance, "create" if created else "edit")


def _freed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    _note_restriction(instance, "delete")


def _note_restriction(restriction: CollectionViewRestriction, change: str) -> None:
    if _now() is not None:
        words = {"type": restriction.restriction_type, "title": str(restriction.get_restriction_type_display())}
        log(
            instance=restriction.collection,
            action=f"wagtail.view_restriction.{change}",
            data={"restriction": words},
        )


def _translated(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    changes = _now()
    by_hand = changes is not None and changes.user and instance.last_translated_by_id == changes.user.pk
    if changes is not None and by_hand and instance.context is not None:
        changes.translated.add((instance.context.object_id, instance.locale_id))


def is_logged(instance: Model, uuid: UUID | None) -> bool:
    """Whether the request of that number has logged anything about `instance`."""
    if uuid is None:
        return False
    return registry.get_logs_for_instance(instance).filter(uuid=uuid).exists()


def _write(changes: Changes) -> None:
    context = LogContext(user=changes.user, generate_uuid=False)
    context.uuid = changes.uuid
    with context, transaction.atomic():
        for instance, action in changes.saved.values():
            if not is_logged(instance, changes.uuid):
                log(instance=instance, action=action)
        for group, before in changes.permissions.items():
            _write_permissions(group, before)
        for key, locale in changes.translated:
            page = Page.objects.filter(translation_key=key, locale=locale).first()
            if page is not None and changes.user is not None:
                audit.record_work(instance=page.specific, by=changes.user, action="audit.translation.edit")


def _write_permissions(group: Group, before: frozenset[str]) -> None:
    now = permissions_of(group) if Group.objects.filter(pk=group.pk).exists() else before
    words = [f"+ {name}" for name in sorted(now - before)] + [f"− {name}" for name in sorted(before - now)]
    if words:
        log(instance=group, action="audit.rights.change", data={"permissions": words})
