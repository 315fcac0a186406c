"""How often something may be asked, counted by Redis in windows of the clock."""

from __future__ import annotations

import threading
import time

import redis
from django.core.cache import cache

WINDOW = 60
#: Counters that a process keeps where Redis is away; more than that, and it begins anew.
MOST_HERE = 10_000
_here: dict[str, int] = {}
_lock = threading.Lock()


def is_within(key: str, *, limit: int, window: int = WINDOW, counts_here: bool = False) -> bool:
    """Count one more under `key`; whether that is at most `limit` in this minute, or in this `window` of seconds.

    Without Redis nobody is held up; with `counts_here` each process counts for itself then.
    A counter that Redis raises has no state that threads could take from each other.
    """
    counter = f"{key}_{int(time.time()) // window}"
    try:
        cache.add(counter, 0, timeout=2 * window)
        return cache.incr(counter) <= limit
    except (ValueError, redis.RedisError):
        return not counts_here or _count_here(counter) <= limit


def wait(window: int = WINDOW) -> float:
    """Seconds until the next minute, or the next `window` of seconds, begins."""
    return window - time.time() % window


def _count_here(counter: str) -> int:
    with _lock:
        if len(_here) >= MOST_HERE:
            _here.clear()
        _here[counter] = _here.get(counter, 0) + 1
        return _here[counter]
