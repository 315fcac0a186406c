"""What the embedded servers have in common: a process of ours that is started, watched and ended."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence

START_SECONDS = 20.0


class ServerError(RuntimeError):
    """A server could not be started; the message is one sentence for the person at the terminal."""


class Server:
    """A process of ours; `start` and `ready` are told by each kind."""

    name: str
    polite: signal.Signals
    patience: float
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        raise NotImplementedError

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        stop([self], seconds=self.patience)


def stop(servers: Sequence[Server], *, seconds: float) -> None:
    """Ask all to end at once, and kill those that have not after `seconds`."""
    running = [server.process for server in servers if server.process is not None and server.alive()]
    for server in servers:
        if server.process is not None:
            server.process.send_signal(server.polite)
    deadline = time.monotonic() + seconds
    for process in running:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
