"""The virus scanner of `CLAMD_URL`: a file that it could not look at is not taken."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from partnerships.inquiries.enums import Scan
from partnerships.inquiries.uploads.kinds import RefusedFileError

#: Seconds that one file may wait for each step of the scanner.
TIMEOUT = 20
logger = logging.getLogger(__name__)


def scanned(content: bytes) -> Scan:
    """What the scanner says; not scanned where there is none.

    Raises:
        RefusedFileError: it found something, or could not be reached or asked.
    """
    from clamav_client.clamd import ClamdError

    if not settings.CLAMD_URL:
        return Scan.NOT_SCANNED
    try:
        status, found = _client(settings.CLAMD_URL).instream(BytesIO(content)).get("stream", ("", ""))
    except (OSError, ClamdError, UnicodeDecodeError) as error:
        logger.error("the virus scanner could not be asked: %s", error)
        raise RefusedFileError(_unavailable(), code="scanner") from error
    if status == "OK":
        return Scan.CLEAN
    if status == "FOUND":
        logger.warning("the virus scanner found %s", found)
        raise RefusedFileError(_("The virus scanner has found something in this file."), code="virus")
    logger.error("the virus scanner answered %r", (status, found))
    raise RefusedFileError(_unavailable(), code="scanner")


def _client(address: str) -> Any:
    """The client for `tcp://host:port` or `unix:///path`. Raises ImproperlyConfigured for another address."""
    from clamav_client.clamd import ClamdNetworkSocket, ClamdUnixSocket

    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        return ClamdUnixSocket(path=unquote(parts.path), timeout=TIMEOUT)
    if parts.scheme == "tcp" and parts.hostname:
        return ClamdNetworkSocket(host=parts.hostname, port=parts.port or 3310, timeout=TIMEOUT)
    raise ImproperlyConfigured("CLAMD_URL is tcp://host:port or unix:///path.")


def _unavailable() -> str:
    return _(
        "This file could not be checked for viruses just now, so it was not taken. Please add it again in a few "
        "minutes, or send the form without it."
    )
