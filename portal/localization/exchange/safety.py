"""What a file from outside must pass before it is read."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
#: Each takes some 200 bytes of memory and more.
MAX_ELEMENTS = 100_000
_UNIT_DEPTH = 2


class ExchangeError(Exception):
    """A file is refused as a whole, and nothing of it was written; the message says why and where."""


def check(data: bytes, *, unit: str = "") -> bytes:
    """Pass `data` on if it is well-formed XML of a bearable size that declares no entities and fetches nothing.

    A document type may be named, as TMX files do; it is not loaded.

    Args:
        unit: the element that is read by itself and then forgotten; without it the whole file is held in memory.

    Raises:
        ExchangeError: with the line, where there is one.
    """
    if len(data) > MAX_BYTES:
        raise ExchangeError(
            _("The file is larger than %(size)d MB. Split it into smaller ones.") % {"size": MAX_BYTES // 1024 // 1024}
        )
    parser = expat.ParserCreate()

    def refuse(*args: Any) -> None:
        raise ExchangeError(
            _("Line %(line)d: the file defines or uses entities of its own, which is not safe. Export it without them.")
            % {"line": parser.CurrentLineNumber}
        )

    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    _Counter(parser, unit)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(error.lineno, expat.ErrorString(error.code)) from error
    except (LookupError, ValueError) as error:
        raise ExchangeError(_("The encoding of the file is not known. Save it as UTF-8.")) from error
    return data


class _Counter:
    """Refuses more elements than may be held in memory at once: of the whole file, or of each of its units."""

    def __init__(self, parser: expat.XMLParserType, unit: str) -> None:
        self._parser, self._unit = parser, unit
        self._depth = self._count = 0
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end

    def _begin(self, name: str, attributes: Any) -> None:
        # A unit stands below the body; one elsewhere is not given back by who reads.
        self._count = 0 if name == self._unit and self._depth == _UNIT_DEPTH else self._count + 1
        self._depth += 1
        if self._count > MAX_ELEMENTS:
            raise ExchangeError(
                _("Line %(line)d: more than %(count)d elements belong together. Split the file into smaller ones.")
                % {"line": self._parser.CurrentLineNumber, "count": MAX_ELEMENTS}
            )

    def _end(self, name: str) -> None:
        self._depth -= 1


def malformed(line: int, reason: str) -> ExchangeError:
    """The refusal of what an XML parser stumbles over; `reason` in the parser's own words."""
    return ExchangeError(
        _("Line %(line)d: this is not well-formed XML (%(reason)s).") % {"line": line, "reason": reason}
    )


def not_this_format(name: str) -> ExchangeError:
    """The refusal of XML that is something else."""
    return ExchangeError(_("This is not a file of the format %(name)s.") % {"name": name})
