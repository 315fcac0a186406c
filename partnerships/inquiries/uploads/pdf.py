"""PDF files: whole, and without anything that acts by itself or carries other files.

A program of its own looks at each (`pdf_process`), within limits of memory and time: about a third of a second for a
plain one.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import PDF, Kind, RefusedFileError

#: Seconds that somebody waits; the program has less of a processor's time.
_TIME_LIMIT = 20
_PROGRAM = [sys.executable, "-I", str(Path(__file__).with_name("pdf_process.py"))]
_log = logging.getLogger(__name__)


def check_pdf(content: bytes) -> Kind:
    """Raise RefusedFileError for a PDF that is damaged, locked, too much to look at, or does more than show pages."""
    found = _looked_at(content)
    if found == "fine":
        return PDF
    reasons = {
        "damaged": _("This PDF is damaged. Please save it anew."),
        "locked": _("This PDF is protected by a password. Please save it without one."),
        "active": _(
            "This PDF contains a script, a form that sends data, or other files. Please print it to a new PDF and add "
            "that."
        ),
        "large": _("This PDF has too many parts. Please print it to a new PDF."),
    }
    raise RefusedFileError(reasons[found], code=found)


def _looked_at(content: bytes) -> str:
    """The word of the program, which runs without the portal's own environment: it needs no secret of it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    try:
        run = subprocess.run(_PROGRAM, input=content, capture_output=True, timeout=_TIME_LIMIT, check=False, env=kept)
    except subprocess.TimeoutExpired:
        return "large"
    if run.returncode:  # ended by one of its limits, as a rule
        _log.warning("A PDF was given up (%s): %s", run.returncode, run.stderr.decode(errors="replace")[-500:])
        return "large"
    return run.stdout.decode()
