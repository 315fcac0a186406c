"""One HTTP request to an engine: bounded in time and size, told to nobody else, and its failures without secrets."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, LocationParseError

from portal.localization.engines import words
from portal.localization.engines.base import EngineError, PassingEngineError, PermanentEngineError
from portal.localization.engines.markup import sendable

#: Seconds to connect, unless the whole request has less.
CONNECT_SECONDS = 5
#: Bytes of an answer; the largest honest one is a small part of this.
ANSWER_BYTES = 4 * 1024 * 1024
DETAIL_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Access:
    """Where an engine is and how long it may take.

    Attributes:
        url: without a slash at its end.
        key: may be empty; kept out of every repr.
        seconds: for a whole request, from the first byte sent to the last one read.
    """

    url: str
    key: str = field(default="", repr=False)
    seconds: float = 30

    def scrub(self, text: str) -> str:
        """`text` on one line, cut, of characters that can be kept, without the key as it is or as addresses and JSON
        write it."""
        for secret in {self.key, quote(self.key, safe=""), json.dumps(self.key)[1:-1]} - {""}:
            text = text.replace(secret, "…")
        return " ".join(sendable(text).split())[:DETAIL_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body read as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def exchange(access: Access, method: str, path: str, *, headers: Mapping[str, str], body: Any = None) -> Reply:
    """Send one request and read its answer.

    Raises:
        PassingEngineError: nobody answered, or not in time, or too much.
        PermanentEngineError: the address is none.
    """
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    outcome = _attempt(access, method, path, dict(headers) | {"Content-Type": "application/json"}, data)
    if isinstance(outcome, EngineError):
        raise outcome  # here, so that the library's exception, which holds the headers, is not its context
    return outcome


def _attempt(
    access: Access, method: str, path: str, headers: dict[str, str], data: bytes | None
) -> Reply | EngineError:
    with _watched(access.seconds) as watch:
        try:
            with _session() as session:
                answer = session.request(
                    method,
                    access.url + path,
                    data=data,
                    headers=headers,
                    timeout=(min(CONNECT_SECONDS, access.seconds), access.seconds),
                    allow_redirects=False,  # they could lead anywhere
                    stream=True,
                )
                return _read(answer, watch)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, LocationParseError, UnicodeError):
            return PermanentEngineError(words.NO_ADDRESS)
        except requests.exceptions.MissingSchema:
            return PermanentEngineError(words.NO_ADDRESS)
        except requests.Timeout:
            return PassingEngineError(words.SLOW, billed=watch.asked)
        except (OSError, HTTPError, ValueError) as error:  # RequestException is an OSError
            if watch.over:
                return PassingEngineError(words.SLOW, billed=watch.asked)
            return PassingEngineError(words.DOWN, detail=type(error).__name__, billed=watch.asked)


def _read(answer: requests.Response, watch: _Watch) -> Reply | EngineError:
    with answer:
        body = bytearray()
        for piece in answer.iter_content(65_536):
            body += piece
            if len(body) > ANSWER_BYTES:
                return PassingEngineError(words.HUGE, billed=True, rests=False)
        if watch.over:  # the connection was cut where an answer without a length may end
            return PassingEngineError(words.SLOW, billed=True)
        return Reply(answer.status_code, answer.headers, bytes(body))


def _session() -> requests.Session:
    session = requests.Session()
    session.auth = _nobody
    session.mount("http://", _WatchedAdapter())
    session.mount("https://", _WatchedAdapter())
    return session


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps accounts of a netrc file out of the request."""
    return request


class _Watch:
    """Cuts the connection of a request that takes too long: a server that sends a byte now and then outlives every
    time-out of a single read."""

    def __init__(self) -> None:
        self.asked = False
        self.over = False
        self.connection: HTTPConnection | None = None

    def end(self) -> None:
        self.over = True
        line = self.connection and self.connection.sock
        if line:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


_present = threading.local()


@contextmanager
def _watched(seconds: float) -> Iterator[_Watch]:
    watch = _present.watch = _Watch()
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        _present.watch = None


class _Connection(HTTPConnection):
    def connect(self) -> None:
        _present.watch.connection = self
        super().connect()

    def getresponse(self) -> Any:
        _present.watch.asked = True
        return super().getresponse()


class _SecureConnection(HTTPSConnection):
    def connect(self) -> None:
        _present.watch.connection = self
        super().connect()

    def getresponse(self) -> Any:
        _present.watch.asked = True
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _WatchedAdapter(HTTPAdapter):
    """The adapter of `requests`, over connections that a watch can cut, straight or through a proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager
