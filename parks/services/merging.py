"""Merging organisations, or persons, that turned out to be one. People say so; nothing is merged by name alone."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from parks.merging import above, fields_to_fill, foreign_keys, new_spellings, obstacles, same_offices, still_named
from parks.models import Organization, Person
from parks.models.base import DirectoryRecord
from portal.core import audit
from portal.core.models import User
from portal.core.written_records import tell_followers
from portal.localization.services.record_events import follow_visibility

Record = TypeVar("Record", bound=DirectoryRecord)


class MergeError(Exception):
    """The two cannot be merged; the problems are in words."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@transaction.atomic
def merge_organizations(*, keep_id: int, gone_id: int, by: User | None) -> Organization:
    """Make the organisation `gone_id` one with `keep_id`, which is returned.

    Everything that refers to the first refers to the second from now on; its names become spellings of the second,
    which takes over what it does not know itself. The first keeps its short address and leads to the second.

    Raises:
        MergeError: they are one already, either is gone or merged, or both stand where one may stand once only.
    """
    keep, gone = _locked(Organization, keep_id, gone_id)
    if gone.pk in above(keep):
        # Whatever lies between them would end below itself.
        keep.parent_id = gone.parent_id
    elif keep.parent_id is None and keep.pk not in above(gone):
        keep.parent_id = gone.parent_id
    return _merge(keep, gone, by)


@transaction.atomic
def merge_persons(*, keep_id: int, gone_id: int, by: User | None) -> Person:
    """As `merge_organizations`, for persons; an office that both records have word for word is kept once.

    Raises:
        MergeError: as there.
    """
    keep, gone = _locked(Person, keep_id, gone_id)
    for office in same_offices(keep, gone):
        office.delete()
    return _merge(keep, gone, by)


@transaction.atomic
def settle_merged() -> int:
    """Let what was written with a merged record, while the merge was under way, refer to the one that stays.

    Where both would then stand in one place it is left as it is, for people to settle.

    Returns:
        how many rows were moved.
    """
    return sum(_settle(gone) for model in (Organization, Person) for gone in still_named(model))


def _settle(gone: DirectoryRecord) -> int:
    keep: Any = gone.merged_into
    if obstacles(keep, gone) or not (moved := _move(keep, gone)):
        return 0
    tell_followers(instance=keep)
    facts = {"into": keep.slug, "merged": gone.slug, "moved": moved}
    audit.record(instance=keep, action="parks.directory.take_in", by=None, data=facts)
    return moved


def _locked(model: Any, keep_id: int, gone_id: int) -> tuple[Any, Any]:
    """Both, held in the order of their numbers, so that two people merging them either way wait for each other."""
    if keep_id == gone_id:
        raise MergeError(_("Choose another record: it cannot be merged into itself."))
    rows = model._default_manager.select_for_update(of=("self",)).order_by("pk").filter(pk__in=[keep_id, gone_id])
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise MergeError(_("One of the two has been deleted meanwhile."))
    for row in found.values():
        if row.merged_into_id is not None:
            raise MergeError(
                _("“%(name)s” has been merged into “%(other)s” already.") % {"name": row, "other": row.merged_into}
            )
    if problems := obstacles(found[keep_id], found[gone_id]):
        raise MergeError(*problems)
    return found[keep_id], found[gone_id]


def _merge(keep: Record, gone: Record, by: User | None) -> Record:
    spellings = new_spellings(keep, gone)
    for field in fields_to_fill(keep, gone):
        if field.name != "parent":
            setattr(keep, field.attname, getattr(gone, field.attname))
    moved = _move(keep, gone)
    _add_spellings(keep, spellings)
    keep.save()
    model: Any = type(keep)
    model._default_manager.filter(merged_into=gone).update(merged_into=keep)
    model._default_manager.filter(pk=gone.pk).update(merged_into=keep)
    gone.merged_into = keep
    follow_visibility(record=gone)
    tell_followers(instance=keep)
    facts = {"into": keep.slug, "merged": gone.slug, "moved": moved}
    audit.record(instance=keep, action="parks.directory.take_in", by=by, data=facts)
    audit.record(instance=gone, action="parks.directory.merge", by=by, data=facts)
    return keep


def _move(keep: DirectoryRecord, gone: DirectoryRecord) -> int:
    """Let what refers to `gone` refer to `keep`; returns how many rows."""
    moved = 0
    for field in foreign_keys(type(keep)):
        rows = field.model._base_manager.filter(**{field.name: gone})
        if field.model is type(keep):  # its parts; the survivor is no part of itself
            rows = rows.exclude(pk=keep.pk)
        moved += rows.update(**{field.name: keep})
    # Rows moved without a signal: what Wagtail knows of their use follows them.
    used = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(gone))
    used.filter(to_object_id=str(gone.pk)).update(to_object_id=str(keep.pk))
    return moved


def _add_spellings(keep: DirectoryRecord, spellings: list[str]) -> None:
    aliases = keep.aliases  # type: ignore[attr-defined]
    last = max((alias.sort_order or 0 for alias in aliases.all()), default=-1)
    for number, spelling in enumerate(spellings, start=last + 1):
        aliases.add(aliases.model(spelling=spelling[:200], sort_order=number))
