"""What becomes of a server when its owner is killed: it ends with it, and what is left over ends before a start.

Two servers on one folder would each answer half of the portal, so neither way alone is trusted: the first needs
Linux, the second needs another start.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1
KILL_SECONDS = 5.0
_libc = ctypes.CDLL(None)


def die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that has the kernel send `how` to the child once we are gone, however we went.

    It runs after Popen has changed the account, which would clear the request. The kernel ties it to the thread
    that forks, so nothing is asked for on behalf of a thread that may end before us.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    parent = os.getpid()

    def arm() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:  # we were killed between the fork and the request
            os._exit(1)

    return arm


def postmaster_pid(cluster: Path) -> int | None:
    """The process that holds the cluster according to its first line of `postmaster.pid`; it may be long dead."""
    with suppress(OSError, ValueError, IndexError):
        return int((cluster / "postmaster.pid").read_text().splitlines()[0])
    return None


def postgres_on(cluster: Path) -> list[psutil.Process]:
    """The living PostgreSQL of a cluster; the number alone may by now be anybody's."""
    pid = postmaster_pid(cluster)
    with suppress(psutil.Error):
        if pid is not None and str(cluster) in psutil.Process(pid).cmdline():
            return [psutil.Process(pid)]
    return []


def redis_on(socket: Path) -> list[psutil.Process]:
    """Every Redis that listens on a socket's path: by its title, or by its options while it starts."""
    return [process for process in psutil.process_iter() if _listens(process, socket)]


def _listens(process: psutil.Process, socket: Path) -> bool:
    with suppress(psutil.Error):
        command = " ".join(process.cmdline())
        return f"unixsocket:{socket}" in command or f"--unixsocket {socket}" in command
    return False


def end(processes: Iterable[psutil.Process], how: signal.Signals, *, seconds: float) -> None:
    """Ask processes that need not be our children to end; kill those that have not after `seconds`."""
    left = list(processes)
    for signal_, patience in ((how, seconds), (signal.SIGKILL, KILL_SECONDS)):
        for process in left:
            with suppress(psutil.Error):
                process.send_signal(signal_)
        deadline = time.monotonic() + patience
        while (left := [process for process in left if _lives(process)]) and time.monotonic() < deadline:
            time.sleep(0.05)


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
