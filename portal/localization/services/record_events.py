"""What records do by themselves: a deleted one has nothing to translate."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, pre_delete
from modeltranslation.models import handle_translation_registrations

from portal.localization.enums import OPEN, JobState
from portal.localization.models import RecordSegment, SourceCount, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import jobs_of_record
from portal.localization.services.record_words import lock_record, record_models


def connect() -> None:
    """Listen, once a process. Which models have words is asked for here: modeltranslation is ready after us."""
    handle_translation_registrations()
    for model in record_models():
        label = model._meta.label
        pre_delete.connect(on_record_deletion, sender=model, dispatch_uid=f"localization.deletion.{label}")
        post_delete.connect(on_record_deleted, sender=model, dispatch_uid=f"localization.deleted.{label}")


@transaction.atomic
def on_record_deletion(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: hold the record before its jobs, in the order in which an approval takes them."""
    if instance.pk is None or not _open_jobs(instance).exists():
        return
    lock_record(sender, instance.pk)
    for job in _open_jobs(instance).order_by("pk").select_for_update(of=("self",)):
        move(job, JobState.CANCELLED)


def on_record_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of `post_delete`: its drafts and counts go too."""
    of_record = {"content_type": ContentType.objects.get_for_model(sender), "object_id": instance.pk}
    RecordSegment.objects.filter(**of_record).delete()
    SourceCount.objects.filter(**of_record).delete()


def _open_jobs(record: Model) -> QuerySet[TranslationJob]:
    return jobs_of_record(record).filter(state__in=sorted(OPEN))
