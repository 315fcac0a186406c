"""The cells of one page of the matrix: a constant number of queries, however many rows it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment

from portal.localization.enums import FINAL, OPEN, JobState
from portal.localization.matrix.current import current_jobs
from portal.localization.matrix.scope import Scope
from portal.localization.matrix.states import MEANINGS, MOVING, CellState, Meaning
from portal.localization.models import RecordSegment, SourceCount, TranslationJob
from portal.localization.rule_admin import kind_label
from portal.localization.services.segments import SLUG
from portal.localization.services.stale_targets import stale_targets

#: Section (kind of source), its id, language: names a cell.
Place = tuple[int, int, int]


@dataclass(slots=True)
class Cell:
    """Where the translation of one source into one language stands.

    Attributes:
        job: what is known of it; None where there is none, or where the person may know no more than the state.
        since: since when it is in this state; of a stale one, since when the source says something else.
        percent: of the segments, those that have a wording; None where nobody has counted.
        may_change: whether the person may assign it and the like.
        target: the page in the language, where the person may edit it.
    """

    row_id: int
    locale: Locale
    state: str
    job: TranslationJob | None = None
    since: datetime | None = None
    percent: int | None = None
    may_change: bool = False
    may_send: bool = False
    target: int | None = None
    is_public: bool = False

    @property
    def name(self) -> str:
        return f"{self.row_id}-{self.locale.pk}"

    @property
    def label(self) -> Any:
        return CellState(self.state).label

    @property
    def meaning(self) -> Meaning:
        return MEANINGS[self.state]

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING

    @property
    def is_open(self) -> bool:
        return self.job is not None and self.job.state in OPEN

    @property
    def is_tickable(self) -> bool:
        return self.may_send or (self.may_change and (self.is_open or self.state == CellState.STALE))

    @property
    def is_overdue(self) -> bool:
        return self.job is not None and self.job.is_overdue

    @property
    def due_on(self) -> date | None:
        return self.job.due_on if self.job is not None and self.is_open else None


@dataclass(slots=True)
class Row:
    """One source and its cells, in the order of the columns."""

    count: SourceCount
    may_edit: bool = False
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_page(self) -> bool:
        return self.count.content_type.model_class() is Page

    @property
    def kind(self) -> str:
        return kind_label(self.count.section) if self.count.section is not None else ""

    @property
    def url(self) -> str:
        """Where the source itself is edited; empty where the person may not, or where it has no form of its own."""
        if not self.may_edit:
            return ""
        if self.is_page:
            return reverse("wagtailadmin_pages:edit", args=[self.count.object_id])
        viewset = getattr(self.count.content_type.model_class(), "snippet_viewset", None)
        return reverse(viewset.get_url_name("edit"), args=[quote(self.count.object_id)]) if viewset else ""


def rows_of(counts: Sequence[SourceCount], scope: Scope, *, columns: Sequence[Locale]) -> list[Row]:
    """The rows of `counts` (with section and locale), each with a cell for every column, which the person has."""
    known = _Known(counts, scope)
    rows = []
    for count in counts:
        row = Row(count, may_edit=count.pk in known.sendable)
        row.cells = [known.cell(count, locale) for locale in columns]
        rows.append(row)
    return rows


class _Known:
    """What one page of the matrix knows, read at once."""

    def __init__(self, counts: Sequence[SourceCount], scope: Scope) -> None:
        self.page_kind = ContentType.objects.get_for_model(Page).pk
        self.keys = self._keys([one.object_id for one in counts if one.content_type_id == self.page_kind])
        self.jobs = _by_place(_jobs_of(counts, scope.locales))
        ids = [job.pk for job in self.jobs.values()]
        done = TranslationJob.objects.filter(pk__in=[job.pk for job in self.jobs.values() if job.state in FINAL])
        self.stale = set(stale_targets(done).values_list("pk", flat=True))
        self.seen = set(scope.jobs("view").filter(pk__in=ids).values_list("pk", flat=True))
        self.changed = set(scope.jobs("change").filter(pk__in=ids).values_list("pk", flat=True))
        rows = SourceCount.objects.filter(pk__in=[one.pk for one in counts])
        self.sendable = set(rows.filter(scope.sendable()).values_list("pk", flat=True))
        self.targets = self._targets(scope)
        self.editable = self._editable(scope)
        self.worded = set(
            SourceCount.objects.filter(object_id__in=[one.object_id for one in counts], is_source=False).values_list(
                "content_type", "object_id", "locale"
            )
        )
        self.filled = _filled_pages(self.jobs.values()) | _filled_records(self.jobs.values())

    def _keys(self, pages: list[int]) -> dict[int, Any]:
        return dict(Page.objects.filter(pk__in=pages).values_list("pk", "translation_key"))

    def _targets(self, scope: Scope) -> dict[tuple[Any, int], tuple[int, bool]]:
        """Translation key and language → the page and whether it is public. Copies of the source are no translation."""
        pages = Page.objects.filter(translation_key__in=set(self.keys.values()), locale__in=scope.locales)
        rows = pages.filter(alias_of__isnull=True).values_list("translation_key", "locale", "pk", "live")
        return {(key, locale): (pk, live) for key, locale, pk, live in rows}

    def _editable(self, scope: Scope) -> set[int]:
        policy = policy_registry.get_by_type(Page)
        allowed = policy.instances_user_has_permission_for(scope.user, "change")
        return set(allowed.filter(pk__in=[pk for pk, _live in self.targets.values()]).values_list("pk", flat=True))

    def cell(self, count: SourceCount, locale: Locale) -> Cell:
        job = self.jobs.get((count.section_id or 0, count.object_id, locale.pk))
        target, is_public = self._target(count, locale)
        cell = Cell(count.pk, locale, self._state(count, locale, job, is_public))
        cell.may_send = count.pk in self.sendable and cell.state not in (CellState.SOURCE, CellState.BY_HAND)
        cell.target = target if target in self.editable else None
        cell.is_public = is_public and job is not None and job.state in OPEN
        if job is None:
            return cell
        cell.since = count.changed_at if cell.state == CellState.STALE else (job.published_at or job.updated_at)
        cell.percent = self._percent(job)
        cell.job = job if job.pk in self.seen else None
        cell.may_change = job.pk in self.changed
        return cell

    def _target(self, count: SourceCount, locale: Locale) -> tuple[int | None, bool]:
        if count.content_type_id != self.page_kind:
            return None, (count.content_type_id, count.object_id, locale.pk) in self.worded
        return self.targets.get((self.keys.get(count.object_id), locale.pk), (None, False))

    def _state(self, count: SourceCount, locale: Locale, job: TranslationJob | None, is_public: bool) -> str:
        if count.locale_id == locale.pk:
            return CellState.SOURCE
        if job is None:
            return CellState.BY_HAND if self._is_by_hand(count, locale) else CellState.NOT_SENT
        if job.state != JobState.DONE:
            return CellState(job.state) if job.state in CellState.values else CellState.NOT_SENT
        if job.pk in self.stale:
            return CellState.STALE
        return CellState.UP_TO_DATE if is_public or job.translation_key is None else CellState.WITHDRAWN

    def _is_by_hand(self, count: SourceCount, locale: Locale) -> bool:
        if count.content_type_id == self.page_kind:
            return (self.keys.get(count.object_id), locale.pk) in self.targets
        return (count.content_type_id, count.object_id, locale.pk) in self.worded

    def _percent(self, job: TranslationJob) -> int | None:
        filled, total = self.filled.get(job.pk, (job.segments_filled, job.segments_total))
        if not total or job.state == JobState.FAILED:
            return None
        return 100 if job.state == JobState.DONE else filled * 100 // total


def _jobs_of(counts: Iterable[SourceCount], locales: Iterable[Locale]) -> QuerySet[TranslationJob]:
    by_section: dict[int, list[int]] = {}
    for count in counts:
        by_section.setdefault(count.section_id or 0, []).append(count.object_id)
    wanted = Q(pk__in=[])
    for section, ids in by_section.items():
        wanted |= Q(content_type=section, object_id__in=ids)
    rows = current_jobs().filter(wanted, target_locale__in=list(locales))
    return rows.select_related("assigned_to", "source_locale", "target_locale")


def _by_place(jobs: Iterable[TranslationJob]) -> dict[Place, TranslationJob]:
    return {(job.content_type_id, job.object_id, job.target_locale_id): job for job in jobs}


def _filled_pages(jobs: Iterable[TranslationJob]) -> dict[int, tuple[int, int]]:
    """Job → segments of the page that have a wording now, and all; the address, which makes itself, is neither."""
    waiting = {
        (job.translation_key, job.source_locale_id, job.target_locale_id): job.pk
        for job in jobs
        if job.translation_key is not None and job.state == JobState.NEEDS_REVIEW
    }
    rows = StringSegment.objects.filter(source__object_id__in=[key for key, _source, _target in waiting])
    rows = rows.exclude(context__path=SLUG).order_by()
    totals = {
        (key, source): number
        for key, source, number in rows.values_list("source__object_id", "source__locale").annotate(Count("pk"))
    }
    worded = rows.filter(
        string__translations__context=F("context"),
        string__translations__has_error=False,
        string__translations__locale__in={target for _key, _source, target in waiting},
    ).values_list("source__object_id", "source__locale", "string__translations__locale")
    filled = {(key, source, target): number for key, source, target, number in worded.annotate(Count("pk"))}
    return {pk: (filled.get(place, 0), totals.get(place[:2], 0)) for place, pk in waiting.items()}


def _filled_records(jobs: Iterable[TranslationJob]) -> dict[int, tuple[int, int]]:
    """The same of records: drafts of which there are some, or what a worker has counted, if that is more."""
    waiting = {
        (job.content_type_id, job.object_id, job.target_locale_id): job
        for job in jobs
        if job.translation_key is None and job.state == JobState.NEEDS_REVIEW
    }
    rows = RecordSegment.objects.filter(object_id__in=[pk for _kind, pk, _target in waiting]).exclude(text="")
    counted = rows.order_by().values_list("content_type", "object_id", "locale").annotate(Count("pk"))
    drafts = {(kind, pk, target): number for kind, pk, target, number in counted}
    return {
        job.pk: (min(max(drafts.get(place, 0), job.segments_filled), job.segments_total), job.segments_total)
        for place, job in waiting.items()
    }
