"""Letting a warning of the checks pass, with a reason, and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import has_role
from portal.localization.checks import Finding
from portal.localization.enums import Severity
from portal.localization.errors import RefusedError
from portal.localization.models import FindingOverride, TranslationJob
from portal.localization.queries import is_translation
from portal.localization.services.findings import Checked, checked_of, findings_of, kind_of_source

#: Characters of a reason, at least: what is shorter says nothing.
SHORTEST_REASON = 4


def may_let_pass(user: User, target: Page | TranslationJob) -> bool:
    """Whether the person may let warnings pass: revisers of the language those of translations, and whoever may
    publish a page those of its own text."""
    if isinstance(target, Page) and not is_translation(target):
        return target.permissions_for_user(user).can_publish()
    locale = target.locale if isinstance(target, Page) else target.target_locale
    return has_role(user, Role.REVISER, locale_code=locale.language_code)


@transaction.atomic
def let_pass(*, target: Page | TranslationJob, fingerprint: str, reason: str, by: User) -> FindingOverride:
    """Let a warning pass. It holds for the very text; letting it pass again changes nothing.

    Args:
        target: the translated page, the page of the office, or the job of a record.
        fingerprint: of the finding, which must be there now.

    Raises:
        RefusedError: missing right (`role`), no reason (`reason`), the text was changed meanwhile (`gone`), or the
            finding prevents publication (`blocking`).
    """
    _demand_right(by, target)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise RefusedError("reason", _("Say why, in at least %(count)d characters.") % {"count": SHORTEST_REASON})
    checked, finding = checked_of(target), _present(target, fingerprint)
    override, is_new = FindingOverride.objects.get_or_create(
        content_type=kind_of_source(checked.source),
        object_id=checked.source.pk,
        locale=checked.locale,
        fingerprint=fingerprint,
        defaults={
            "path": finding.segment.path[:255],
            "code": finding.code,
            "message": finding.message,
            "reason": reason,
            "by": by,
        },
    )
    if is_new:
        _note(checked, override, "localization.finding.pass", by)
    return override


@transaction.atomic
def withdraw_pass(*, target: Page | TranslationJob, fingerprint: str, by: User) -> None:
    """Take back that a warning was let pass; doing it again changes nothing. Arguments and errors as of `let_pass`."""
    _demand_right(by, target)
    checked = checked_of(target)
    override = checked.overrides().select_for_update().filter(fingerprint=fingerprint).first()
    if override is not None:
        _note(checked, override, "localization.finding.withdraw", by)
        override.delete()


def _demand_right(by: User, target: Page | TranslationJob) -> None:
    if not may_let_pass(by, target):
        raise RefusedError("role", _("You may not let findings of this text pass."))


def _present(target: Page | TranslationJob, fingerprint: str) -> Finding:
    finding = next((one for one in findings_of(target) if one.fingerprint == fingerprint), None)
    if finding is None:
        raise RefusedError("gone", _("The text was changed meanwhile: this finding is there no more."))
    if finding.severity == Severity.BLOCKING:
        raise RefusedError("blocking", _("What prevents publication cannot be let pass. Mend the text."))
    return finding


def _note(checked: Checked, override: FindingOverride, action: str, by: User) -> None:
    audit.record(
        instance=checked.source.specific if isinstance(checked.source, Page) else checked.source,
        action=action,
        by=by,
        data={
            "check": override.code,
            "place": override.path,
            "reason": override.reason,
            "locale": checked.locale.language_code,
        },
    )
