"""The privacy notice: the version in force, and those before it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from partnerships.inquiries.notices import blocks_of, current_notice, versions_in_force
from partnerships.models import PrivacyNotice
from partnerships.public_answers import unindexed
from portal.core import methods


@methods.read_only
@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """The version in force; as long as none is kept here, the way to the page of the site."""
    in_force = versions_in_force()
    if not in_force:
        return redirect(current_notice().path)
    return _page(request, next(iter(in_force)))


@methods.read_only
@never_cache
def privacy_version(request: HttpRequest, version: str) -> HttpResponse:
    """A version that is or was in force. What is not yet in force is nobody's to read."""
    if version not in versions_in_force():
        raise Http404
    return unindexed(_page(request, version))


def _page(request: HttpRequest, version: str) -> HttpResponse:
    in_force = versions_in_force()
    notice = PrivacyNotice.objects.get(version=version, locale=get_language())
    context = {
        "version": version,
        "since": in_force[version],
        "is_current": version == next(iter(in_force)),
        "others": [(other, since) for other, since in in_force.items() if other != version],
        "blocks": blocks_of(notice.text),
        "crumbs": [
            {"title": _("Write to a park"), "url": reverse("cooperate")},
            {"title": _("Privacy notice"), "url": reverse("privacy_notice")},
        ],
    }
    return render(request, "pages/partnerships/privacy_notice.html", context)
