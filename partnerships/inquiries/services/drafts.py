"""Forms that are not sent yet: what was typed and which files came with it, for a day.

They are nobody's record yet, so nothing of them stands in the log.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from partnerships.inquiries.enums import FileOrigin
from partnerships.inquiries.files import FOLDER, inquiry_files
from partnerships.inquiries.uploads.accepting import MOST_FILES, Accepted
from partnerships.models import DraftFile, Inquiry, InquiryDraft, InquiryFile

#: How long a form waits to be sent.
KEPT = timedelta(hours=24)
#: Bytes of what was typed into one form.
MOST_TYPED = 64 * 1024
#: Bytes of all files of forms not sent, so that nobody fills the disk.
MOST_WAITING = 5 * 1024**3
#: Files that the investor may send about one inquiry, those of the form and of the status page together.
MOST_OF_AN_INQUIRY = 4 * MOST_FILES
_AT_A_TIME = 200
_TYPED = "fields"
_FILES: tuple[Any, ...] = (InquiryFile, DraftFile)


def typed_in(data: Any, names: Iterable[str]) -> str | None:
    """What the fields of these names hold, to be kept; None where it is too much.

    Args:
        data: a `QueryDict`.
    """
    fields = {name: data.getlist(name) for name in names if any(data.getlist(name))}
    # As text within JSON: PostgreSQL's JSON has no NUL and no surrogates, a form may hold both.
    text = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace").decode()
    return text if len(text.encode()) <= MOST_TYPED else None


def typed_of(draft: InquiryDraft) -> dict[str, list[str]]:
    """What was typed, by the names of the fields."""
    found: dict[str, list[str]] = json.loads(draft.typed.get(_TYPED, "{}"))
    return found


@transaction.atomic
def keep_typed(*, key: uuid.UUID | None, typed: str, locale: str) -> InquiryDraft | None:
    """Keep what was typed, in the draft of `key` or in a new one. None where that draft has been sent meanwhile."""
    if key is None:
        return InquiryDraft.objects.create(typed={_TYPED: typed}, locale=locale)
    draft = held_draft(key)
    if draft is not None:
        draft.typed, draft.locale = {_TYPED: typed}, locale
        draft.save(update_fields=["typed", "locale", "updated_at"])
    return draft


def keep_files(
    *, key: uuid.UUID | None, files: Sequence[Accepted], removed: Collection[int], locale: str
) -> InquiryDraft | None:
    """Add files to a draft or a new one, and take others out of it; one that it has already is not added again.

    Args:
        removed: keys of `DraftFile`s; those of another draft are left alone.

    Returns:
        The draft; None where it has been sent meanwhile.
    """
    written: list[str] = []
    try:
        with transaction.atomic():
            draft = held_draft(key) if key else InquiryDraft.objects.create(locale=locale)
            if draft is not None:
                draft.files.filter(pk__in=removed).delete()
                _add(draft, files, written)
                draft.save(update_fields=["updated_at"])
            return draft
    except BaseException:
        for name in written:
            inquiry_files().delete(name)
        raise


def _add(draft: InquiryDraft, files: Sequence[Accepted], written: list[str]) -> None:
    there = set(draft.files.values_list("digest", flat=True))
    for file in files:
        if file.digest in there or len(there) >= MOST_FILES:
            continue
        there.add(file.digest)
        row = DraftFile(
            draft=draft, name=file.name, media_type=file.media_type, size=len(file.content), digest=file.digest
        )
        row.scan = file.scan
        row.file.save(file.name, ContentFile(file.content), save=False)
        written.append(row.file.name or "")
        row.save(force_insert=True)


def held_draft(key: uuid.UUID) -> InquiryDraft | None:
    """The draft with its row locked; None where there is none (any more)."""
    return InquiryDraft.objects.select_for_update().filter(key=key).first()


@transaction.atomic
def move_files(*, inquiry: Inquiry, files: Sequence[DraftFile]) -> list[DraftFile]:
    """Make files of a draft, which is held, files of the inquiry. The bytes stay where they are.

    Returns:
        Those for which the inquiry has no room, having been sent before.
    """
    there = set(inquiry.files.filter(origin=FileOrigin.INVESTOR).values_list("digest", flat=True))
    left_over = []
    for file in files:
        if file.digest in there:
            continue
        if len(there) >= MOST_OF_AN_INQUIRY:
            left_over.append(file)
            continue
        there.add(file.digest)
        facts = {name: getattr(file, name) for name in ("name", "media_type", "size", "digest", "scan")}
        InquiryFile.objects.create(inquiry=inquiry, file=file.file.name, **facts)
        # So that the end of the draft does not take the bytes along.
        DraftFile.objects.filter(pk=file.pk).update(file="")
    return left_over


@transaction.atomic
def end_draft(*, key: uuid.UUID) -> None:
    """Remove a draft and the files that it still has."""
    if draft := held_draft(key):
        draft.delete()


def is_room() -> bool:
    """Whether files of forms that are not sent may still be kept."""
    return (DraftFile.objects.aggregate(bytes=Sum("size"))["bytes"] or 0) < MOST_WAITING


def purge_drafts() -> int:
    """Remove the drafts that nobody has touched for a day, with their files. One that is being sent is left alone."""
    old, removed = timezone.now() - KEPT, 0
    while True:
        with transaction.atomic():
            rows = InquiryDraft.objects.select_for_update(skip_locked=True).filter(updated_at__lt=old)
            keys = [draft.pk for draft in rows[:_AT_A_TIME]]
            InquiryDraft.objects.filter(pk__in=keys).delete()
        removed += len(keys)
        if len(keys) < _AT_A_TIME:
            return removed


def purge_orphans() -> int:
    """Remove files without a row, as a process that ended between file and row leaves them; not those of today."""
    storage, old = inquiry_files(), timezone.now() - KEPT
    try:
        names = storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return 0
    candidates = [FOLDER + name for name in names if storage.get_modified_time(FOLDER + name) < old]
    removed = 0
    for start in range(0, len(candidates), _AT_A_TIME):
        some = candidates[start : start + _AT_A_TIME]
        rows = (model.objects.filter(file__in=some) for model in _FILES)
        known = {name for found in rows for name in found.values_list("file", flat=True)}
        for name in set(some) - known:
            storage.delete(name)
            removed += 1
    return removed
