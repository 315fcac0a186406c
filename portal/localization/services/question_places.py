"""Which questions belong to which place of a source, also when its text has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from portal.localization.models import SegmentQuestion, TranslationJob
from portal.localization.queries import record_of
from portal.localization.services.counts import kind_of
from portal.localization.services.record_words import parental_keys, record_models, words_in
from portal.localization.services.segments import SLUG


@dataclass(frozen=True, slots=True)
class Place:
    """One text of a source.

    Attributes:
        key: names it in forms: of pages the segment, which goes when the text changes; of records the field.
        path: content path, or field.
        text: its words; of pages inline HTML.
    """

    key: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question at a place; `is_changed`: the place no longer says what was asked about."""

    question: SegmentQuestion
    is_changed: bool


def places_of(job: TranslationJob) -> list[Place]:
    """The texts of a job's source as its translators see them, in order; of pages the address is not among them."""
    if job.translation_key is None:
        record = record_of(job)
        return [] if record is None else _places_of_record(record, job.source_locale.language_code)
    source = TranslationSource.objects.filter(object_id=job.translation_key, locale_id=job.source_locale_id).first()
    return [] if source is None else places_of_source(source)


def places_of_source(source: TranslationSource) -> list[Place]:
    """As `places_of` for a page that has been taken apart."""
    rows = source.stringsegment_set.exclude(context__path=SLUG).order_by("order", "pk")
    return [Place(str(pk), path, text) for pk, path, text in rows.values_list("pk", "context__path", "string__data")]


def _places_of_record(record: Model, code: str) -> list[Place]:
    return [Place(field, field, text) for field, text in words_in(record, code).items()]


def about(model: type[Model], keys: Iterable[int] | QuerySet[Any]) -> Q:
    """Questions about rows of `model` (pages or records), and about the parts of these records."""
    found = Q(content_type=kind_of(model), object_id__in=keys)
    if issubclass(model, Page):
        return found
    for part in record_models():
        for key in parental_keys(part):
            if issubclass(model, key.related_model):
                found |= about(part, part._default_manager.filter(**{f"{key.name}__in": keys}).order_by().values("pk"))
    return found


def questions_about(source: Model) -> QuerySet[SegmentQuestion]:
    """Every question about a page or record, whatever the language, with what a screen shows of it."""
    rows = SegmentQuestion.objects.filter(content_type=kind_of(source), object_id=source.pk)
    return with_replies(rows).order_by("closed_at", "created_at", "pk")


def with_replies(rows: QuerySet[SegmentQuestion]) -> QuerySet[SegmentQuestion]:
    return rows.select_related("locale", "asked_by", "closed_by", "content_type").prefetch_related("replies__by")


def by_place(
    questions: Iterable[SegmentQuestion], places: Sequence[Place]
) -> tuple[dict[int, list[PlacedQuestion]], list[SegmentQuestion]]:
    """Questions at the places they are about, and those whose place is gone.

    A question belongs to the text it was asked about; where that is gone, to the most similar one of the same path.
    """
    of_path: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        of_path.setdefault(place.path, []).append(index)
    placed: dict[int, list[PlacedQuestion]] = {}
    gone = []
    for question in questions:
        indexes = of_path.get(question.path, [])
        if not indexes:
            gone.append(question)
            continue
        best = max(indexes, key=lambda index: _alike(places[index].text, question.source_text))
        is_changed = places[best].text != question.source_text
        placed.setdefault(best, []).append(PlacedQuestion(question, is_changed))
    return placed, gone


def current_text(question: SegmentQuestion) -> str | None:
    """What the place of a question says now; None where it, or the whole source, is gone."""
    source = question.source_object
    if source is None:
        return None
    if isinstance(source, Page):
        taken = TranslationSource.objects.filter(object_id=source.translation_key, locale_id=source.locale_id).first()
        places = [] if taken is None else places_of_source(taken)
    else:
        places = _record_places(question, source)
    texts = [place.text for place in places if place.path == question.path]
    return max(texts, key=lambda text: _alike(text, question.source_text), default=None)


def _record_places(question: SegmentQuestion, record: Model) -> list[Place]:
    """In the language from which the record went to the asker's."""
    jobs = TranslationJob.objects.filter(
        content_type=question.content_type_id, object_id=record.pk, target_locale=question.locale_id
    )
    job = jobs.select_related("source_locale").first()
    return [] if job is None else _places_of_record(record, job.source_locale.language_code)


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).quick_ratio() * 0.99
