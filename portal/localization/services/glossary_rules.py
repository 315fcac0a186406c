"""What the glossary, the style sheets and the lists of the office say, for those who check texts.

Only what a reviser approved counts: proposals are not here. Every read is kept in the process until `forget_words()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Case, Q, QuerySet, When
from wagtail.models import Locale

from portal.core import words
from portal.localization.enums import RenderingForm, RenderingStatus, TermKind
from portal.localization.models import GlossaryRendering, HeldOffice, StyleRule, WatchedTerm

T = TypeVar("T")


@dataclass(frozen=True)
class TermRule:
    """One term between two languages.

    Attributes:
        sources: how the source language says it, preferred wordings first, full and short forms.
        accepted: what a translation may say, the preferred wordings first, full and short forms; never empty.
        forbidden: what a translation must not say for it. Another term of the same source wording may accept it.
        kind: a `TermKind`.
        organization_kind: an `OrganizationKind`, or "".
        note: when the term applies.
    """

    term_id: int
    sources: tuple[str, ...]
    accepted: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    kind: str = TermKind.TERM
    organization_kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class WordingRule:
    """What a translation of a text that contains `source` must and must not say, over all terms of that wording."""

    source: str
    accepted: tuple[str, ...]
    forbidden: tuple[str, ...]
    terms: tuple[TermRule, ...]


@dataclass(frozen=True)
class StyleNote:
    """A wording that the house avoids in a language; `use` is empty where nothing stands for it."""

    avoid: str
    use: str
    note: str
    severity: str


@dataclass(frozen=True)
class Watched:
    """A wording on the list that the office keeps; `kind` is a `WatchedKind`."""

    text: str
    kind: str
    instead: str
    note: str
    severity: str


@dataclass(frozen=True)
class InstitutionName:
    """An institution in one language: the name in full, other full names, and the short ones."""

    full: str
    shorts: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficeHeld:
    """Who holds or held an office, in the words of one language.

    Attributes:
        persons, offices: every wording that may stand in a text, never empty.
        organizations: of the body, with its short names; empty where none is named.
        since, until: first and last day; None where unknown or still held.
    """

    persons: tuple[str, ...]
    offices: tuple[str, ...]
    organizations: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether the office was held on `day`, as far as is known."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass
class _Wordings:
    """Wordings of one term in the order in which they are read."""

    sources: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)


def term_rules(source: Locale, target: Locale) -> list[TermRule]:
    """The terms that both languages have a wording for, in the direction from `source` to `target`.

    Several may share a source wording (主任 is Director and Chair): `by_wording` joins them.
    """
    return _kept(f"rules:{source.language_code}:{target.language_code}", lambda: _term_rules(source, target))


def by_wording(rules: Iterable[TermRule]) -> dict[str, WordingRule]:
    """Source wording → what its translation must say: a text is right that uses any accepted wording of any of the
    terms, and a wording is forbidden only if none of them accepts it."""
    shared: dict[str, list[TermRule]] = {}
    for rule in rules:
        for source in rule.sources:
            shared.setdefault(source, []).append(rule)
    return {source: _joined(source, terms) for source, terms in shared.items()}


def _joined(source: str, terms: list[TermRule]) -> WordingRule:
    accepted = tuple(dict.fromkeys(text for rule in terms for text in rule.accepted))
    spared = {text.casefold() for text in accepted}
    forbidden = dict.fromkeys(text for rule in terms for text in rule.forbidden if text.casefold() not in spared)
    return WordingRule(source, accepted, tuple(forbidden), tuple(terms))


def style_rules(locale: Locale) -> list[StyleNote]:
    """What the style sheet of the language says to avoid."""

    def load() -> list[StyleNote]:
        rows = StyleRule.objects.filter(sheet__locale=locale)
        return [StyleNote(*row) for row in rows.values_list("avoid", "use", "note", "severity")]

    return _kept(f"style:{locale.language_code}", load)


def watched(locale: Locale) -> list[Watched]:
    """The office's own list of wordings to watch for in texts written in the language."""

    def load() -> list[Watched]:
        rows = WatchedTerm.objects.filter(locale=locale)
        return [Watched(*row) for row in rows.values_list("text", "kind", "instead", "note", "severity")]

    return _kept(f"watched:{locale.language_code}", load)


def institution_names(locale: Locale) -> list[InstitutionName]:
    """The institutions of the glossary that have a full and a short name in the language."""

    def load() -> list[InstitutionName]:
        names: dict[int, tuple[list[str], list[str]]] = {}
        rows = _in_force().filter(locale=locale, source_locale=None, term__kind=TermKind.INSTITUTION)
        for row in rows.exclude(status=RenderingStatus.FORBIDDEN):
            names.setdefault(row.term_id, ([], []))[row.form == RenderingForm.SHORT].append(row.text)
        return [InstitutionName(f[0], tuple(s), tuple(f[1:])) for f, s in names.values() if f and s]

    return _kept(f"institutions:{locale.language_code}", load)


def offices_held(locale: Locale) -> list[OfficeHeld]:
    """Who holds or held which office, as far as the language has words for the person and the office."""
    return _kept(f"offices:{locale.language_code}", lambda: _offices_held(locale))


def _kept(key: str, load: Callable[[], list[T]]) -> list[T]:
    return list(words.keep(f"glossary:{key}", load))


def _in_force() -> QuerySet[GlossaryRendering]:
    """Renderings that a reviser approved, those a text should use first."""
    rows = GlossaryRendering.objects.filter(term__live=True).select_related("term")
    rank = Case(When(status=RenderingStatus.PREFERRED, then=0), default=1)
    return rows.order_by("term_id", rank, "form", "pk")


def _term_rules(source: Locale, target: Locale) -> list[TermRule]:
    found: dict[int, _Wordings] = {}
    terms = {}
    for row in _in_force().filter(_source_side(source) | _target_side(source, target)):
        terms[row.term_id] = row.term
        wordings = found.setdefault(row.term_id, _Wordings())
        if row.locale_id == target.pk:
            refused = row.status == RenderingStatus.FORBIDDEN
            (wordings.forbidden if refused else wordings.accepted).append(row.text)
        elif row.status != RenderingStatus.FORBIDDEN:
            wordings.sources.append(row.text)
    return [
        TermRule(
            pk,
            tuple(dict.fromkeys(said.sources)),
            tuple(dict.fromkeys(said.accepted)),
            tuple(dict.fromkeys(said.forbidden)),
            terms[pk].kind,
            terms[pk].organization_kind,
            terms[pk].note,
        )
        for pk, said in found.items()
        if said.sources and said.accepted
    ]


def _source_side(source: Locale) -> Q:
    """What a text of the language may say; a wording only for translations into it is not looked for in originals."""
    return Q(locale=source, source_locale=None)


def _target_side(source: Locale, target: Locale) -> Q:
    return Q(locale=target) & (Q(source_locale=None) | Q(source_locale=source))


def _offices_held(locale: Locale) -> list[OfficeHeld]:
    said: dict[int, list[str]] = {}
    for row in _in_force().filter(locale=locale, source_locale=None).exclude(status=RenderingStatus.FORBIDDEN):
        said.setdefault(row.term_id, []).append(row.text)
    return [
        OfficeHeld(
            tuple(said[held.person_id]),
            tuple(said[held.office_id]),
            tuple(said.get(held.organization_id or 0, ())),
            held.since,
            held.until,
        )
        for held in HeldOffice.objects.order_by("pk")
        if held.person_id in said and held.office_id in said
    ]
