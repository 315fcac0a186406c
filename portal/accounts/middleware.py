"""Who is signed in: Django's session, if its row says that it is open, and the second factor where one is demanded."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import auth
from django.contrib.auth import get_user_model
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal.accounts.services.policy import must_set_up, must_sign_in_again
from portal.accounts.services.sessions import still_open

GetResponse = Callable[[HttpRequest], HttpResponse]
ADMIN = "/admin/"
#: What somebody without the demanded second factor may open below /admin/: signing in and out, setting it up, and
#: what the pages of these need.
OPEN = (
    "/admin/login/",
    "/admin/logout/",
    "/admin/password_reset/",
    "/admin/invitation/",
    "/admin/account/security/second-factor/",
    "/admin/account/security/confirm/",
    "/admin/account/security/recovery-codes/",
    "/admin/sprite/",
    "/admin/jsi18n/",
)


class SessionAuthentication(AuthenticationMiddleware):
    """Django's, with sessions that end when their row does."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _person(request: HttpRequest) -> object:
    if not hasattr(request, "_signed_in_person"):
        request._signed_in_person = _checked(request)  # type: ignore[attr-defined]
    return request._signed_in_person  # type: ignore[attr-defined]


def _checked(request: HttpRequest) -> object:
    user = auth.get_user(request)
    if not isinstance(user, get_user_model()):
        return user
    if not still_open(request=request, user=user):
        request.session.flush()
        return AnonymousUser()
    # Elsewhere (documents, previews) who lacks the demanded second factor is a visitor like any other.
    if not request.path.startswith(ADMIN) and must_set_up(request, user):
        return AnonymousUser()
    return user


def second_factor_first(get_response: GetResponse) -> GetResponse:
    """Lead whoever must have a second factor and has none to its set-up, and answer nothing else of the admin."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN) or request.path.startswith(OPEN):
            return get_response(request)
        user = request.user
        if user.is_authenticated and must_set_up(request, user):
            return _lead(request)
        return get_response(request)

    return middleware


def _lead(request: HttpRequest) -> HttpResponse:
    if must_sign_in_again(request, request.user):  # type: ignore[arg-type]
        auth.logout(request)
        return redirect("wagtailadmin_login")
    asks_for_page = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", "text/html")
    if not asks_for_page or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    return redirect(f"{reverse('accounts:activate')}?{urlencode({'next': request.get_full_path()})}")
