"""What follows when agreements, events, platforms and visits are saved or their files go."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from partnerships.hidden_words import parts_with_words
from partnerships.models import (
    AgendaItem,
    Agreement,
    AgreementDocument,
    DraftFile,
    Event,
    FollowUp,
    InquiryFile,
    JointPlatform,
    Milestone,
    MinutesPart,
    Visit,
    VisitDocument,
    VisitMember,
)
from portal.localization.services.record_events import follow_visibility

#: What of a record decides which of its words are internal.
_DECIDING: dict[type[Model], tuple[str, ...]] = {
    Agreement: ("is_public", "public_fields", "state"),
    Event: ("is_public",),
    JointPlatform: ("is_public",),
    AgreementDocument: ("is_public",),
    Milestone: ("is_public",),
    Visit: ("is_public", "public_fields", "state"),
    FollowUp: ("is_public",),
    MinutesPart: ("confidence",),
    AgendaItem: ("kind",),
    VisitMember: ("role",),
}
_WAS = "_was_visible"
_Document = AgreementDocument | VisitDocument | InquiryFile | DraftFile


def connect() -> None:
    """Listen, once a process."""
    for model in _DECIDING:
        label = model._meta.label
        pre_save.connect(note_visibility, sender=model, dispatch_uid=f"partnerships.visibility.{label}")
        post_save.connect(tell_translators, sender=model, dispatch_uid=f"partnerships.visible.{label}")
    for document in (AgreementDocument, VisitDocument, InquiryFile, DraftFile):
        label = document._meta.label
        pre_save.connect(drop_replaced_file, sender=document, dispatch_uid=f"partnerships.file.replaced.{label}")
        post_delete.connect(drop_file, sender=document, dispatch_uid=f"partnerships.file.{label}")


def note_visibility(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `pre_save`: remember what the public saw."""
    rows = sender._default_manager.filter(pk=instance.pk).values_list(*_DECIDING[sender])
    setattr(instance, _WAS, rows.first() if instance.pk and not raw else None)


def tell_translators(
    sender: type[Model], instance: Model, update_fields: Set[str] | None = None, **kwargs: Any
) -> None:
    """Receiver of `post_save`: translations of words that have become internal end, those of others are counted."""
    was = getattr(instance, _WAS, None)
    now = sender._default_manager.filter(pk=instance.pk).values_list(*_DECIDING[sender]).first() if was else None
    if was == now:
        return
    for record in (instance, *parts_with_words(instance)):
        follow_visibility(record=record)


def drop_replaced_file(sender: type[Model], instance: _Document, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `pre_save`: the file that another one replaces goes with the end of the transaction."""
    held = sender._default_manager.filter(pk=instance.pk).values_list("file", flat=True).first() if instance.pk else ""
    if held and not raw and held != instance.file.name:
        _delete_later(instance, held)


def drop_file(sender: type[Model], instance: _Document, **kwargs: Any) -> None:
    """Receiver of `post_delete`: the file goes with the end of the transaction, not before."""
    if instance.file and instance.file.name:
        _delete_later(instance, instance.file.name)


def _delete_later(document: _Document, name: str) -> None:
    storage = document.file.storage
    transaction.on_commit(lambda: storage.delete(name))
