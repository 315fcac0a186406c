"""What the views of sign-in share."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.accounts.permissions import is_administrator, is_portal_administrator
from portal.accounts.services.sessions import CONFIRMED_AT

if TYPE_CHECKING:
    from portal.core.models import User

#: How long showing who one is holds, in seconds.
CONFIRMED_FOR = 600
#: For giving up the second factor: asked for again even of somebody who has just signed in.
CONFIRMED_JUST_NOW = 60


def me(request: HttpRequest) -> User:
    """Who is signed in; for views that nobody else can open."""
    return cast("User", request.user)


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The address in `next` if it leads to this portal, else `otherwise`."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise


def confirmed(seconds: int = CONFIRMED_FOR) -> Callable[[Any], Any]:
    """Decorate a view that only opens to who has shown who they are in the last `seconds`."""

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if time.time() - request.session.get(CONFIRMED_AT, 0) <= seconds:
                return view(request, *args, **kwargs)
            return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.get_full_path()})}")

        return inner

    return decorator


class SecurityPage(WagtailAdminTemplateMixin):
    """A page of one's own account in the admin's furniture."""

    header_icon = "lock"
    page_title: Any = _("Sign-in and security")
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_account"), "label": _("Account")},
        {"url": reverse_lazy("accounts:security"), "label": _("Sign-in and security")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = settings.SESSION_COOKIE_AGE // 86400
        return super().get_context_data(media=None, session_days=days, **kwargs)


class AdministratorPage(SecurityPage):
    """A page for those who look after the sign-in of others."""

    request: HttpRequest
    only_for_portal = False
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse_lazy("accounts:people"), "label": _("Sign-in of staff")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = is_portal_administrator if self.only_for_portal else is_administrator
        if not allowed(me(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
