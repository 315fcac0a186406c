"""How others sign in: who has a second factor, open sessions, locks; for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from portal.accounts import queries
from portal.accounts.forms.policy import PolicyForm
from portal.accounts.models import SignInPolicy, SignInSession
from portal.accounts.permissions import is_administrator, is_portal_administrator, people_of
from portal.accounts.services import second_factor, sessions
from portal.accounts.services.identities import unlink
from portal.accounts.services.policy import lift_address, lift_lock, set_policy
from portal.accounts.views.base import AdministratorPage, me

A_PAGE = 50


class PeopleView(AdministratorPage, TemplateView):
    template_name = "accounts/people.html"
    page_title = gettext_lazy("Sign-in of staff")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search, missing = self.request.GET.get("q", "").strip(), self.request.GET.get("without") == "1"
        people = queries.people_for_list(me(self.request), search=search, without_factor=missing)
        page = Paginator(people, A_PAGE).get_page(self.request.GET.get("p"))
        shown = list(page.object_list)
        roles, locked, policy = queries.roles_of(shown), queries.locked_names(shown), SignInPolicy.load()
        for person in shown:
            person.current_memberships = roles[person.pk]
            person.must_have_factor = policy.demands_second_factor(person)  # type: ignore[attr-defined]
            person.is_locked = person.get_username() in locked  # type: ignore[attr-defined]
        is_portal = is_portal_administrator(me(self.request))
        return super().get_context_data(
            page=page,
            people=shown,
            q=search,
            without=missing,
            is_portal=is_portal,
            addresses=queries.locked_addresses() if is_portal else [],
            **kwargs,
        )


class PersonView(AdministratorPage, TemplateView):
    template_name = "accounts/person.html"

    def get_page_title(self) -> str:
        return self.person.get_full_name() or self.person.get_username()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = get_object_or_404(people_of(me(request)), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person,
            has_second_factor=second_factor.has_second_factor(self.person),
            must_have_factor=SignInPolicy.load().demands_second_factor(self.person),
            is_locked=bool(queries.locked_names([self.person])),
            has_identity=self.person.identities.exists(),
            sessions=sessions.open_sessions(self.person),
            **kwargs,
        )


class PolicyView(AdministratorPage, FormView):
    """Who must have a second factor; for administrators of the whole portal."""

    template_name = "accounts/policy.html"
    page_title = gettext_lazy("Rules of signing in")
    form_class = PolicyForm
    only_for_portal = True

    def get_initial(self) -> dict[str, Any]:
        policy = SignInPolicy.load()
        return {"roles": policy.roles, "superusers": policy.superusers}

    def form_valid(self, form: PolicyForm) -> HttpResponse:
        set_policy(by=me(self.request), **form.cleaned_data)
        messages.success(self.request, _("The rules were saved."))
        return redirect("accounts:policy")


@require_POST
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor of somebody who lost theirs."""
    person = _person(request, pk)
    try:
        second_factor.reset(user=person, by=me(request))
    except second_factor.SecondFactorError:
        messages.error(request, _("This person has no second factor."))
    else:
        messages.success(request, _("The second factor was reset, and the person signed out everywhere."))
    return redirect("accounts:person", pk)


@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sessions of somebody, or the one that the form names."""
    person = _person(request, pk)
    one = request.POST.get("session", "")
    rows = SignInSession.objects.filter(pk=one) if one.isdecimal() else SignInSession.objects.all()
    sessions.end_sessions(rows=rows, by=me(request), user=person, action="accounts.sessions_ended")
    messages.success(request, _("The sessions were ended."))
    return redirect("accounts:person", pk)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody try again at once."""
    lift_lock(user=_person(request, pk), by=me(request))
    messages.success(request, _("The person can try again now."))
    return redirect("accounts:person", pk)


@require_POST
def unlink_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget who the person is to the provider of single sign-on."""
    unlink(user=_person(request, pk), by=me(request))
    messages.success(request, _("The link to single sign-on was removed."))
    return redirect("accounts:person", pk)


@require_POST
def lift_locked_address(request: HttpRequest) -> HttpResponse:
    """Let everybody at an address try again at once."""
    if not is_portal_administrator(me(request)):
        raise PermissionDenied
    lift_address(address=request.POST.get("address", ""), by=me(request))
    messages.success(request, _("Signing in from this address is possible again."))
    return redirect("accounts:people")


def _person(request: HttpRequest, pk: int) -> Any:
    if not is_administrator(me(request)):
        raise PermissionDenied
    return get_object_or_404(people_of(me(request)), pk=pk)
