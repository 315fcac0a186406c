"""A mail server of a few lines that misbehaves at the stage it is told to; clients of one test talk to it in turn."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

STAGES = ("greeting", "ehlo", "mail", "rcpt", "data", "end", "starttls")


class BareServer:
    """`fault` is what it does at `stage`: `hang`, `close`, `nonsense`, `flood` (endless lines), or an SMTP line."""

    def __init__(self, stage: str, fault: str, *, extensions: tuple[str, ...] = ()) -> None:
        self.stage, self.fault, self.extensions = stage, fault, extensions
        self.letters: list[bytes] = []
        self.recipients: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> BareServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._thread.join(10)
        self._socket.close()

    def _serve(self) -> None:
        while not self._ended.is_set():
            client, _ = self._socket.accept()
            with client, client.makefile("rb") as lines, suppress(OSError):
                client.settimeout(10)
                self._talk(client, lines)

    def _talk(self, client: socket.socket, lines) -> None:
        if not self._say(client, "greeting", b"220 bare"):
            return
        hello = b"250-bare\r\n" + b"".join(b"250-" + name.encode() + b"\r\n" for name in self.extensions) + b"250 HELP"
        for line in lines:
            verb = line.split(b":")[0].split()[0].lower().decode()
            stage = "ehlo" if verb == "helo" else verb
            answer = {"ehlo": hello, "data": b"354 go on", "starttls": b"220 go on"}.get(stage, b"250 ok")
            if stage == "rcpt":
                self.recipients.append(line)
            if not self._say(client, stage, answer):
                return
            if stage == "starttls":
                client.sendall(b"this is no TLS\r\n")
                return
            if stage == "data" and self.stage != "data" and not self._take(client, lines):
                return

    def _take(self, client: socket.socket, lines) -> bool:
        letter = b""
        for line in lines:
            if line == b".\r\n":
                self.letters.append(letter)
                return self._say(client, "end", b"250 taken")
            letter += line
        return False

    def _say(self, client: socket.socket, stage: str, answer: bytes) -> bool:
        """Answer, or misbehave; whether the dialogue goes on."""
        if stage != self.stage:
            client.sendall(answer + b"\r\n")
            return True
        if self.fault == "close":
            return False
        if self.fault == "hang":
            self._ended.wait(4)
            return False
        if self.fault == "flood":
            client.sendall(b"250-" + b"x" * 100_000 + b"\r\n")
            return False
        client.sendall(b"\x00\xffwhat?\r\n" if self.fault == "nonsense" else self.fault.encode() + b"\r\n")
        return True
