"""Looking at the members of a bundle: may they go live together, now?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import cast

from wagtail.models import Page, Revision

from portal.core.review_gate import lacks_approval
from portal.core.revision_texts import text_hash
from portal.core.unit_pages import unit_of_page
from portal.localization.enums import JobState
from portal.publication import faults
from portal.publication.enums import BundleKind, BundleState
from portal.publication.faults import Fault
from portal.publication.models import Bundle
from portal.publication.queries import Member, members_of


def texts_of(members: Iterable[Member]) -> dict[int, Revision | None]:
    """Ids of the members → of pages in their own language, the latest text. Read once: what is looked at, approved and
    frozen has to be the same."""
    return {
        member.item.pk: member.page.get_latest_revision()
        if member.page is not None and not member.is_translation
        else None
        for member in members
    }


def seal(members: Iterable[Member], texts: dict[int, Revision | None]) -> str:
    """SHA-256 of what the members say: an approval is of what was on the screen, and of nothing else."""
    rows = []
    for member in members:
        text = texts[member.item.pk]
        what = [0, member.item.text_hash] if text is None else [text.pk, text_hash(text)]
        rows.append([member.item.pk, *what])
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()


def faults_of(bundle: Bundle) -> list[Fault]:
    """Everything that keeps the bundle from going live.

    Before its approval, pages of a unit with one stage of review need none of their own: the bundle's is theirs.
    """
    members = members_of(bundle)
    if not members:
        return [Fault("", faults.EMPTY)]
    return [fault for member in members for fault in faults_of_member(member, bundle, members)]


def faults_of_member(member: Member, bundle: Bundle, members: Iterable[Member]) -> list[Fault]:
    """What keeps one member from going live with the others, in the order in which it is mended."""
    if member.source is None:
        return [_fault(member, faults.GONE)]
    if member.is_record:
        return list(_of_approval(member, bundle))
    if member.page is None:
        return [_fault(member, faults.NO_DRAFT)]
    return [*_of_place(member, member.page, bundle, list(members)), *_of_approval(member, bundle)]


def _fault(member: Member, msgid: str, **values: str) -> Fault:
    return Fault(member.item.title, msgid, values)


def _of_place(member: Member, page: Page, bundle: Bundle, members: list[Member]) -> Iterator[Fault]:
    going = {other.page.pk for other in members if other.page is not None}
    source = cast(Page, member.source)
    unit = unit_of_page(source)
    if bundle.unit_id is not None and (unit is None or unit.pk != bundle.unit_id):
        yield _fault(member, faults.MOVED)
    if member.is_translation and not source.live and source.pk not in going:
        yield _fault(member, faults.SOURCE)
    parent = page.get_parent()
    if not parent.is_root() and not parent.live and parent.pk not in going:
        yield _fault(member, faults.PARENT, above=parent.specific.get_admin_display_title())


def _of_approval(member: Member, bundle: Bundle) -> Iterator[Fault]:
    if member.is_translation:
        yield from _of_translation(member, bundle)
    elif member.page is not None:
        yield from _of_page(member, member.page, bundle)


def _of_translation(member: Member, bundle: Bundle) -> Iterator[Fault]:
    job = member.job
    if job is None or job.state != JobState.APPROVED or not member.item.text_hash:
        yield _fault(member, faults.NOT_REVISED)
    elif _was_changed(member, bundle):
        yield _fault(member, faults.CHANGED)


def _of_page(member: Member, page: Page, bundle: Bundle) -> Iterator[Fault]:
    latest = page.get_latest_revision()
    item = member.item
    is_prepared = bundle.kind == BundleKind.BUNDLE and bundle.state != BundleState.APPROVED
    if is_prepared:
        if latest is None or lacks_approval(page, latest.pk):
            yield _fault(member, faults.NOT_REVIEWED)
        return
    if item.revision is None or not item.text_hash:
        yield _fault(member, faults.NOT_APPROVED)
    elif latest is None or text_hash(latest) != item.text_hash or _was_changed(member, bundle):
        yield _fault(member, faults.CHANGED)
    elif lacks_approval(page, item.revision.pk):
        yield _fault(member, faults.NOT_REVIEWED)


def _was_changed(member: Member, bundle: Bundle) -> bool:
    """Whether the text is another than the approvals saw: its own, and the bundle's."""
    item = member.item
    if not member.is_record and (item.revision is None or text_hash(item.revision) != item.text_hash):
        return True
    is_bundled = bundle.kind == BundleKind.BUNDLE and bundle.state == BundleState.APPROVED
    return is_bundled and item.bundled_hash != item.text_hash
