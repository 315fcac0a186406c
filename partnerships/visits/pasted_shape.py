"""A name of a list in its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parks.enums import ChineseForm, CourtesyTitle, LatinOrder


@dataclass(frozen=True, slots=True)
class PastedName:
    """A name in its parts. `other` is the same name in another script, as it stood; the rest are sentences."""

    family: str = ""
    given: str = ""
    courtesy: str = CourtesyTitle.NONE
    latin_order: str = LatinOrder.FAMILY_FIRST
    chinese_form: str = ChineseForm.CHINESE
    other: str = ""
    office: str = ""
    organization: str = ""
    role: str = ""
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def doubting(self, *doubts: str) -> PastedName:
        return replace(self, doubts=tuple(dict.fromkeys((*self.doubts, *doubts))))

    def noting(self, *notes: str) -> PastedName:
        """Say what was done that is hardly a guess: it must not drown the doubts."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))
