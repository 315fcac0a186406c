"""What the checks are told of glossary, style sheet and lists: plain objects, whoever made them.

The protocols say what is read of a rule; `portal.localization.services.glossary_rules` has objects of these shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from portal.localization.engines.terms import terms_pattern


class WordingLike(Protocol):
    """What a translation of a text that contains `source` must and must not say."""

    @property
    def source(self) -> str: ...
    @property
    def accepted(self) -> tuple[str, ...]: ...
    @property
    def forbidden(self) -> tuple[str, ...]: ...


class StyleLike(Protocol):
    """A wording that the house avoids."""

    @property
    def avoid(self) -> str: ...
    @property
    def use(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def severity(self) -> str: ...


class WatchedLike(Protocol):
    """A wording on the office's own list; `kind` is a `WatchedKind`."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def instead(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def severity(self) -> str: ...


class InstitutionLike(Protocol):
    """An institution: its name in full, other full names, and the short ones."""

    @property
    def full(self) -> str: ...
    @property
    def shorts(self) -> tuple[str, ...]: ...
    @property
    def others(self) -> tuple[str, ...]: ...


class OfficeLike(Protocol):
    """Who holds or held an office, in every wording of one language."""

    @property
    def persons(self) -> tuple[str, ...]: ...
    @property
    def offices(self) -> tuple[str, ...]: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    def held_on(self, day: date) -> bool: ...


def _pattern(texts: Iterable[str], *, plurals: bool = False) -> re.Pattern[str] | None:
    wanted = {text for text in texts if text}
    return terms_pattern(wanted, plurals=plurals) if wanted else None


@dataclass
class TranslationRules:
    """What a wording is checked against. Patterns are compiled once; keep the object as long as the rules hold.

    Attributes:
        wordings: by the wording of the source language.
        style: of the target language.
        offices: in the words of the target language.
    """

    wordings: Mapping[str, WordingLike] = field(default_factory=dict)
    style: Sequence[StyleLike] = ()
    offices: Sequence[OfficeLike] = ()

    @cached_property
    def by_source(self) -> dict[str, WordingLike]:
        return {source.casefold(): rule for source, rule in self.wordings.items()}

    @cached_property
    def source_pattern(self) -> re.Pattern[str] | None:
        return _pattern(self.wordings, plurals=True)

    def rule_of(self, found: str) -> WordingLike | None:
        """The rule of what `source_pattern` found, which may be a plural."""
        said = found.casefold()
        forms = (said, said.removesuffix("s"), said.removesuffix("es"), said.removesuffix("ies") + "y")
        return next((self.by_source[form] for form in forms if form in self.by_source), None)

    @cached_property
    def style_pattern(self) -> re.Pattern[str] | None:
        return _pattern(rule.avoid for rule in self.style)

    @cached_property
    def style_by_avoided(self) -> dict[str, StyleLike]:
        return {rule.avoid.casefold(): rule for rule in self.style}

    @cached_property
    def names_pattern(self) -> re.Pattern[str] | None:
        """Wordings of the glossary that contain what the style sheet avoids, such as the name of the Torch Center."""
        avoided = list(self.style_by_avoided)
        accepted = {text for rule in self.wordings.values() for text in rule.accepted}
        return _pattern(text for text in accepted if any(avoid in text.casefold() for avoid in avoided))


@dataclass
class SourceRules:
    """What a text of its own is checked against, in its language."""

    watched: Sequence[WatchedLike] = ()
    institutions: Sequence[InstitutionLike] = ()
    offices: Sequence[OfficeLike] = ()

    @cached_property
    def watched_pattern(self) -> re.Pattern[str] | None:
        return _pattern(text for rule in self.watched for text in (rule.text, rule.instead))

    @cached_property
    def watched_by_text(self) -> dict[str, WatchedLike]:
        return {rule.text.casefold(): rule for rule in self.watched}

    @cached_property
    def institution_pattern(self) -> re.Pattern[str] | None:
        return _pattern(self.institution_by_name)

    @cached_property
    def institution_by_name(self) -> dict[str, tuple[InstitutionLike, bool]]:
        """Every name in small letters → institution, and whether it is a short one."""
        names: dict[str, tuple[InstitutionLike, bool]] = {}
        for institution in self.institutions:
            for short in institution.shorts:
                names.setdefault(short.casefold(), (institution, True))
        for institution in self.institutions:
            names.update((full.casefold(), (institution, False)) for full in (institution.full, *institution.others))
        return names
