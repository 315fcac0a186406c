"""What follows when a record is saved or deleted: its words are counted, sent where a rule says so, or forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from modeltranslation import settings as columns
from modeltranslation.models import handle_translation_registrations
from wagtail.models import Locale

from portal.core.localized import column
from portal.localization.enums import OPEN, JobState, Occasion
from portal.localization.models import RecordSegment, SourceCount, TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import jobs_of_record
from portal.localization.services import rules
from portal.localization.services.counts import count_source, forget_source, kind_of, mark_source
from portal.localization.services.record_words import (
    as_inline,
    is_in_use,
    lock_record,
    record_models,
    record_text_hash,
    source_locale_of,
    spoken_languages,
    word_fields,
    words_in,
)
from portal.localization.services.stale_notices import tell_if_stale
from portal.localization.services.submission import submit_record


def connect() -> None:
    """Listen, once a process. Which models have words is asked for here: modeltranslation is ready after us."""
    handle_translation_registrations()
    for model in record_models():
        label = model._meta.label
        post_save.connect(on_record_saved, sender=model, dispatch_uid=f"localization.saved.{label}")
        pre_delete.connect(on_record_deletion, sender=model, dispatch_uid=f"localization.deletion.{label}")
        post_delete.connect(on_record_deleted, sender=model, dispatch_uid=f"localization.deleted.{label}")


@transaction.atomic
def on_record_saved(
    sender: type[Model], instance: Model, raw: bool = False, update_fields: Set[str] | None = None, **kwargs: Any
) -> None:
    """Receiver of `post_save`. A save that leaves the words alone costs one query at most."""
    if raw:
        return
    if update_fields is not None:
        worded = {column(field, code) for field in word_fields(sender) for code in columns.AVAILABLE_LANGUAGES}
        if worded.isdisjoint(update_fields):
            return
        # What else it holds was perhaps read before another's save.
        instance = sender._default_manager.get(pk=instance.pk)
    known = dict(_counts(instance).values_list("locale__language_code", "text_hash"))
    now = {code: record_text_hash(instance, code) for code in spoken_languages(instance)}
    changed = [code for code in {**known, **now} if known.get(code) != now.get(code)]
    if changed:
        _note_words(instance, {code: now.get(code) for code in changed})


@transaction.atomic
def follow_visibility(*, record: Model) -> None:
    """After some words of a record became internal, or ceased to be: count anew, and end the jobs that have none left.

    What is sent to translation again is asked for by people or by a rule, as after any change of words.
    """
    on_record_saved(type(record), record)


def count_record(*, record: Model) -> None:
    """Count the words of a record in all its languages; nothing is sent."""
    _count_words(record, {code: record_text_hash(record, code) for code in spoken_languages(record)})


def _note_words(record: Model, hashes: Mapping[str, str | None]) -> None:
    """Count the languages whose words have changed, and send the record if they are those it is translated from."""
    _count_words(record, hashes)
    source = source_locale_of(record)
    if source is None:
        _cancel_open(record)
    if source is not None and hashes.get(source.language_code):
        tell_if_stale(source=record, locale=source)
        _send_if_ruled(record, source)


def _count_words(record: Model, hashes: Mapping[str, str | None]) -> None:
    source = source_locale_of(record)
    for locale in Locale.objects.filter(language_code__in=hashes):
        code = locale.language_code
        text_hash = hashes[code]
        if text_hash is None:
            _counts(record).filter(locale=locale).delete()
        else:
            words = map(as_inline, words_in(record, code).values())
            is_source = locale == source
            count_source(source=record, locale=locale, words=words, text_hash=text_hash, is_source=is_source)
    mark_source(source=record, locale=source)


def _send_if_ruled(record: Model, source: Locale) -> None:
    """Send a record into the languages for which a rule says so; records wait for a request where no rule speaks."""
    ruled = rules.occasions(model=type(record), source=source)
    wanted = [pk for pk, occasion in ruled.items() if occasion == Occasion.ON_PUBLICATION]
    for target in Locale.objects.filter(pk__in=wanted):
        if is_in_use(target) and not _is_known(record, source, target):
            submit_record(record=record, target_locale=target, by=None, source_locale=source)


def _is_known(record: Model, source: Locale, target: Locale) -> bool:
    """Whether these very words are translated already, or are about to be."""
    jobs = jobs_of_record(record).filter(target_locale=target).exclude(state=JobState.SUPERSEDED)
    newest = jobs.order_by("-pk").first()
    return (
        newest is not None
        and newest.state != JobState.CANCELLED
        and newest.source_locale_id == source.pk
        and newest.source_hash == record_text_hash(record, source.language_code)
    )


@transaction.atomic
def on_record_deletion(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: its open jobs end."""
    if instance.pk is not None:
        _cancel_open(instance)


def _cancel_open(record: Model) -> None:
    """Hold the record before its jobs, in the order in which an approval takes them."""
    if not _open_jobs(record).exists():
        return
    lock_record(type(record), record.pk)
    for job in _open_jobs(record).order_by("pk").select_for_update(of=("self",)):
        move(job, JobState.CANCELLED)


def on_record_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of `post_delete`: its drafts and counts go too."""
    of_kind = RecordSegment.objects.filter(content_type=ContentType.objects.get_for_model(sender))
    of_kind.filter(object_id=instance.pk).delete()
    forget_source(source=instance)


def _open_jobs(record: Model) -> QuerySet[TranslationJob]:
    return jobs_of_record(record).filter(state__in=sorted(OPEN))


def _counts(record: Model) -> QuerySet[SourceCount]:
    return SourceCount.objects.filter(content_type=kind_of(record), object_id=record.pk)
