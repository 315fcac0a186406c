"""The colours of the generated pictures: ink on warm white, one hue to a subject, gold and cinnabar sparingly."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.drawing.canvas import Colour, colour, mix

PAPER = colour("#faf6ee")
INK = colour("#22302f")
GOLD = colour("#c9a04e")
CINNABAR = colour("#b5482f")

HUES: dict[str, Colour] = {
    "jade": colour("#2f7d6b"),
    "river": colour("#3a7392"),
    "indigo": colour("#45538f"),
    "ochre": colour("#a8722e"),
    "plum": colour("#7d4a6c"),
    "slate": colour("#50667a"),
}


@dataclass(frozen=True)
class Palette:
    """One hue in five strengths, on the common paper and ink."""

    hue: Colour

    @classmethod
    def of(cls, name: str) -> Palette:
        """The palette of a hue in `HUES`."""
        return cls(HUES[name])

    def tint(self, share: float) -> Colour:
        """The hue thinned with paper; `share` is how much of it is left (0 to 1)."""
        return mix(PAPER, self.hue, share)

    def shade(self, share: float) -> Colour:
        """The hue darkened with `share` of ink (0 to 1)."""
        return mix(self.hue, INK, share)
