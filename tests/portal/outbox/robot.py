"""A group robot that speaks the protocols of WeCom and DingTalk, and misbehaves as a test tells it to."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

OK: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}


class Robot:
    """Keeps what it accepts. `answers` are given one each, then success: a dict is JSON in a 200 answer, a tuple status
    and body, `drip` an answer that never ends, `hang` none."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.messages: list[dict[str, Any]] = []
        self.queries: list[dict[str, str]] = []
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                robot.queries.append({name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()})
                robot._answer(self, json.loads(body))

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        answer = self.answers.pop(0) if self.answers else OK
        if answer == "hang":
            time.sleep(1)
            return
        if answer == OK:
            self.messages.append(message)
        status, body = answer if isinstance(answer, tuple) else (200, json.dumps(answer))
        if answer == "drip":
            status, body = 200, ""
        handler.send_response(status)
        if status in (301, 302, 307):
            handler.send_header("Location", f"{self.origin}/elsewhere?key=other")
        handler.end_headers()
        handler.wfile.write(body.encode() if isinstance(body, str) else body)
        for _piece in range(30 if answer == "drip" else 0):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
