"""Signing in: Wagtail's page with user name and password, then the second step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views.account import LoginView

from portal.accounts import oidc
from portal.accounts.enums import Method
from portal.accounts.forms.codes import WRONG_CODE, CodeForm
from portal.accounts.services import sign_in
from portal.accounts.services.second_factor import hold, show_code, unused_recovery_codes
from portal.accounts.throttle import count_failure, is_locked, second_step_name


class SignInView(LoginView):
    """Wagtail's, with a second step for those who have a second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        return sign_in.begin(
            request=self.request,
            user=form.get_user(),
            method=Method.PASSWORD,
            next_url=self.get_success_url(),
            remember=bool(form.cleaned_data.get("remember")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(single_sign_on=oidc.button(), **kwargs)


@method_decorator([sensitive_post_parameters("code"), csrf_protect], name="dispatch")
class SecondStepView(FormView):
    """Asks for a code of the app or a recovery code."""

    template_name = "accounts/second_step.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = sign_in.pending_person(request)
        if waiting is None:
            request.session.pop(sign_in.PENDING, None)
            messages.error(request, _("Signing in took too long. Please begin again."))
            return redirect("wagtailadmin_login")
        self.pending, self.person = waiting
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: CodeForm) -> HttpResponse:
        name = second_step_name(self.person)
        hold(self.person)
        if is_locked(self.request, name):
            return HttpResponse(status=429)  # axes' middleware puts the page in its place
        factor = show_code(user=self.person, code=form.cleaned_data["code"])
        if factor is None:
            count_failure(self.request, name)
            form.add_error("code", WRONG_CODE)
            return self.form_invalid(form)
        response = sign_in.finish_second_step(
            request=self.request, pending=self.pending, user=self.person, factor=factor
        )
        if factor != "totp":
            self._tell_what_is_left()
        return response

    def _tell_what_is_left(self) -> None:
        left = len(unused_recovery_codes(self.person))
        text = ngettext(
            "You have used a recovery code. %(left)d is left; make new ones in “Sign-in and security”.",
            "You have used a recovery code. %(left)d are left; make new ones in “Sign-in and security” in time.",
            left,
        )
        messages.warning(self.request, text % {"left": left})
