"""Invitations in the admin: the list with their states, a new one, again, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from portal.accounts import queries
from portal.accounts.forms.invitations import GrantFormSet, InvitationForm
from portal.accounts.models import Invitation
from portal.accounts.permissions import is_administrator
from portal.accounts.services import invitations
from portal.accounts.views.base import AdministratorPage, me

A_PAGE = 50


class InvitationPage(AdministratorPage):
    header_icon = "mail"
    page_title = gettext_lazy("Invitations")
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
        {"url": reverse_lazy("accounts:invitations"), "label": gettext_lazy("Invitations")},
    ]


class InvitationsView(InvitationPage, TemplateView):
    template_name = "accounts/invitations.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Paginator(queries.invitations_of(me(self.request)), A_PAGE)
        return super().get_context_data(page=rows.get_page(self.request.GET.get("p")), **kwargs)


class InviteView(InvitationPage, FormView):
    template_name = "accounts/invite.html"
    page_title = gettext_lazy("Invite somebody")
    form_class = InvitationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Invitation()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("grants", self._grants())
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media + context["grants"].media}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, grants = self.get_form(), self._grants()
        if not all([form.is_valid(), grants.is_valid()]):
            return self.render_to_response(self.get_context_data(form=form, grants=grants))
        try:
            invitations.invite(**form.cleaned_data, grants=grants.grants(), by=me(request))
        except invitations.InvitationError as error:
            raise PermissionDenied from error
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": form.instance.email})
        return redirect("accounts:invitations")

    def _grants(self) -> Any:
        data = self.request.POST if self.request.method == "POST" else None
        return GrantFormSet(data, prefix="roles", form_kwargs={"by": me(self.request)})


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link."""
    invitation = _invitation(request, pk)
    try:
        invitations.send_again(invitation=invitation, by=me(request))
    except invitations.InvitationError:
        messages.error(request, _("This invitation was accepted or revoked meanwhile."))
    else:
        messages.success(request, _("A new link is on its way; the one before no longer works."))
    return redirect("accounts:invitations")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link void."""
    invitation = _invitation(request, pk)
    try:
        invitations.revoke(invitation=invitation, by=me(request))
    except invitations.InvitationError:
        messages.error(request, _("This invitation was accepted or revoked meanwhile."))
    else:
        messages.success(request, _("The invitation was revoked; its link no longer works."))
    return redirect("accounts:invitations")


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    if not is_administrator(me(request)):
        raise PermissionDenied
    return get_object_or_404(queries.invitations_of(me(request)), pk=pk)
