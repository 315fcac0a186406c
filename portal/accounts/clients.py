"""Where a request comes from, as far as sign-in wants to know it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import HttpRequest

#: Providers give a household a whole /64: whoever may count on is that network, and not one of its addresses.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str | None:
    """The address of the client (`REMOTE_ADDR`, which the trusted proxies have put right); None if it is none."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


def client_network(request: HttpRequest) -> str | None:
    """What failures are counted by: an IPv4 address, or the first address of an IPv6 network of 64 bits."""
    address = client_address(request)
    if address is None or ":" not in address:
        return address
    return str(ip_network(f"{address}/{IPV6_PREFIX}", strict=False).network_address)


def user_agent(request: HttpRequest) -> str:
    """What the browser calls itself, at most 300 characters, without NUL."""
    return request.META.get("HTTP_USER_AGENT", "").replace("\x00", "")[:300]
