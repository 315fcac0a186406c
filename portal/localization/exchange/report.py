"""What became of a file that was read in."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Skipped(models.TextChoices):
    """Why a unit of a file was passed over."""

    UNKNOWN_LANGUAGE = "unknown_language", _("a language that the portal does not have")
    EMPTY = "empty", _("an empty segment")
    SAME = "same", _("the same text in both languages")
    UNCHANGED = "unchanged", _("the wording is here already")
    NO_TARGET = "no_target", _("no translation")
    NO_SUCH_SEGMENT = "no_such_segment", _("the source text has changed, or belongs to another translation")
    LOST_MARKUP = "lost_markup", _("tags or placeholders are lost, or not those of the source")
    CHANGED_SINCE = "changed_since", _("another person has changed it since the file was made")


@dataclass(slots=True)
class Report:
    """Counts of one file. `skipped` names the units by reason: the line of a TMX, the unit of an XLIFF."""

    new: int = 0
    known: int = 0
    skipped: dict[Skipped, list[str]] = field(default_factory=dict)

    def skip(self, reason: Skipped, where: str) -> None:
        self.skipped.setdefault(reason, []).append(where)

    @property
    def counts(self) -> dict[str, int]:
        """For the log and for programs."""
        skipped = {str(reason): len(units) for reason, units in self.skipped.items()}
        return {"new": self.new, "known": self.known, **skipped}

    @property
    def lines(self) -> list[tuple[str, int, str]]:
        """For people: reason, how many, and which (the first ten)."""
        return [
            (str(reason.label), len(units), ", ".join(units[:10]) + (" …" if len(units) > 10 else ""))
            for reason, units in self.skipped.items()
        ]
