"""Telling the right people where a translation is: that it is theirs, ready to be approved, or public."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Page

from portal.core.enums import Role
from portal.core.models import User
from portal.core.names import name_of
from portal.core.notices import notify
from portal.localization.adapters import adapter_for
from portal.localization.models import TranslationJob
from portal.localization.queries import people_with
from portal.localization.services.notice_values import about, active


def tell_arrived(job: TranslationJob) -> None:
    """Work is there: for the one it is assigned to, else for every translator of the language."""
    values = {"total": job.segments_total, "filled": job.segments_filled}
    notify(
        kind="translation_arrived",
        recipients=_of_assignee(job) or people_with(Role.TRANSLATOR, job.target_locale),
        context=about(job, path=adapter_for(job).desk_path(job), **values),
        key=f"translation-arrived-{job.pk}",
    )


def tell_assigned(job: TranslationJob, *, by: User) -> None:
    """Somebody gave the person a translation; who took it themselves knows."""
    if job.assigned_to is None or job.assigned_to_id == by.pk:
        return
    notify(
        kind="translation_assigned",
        recipients=[job.assigned_to],
        context=about(
            job, path=adapter_for(job).desk_path(job), by=name_of(by), due=job.due_on.isoformat() if job.due_on else ""
        ),
        # A translation may come back to the same person; the row is locked, so that each time is told once.
        key=f"translation-assigned-{job.pk}-{timezone.now().isoformat()}",
    )


def tell_finished(job: TranslationJob, *, by: User) -> None:
    """A text waits for approval: for the reviser it is assigned to, else for all of the language but its translator."""
    revisers = people_with(Role.REVISER, job.target_locale).exclude(pk=by.pk)
    notify(
        kind="translation_finished",
        recipients=revisers.filter(pk=job.assigned_to_id or 0) or revisers,
        context=about(job, path=adapter_for(job).desk_path(job), by=name_of(by), total=job.segments_total),
        key=f"translation-finished-{job.pk}-{job.finished_at:%Y%m%d%H%M%S%f}",
    )


def tell_published(job: TranslationJob, *, by: User | None) -> None:
    """A translation is public: for who translated it, who asked for it, and who keeps the source.

    Args:
        by: who made it public; None where that was the hour, then it is in the name of who approved it.
    """
    by = by or job.published_by
    people = [job.finished_by, job.requested_by, job.assigned_to, *_keepers(job)]
    told = {person.pk: person for person in people if person is not None and person != by and person.is_active}
    notify(
        kind="translation_published",
        recipients=told.values(),
        context=about(job, path=adapter_for(job).desk_path(job), by=name_of(by) if by else ""),
        key=f"translation-published-{job.pk}",
    )


def _of_assignee(job: TranslationJob) -> list[User]:
    """Who has the translation, unless they have left its language since: then it is everybody's again."""
    person = job.assigned_to
    return [person] if person is not None and person.pk in active([person], job.target_locale) else []


def _keepers(job: TranslationJob) -> list[User | None]:
    """The owner of a source page and who published it last; of a record only the log knows."""
    if job.translation_key is None:
        return []
    rows = Page.objects.filter(translation_key=job.translation_key, locale_id=job.source_locale_id)
    page = rows.select_related("owner", "live_revision__user").first()
    if page is None:
        return []
    return [page.owner, page.live_revision.user if page.live_revision else None]
