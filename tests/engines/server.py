"""What the servers have in common: they run in a thread, keep what they were asked, and fail on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

#: Changes of the list of wordings, by the name of the fault.
SHUFFLES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "too few": lambda wordings: wordings[:-1],
    "too many": lambda wordings: [*wordings, wordings[-1]],
    "no text": lambda wordings: [None, *wordings[1:]],
    "empty": lambda wordings: ["", *wordings[1:]],
}
HTML = "<!doctype html><title>502</title><h1>Bad gateway</h1>"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict, hash=False)

    def data(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)).encode()


class ProtocolServer:
    """A context; its address is `url`.

    Attributes:
        delay: seconds that each translation takes.
        requests: bodies of the requests to translate, as they came.
        asked: every request.
        wording: how a text is translated: text, target → wording.
    """

    #: Path of the request that translates.
    translates: str

    def __init__(self, *, delay: float = 0, wording: Callable[[str, str], str] | None = None) -> None:
        from tests.engines.wording import wording_of

        self.delay = delay
        self.wording = wording or wording_of
        self.requests: list[Any] = []
        self.asked: list[Asked] = []
        self._faults: list[Any] = []
        self._lasting: Any = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def fail(self, *faults: Any, always: bool = False) -> None:
        """Misbehave at the next requests to translate, one fault each; with `always` at all of them, until `mend`.

        A fault is a name (`slow`, `drip`, `drip headers`, `close`, `html`, `truncated`, `huge`, `redirect`, one of
        SHUFFLES, or what the protocol adds), an `Answered`, or a function list of wordings → list of wordings.
        """
        with self._lock:
            if always:
                (self._lasting,) = faults
            else:
                self._faults += faults

    def mend(self) -> None:
        with self._lock:
            self._faults, self._lasting = [], None

    def __enter__(self) -> Any:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def answer(self, asked: Asked, fault: Any) -> Answered:
        """What the protocol says; `fault` is one of its own, or None."""
        raise NotImplementedError

    def translated(self, texts: list[str], target: str, fault: Any) -> list[Any]:
        wordings = [self.wording(text, target) for text in texts]
        change = SHUFFLES.get(fault) if isinstance(fault, str) else fault
        return change(wordings) if callable(change) else wordings

    def _next_fault(self) -> Any:
        with self._lock:
            return self._faults.pop(0) if self._faults else self._lasting

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_any(self) -> None:
                server._serve(self)

            do_GET = do_POST = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        return Handler

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        asked = _read(handler)
        fault = None
        with self._lock:
            self.asked.append(asked)
            if asked.path == self.translates:
                self.requests.append(asked.body)
        if asked.path == self.translates:
            fault = self._next_fault()
            time.sleep(self.delay)
        try:
            self._send(handler, asked, fault)
        except OSError:  # the client has had enough
            handler.close_connection = True

    def _send(self, handler: BaseHTTPRequestHandler, asked: Asked, fault: Any) -> None:
        if fault == "close":
            handler.close_connection = True
            return
        if fault == "slow":
            self._ended.wait(1)
        if fault == "drip headers":
            self._drip(handler, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200)
            return
        answered = fault if isinstance(fault, Answered) else self._answered(asked, fault)
        data = answered.data()
        handler.send_response(answered.status)
        for name, value in answered.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        if fault == "drip":
            self._drip(handler, data)
        elif fault == "broken off":
            handler.wfile.write(data[: len(data) // 2])
            handler.close_connection = True
        else:
            handler.wfile.write(data)

    def _answered(self, asked: Asked, fault: Any) -> Answered:
        if fault == "html":
            return Answered(200, HTML, {"Content-Type": "text/html"})
        if fault == "redirect":
            return Answered(307, "", {"Location": "http://elsewhere.invalid" + asked.path})
        if fault == "huge":
            return Answered(200, b'{"x": "' + b"x" * 6_000_000 + b'"}', {"Content-Type": "application/json"})
        answered = self.answer(asked, fault)
        if fault == "truncated":
            return Answered(200, answered.data()[:-7], answered.headers)
        return answered

    def _drip(self, handler: BaseHTTPRequestHandler, data: bytes) -> None:
        """A byte now and then: no single read takes long."""
        handler.close_connection = True
        for position in range(min(len(data), 100)):
            if self._ended.wait(0.03):
                return
            handler.wfile.write(data[position : position + 1])
            handler.wfile.flush()


def _read(handler: BaseHTTPRequestHandler) -> Asked:
    raw = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    kind = handler.headers.get("Content-Type", "")
    body: Any = None
    if raw:
        form = kind.startswith("application/x-www-form-urlencoded")
        body = dict(parse_qsl(raw.decode())) if form else json.loads(raw.decode())
    headers = {name.title(): value for name, value in handler.headers.items()}  # httpx writes them small
    return Asked(handler.command, handler.path, headers, body)
