"""Terms as files hold them, between the formats and the glossary; no database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.localization.exchange.safety import ExchangeError

#: So many terms may be in one file.
MAX_TERMS = 5_000
#: So many wordings one term may have; the largest of real glossaries have some dozens.
MAX_WORDINGS = 200
#: So many faults of a file are told at once.
MAX_TOLD = 100


@dataclass
class FileWording:
    """A rendering as a file gives it; languages are codes, the rest values of the portal's lists."""

    line: int
    language: str
    text: str
    only_from: str = ""
    form: str = "full"
    status: str = "preferred"
    reading: str = ""


@dataclass
class FileTerm:
    """A term as a file gives it.

    Attributes:
        key: names the term in the file; a number may be the portal's own.
        broader: key of another term, or a wording of it.
    """

    line: int
    key: str
    kind: str = ""
    organization_kind: str = ""
    broader: str = ""
    note: str = ""
    authority: str = ""
    wordings: list[FileWording] = field(default_factory=list)


@dataclass(frozen=True)
class Fault:
    """What is wrong in which line of a file."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


class FaultyFileError(ExchangeError):
    """A file with faults: nothing of it is taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults[:MAX_TOLD])))

    @property
    def told(self) -> list[str]:
        """The first of the faults, in words."""
        return [str(fault) for fault in self.faults[:MAX_TOLD]]


def too_long(term: FileTerm) -> Fault:
    """What is wrong with a term of more wordings than `MAX_WORDINGS`."""
    message = _("the term “%(term)s” has more than %(count)d wordings.")
    return Fault(term.line, message % {"term": term.key, "count": MAX_WORDINGS})


def too_many() -> ExchangeError:
    """The refusal of a file with too many terms."""
    return ExchangeError(
        _("The file has more than %(count)d terms. Split it into smaller ones.") % {"count": MAX_TERMS}
    )
