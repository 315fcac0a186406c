"""Texts that an engine has answered in vain: they are left to people, and not paid for again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.localization.models import RefusedText, TranslationJob
from portal.localization.models.memory import text_hash


def refused(*, texts: Iterable[str], engine: str, job: TranslationJob) -> set[str]:
    """Those of `texts` whose wording by `engine` could not be used, whoever asked. `job` has come upon them."""
    hashes = {text_hash(text): text for text in texts}
    rows = RefusedText.objects.filter(
        engine=engine,
        source_locale=job.source_locale_id,
        target_locale=job.target_locale_id,
        source_hash__in=hashes,
    )
    # In one order, so that two jobs with the same texts do not wait for each other.
    found = dict(rows.order_by("pk").select_for_update().values_list("pk", "source_hash")) if hashes else {}
    if found:
        RefusedText.objects.filter(pk__in=found).update(job=job)
    return {hashes[source_hash] for source_hash in found.values()}


def keep_refused(*, texts: Iterable[str], engine: str, job: TranslationJob) -> None:
    """Remember that `engine` was asked for `texts` in vain."""
    rows = [
        RefusedText(
            engine=engine,
            source_locale_id=job.source_locale_id,
            target_locale_id=job.target_locale_id,
            source_hash=text_hash(text),
            job=job,
        )
        for text in sorted(texts)
    ]
    RefusedText.objects.bulk_create(rows, ignore_conflicts=True)


def forget_refused(*, jobs: QuerySet[TranslationJob] | Iterable[int]) -> None:
    """Let engines be asked again for what they were asked for in vain: a person tries `jobs` (or their ids) again."""
    RefusedText.objects.filter(job__in=jobs).delete()
