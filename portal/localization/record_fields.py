"""What the screen of a record's translation shows of each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.names import name_of
from portal.localization.enums import EngineName, WordingOrigin
from portal.localization.glossary_hits import GlossaryHit, glossary_hits
from portal.localization.marks import marked_changes
from portal.localization.models import TranslationJob
from portal.localization.offers import Offer, memory_offer
from portal.localization.question_forms import Thread
from portal.localization.services.fuzzy import Match, similar_many
from portal.localization.services.record_segments import Segment, segments_of
from portal.localization.services.record_words import as_inline, as_plain, field_label, is_long, word_column

#: A column that holds more characters than this is written in several lines.
ONE_LINE = 250


@dataclass(slots=True)
class FieldRow:
    """One field: its source text, the wording in the input, and what may be taken over.

    Attributes:
        change: the source text with its changes since the earlier wording; empty where there are none.
        text: what stands in the input.
        shown: the wording that is kept; what differs from it was typed.
        version: see `Segment.version`.
        hits: the terms of the glossary in the source text.
        threads: what was asked at this field, in every language.
        question: one that was typed and could not be kept.
    """

    name: str
    label: str
    source: str
    change: SafeString
    text: str
    shown: str
    version: str
    long: bool
    longest: int | None
    origin: str
    refused: bool
    hits: list[GlossaryHit]
    offers: list[Offer] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    question: str = ""

    @property
    def key(self) -> str:
        """Names the field in the form."""
        return self.name


def field_rows(job: TranslationJob, record: Model, typed: Mapping[str, str] | None = None) -> list[FieldRow]:
    """The fields of a record's job, with what was typed in place of what is kept; questions are put in afterwards."""
    segments = segments_of(record, job.source_locale, job.target_locale)
    inline = {segment.field: as_inline(segment.source_text) for segment in segments}
    found = similar_many(texts=set(inline.values()), source=job.source_locale, target=job.target_locale)
    hits = glossary_hits(inline.values(), job.source_locale, job.target_locale)
    code = job.target_locale.language_code
    return [
        _row(record, code, segment, found[text], hits[text], typed or {})
        for segment in segments
        for text in [inline[segment.field]]
    ]


def _row(
    record: Model,
    code: str,
    segment: Segment,
    matches: list[Match],
    hits: list[GlossaryHit],
    typed: Mapping[str, str],
) -> FieldRow:
    longest = word_column(record, segment.field, code).max_length
    several = is_long(record, segment.field, code)
    text = typed.get(segment.field, segment.wording)
    return FieldRow(
        name=segment.field,
        label=field_label(record, segment.field),
        source=segment.source_text,
        change=marked_changes(segment.old_source, segment.source_text) if segment.old_source else SafeString(""),
        text=text,
        shown=segment.wording,
        version=segment.version,
        long=several or (longest or 0) > ONE_LINE,
        longest=longest,
        origin=_origin(segment),
        refused=segment.was_refused,
        hits=hits,
        offers=[offer for offer in _offers(segment, matches, long=several) if offer.text != text],
    )


def _origin(segment: Segment) -> str:
    """Where the wording comes from, in the reader's words; empty where there is none."""
    draft = segment.draft
    if not segment.wording:
        return ""
    if not segment.is_drafted or draft is None:
        return _("In the record already")
    if draft.origin == WordingOrigin.MACHINE:
        names = dict(EngineName.choices)
        return _("Machine: %(engine)s") % {"engine": names.get(draft.engine, draft.engine)}
    if draft.origin == WordingOrigin.PERSON and draft.by is not None:
        return _("Written by %(person)s") % {"person": name_of(draft.by)}
    return str(draft.get_origin_display())


def _offers(segment: Segment, matches: list[Match], *, long: bool) -> list[Offer]:
    """Wordings by text, each once: the kept one, the earlier one, what the record says, then the memory's."""
    inline = as_inline(segment.source_text)
    listed = [
        Offer(segment.wording, _("Kept wording")),
        Offer(segment.old_wording, _("Earlier wording")),
        Offer(segment.present, _("In the record already")),
        *(memory_offer(match, as_plain(match.target_text, long=long), asked=inline) for match in matches),
    ]
    once: dict[str, Offer] = {}
    for offer in listed:
        if offer.text:
            once.setdefault(offer.text, offer)
    return list(once.values())
