"""The virus scanner of CLAMD_URL, by a server that speaks clamd's protocol."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from partnerships.inquiries.enums import Scan
from partnerships.inquiries.uploads.kinds import RefusedFileError
from partnerships.inquiries.uploads.scanning import scanned


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Conversation(socketserver.StreamRequestHandler):
    """INSTREAM: chunks with their length before them, and one of length 0; then one line."""

    def handle(self) -> None:
        if self.rfile.readline() != b"nINSTREAM\n":
            return
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        if content.startswith(b"silence"):
            return
        answers = {
            b"EICAR": b"stream: Eicar-Test-Signature FOUND\n",
            b"large": b"INSTREAM size limit exceeded. ERROR\n",
        }
        self.wfile.write(answers.get(content[:5], b"stream: OK\n"))


class Clamd(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    with Clamd(("127.0.0.1", 0), Conversation) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


@pytest.mark.parametrize("content", [b"harmless", b"x" * 3_000_000], ids=["small", "large"])
def test_clean_file_is_taken(clamd, content):
    assert scanned(content) == Scan.CLEAN


@pytest.mark.parametrize(
    ("content", "code"), [(b"EICAR", "virus"), (b"large", "scanner"), (b"silence", "scanner")], ids=str
)
def test_file_with_a_finding_or_without_an_answer_is_refused(clamd, content, code):
    with pytest.raises(RefusedFileError) as refused:
        scanned(content)
    assert refused.value.code == code


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{}", "unix:///tmp/there-is-no-clamd-{}"])
def test_file_is_refused_with_a_way_on_while_the_scanner_is_away(settings, address):
    with socket.socket() as held:  # bound and not listening: refused at once
        held.bind(("127.0.0.1", 0))
        settings.CLAMD_URL = address.format(held.getsockname()[1])
        with pytest.raises(RefusedFileError, match="add it again in a few minutes, or send the form without it"):
            scanned(b"a")


def test_without_a_scanner_a_file_says_that_it_was_not_scanned(settings):
    settings.CLAMD_URL = ""
    assert scanned(b"a") == Scan.NOT_SCANNED


@pytest.mark.parametrize("address", ["http://a", "clamd", "tcp://", "unix://"])
def test_address_of_no_scanner_is_a_mistake_of_the_settings(settings, address):
    settings.CLAMD_URL = address
    with pytest.raises(ImproperlyConfigured):
        scanned(b"a")
