"""What an inquiry is linked to, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from parks.models import Organization
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.reply_screen import case_header, inquiry_worked_on
from partnerships.inquiries.services.links import (
    link_organization,
    link_record,
    linked,
    make_organization,
    organizations_like,
    unlink_record,
    why_nothing_comes,
)
from partnerships.inquiries.services.outcomes import begin_agreement, begin_visit, last_linked, may_begin
from partnerships.kept_forms import knowable, may_know
from partnerships.models import Agreement, Inquiry, Visit
from portal.core.keys import key_in
from portal.core.models import User

#: What may be made of an inquiry or linked to it, by the name in the address of a form.
_MODELS: dict[str, Any] = {"visit": Visit, "agreement": Agreement}
_BEGIN: dict[str, Callable[..., Any]] = {"visit": begin_visit, "agreement": begin_agreement}


@require_http_methods(["GET", "POST"])
def inquiry_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the organisation, visits and agreements of an inquiry; a POST does what `act` names."""
    inquiry = inquiry_worked_on(request, pk)
    act = _ACTS.get(request.POST.get("act", ""))
    if request.method == "GET" or act is None:
        return _screen(request, inquiry)
    try:
        return act(request, inquiry)
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        return redirect("inquiries:index") if error.code == "gone" and _is_gone(pk) else redirect("inquiry_links", pk)


def _is_gone(pk: int) -> bool:
    return not Inquiry.objects.filter(pk=pk).exists()


def _choose_organization(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    chosen = key_in(request.POST.get("organization"))
    if chosen is None:
        messages.error(request, _("Choose an organisation first."))
    else:
        link_organization(inquiry_id=inquiry.pk, organization_id=chosen, by=_user(request))
        messages.success(request, _("The organisation is linked."))
    return redirect("inquiry_links", inquiry.pk)


def _drop_organization(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    link_organization(inquiry_id=inquiry.pk, organization_id=None, by=_user(request))
    messages.success(request, _("The link is taken back."))
    return redirect("inquiry_links", inquiry.pk)


def _make_organization(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    offered = {key for one in request.POST.getlist("offered")[:50] if (key := key_in(one)) is not None}
    made = make_organization(inquiry_id=inquiry.pk, offered=offered, by=_user(request))
    edit = reverse("wagtailsnippets_parks_organization:edit", args=[made.pk])
    said = _("“%(name)s” is in the directory now, not listed publicly. Check its kind and names.") % {"name": made}
    messages.success(request, said)
    return redirect(edit) if request.POST.get("then") == "edit" else redirect("inquiry_links", inquiry.pk)


def _begin(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Make a visit or an agreement and open it. A second click opens what the first has made."""
    name = request.POST.get("what", "")
    if name not in _MODELS:
        return redirect("inquiry_links", inquiry.pk)
    model = _MODELS[name]
    try:
        made = _BEGIN[name](inquiry_id=inquiry.pk, by=_user(request), seen=key_in(request.POST.get("seen")))
    except PartnershipRefusedError as error:
        last = linked(inquiry, model).order_by("-pk").first()
        if error.code != "twice" or last is None or not may_know(request.user, last):
            raise
        messages.info(request, _("It has been made already: here it is."))
        made = last
    else:
        said = _("Begun from the inquiry: “%(name)s”. Check it and add what is missing.")
        messages.success(request, said % {"name": made})
    return redirect(_edit_name(model), made.pk)


def _link(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    model = _MODELS.get(request.POST.get("what", ""))
    key = key_in(request.POST.get(request.POST.get("what", "")))
    record = knowable(request.user, model.objects.filter(pk=key)).first() if model else None
    if record is None:
        messages.error(request, _("Choose a record first."))
    else:
        link_record(inquiry_id=inquiry.pk, record=record, by=_user(request))
        messages.success(request, _("“%(name)s” is linked.") % {"name": record})
    return redirect("inquiry_links", inquiry.pk)


def _unlink(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    model = _MODELS.get(request.POST.get("what", ""))
    key = key_in(request.POST.get("key"))
    record = knowable(request.user, linked(inquiry, model).filter(pk=key)).first() if model else None
    if record is not None:
        unlink_record(inquiry_id=inquiry.pk, record=record, by=_user(request))
        messages.success(request, _("The link is taken back."))
    return redirect("inquiry_links", inquiry.pk)


#: What a button of the screen does, by its `act`.
_ACTS: dict[str, Callable[[HttpRequest, Inquiry], HttpResponse]] = {
    "organization": _choose_organization,
    "no-organization": _drop_organization,
    "new-organization": _make_organization,
    "begin": _begin,
    "link": _link,
    "unlink": _unlink,
}


class ChooseForm(forms.Form):
    """The windows in which an organisation, a visit or an agreement is chosen."""

    def __init__(self, name: str, model: Any) -> None:
        super().__init__(auto_id="link-%s")
        widget = model.snippet_viewset.chooser_viewset.widget_class()
        self.fields[name] = forms.ModelChoiceField(
            model._default_manager.all(), label=_("Choose one on record"), required=False, widget=widget
        )


def _screen(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    user = _user(request)
    organizations: Any = policy_registry.get_by_type(Organization)
    chooser = ChooseForm("organization", Organization)
    kinds = [_kind(user, inquiry, name) for name in _MODELS]
    media = chooser.media
    for kind in kinds:
        media += kind["chooser"].media
    context = {
        **case_header(inquiry, _("Links"), "link"),
        "reason": why_nothing_comes(inquiry),
        "organization_chooser": chooser,
        "alike": [] if inquiry.organization else organizations_like(inquiry.company),
        "adds_organizations": organizations.user_has_permission(user, "add"),
        "changes_organizations": organizations.user_has_permission(user, "change"),
        "kinds": kinds,
        "media": media,
    }
    return render(request, "partnerships/inquiries/links.html", context)


def _kind(user: User, inquiry: Inquiry, name: str) -> dict[str, Any]:
    """What the screen shows of visits, or of agreements."""
    model = _MODELS[name]
    rows = linked(inquiry, model)
    shown = list(knowable(user, rows.order_by("pk")))
    return {
        "name": name,
        "rows": [{"record": record, "url": reverse(f"{name}_state", args=[record.pk])} for record in shown],
        "hidden": rows.count() - len(shown),
        "seen": last_linked(inquiry, model),
        "may_begin": may_begin(user, inquiry, model),
        "chooser": ChooseForm(name, model),
    }


def _edit_name(model: Any) -> str:
    return str(model.snippet_viewset.get_url_name("edit"))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
