"""Papers as PDF, by WeasyPrint over Debian's Pango; where that is not there, whoever asks is told so.

A program of its own makes it (`pdf_process`), one at a time for each of the portal's processes: name cards for 200
delegates take about 5 seconds and 400 MB, their whole pack about 20 seconds and 700 MB.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from partnerships.visits.paper import pdf_process

#: Styles of the papers, below `static/`.
STYLES = ("css/tokens.css", "css/components/paper.css", "css/components/paper_faces.css")
#: So many delegates and hosts a PDF may have; more are printed from the browser.
MAX_PEOPLE = 300
#: How long somebody waits for the PDF of another, and for their own, in seconds.
_PATIENCE = 30
_TIME_LIMIT = 120
_PROGRAM = [sys.executable, "-I", str(pdf_process.__file__)]
_one_at_a_time = threading.BoundedSemaphore(1)
_log = logging.getLogger(__name__)


class PdfUnavailableError(Exception):
    """Pango, or a library that it needs, is not on this machine."""


class PdfBusyError(Exception):
    """Another PDF is being made and takes long, or this one did."""


class PdfFailedError(Exception):
    """It could not be made; the log says why."""


@lru_cache(maxsize=1)
def pdf_is_available() -> bool:
    """Whether a PDF can be made here: asked once, until the portal starts again."""
    return _run([*_PROGRAM, pdf_process.ASK]).returncode == 0


def make_pdf(body: SafeString, *, language: str, title: str) -> bytes:
    """`body`, papers of `rendering`, as PDF.

    Raises:
        PdfUnavailableError: Pango is not there.
        PdfBusyError: the one before takes longer than half a minute, or this one longer than two minutes.
        PdfFailedError: anything else.
    """
    if not pdf_is_available():
        raise PdfUnavailableError
    values = {"body": body, "language": language, "title": title, "styles": mark_safe(_styles())}  # noqa: S308 - ours
    html = render_to_string("partnerships/papers/pdf.html", values)
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise PdfBusyError
    try:
        return _made(html)
    finally:
        _one_at_a_time.release()


def _made(html: str) -> bytes:
    try:
        run = _run(_PROGRAM, html.encode())
    except subprocess.TimeoutExpired as error:
        raise PdfBusyError from error
    if run.returncode == pdf_process.NO_LIBRARY:
        raise PdfUnavailableError
    if run.returncode:
        _log.error("A PDF could not be made: %s", run.stderr.decode(errors="replace")[-2000:])
        raise PdfFailedError
    return run.stdout


def _run(command: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Without the portal's own environment: no secret of it is needed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "XDG_CACHE_HOME") if name in os.environ}
    return subprocess.run(command, input=given, capture_output=True, timeout=_TIME_LIMIT, check=False, env=kept)


@lru_cache(maxsize=1)
def _styles() -> str:
    return "\n".join(Path(str(finders.find(name))).read_text("utf-8") for name in STYLES)
