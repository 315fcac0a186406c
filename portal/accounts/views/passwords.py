"""Wagtail's pages of passwords, with what follows from a new one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views import account

from portal.accounts.services.passwords import after_change, after_reset
from portal.accounts.throttle import count_failure, is_locked
from portal.accounts.views.base import me


class ResetConfirmView(account.PasswordResetConfirmView):
    """A new password by the link of a letter. A second factor stays: the link proves the mailbox alone."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            after_reset(user=self.user)
        return response


class PortalAccountView(account.AccountView):
    """Wagtail's account page; guessing the old password there is throttled like signing in."""

    def post(self, request: HttpRequest) -> HttpResponse:
        # Also without a new one: Wagtail would say whether the old one is right.
        if not (request.POST.get("password-old_password") or request.POST.get("password-new_password1")):
            return super().post(request)
        name = me(request).get_username()
        if is_locked(request, name):
            return HttpResponse(status=429)
        with transaction.atomic():
            response = super().post(request)
            if response.status_code == 302:
                after_change(request=request, user=me(request))
        if response.status_code != 302 and not me(request).check_password(
            request.POST.get("password-old_password", "")
        ):
            count_failure(request, name)
        return response
