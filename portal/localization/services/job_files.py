"""One translation as a file: XLIFF out, and what a person made of it back in."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.localization.enums import JobState
from portal.localization.errors import RefusedError
from portal.localization.exchange import inline
from portal.localization.exchange.languages import locale_of
from portal.localization.exchange.report import Report, Skipped
from portal.localization.exchange.safety import ExchangeError
from portal.localization.exchange.xliff import SETTLED, UNTOUCHED, Document, Line, read_xliff, write_xliff
from portal.localization.models import TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.services.approval import demand_role, is_with_people
from portal.localization.services.job_segments import JobSegment, is_page, segments_of_job, write_job_segments
from portal.localization.services.record_words import lock_record_of


def export_job(*, job: TranslationJob, by: User | None) -> bytes:
    """The translation as XLIFF 1.2, with the wordings that there are."""
    final = job.state == JobState.DONE
    lines = [
        Line(segment.unit_id, segment.source, segment.target, _state(segment, final), segment.place)
        for segment in segments_of_job(job)
    ]
    audit.record(instance=job, action="localization.job.export", by=by, data={"segments": len(lines)})
    return write_xliff(
        job_id=job.pk,
        made_at=timezone.now(),
        source_code=job.source_locale.language_code,
        target_code=job.target_locale.language_code,
        lines=lines,
    )


def _state(segment: JobSegment, final: bool) -> str:
    if not segment.target:
        return "needs-translation"
    if final:
        return "final"
    return "translated" if segment.by_person else "needs-review-translation"


@transaction.atomic
def import_job(*, job: TranslationJob, data: bytes, by: User) -> Report:
    """Take over the wordings of an XLIFF file as the work of `by`.

    Only segments of this translation whose source is still the same are written, and of these only what the file
    changes, or what a machine wrote and the file calls translated. The report names what was left out and why.

    Raises:
        ExchangeError: the file is not readable, or is of another translation or language.
        RefusedError: `by` may not translate into the language, or the translation is not with translators.
    """
    if not is_page(job):
        lock_record_of(job)  # before the job, as an approval and a deletion do
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    _demand_translator(job, by)
    document = read_xliff(data)
    _demand_same_job(document, job)
    report = Report()
    wordings = _accepted(document, segments_of_job(job), by, report)
    report.new = write_job_segments(job=job, wordings=wordings, by=by)
    audit.record(instance=job, action="localization.job.import", by=by, data=report.counts)
    return report


def _demand_translator(job: TranslationJob, by: User) -> None:
    demand_role(by, job.target_locale, Role.TRANSLATOR, Role.REVISER)
    if not is_with_people(job):
        raise RefusedError("not_ready", _("This translation is not with translators at present, so nothing was read."))


def _demand_same_job(document: Document, job: TranslationJob) -> None:
    if document.job_id != job.pk:
        raise ExchangeError(_("The file belongs to another translation. Choose the one it was exported from."))
    locales = list(Locale.objects.all())
    pair = [locale_of(tag, locales) for tag in (document.source_language, document.target_language)]
    if pair != [job.source_locale, job.target_locale]:
        raise ExchangeError(
            _("The file is from %(source)s into %(target)s; this translation is from other languages.")
            % {"source": document.source_language or "?", "target": document.target_language or "?"}
        )


def _accepted(document: Document, present: Iterable[JobSegment], by: User, report: Report) -> dict[JobSegment, str]:
    """The wordings of the file that are to be written."""
    segments = {segment.key: segment for segment in present}
    accepted: dict[JobSegment, str] = {}
    for line in document.lines:
        segment = segments.get((line.unit_id.split("#")[0], text_hash(line.source)))
        if segment is None:
            report.skip(Skipped.NO_SUCH_SEGMENT, line.unit_id)
            continue
        reason = _reason(line, segment, document, by)
        if reason is None:
            accepted[segment] = line.target
        elif reason == Skipped.UNCHANGED:
            report.known += 1
        else:
            report.skip(reason, line.unit_id)
    return accepted


def _reason(line: Line, segment: JobSegment, document: Document, by: User) -> Skipped | None:
    """Why a line is not written; None where it is."""
    if not line.target.strip() or (line.state in UNTOUCHED and line.target == line.source):  # tools copy the source
        return Skipped.NO_TARGET
    if line.target == inline.canonical(segment.target) and (segment.by_person or line.state not in SETTLED):
        return Skipped.UNCHANGED
    if inline.marks(line.target) != inline.marks(segment.source) or not inline.is_whole(line.target):
        return Skipped.LOST_MARKUP
    if _is_newer(segment, document, by):
        return Skipped.CHANGED_SINCE
    return None


def _is_newer(segment: JobSegment, document: Document, by: User) -> bool:
    """Whether somebody else has worked on the segment since the file was made."""
    if not segment.by_person or segment.by_id == by.pk or segment.changed_at is None or document.made_at is None:
        return False
    return segment.changed_at > document.made_at
