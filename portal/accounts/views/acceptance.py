"""The page behind the link of an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from portal.accounts.enums import Method
from portal.accounts.forms.invitations import AcceptForm
from portal.accounts.models import Invitation
from portal.accounts.services import invitations
from portal.accounts.services.sign_in import finish


@method_decorator([sensitive_post_parameters(), csrf_protect], name="dispatch")
class AcceptView(View):
    """Take up an invitation: with a new account, or with the one that has the address already."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.invitation = invitations.find(kwargs["token"])
        if self.invitation is None:
            return self._void(request)
        try:
            self.account = invitations.account_of(self.invitation)
        except invitations.InvitationError:
            return self._void(request)
        with translation.override(self.invitation.language):
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, None if self.account else AcceptForm(invitation=self._open))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.account is not None:
            return self._take_up(request, token)
        form = AcceptForm(request.POST, invitation=self._open)
        if not form.is_valid():
            return self._page(request, form)
        return self._take_up(request, token, form)

    @property
    def _open(self) -> Invitation:
        assert self.invitation is not None  # noqa: S101  (dispatch has answered otherwise)
        return self.invitation

    def _take_up(self, request: HttpRequest, token: str, form: AcceptForm | None = None) -> HttpResponse:
        values = {"username": form.cleaned_data["username"], "password": form.cleaned_data["password1"]} if form else {}
        try:
            user = invitations.accept(token=token, **values)
        except invitations.InvitationError:
            return self._void(request)
        except IntegrityError:
            if form is None:
                raise
            form.add_error("username", _("This user name is taken. Choose another one."))
            return self._page(request, form)
        if form is None:
            # The link proves the mailbox, not the person: an account that was there is signed in to as ever.
            messages.success(request, _("You have taken up the invitation. Sign in with your account."))
            return redirect("wagtailadmin_login")
        return finish(request=request, user=user, method=Method.INVITATION, next_url=reverse("wagtailadmin_home"))

    def _page(self, request: HttpRequest, form: AcceptForm | None) -> HttpResponse:
        context = {"invitation": self._open, "form": form, "roles": self._open.roles.select_related("unit", "locale")}
        return render(request, "accounts/accept.html", context)

    @staticmethod
    def _void(request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/invitation_void.html", status=404)
