"""Whether the segments that people have before them are those of the text of their job.

wagtail-localize keeps one source, with its segments, for all languages of a page. Where one language translates the
draft (a pair) and another what is live, each takes its own text. Nobody answers for a text that was not before them:
the job whose text is there no more is sent anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments.extract import extract_segments

from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.services import segments
from portal.localization.services.corrections import demand_live_source
from portal.localization.services.extraction import take_source
from portal.localization.services.submission import submit_text


class OtherTextError(RefusedError):
    """The segments are those of another text of the page."""

    def __init__(self, job: TranslationJob) -> None:
        super().__init__("not_ready", _("A new version of the source is being prepared. Try again in a moment."))
        self.job = job


def is_taken(job: TranslationJob, source: TranslationSource) -> bool:
    """Whether `source` and its segments are those of the text of `job`."""
    return segments.page_text_hash(source.as_instance()) == job.source_hash


def demand_taken(job: TranslationJob, source: TranslationSource) -> None:
    """Refuse to go on with the segments of another text.

    Raises:
        OtherTextError
    """
    if not is_taken(job, source):
        raise OtherTextError(job)


def submit_anew(*, job: TranslationJob) -> TranslationJob | None:
    """A new job for the text of `job`, whose segments another job has taken away; None if the page is gone."""
    page = job.source_page()
    if page is None:
        return None
    values = page.specific, job.target_locale, job.requested_by, job.priority, job.source_hash
    return submit_text(*values, of_draft=job.of_draft, is_anew=True)


@contextmanager
def sent_anew() -> Iterator[None]:
    """What is refused in this block for the text of another job is sent anew after it, outside its transaction."""
    try:
        yield
    except OtherTextError as refused:
        submit_anew(job=refused.job)
        raise


def take_live_text(job: TranslationJob, source: TranslationSource) -> None:
    """Take the segments of what is live once more, where that is the text of `job` and another job has taken its own.

    Raises:
        RefusedError: the source is not live.
    """
    live = demand_live_source(source)
    if not is_taken(job, source) and segments.page_text_hash(live) == job.source_hash:
        take_source(live, extract_segments(live))
