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
            forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
            if forwarded:
                meta["REMOTE_ADDR"] = forwarded
            if meta.get("HTTP_X_FORWARDED_PROTO") == "https":
                meta["wsgi.url_scheme"] = "https"
        else:
            for name in FORWARDED:
                meta.pop(name, None)
        return get_response(request)

    return middleware


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
