"""The screen at a page with its guest links and what guests wrote."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from portal.core.models import User
from portal.publication.guest_forms import LinkForm
from portal.publication.models import ReviewComment, ReviewLink
from portal.publication.services.guest_links import make_link, revoke_link, settle_comment


@never_cache
@require_http_methods(["GET", "POST"])
def guests(request: HttpRequest, page_id: int) -> HttpResponse:
    """Links and comments; a POST makes a link, whose address is shown in the answer and never again."""
    page = get_object_or_404(Page, pk=page_id)
    if page.is_root() or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method != "POST":
        return _screen(request, page, LinkForm())
    form = LinkForm(request.POST)
    address = _make(request, page, form) if form.is_valid() else ""
    return _screen(request, page, LinkForm() if address else form, address)


def _make(request: HttpRequest, page: Page, form: LinkForm) -> str:
    """The address of the new link; empty where it was refused."""
    facts = form.cleaned_data
    try:
        _link, secret = make_link(page=page, recipient=facts["recipient"], days=facts["days"], by=_person(request))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return ""
    return settings.PORTAL_BASE_URL + reverse("guest_review", args=[secret])


def _screen(request: HttpRequest, page: Page, form: LinkForm, address: str = "") -> HttpResponse:
    links: QuerySet[ReviewLink] = ReviewLink.objects.filter(page=page.pk).select_related("created_by", "revision")
    comments = ReviewComment.objects.filter(link__page=page.pk).select_related("link", "settled_by")
    latest = page.get_latest_revision()
    context = {
        "page": page,
        "title": page.get_admin_display_title(),
        "form": form,
        "address": address,
        "links": [_row(page, link, latest.pk if latest else None) for link in links.defer("revision__content")],
        "comments": comments.order_by("settled_at", "-created_at"),
    }
    return render(request, "publication/guests.html", context)


def _row(page: Page, link: ReviewLink, latest: int | None) -> dict[str, Any]:
    compare = ""
    if latest is not None and link.revision_id != latest:
        compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, link.revision_id, latest])
    return {"link": link, "state": _state(link), "is_open": _is_open(link), "compare": compare}


def _is_open(link: ReviewLink) -> bool:
    return link.revoked_at is None and link.expires_at > timezone.now()


def _state(link: ReviewLink) -> str:
    if link.revoked_at is not None:
        return pgettext("guest link", "Revoked")
    if not _is_open(link):
        return pgettext("guest link", "Expired")
    return pgettext("guest link", "Opened") if link.opened_at else pgettext("guest link", "Not opened yet")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(ReviewLink.objects.select_related("page"), pk=pk)
    revoke_link(link=link, by=_person(request))
    messages.success(request, _("The link for “%(name)s” opens nothing any more.") % {"name": link.recipient})
    return redirect("page_guests", link.page_id)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(ReviewComment.objects.select_related("link"), pk=pk)
    settle_comment(comment=comment, by=_person(request))
    messages.success(request, _("The comment is settled."))
    return redirect("page_guests", comment.link.page_id)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
