"""How often one client may ask."""

from __future__ import annotations

import time

import redis
from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

from portal.accounts.clients import client_network

WINDOW = 60


class ClientThrottle(AnonRateThrottle):
    """So many requests of one address in each minute of the clock, counted by Redis; without Redis nobody is held up.

    Ninja's own keeps the history of a request on the throttle, which all threads share: one client would be counted for
    another. A counter that Redis raises has no such state.
    """

    def __init__(self) -> None:
        super().__init__(f"{settings.PORTAL_API_RATE}/min")

    def get_ident(self, request: HttpRequest) -> str | None:
        """The address that the trusted proxies have put right, of IPv6 the network."""
        return client_network(request)

    def allow_request(self, request: HttpRequest) -> bool:
        key = f"{self.get_cache_key(request)}_{int(time.time()) // WINDOW}"
        try:
            self.cache.add(key, 0, timeout=2 * WINDOW)
            return self.cache.incr(key) <= settings.PORTAL_API_RATE
        except (ValueError, redis.RedisError):
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return WINDOW - time.time() % WINDOW
