"""How often one client may ask."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

from portal.accounts.clients import client_network
from portal.core import rates


class ClientThrottle(AnonRateThrottle):
    """So many requests of one address in each minute of the clock.

    Ninja's own keeps the history of a request on the throttle, which all threads share: one client would be counted for
    another.
    """

    def __init__(self) -> None:
        super().__init__(f"{settings.PORTAL_API_RATE}/min")

    def get_ident(self, request: HttpRequest) -> str | None:
        """The address that the trusted proxies have put right, of IPv6 the network."""
        return client_network(request)

    def allow_request(self, request: HttpRequest) -> bool:
        return rates.is_within(str(self.get_cache_key(request)), limit=settings.PORTAL_API_RATE)

    def wait(self) -> float:
        return rates.wait()
