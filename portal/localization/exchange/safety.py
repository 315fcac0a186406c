"""What a file from outside must pass before it is read."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024


class ExchangeError(Exception):
    """A file is refused as a whole, and nothing of it was written; the message says why and where."""


def check(data: bytes) -> bytes:
    """Pass `data` on if it is well-formed XML of a bearable size that declares no entities and fetches nothing.

    A document type may be named, as TMX files do; it is not loaded.

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
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(error.lineno, expat.ErrorString(error.code)) from error
    except (LookupError, ValueError) as error:
        raise ExchangeError(_("The encoding of the file is not known. Save it as UTF-8.")) from error
    return data


def malformed(line: int, reason: str) -> ExchangeError:
    """The refusal of what an XML parser stumbles over; `reason` in the parser's own words."""
    return ExchangeError(
        _("Line %(line)d: this is not well-formed XML (%(reason)s).") % {"line": line, "reason": reason}
    )


def not_this_format(name: str) -> ExchangeError:
    """The refusal of XML that is something else."""
    return ExchangeError(_("This is not a file of the format %(name)s.") % {"name": name})
