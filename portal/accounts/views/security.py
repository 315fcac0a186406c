"""“Sign-in and security” of one's own account: second factor, recovery codes, sessions."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView, View

from portal.accounts.forms.codes import WRONG_CODE, CodeForm, ConfirmForm
from portal.accounts.models import SignInSession
from portal.accounts.services import second_factor, sessions
from portal.accounts.services.policy import is_exempt, must_set_up
from portal.accounts.throttle import count_failure, is_locked, second_step_name
from portal.accounts.views.base import CONFIRMED_JUST_NOW, SecurityPage, confirmed, me, safe_next

#: The secret that is being set up, encrypted, in the session until a code shows that the app has it.
SETTING_UP = "accounts_secret"


class SecurityView(SecurityPage, TemplateView):
    template_name = "accounts/security.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = me(self.request)
        has_one = second_factor.has_second_factor(user)
        return super().get_context_data(
            has_second_factor=has_one,
            codes_left=len(second_factor.unused_recovery_codes(user)) if has_one else 0,
            may_give_up=is_exempt(user),
            sessions=sessions.open_sessions(user),
            current=sessions.current_row(self.request),
            **kwargs,
        )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConfirmView(SecurityPage, FormView):
    """Show again who you are, before something that a stranger at the desk must not do."""

    template_name = "accounts/confirm.html"
    form_class = ConfirmForm
    page_title = gettext_lazy("Please confirm that it is you")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request, "user": me(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=safe_next(self.request, ""), **kwargs)

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        self.request.session[sessions.CONFIRMED_AT] = time.time()
        return redirect(safe_next(self.request, reverse("accounts:security")))


@method_decorator(confirmed(), name="dispatch")
class ActivateView(SecurityPage, FormView):
    """Set up the second factor: a picture for the app, the key as text, and the first code to show that it works."""

    template_name = "accounts/activate.html"
    form_class = CodeForm
    page_title = gettext_lazy("Set up the second factor")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor.has_second_factor(me(request)):
            messages.info(request, _("You have a second factor already."))
            return redirect("accounts:security")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adapter, secret = get_adapter(), self._secret()
        picture = adapter.build_totp_svg(adapter.build_totp_url(me(self.request), secret))
        return super().get_context_data(
            picture=mark_safe(picture),  # noqa: S308  (made of modules of a QR code)
            key=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            demanded=must_set_up(self.request, me(self.request)),
            next=safe_next(self.request, ""),
            **kwargs,
        )

    def form_valid(self, form: CodeForm) -> HttpResponse:
        user, name = me(self.request), second_step_name(me(self.request))
        if is_locked(self.request, name):
            return HttpResponse(status=429)
        try:
            is_right = second_factor.activate(user=user, secret=self._secret(), code=form.cleaned_data["code"])
        except second_factor.SecondFactorError:
            return redirect("accounts:security")
        if not is_right:
            count_failure(self.request, name)
            form.add_error("code", WRONG_CODE)
            return self.form_invalid(form)
        del self.request.session[SETTING_UP]
        self.request.session[sessions.SECOND_FACTOR] = True
        sessions.end_others(request=self.request, user=user)
        messages.success(self.request, _("Your second factor is set up. Keep the recovery codes in a safe place."))
        return redirect(f"{reverse('accounts:recovery_codes')}?{urlencode({'next': safe_next(self.request, '')})}")

    def _secret(self) -> str:
        adapter = get_adapter()
        kept = self.request.session.get(SETTING_UP)
        if not kept:
            kept = self.request.session[SETTING_UP] = adapter.encrypt(generate_totp_secret())
        return adapter.decrypt(kept)


@method_decorator(confirmed(), name="dispatch")
class RecoveryCodesView(SecurityPage, TemplateView):
    """The codes that still work; a POST makes new ones."""

    template_name = "accounts/recovery_codes.html"
    page_title = gettext_lazy("Recovery codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = second_factor.unused_recovery_codes(me(self.request))
        target = safe_next(self.request, reverse("accounts:security"))
        return super().get_context_data(codes=codes, next=target, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not second_factor.has_second_factor(me(request)):
            return redirect("accounts:security")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            second_factor.renew_recovery_codes(user=me(request))
        except second_factor.SecondFactorError:
            return redirect("accounts:security")
        messages.success(request, _("These are your new recovery codes. The old ones no longer work."))
        return redirect("accounts:recovery_codes")


@method_decorator(confirmed(), name="dispatch")
class DownloadCodesView(View):
    """The codes as a text file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        codes = second_factor.unused_recovery_codes(me(request))
        lines = [_("Recovery codes of %(user)s") % {"user": me(request).get_username()}, "", *codes, ""]
        response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
        return response


@method_decorator(confirmed(CONFIRMED_JUST_NOW), name="dispatch")
class DeactivateView(SecurityPage, TemplateView):
    template_name = "accounts/deactivate.html"
    page_title = gettext_lazy("Give up the second factor")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_exempt(me(request)):
            messages.error(
                request, _("Your role must have a second factor. To change the phone, ask an administrator.")
            )
            return redirect("accounts:security")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            second_factor.deactivate(user=me(request))
        except second_factor.SecondFactorError:
            return redirect("accounts:security")
        request.session[sessions.SECOND_FACTOR] = False
        messages.success(request, _("You sign in with your password alone from now on."))
        return redirect("accounts:security")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; the current one is signing out."""
    row = get_object_or_404(SignInSession, pk=pk, user=me(request))
    if row.pk == sessions.current_row(request):
        return _sign_out(request)
    sessions.end_sessions(
        rows=SignInSession.objects.filter(pk=pk), by=me(request), user=me(request), action="accounts.sessions_ended"
    )
    messages.success(request, _("The session was ended."))
    return redirect("accounts:security")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own, this one too."""
    rows = SignInSession.objects.exclude(pk=sessions.current_row(request))
    sessions.end_sessions(rows=rows, by=me(request), user=me(request), action="accounts.sessions_ended")
    return _sign_out(request)


def _sign_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("wagtailadmin_login")
