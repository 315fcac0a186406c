"""Which methods an address takes. The method is looked at before the token, so a wrong one is 405 and not 403."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """Only read: nothing is written, so no token is asked for."""
    return csrf_exempt(require_http_methods(["GET", "HEAD"])(view))


def page(view: View) -> View:
    """Only read, by a view that answers OPTIONS itself."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "OPTIONS"])(view))


def form(view: Any) -> View:
    """Read, and sent with a token."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(csrf_protect(view)))


def sent_only(view: Any) -> View:
    """Sent with a token, never read."""
    return csrf_exempt(require_http_methods(["POST"])(csrf_protect(view)))
