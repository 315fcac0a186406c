"""Papers as PDF, by WeasyPrint over Debian's Pango; where that is not there, whoever asks is told so.

WeasyPrint fetches nothing: the styles are handed to it, pictures are drawn in the page, and whatever else a page names is
refused. One PDF at a time in a process: 200 delegates are 300 pages, and take their time and memory.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

#: Styles of the papers, below `static/`.
STYLES = ("css/tokens.css", "css/components/paper.css", "css/components/paper_faces.css")
#: So many delegates and hosts a PDF may have; more are printed from the browser.
MAX_PEOPLE = 300
#: How long somebody waits for the PDF of another, in seconds.
_PATIENCE = 30
_one_at_a_time = threading.BoundedSemaphore(1)
#: No page of ours lies there; addresses of a page are read against it, and refused.
_NOWHERE = "paper:///"


class PdfUnavailableError(Exception):
    """Pango, or a library that it needs, is not on this machine."""


class PdfBusyError(Exception):
    """Another PDF is being made, and takes long."""


def pdf_is_available() -> bool:
    try:
        _weasyprint()
    except PdfUnavailableError:
        return False
    return True


def make_pdf(html: str) -> bytes:
    """`html`, a whole page without styles of its own, as PDF.

    Raises:
        PdfUnavailableError: Pango is not there.
        PdfBusyError: the one before takes longer than half a minute.
    """
    weasyprint = _weasyprint()
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise PdfBusyError
    try:
        fetcher = _refusing(weasyprint)
        styles = [weasyprint.CSS(string=text, base_url=_NOWHERE, url_fetcher=fetcher) for text in _styles()]
        page = weasyprint.HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher, media_type="print")
        made: bytes = page.write_pdf(stylesheets=styles)
        return made
    finally:
        _one_at_a_time.release()


def _weasyprint() -> Any:
    try:
        return _library()
    except (ImportError, OSError) as error:
        raise PdfUnavailableError from error


def _library() -> Any:
    """Imported where it is used: it loads Pango, and 30 MB."""
    import weasyprint

    return weasyprint


@lru_cache(maxsize=1)
def _styles() -> list[str]:
    return [Path(str(finders.find(name))).read_text("utf-8") for name in STYLES]


def _refusing(weasyprint: Any) -> Any:
    """A fetcher that fetches nothing: neither from the network nor from the disk."""

    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(f"Papers fetch nothing: {url}")

    return Refusing()
