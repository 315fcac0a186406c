"""Middleware: who is asking, what is not worth asking with, and the portal's own error pages."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.core.views import bad_request, method_not_allowed

GetResponse = Callable[[HttpRequest], HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


def trusted_proxies(get_response: GetResponse) -> GetResponse:
    """Believe forwarded addresses and scheme only from the networks of TRUSTED_PROXIES."""
    networks = [ip_network(network.strip()) for network in settings.TRUSTED_PROXIES]

    def middleware(request: HttpRequest) -> HttpResponse:
        meta = request.META
        if _within(meta.get("REMOTE_ADDR", ""), networks):
            meta["REMOTE_ADDR"] = _client(meta.get("HTTP_X_FORWARDED_FOR", ""), networks) or meta["REMOTE_ADDR"]
            if meta.get("HTTP_X_FORWARDED_PROTO") == "https":
                meta["wsgi.url_scheme"] = "https"
        else:
            for name in FORWARDED:
                meta.pop(name, None)
        return get_response(request)

    return middleware


def _client(forwarded: str, networks: list) -> str:
    """The nearest address of X-Forwarded-For that is no proxy of ours, or the farthest proxy; empty if there is none.

    Each proxy adds on the right whom it heard, so what stands further left may be made up.
    """
    addresses = [part.strip() for part in forwarded.split(",") if _is_address(part.strip())]
    strangers = [address for address in addresses if not _within(address, networks)]
    return (strangers[-1:] or addresses[:1] or [""])[0]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _within(address: str, networks: list) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False


def hostile_input(get_response: GetResponse) -> GetResponse:
    """Answer 400 to NUL bytes and invalid UTF-8 in the address, before anything has to cope with them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        raw = request.META.get("QUERY_STRING", "") + request.path
        if _is_hostile(raw):
            return bad_request(request)
        return get_response(request)

    return middleware


def _is_hostile(raw: str) -> bool:
    decoded = unquote_to_bytes(raw.replace("+", " "))
    if b"\x00" in decoded or "\ufffd" in raw:
        return True
    try:
        decoded.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def own_error_pages(get_response: GetResponse) -> GetResponse:
    """Give 405 the portal's own page; Django has handlers for the others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content and "text/html" in request.headers.get("Accept", ""):
            return method_not_allowed(request, response.headers.get("Allow", ""))
        return response

    return middleware
