"""What approved translations were made from: one row for each origin, engine and person, written with the approval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, TranslationSource

from portal.core.days import today
from portal.localization.enums import WordingOrigin
from portal.localization.models import PublishedWords, TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.services import segments
from portal.localization.services.approved import approved_segments
from portal.localization.services.record_segments import Segment
from portal.localization.services.word_counts import amount_of

_BY_TOOL = {
    segments.FROM_MEMORY: WordingOrigin.MEMORY,
    segments.FROM_GLOSSARY: WordingOrigin.GLOSSARY,
    segments.UNCHANGED: WordingOrigin.UNCHANGED,
    segments.FROM_RECORD: WordingOrigin.MEMORY,  # wordings of the house, used again
}


@dataclass(frozen=True, slots=True)
class Made:
    """One segment of an approved translation, and where its wording comes from.

    Attributes:
        origin: a `WordingOrigin`.
        engine: of a machine's wording.
        person_id: who wrote it, of a person's wording.
    """

    path: str
    source_text: str
    text: str
    origin: str
    engine: str = ""
    person_id: int | None = None


def figures_of_page(source: TranslationSource, locale: Locale) -> list[Made]:
    """The wordings in use of a page, without its address."""
    rows = StringTranslation.objects.filter(locale=locale, has_error=False)
    kept = {(row.translation_of_id, row.context_id): row for row in rows.filter(context__object_id=source.object_id)}
    found = source.stringsegment_set.exclude(context__path=segments.SLUG).select_related("string", "context")
    return [
        _made(segment.context.path, segment.string.data, kept[segment.string_id, segment.context_id])
        for segment in found
        if (segment.string_id, segment.context_id) in kept
    ]


def _made(path: str, text: str, row: StringTranslation) -> Made:
    if row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL:
        return Made(path, text, row.data, WordingOrigin.PERSON, person_id=row.last_translated_by_id)
    origin = _BY_TOOL.get(row.tool_name, WordingOrigin.MACHINE)
    return Made(path, text, row.data, origin, engine=row.tool_name[:20] if origin == WordingOrigin.MACHINE else "")


def figures_of_record(found: Iterable[Segment]) -> list[Made]:
    """The drafts of a record that go into it; what stands there already was not made by this translation."""
    return [
        Made(
            segment.field,
            segment.source_text,
            segment.draft.text,
            segment.draft.origin,
            engine=segment.draft.engine,
            person_id=segment.draft.by_id if segment.draft.origin == WordingOrigin.PERSON else None,
        )
        for segment in found
        if segment.is_drafted and segment.draft is not None
    ]


def keep_figures(*, job: TranslationJob, rows: Iterable[Made]) -> None:
    """Count what an approval brings that the one before it did not have. Call it before `keep_approved`.

    A correction of one sentence counts that sentence, not the whole text once more.
    """
    before = {(row.path, row.source_hash, row.text) for row in approved_segments(job)}
    sums: dict[tuple[str, str, int | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        if (row.path, text_hash(row.source_text), row.text) in before:
            continue
        amount, total = amount_of(row.source_text), sums[row.origin, row.engine, row.person_id]
        total[0], total[1], total[2] = total[0] + 1, total[1] + amount.words, total[2] + amount.characters
    PublishedWords.objects.bulk_create(
        PublishedWords(
            job=job,
            source_locale_id=job.source_locale_id,
            target_locale_id=job.target_locale_id,
            month=today().replace(day=1),
            origin=origin,
            engine=engine,
            person_id=person_id,
            segments=total[0],
            words=total[1],
            characters=total[2],
        )
        for (origin, engine, person_id), total in sums.items()
    )
