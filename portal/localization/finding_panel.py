"""The findings of a text as screens show them: by severity, with place, excerpts, and what was let pass by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from wagtail.models import Page

from portal.core.models import User
from portal.localization.checks import Finding
from portal.localization.enums import Severity
from portal.localization.errors import RefusedError
from portal.localization.models import FindingOverride, TranslationJob
from portal.localization.services.findings import checked_of, findings_of
from portal.localization.services.overrides import may_let_pass
from portal.localization.services.record_words import as_plain

#: Characters of source and wording beside a finding.
EXCERPT = 160


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, ready to be shown; `override` where somebody let it pass."""

    finding: Finding
    source: str
    wording: str
    override: FindingOverride | None
    may_pass: bool


def findings_context(
    target: Page | TranslationJob, user: User, *, next_url: str = "", inline: bool = True
) -> dict[str, Any]:
    """What `localization/findings.html` shows, under the one key `findings`.

    Args:
        target: a page, translated or not, or the job of a record.
        next_url: where the forms lead back to; by default the screen of the checks.
        inline: whether the forms may stand here; otherwise a link leads to the screen of the checks, so that nothing
            typed beside them is lost.
    """
    rows = finding_rows(target, user)
    return {
        "findings": {
            "blocking": _of(rows, Severity.BLOCKING),
            "warnings": _of(rows, Severity.WARNING),
            "notes": _of(rows, Severity.NOTE),
            "passed": [row for row in rows if row.finding.reason],
            "url": check_url(target),
            "next": next_url,
            "inline": inline,
            "may_pass": any(row.may_pass for row in rows),
        }
    }


def finding_rows(target: Page | TranslationJob, user: User) -> list[FindingRow]:
    """Every finding with what is known of it, in a fixed number of queries."""
    found = findings_of(target)
    if not found:
        return []
    try:
        overrides = {row.fingerprint: row for row in checked_of(target).overrides().select_related("by")}
    except RefusedError:
        overrides = {}
    may = may_let_pass(user, target)
    return [
        FindingRow(
            one,
            _excerpt(one.segment.source),
            _excerpt(one.segment.wording),
            overrides.get(one.fingerprint),
            may and one.severity == Severity.WARNING,
        )
        for one in found
    ]


def check_url(target: Page | TranslationJob) -> str:
    """The screen of the checks of a text."""
    name = "translation:check" if isinstance(target, Page) else "translation:check_record"
    return reverse(name, args=[target.pk])


def _of(rows: list[FindingRow], severity: Severity) -> list[FindingRow]:
    return [row for row in rows if row.finding.severity == severity and not row.finding.reason]


def _excerpt(html: str) -> str:
    return Truncator(as_plain(html, long=True)).chars(EXCERPT)
