"""How often something may be asked, counted by Redis in windows of the clock."""

from __future__ import annotations

import time

import redis
from django.core.cache import cache

WINDOW = 60


def is_within(key: str, *, limit: int, window: int = WINDOW) -> bool:
    """Count one more under `key`; whether that is at most `limit` in this minute, or in this `window` of seconds.

    Without Redis nobody is held up.
    A counter that Redis raises has no state that threads could take from each other.
    """
    counter = f"{key}_{int(time.time()) // window}"
    try:
        cache.add(counter, 0, timeout=2 * window)
        return cache.incr(counter) <= limit
    except (ValueError, redis.RedisError):
        return True


def wait() -> float:
    """Seconds until the next minute begins."""
    return WINDOW - time.time() % WINDOW
