"""What a publication sheet says of a translation: who translated, who approved, with which engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from portal.audit.stamps import person_name
from portal.audit.words import person
from portal.core.enums import Role
from portal.core.models import User
from portal.localization.enums import EngineName, JobState
from portal.localization.models import TranslationJob
from portal.localization.queries import translation_into

#: What is logged and what is noted of one publication, in one transaction, lie no further apart.
MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Translated:
    """The job with which the translation went live."""

    source_title: str
    source_language: str
    translator: str
    finished_at: datetime | None
    reviser: str
    approved_at: datetime | None
    engine: str
    segments: int
    by_machine: int

    @property
    def way(self) -> str:
        """How the wordings came: from an engine, or from people and the memory alone."""
        if not self.engine:
            return _("People and memory: %(all)d segments") % {"all": self.segments}
        facts = {"engine": self.engine, "machine": self.by_machine, "all": self.segments}
        return _("%(engine)s: %(machine)d of %(all)d segments; the others by people and memory") % facts


def source_of(page: Page) -> Page:
    """The page that `page` is a translation of; itself where it is none."""
    translation = translation_into(page)
    if translation is None:
        return page
    source = translation.source
    found = Page.objects.filter(translation_key=source.object_id, locale_id=source.locale_id).first()
    return found or page


def translated(page: Page, *, until: datetime) -> Translated | None:
    """The translation that was live after `until`; None for a page that people wrote in its own language."""
    jobs = TranslationJob.objects.into_page(page).filter(state=JobState.DONE, published_at__lte=until)
    job = jobs.select_related("finished_by", "published_by", "source_locale").order_by("-published_at").first()
    if job is None:
        return None
    return Translated(
        source_title=job.title,
        source_language=job.source_locale.get_display_name(),
        translator=_name(job, job.finished_by, "localization.finish"),
        finished_at=job.finished_at,
        reviser=_name(job, job.published_by, "localization.publish"),
        approved_at=job.published_at,
        engine=_engine(job),
        segments=job.segments_total,
        by_machine=job.segments_sent,
    )


class Makers:
    """Who translated and who approved the translations among some pages, in one query.

    Args:
        pages: by id.
    """

    def __init__(self, pages: Mapping[int, Page]) -> None:
        self._places = {pk: (page.translation_key, page.locale_id) for pk, page in pages.items()}
        keys = {key for key, _locale in self._places.values()}
        jobs = TranslationJob.objects.filter(translation_key__in=keys, state=JobState.DONE, published_at__isnull=False)
        self._jobs: dict[tuple[Any, int], list[TranslationJob]] = {}
        for job in jobs.select_related("finished_by", "published_by").order_by("published_at", "pk"):
            self._jobs.setdefault((job.translation_key, job.target_locale_id), []).append(job)

    def of(self, entry: PageLogEntry) -> list[tuple[str, str]]:
        """Roles and names behind a publication; empty where it was that of no translation."""
        jobs = self._jobs.get(self._places.get(entry.page_id, (None, 0)), [])
        before = [job for job in jobs if job.published_at and job.published_at <= entry.timestamp + MOMENT]
        if not before:
            return []
        people = ((Role.TRANSLATOR, before[-1].finished_by), (Role.REVISER, before[-1].published_by))
        return [(str(role.label), person_name(user)) for role, user in people if user is not None]


def _name(job: TranslationJob, user: User | None, action: str) -> str:
    if user is not None:
        return person_name(user)
    entries = PageLogEntry.objects.filter(action=action, data__contains={"job": job.pk}).select_related("user")
    entry = entries.order_by("-timestamp", "-pk").first()
    return person(entry) if entry is not None else "—"


def _engine(job: TranslationJob) -> str:
    """Empty where people and the memory did it all."""
    name = job.engine or settings.TRANSLATION_ENGINE
    if not job.segments_sent or not name:
        return ""
    return str(EngineName(name).label) if name in EngineName.values else name
