"""Who does a translation, until when, and how urgent it is. None of it locks anybody out: it tells the others."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.days import today
from portal.core.enums import Role
from portal.core.models import User
from portal.core.names import name_of
from portal.localization.enums import OPEN, Priority
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.services.approval import demand_role
from portal.localization.services.job_notices import tell_assigned
from portal.localization.services.notice_values import workers_of


@transaction.atomic
def assign(*, job_id: int, to: User | None, by: User) -> TranslationJob:
    """Give an open translation to a person, who is told; None: to nobody.

    The caller has looked whether `by` may change the job.

    Raises:
        RefusedError: the job is not open, or the person neither translates into its language nor revises it.
    """
    job = _open(job_id)
    if to is not None and not workers_of(job.target_locale).filter(pk=to.pk).exists():
        raise RefusedError(
            "role",
            _("%(person)s neither translates into %(language)s nor revises it.")
            % {"person": name_of(to), "language": job.target_locale.get_display_name()},
        )
    return _give(job, to, by)


@transaction.atomic
def take(*, job_id: int, by: User) -> TranslationJob:
    """Take (认领) a translation that is nobody's.

    Raises:
        RefusedError: the job is not open, `by` has no role in its language, or it is another person's by now.
    """
    job = _open(job_id)
    demand_role(by, job.target_locale, Role.TRANSLATOR, Role.REVISER)
    if job.assigned_to is not None and job.assigned_to_id != by.pk:
        raise RefusedError(
            "taken", _("%(person)s has this translation already.") % {"person": name_of(job.assigned_to)}
        )
    return _give(job, by, by)


@transaction.atomic
def give_back(*, job_id: int, by: User) -> TranslationJob:
    """Give back what one has oneself, so that another may take it.

    Raises:
        RefusedError: the job is not open, or not assigned to `by`.
    """
    job = _open(job_id)
    if job.assigned_to_id != by.pk:
        raise RefusedError("not_yours", _("This translation is not assigned to you."))
    return _give(job, None, by)


@transaction.atomic
def set_due(*, job_id: int, due_on: date | None, by: User) -> TranslationJob:
    """Say on which day an open translation is due at the latest; None: on none.

    Raises:
        RefusedError: the job is not open, or the day has passed.
    """
    job = _open(job_id)
    if due_on is not None and due_on < today():
        raise RefusedError("past", _("That day has passed. Choose today or a later one."))
    if job.due_on != due_on:
        before, job.due_on = job.due_on, due_on
        job.save(update_fields=["due_on", "updated_at"])
        days = {"before": _day(before), "due": _day(due_on)}
        audit.record(instance=job, action="localization.job.due", by=by, data=days)
    return job


@transaction.atomic
def set_priority(*, job_id: int, priority: int, by: User) -> TranslationJob:
    """Say how urgent an open translation is: workers take the most urgent first.

    Raises:
        RefusedError: the job is not open.
        ValueError: no such priority.
    """
    job, priority = _open(job_id), Priority(priority)
    if job.priority != priority:
        before, job.priority = job.priority, priority
        job.save(update_fields=["priority", "updated_at"])
        data = {"before": int(before), "priority": int(priority)}
        audit.record(instance=job, action="localization.job.priority", by=by, data=data)
    return job


def _open(job_id: int) -> TranslationJob:
    """The job, locked: of two who change it at once the second sees what the first has done."""
    rows = TranslationJob.objects.select_related("source_locale", "target_locale", "assigned_to")
    job = rows.select_for_update(of=("self",)).filter(pk=job_id).first()
    if job is None:
        raise RefusedError("gone", _("This translation does not exist any more."))
    if job.state not in OPEN:
        raise RefusedError("closed", _("This translation is closed: nobody has to work on it any more."))
    return job


def _give(job: TranslationJob, to: User | None, by: User) -> TranslationJob:
    if job.assigned_to_id == (to.pk if to else None):
        return job
    before, job.assigned_to = job.assigned_to_id, to
    job.save(update_fields=["assigned_to", "updated_at"])
    audit.record(
        instance=job,
        action="localization.job.assign",
        by=by,
        data={"before": before, "person": to.pk if to is not None else None},
    )
    tell_assigned(job, by=by)
    return job


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
