"""Lists that the office keeps for the checks of texts, written by the portal itself; people keep them in the admin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from wagtail.models import Locale

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import Severity, WatchedKind
from portal.localization.models import GlossaryTerm, HeldOffice, StyleRule, StyleSheet, WatchedTerm

CREATE = "wagtail.create"


@transaction.atomic
def keep_style_sheet(
    *, locale: Locale, guidance: str, rules: Iterable[Mapping[str, str]], by: User | None
) -> StyleSheet:
    """Write the style sheet of a language that has none yet.

    Args:
        rules: fields of a `StyleRule` each: `avoid`, `use`, `note`, `severity`.
    """
    sheet = StyleSheet.objects.create(locale=locale, guidance=guidance)
    for rule in rules:
        StyleRule.objects.create(sheet=sheet, **rule)
    audit.record(instance=sheet, action=CREATE, by=by)
    return sheet


@transaction.atomic
def keep_watched(
    *,
    locale: Locale,
    text: str,
    by: User | None,
    kind: str = WatchedKind.OBSOLETE,
    instead: str = "",
    note: str = "",
    severity: str = Severity.WARNING,
) -> WatchedTerm:
    """Put a wording that is not there yet on the list of the language."""
    watched = WatchedTerm.objects.create(
        locale=locale, text=text, kind=kind, instead=instead, note=note, severity=severity
    )
    audit.record(instance=watched, action=CREATE, by=by)
    return watched


@transaction.atomic
def keep_office(
    *,
    person: GlossaryTerm,
    office: GlossaryTerm,
    by: User | None,
    organization: GlossaryTerm | None = None,
    since: date | None = None,
    until: date | None = None,
) -> HeldOffice:
    """Write down who holds or held an office."""
    held = HeldOffice.objects.create(person=person, office=office, organization=organization, since=since, until=until)
    audit.record(instance=held, action=CREATE, by=by)
    return held
