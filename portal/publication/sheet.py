"""The publication sheet (发布审批单): who wrote, read, approved and published one text of a page, and when.

It is put together from what is kept anyway: Wagtail's log (which keeps the names of accounts that are gone), its task
states, proof marks, translation jobs and overrides of findings. Nothing is stored for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision

from portal.audit.stamps import person_name
from portal.audit.words import person
from portal.core.models import ProofMark
from portal.core.proof_reading import reading_name
from portal.core.revision_texts import same_text, text_of
from portal.core.unit_pages import unit_of_page
from portal.localization.models import FindingOverride
from portal.publication.enums import BundleState
from portal.publication.models import BundleItem
from portal.publication.sheet_chain import Step, Steps, steps_of
from portal.publication.sheet_translation import Translated, source_of, translated

#: What belongs to a publication is written in the same moment, within this time.
_MOMENT = timedelta(seconds=60)
PUBLISH = "wagtail.publish"


@dataclass(frozen=True)
class Reading:
    """One proof reading of the text that went live."""

    name: str
    person: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Passed:
    """A finding of the checks that somebody let pass, with the reason."""

    message: str
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """Everything on the form. `number` is that of the entry of the log about the publication."""

    number: int
    title: str
    unit: str
    language: str
    address: str
    authors: list[str]
    steps: Steps
    proofs: list[Reading]
    passed: list[Passed]
    translation: Translated | None
    bundle: str
    published_by: str
    published_at: datetime

    @property
    def chain(self) -> list[Step]:
        return self.steps.chain


def publications_of(page: Page) -> list[PageLogEntry]:
    """The publications of `page`, the latest first."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=PUBLISH).select_related("user")
    return list(entries.order_by("-timestamp", "-pk"))


def sheet_of(page: Page, entry: PageLogEntry) -> Sheet:
    """The sheet of the publication that `entry` of the log tells of."""
    revision = Revision.objects.filter(pk=entry.revision_id).first() if entry.revision_id else None
    before = _publication_before(entry)
    unit = unit_of_page(page)
    job = translated(page, until=entry.timestamp + _MOMENT)
    return Sheet(
        number=entry.pk,
        title=revision.content.get("title", entry.label) if revision else entry.label,
        unit=unit.name if unit else _("The portal"),
        language=page.locale.get_display_name(),
        address=page.specific.absolute_url() if hasattr(page.specific, "absolute_url") else page.full_url or "",
        authors=_authors(page, revision, before) if job is None else [],
        steps=steps_of(page, revision, since=before.timestamp if before else None, entry=entry),
        proofs=_proofs(page, revision, entry.timestamp),
        passed=_passed(page, entry.timestamp + _MOMENT),
        translation=job,
        bundle=_bundle(page, entry),
        published_by=person(entry),
        published_at=entry.timestamp,
    )


def _publication_before(entry: PageLogEntry) -> PageLogEntry | None:
    earlier = PageLogEntry.objects.filter(page=entry.page_id, action=PUBLISH)
    earlier = earlier.filter(Q(timestamp__lt=entry.timestamp) | Q(timestamp=entry.timestamp, pk__lt=entry.pk))
    return earlier.order_by("-timestamp", "-pk").first()


def _authors(page: Page, revision: Revision | None, before: PageLogEntry | None) -> list[str]:
    """Who changed the text since the publication before, in the order of their first change."""
    if revision is None:
        return []
    saved = Revision.objects.for_instance(page).filter(created_at__lte=revision.created_at)
    last = Revision.objects.filter(pk=before.revision_id).first() if before and before.revision_id else None
    if last is not None:
        saved = saved.filter(created_at__gte=last.created_at).exclude(pk=last.pk)
    rows = list(saved.select_related("user").order_by("created_at", "pk"))
    entries = PageLogEntry.objects.filter(page=page.pk, revision__in=[row.pk for row in rows]).select_related("user")
    logged = {entry.revision_id: entry for entry in entries.order_by("-timestamp") if entry.user_id}
    names: dict[str, None] = {}
    text = text_of(last) if last is not None else None
    for row in rows:
        if (now := text_of(row)) != text:
            names.setdefault(_writer(row, logged.get(row.pk)))
        text = now
    return list(names)


def _writer(revision: Revision, entry: PageLogEntry | None) -> str:
    if revision.user is not None:
        return person_name(revision.user)
    return person(entry) if entry is not None else _("The system")


def _proofs(page: Page, revision: Revision | None, until: datetime) -> list[Reading]:
    if revision is None:
        return []
    marks = ProofMark.objects.filter(page=page.pk, created_at__lte=until, revision__isnull=False)
    found: dict[int, ProofMark] = {}
    for mark in marks.select_related("revision", "by").order_by("created_at", "pk"):
        if mark.revision is not None and same_text(mark.revision, revision):
            found[mark.number] = mark
    entries = PageLogEntry.objects.filter(page=page.pk, action="core.proof.mark").select_related("user")
    logged = {entry.data.get("mark"): entry for entry in entries} if found else {}
    return [
        Reading(reading_name(number), _name(mark.by, logged.get(mark.pk)), mark.created_at, mark.note)
        for number, mark in sorted(found.items())
    ]


def _name(user: Any, entry: PageLogEntry | None) -> str:
    if user is not None:
        return person_name(user)
    return person(entry) if entry is not None else "—"


def _passed(page: Page, until: datetime) -> list[Passed]:
    """Findings let pass up to the publication; whether the text changed later, only the checks could tell."""
    source = source_of(page)
    kinds = ContentType.objects.get_for_models(Page, source.specific_class or Page).values()
    rows = FindingOverride.objects.filter(
        content_type__in=kinds, object_id=source.pk, locale=page.locale_id, created_at__lte=until
    )
    return [
        Passed(row.message, row.reason, person_name(row.by) if row.by else "—", row.created_at)
        for row in rows.select_related("by").order_by("created_at", "pk")
    ]


def _bundle(page: Page, entry: PageLogEntry) -> str:
    kinds = ContentType.objects.get_for_models(Page, page.specific_class or Page).values()
    items = BundleItem.objects.filter(
        content_type__in=kinds,
        object_id=source_of(page).pk,  # members of bundles are named by their source
        locale=page.locale_id,
        bundle__state=BundleState.PUBLISHED,
        bundle__published_at__gte=entry.timestamp - _MOMENT,
        bundle__published_at__lte=entry.timestamp + _MOMENT,
    )
    item = items.select_related("bundle").order_by("-bundle__published_at").first()
    return item.bundle.title if item is not None else ""
