"""Which terms of the glossary occur in texts that are translated, as the editors show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Locale

from portal.core import words
from portal.localization.engines.terms import terms_pattern
from portal.localization.enums import OrganizationKind
from portal.localization.services.glossary_rules import TermRule, WordingRule, by_wording, term_rules
from portal.localization.services.likes import words_of


@dataclass(frozen=True, slots=True)
class Sense:
    """One term behind a hit: the wordings it may have, the preferred first, and when it applies."""

    wordings: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class GlossaryHit:
    """A term in a source text.

    Attributes:
        term: as the glossary writes it.
        senses: one for each term of this wording: 主任 is Director, and Chair of a committee.
        forbidden: what a translation must not say.
    """

    term: str
    senses: tuple[Sense, ...]
    forbidden: tuple[str, ...]


def glossary_hits(texts: Iterable[str], source: Locale, target: Locale) -> dict[str, list[GlossaryHit]]:
    """The terms in each of `texts`, in the order in which they occur; the longest at each place.

    The glossary is read once for all texts, and kept in the process until it changes.

    Args:
        texts: inline HTML, as segments of pages have it (plain text of records escaped).
    """
    key = f"glossary:hits:{source.language_code}:{target.language_code}"
    pattern, rules = words.keep(key, lambda: _known(source, target))
    if pattern is None:
        return {text: [] for text in texts}
    return {text: [_hit(rules[term]) for term in _occurring(text, pattern)] for text in texts}


def all_hits(texts: Iterable[str], source: Locale, target: Locale) -> list[GlossaryHit]:
    """Every term that occurs in `texts`, each once, in the order of its first place."""
    found = glossary_hits(list(texts), source, target).values()
    return list(dict.fromkeys(hit for hits in found for hit in hits))


def _known(source: Locale, target: Locale) -> tuple[re.Pattern[str] | None, dict[str, WordingRule]]:
    """What finds every term, and its rule by its wording in small letters."""
    rules = {wording.casefold(): rule for wording, rule in by_wording(term_rules(source, target)).items()}
    return (terms_pattern(rule.source for rule in rules.values()) if rules else None), rules


def _occurring(text: str, pattern: re.Pattern[str]) -> list[str]:
    found = (match.group().casefold() for match in pattern.finditer(words_of(text)))
    return list(dict.fromkeys(found))


def _hit(rule: WordingRule) -> GlossaryHit:
    return GlossaryHit(rule.source, tuple(_sense(term) for term in rule.terms), rule.forbidden)


def _sense(term: TermRule) -> Sense:
    kind = str(OrganizationKind(term.organization_kind).label) if term.organization_kind else ""
    return Sense(term.accepted, " · ".join(part for part in (kind, term.note) if part))
