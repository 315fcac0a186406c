"""Single sign-on: to the provider and back."""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.accounts import oidc
from portal.accounts.enums import Method
from portal.accounts.services.identities import account_for
from portal.accounts.services.sign_in import begin, record_failure
from portal.accounts.views.base import safe_next

logger = logging.getLogger(__name__)
ATTEMPT = "accounts_openid"


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. A link and no form: the policy lets forms go nowhere else."""
    if not oidc.is_configured():
        raise Http404
    attempt = oidc.new_attempt(safe_next(request, reverse("wagtailadmin_home")))
    try:
        address = oidc.authorization_url(attempt)
    except oidc.OpenIDError as error:
        logger.warning("Single sign-on: %s", error)
        return _refuse(request, _("Single sign-on cannot be reached. Sign in with your password, or try again later."))
    request.session[ATTEMPT] = asdict(attempt)
    return HttpResponseRedirect(address)


@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer; an attempt is good for one."""
    kept = request.session.pop(ATTEMPT, None)
    if not oidc.is_configured() or kept is None:
        return _refuse(request, _("This sign-in was not begun here, or was finished already. Please begin again."))
    attempt = oidc.Attempt(**kept)
    try:
        claims = oidc.claims_of(attempt, state=request.GET.get("state", ""), code=request.GET.get("code", ""))
    except oidc.OpenIDError as error:
        logger.warning("Single sign-on: %s", error)
        record_failure(request=request, name=None)
        return _refuse(request, _("Single sign-on did not work. Please try again, or sign in with your password."))
    user = account_for(claims)
    if user is None:
        record_failure(request=request, name=None)
        return _refuse(
            request,
            _("There is no account here for your single sign-on. Ask an administrator to invite you with its e-mail."),
        )
    return begin(request=request, user=user, method=Method.OPENID, next_url=attempt.next_url)


def _refuse(request: HttpRequest, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("wagtailadmin_login")
