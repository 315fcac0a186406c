"""What the checks find in translations of pages and records, and in source texts; what reviewers let pass of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core import words
from portal.core.sentences import joined
from portal.localization.checks import (
    Finding,
    Segment,
    SourceRules,
    TranslationRules,
    check_source,
    check_translation,
)
from portal.localization.enums import Severity
from portal.localization.errors import RefusedError
from portal.localization.models import FindingOverride, TranslationJob
from portal.localization.queries import record_of, translation_into
from portal.localization.services import glossary_rules, segments
from portal.localization.services.places import Places
from portal.localization.services.record_segments import segments_of
from portal.localization.services.record_words import as_inline, field_label, words_in

FINISH, PUBLISH = "finish", "publish"
#: So many findings a refusal names; the rest is on the screen.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that is checked: whose it is, and in which language.

    Attributes:
        source: the page or record from which it is, or which it is.
        locale: the language of what is checked.
    """

    source: Model
    locale: Locale

    def overrides(self) -> QuerySet[FindingOverride]:
        """What reviewers let pass of it, also of earlier texts."""
        return FindingOverride.objects.filter(
            content_type=kind_of_source(self.source), object_id=self.source.pk, locale=self.locale
        )


def kind_of_source(source: Model) -> ContentType:
    """Pages are kept as pages, whatever their kind."""
    return ContentType.objects.get_for_model(Page if isinstance(source, Page) else type(source))


def checked_of(target: Page | TranslationJob) -> Checked:
    """What the findings of a page (translated or not) or of a record's job are about.

    Raises:
        RefusedError: the source has been deleted.
    """
    source: Model | None
    if isinstance(target, Page):
        translation = translation_into(target)
        source = target if translation is None else _source_page(target, translation.source.locale_id)
        locale = target.locale
    else:
        source, locale = record_of(target), target.target_locale
    if source is None:
        raise RefusedError("gone", _("The source has been deleted."))
    return Checked(source, locale)


def findings_of(target: Page | TranslationJob) -> list[Finding]:
    """The findings of a page, translated or not, or of a record's job, as the other functions here say."""
    if not isinstance(target, Page):
        return findings_of_record(target)
    return findings_of_page(target) if translation_into(target) else findings_of_source(target)


def findings_of_page(page: Page) -> list[Finding]:
    """What is wrong with the wordings of a translated page as they are kept now; nothing for a page that is none.

    A fixed number of queries, whatever the length of the page.
    """
    translation = translation_into(page)
    if translation is None:
        return []
    source, target = translation.source.locale, page.locale
    source_page = _source_page(page, source.pk)
    places = Places(source_page)
    listed = [
        Segment(path, places.label(path), text, wording)
        for path, text, wording in segments.wordings_in_order(translation.source, target)
    ]
    return _passed(_translated(listed, source, target), Checked(source_page or page, target))


def findings_of_record(job: TranslationJob) -> list[Finding]:
    """What is wrong with the wordings of a record's translation as they would be published; nothing if it is gone."""
    record = record_of(job)
    if record is None:
        return []
    source, target = job.source_locale, job.target_locale
    listed = [
        Segment(one.field, field_label(record, one.field), as_inline(one.source_text), as_inline(one.wording))
        for one in segments_of(record, source, target)
        if one.wording
    ]
    return _passed(_translated(listed, source, target), Checked(record, target))


def findings_of_source(page: Page) -> list[Finding]:
    """What reviewers should know of the text of a page, as the object has it (so of a revision as well)."""
    specific = page.specific
    places = Places(specific)
    listed = [
        Segment(value.path, places.label(value.path), value.string.data)
        for value in extract_segments(specific)
        if isinstance(value, StringSegmentValue) and value.path != segments.SLUG
    ]
    return _passed(_own(listed, page.locale), Checked(page, page.locale))


def findings_of_words(record: Model, locale: Locale) -> list[Finding]:
    """What reviewers should know of a record's own words in a language."""
    listed = [
        Segment(field, field_label(record, field), as_inline(text))
        for field, text in words_in(record, locale.language_code).items()
    ]
    return _passed(_own(listed, locale), Checked(record, locale))


def demand_passed(findings: Iterable[Finding], *, stage: str) -> None:
    """Refuse a text that may not go on.

    Args:
        stage: FINISH stops at what prevents publication; PUBLISH also at warnings that nobody let pass.

    Raises:
        RefusedError: `checks`, with the number of findings and the first of them.
    """
    listed = list(findings)
    blocking = [one for one in listed if one.severity == Severity.BLOCKING]
    if blocking:
        message = ngettext(
            "%(count)d finding of the checks prevents publication.",
            "%(count)d findings of the checks prevent publication.",
            len(blocking),
        )
        raise RefusedError("checks", _named(message % {"count": len(blocking)}, blocking))
    open_ones = [one for one in listed if one.severity == Severity.WARNING and not one.reason]
    if open_ones and stage == PUBLISH:
        message = ngettext(
            "%(count)d warning of the checks is open. Mend the text, or let it pass with a reason.",
            "%(count)d warnings of the checks are open. Mend the text, or let them pass with a reason.",
            len(open_ones),
        )
        raise RefusedError("checks", _named(message % {"count": len(open_ones)}, open_ones))


def _named(message: str, findings: list[Finding]) -> str:
    return joined([message, *(named(one) for one in findings[:NAMED])])


def named(finding: Finding) -> str:
    """A finding with its place, in one line."""
    return _("[%(place)s] %(message)s") % {"place": finding.segment.label, "message": finding.message}


def _source_page(page: Page, source_locale_id: int) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale_id=source_locale_id).first()


def _translated(listed: list[Segment], source: Locale, target: Locale) -> list[Finding]:
    codes = source.language_code, target.language_code
    rules = words.keep(f"checks:{':'.join(codes)}", lambda: _translation_rules(source, target))
    return check_translation(listed, *codes, rules, today=timezone.localdate())


def _translation_rules(source: Locale, target: Locale) -> TranslationRules:
    return TranslationRules(
        glossary_rules.by_wording(glossary_rules.term_rules(source, target)),
        glossary_rules.style_rules(target),
        glossary_rules.offices_held(target),
    )


def _own(listed: list[Segment], locale: Locale) -> list[Finding]:
    code = locale.language_code
    rules = words.keep(f"checks:{code}", lambda: _source_rules(locale))
    return check_source(listed, code, rules, timezone.localdate())


def _source_rules(locale: Locale) -> SourceRules:
    return SourceRules(
        glossary_rules.watched(locale),
        glossary_rules.institution_names(locale),
        glossary_rules.offices_held(locale),
    )


def _passed(found: list[Finding], checked: Checked) -> list[Finding]:
    """The findings, with the reason of those that somebody let pass."""
    if not found:
        return found
    reasons = dict(checked.overrides().values_list("fingerprint", "reason"))
    return [replace(one, reason=reasons.get(one.fingerprint, "")) for one in found]
