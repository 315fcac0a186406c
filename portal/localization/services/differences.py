"""What has changed in a source since its translation was approved, segment by segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.localization.models import ApprovedSegment, TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.queries import record_of, source_with_text
from portal.localization.services.alignment import Pair, align, equal_rest
from portal.localization.services.approved import approved_segments
from portal.localization.services.record_words import words_in
from portal.localization.services.segments import SLUG

SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """One segment of the source, then and now.

    Attributes:
        path: content path of a page, or field of a record.
        state: `same`, `changed`, `new` or `gone`. What only stands elsewhere is the same.
        old_source, new_source: its text at the approval and now; empty where it has none.
        wording: the approved one; empty for what is new.
    """

    path: str
    state: str
    old_source: str
    new_source: str
    wording: str


@dataclass(frozen=True, slots=True)
class _Now:
    path: str
    text: str
    hash: str


def differences(target: TranslationJob | Page) -> list[Difference]:
    """Every segment of the source, in its order, beside what was last approved for the target.

    Args:
        target: any job of the target, or the translated page.

    Returns:
        nothing where no approval is known (it was before segments were kept, or never), or the source is gone.
    """
    job = target if isinstance(target, TranslationJob) else TranslationJob.objects.into_page(target).first()
    approved = approved_segments(job) if job is not None else []
    source = _source(job) if job is not None and approved else None
    if job is None or source is None:
        return []
    return compare(approved, _texts(source, job.source_locale.language_code))


def changes(target: TranslationJob | Page) -> list[Difference]:
    """The differences that are any."""
    return [difference for difference in differences(target) if difference.state != SAME]


def compare(approved: list[ApprovedSegment], texts: list[tuple[str, str]]) -> list[Difference]:
    """Approved segments beside the present ones, given as path and text in their order."""
    now = [_Now(path, text, text_hash(text)) for path, text in texts]
    pairs = list(_pairs(approved, now))
    moved = equal_rest(
        {old: approved[old].source_hash for old, new in pairs if old is not None and new is None},
        {new: now[new].hash for old, new in pairs if new is not None and old is None},
    )
    came_from = {new: old for old, new in moved.items()}
    found = []
    for old, new in pairs:
        if new is None:
            if old is not None and old not in moved:
                found.append(_gone(approved[old]))
        else:
            before = came_from.get(new, old)
            found.append(_present(now[new], None if before is None else approved[before]))
    return found


def _pairs(approved: list[ApprovedSegment], now: list[_Now]) -> Iterator[Pair]:
    """Pairs of indexes, place by place in the order of the present source, then the places that are gone."""
    was, present = _by_path(row.path for row in approved), _by_path(one.path for one in now)
    for path in [*present, *(path for path in was if path not in present)]:
        old, new = was.get(path, []), present.get(path, [])
        for a, b in align([approved[i].source_text for i in old], [now[i].text for i in new]):
            yield (None if a is None else old[a]), (None if b is None else new[b])


def _by_path(paths: Iterable[str]) -> dict[str, list[int]]:
    """The indexes of each path."""
    indexes: dict[str, list[int]] = {}
    for index, path in enumerate(paths):
        indexes.setdefault(path, []).append(index)
    return indexes


def _gone(old: ApprovedSegment) -> Difference:
    return Difference(old.path, GONE, old.source_text, "", old.text)


def _present(new: _Now, old: ApprovedSegment | None) -> Difference:
    if old is None:
        return Difference(new.path, NEW, "", new.text, "")
    state = SAME if old.source_hash == new.hash else CHANGED
    return Difference(new.path, state, old.source_text, new.text, old.text)


def _source(job: TranslationJob) -> Model | None:
    if job.translation_key is None:
        return record_of(job)
    return source_with_text(job) if job.is_open else job.source_page()


def _texts(source: Model, code: str) -> list[tuple[str, str]]:
    """Place and text of every segment of the present source, in order; addresses are not among them."""
    if not isinstance(source, Page):
        return list(words_in(source, code).items())
    return [
        (segment.path, segment.string.data)
        for segment in extract_segments(source)
        if isinstance(segment, StringSegmentValue) and segment.path != SLUG
    ]
