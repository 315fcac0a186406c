"""What every check is given and what it answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from portal.localization.enums import Severity


@dataclass(frozen=True, slots=True)
class Segment:
    """One text and its wording, or (`wording` empty) a source text alone.

    Attributes:
        path: the place: of pages the context's path of wagtail-localize, of records the field.
        label: the place as people read it.
        source: inline HTML, as wagtail-localize and the engines have it (`<a id="a1">`); of records escaped.
        wording: the same of the other language.
    """

    path: str
    label: str
    source: str
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in one segment.

    Attributes:
        code: names the check, such as `number`; stable, for filters and exports.
        message: a whole sentence in the active language.
        detail: what it is about (the figure, the term), in no language: part of the fingerprint.
        reason: why a reviewer let it pass; empty while nobody did.
    """

    code: str
    severity: Severity
    message: str
    segment: Segment
    detail: str = ""
    reason: str = field(default="", compare=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hexadecimal: the same finding about the same text. Any change of either makes it another."""
        parts = (self.segment.path, self.code, self.segment.source, self.segment.wording, self.detail)
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
