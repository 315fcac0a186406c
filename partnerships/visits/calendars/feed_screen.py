"""The screen on which a person makes and revokes the secret addresses for their calendars."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.permissions import policy_registry

from partnerships.errors import PartnershipRefusedError
from partnerships.models import CalendarFeed, Visit
from partnerships.visits.calendars.feeds import (
    READING,
    address_of,
    feed_name,
    make_feed,
    manageable_feeds,
    parks_to_follow,
    revoke_feed,
)
from portal.core.localized import language_name
from portal.core.models import User
from portal.core.names import name_of
from portal.outbox.recipients import preferred_locale


@never_cache
@require_http_methods(["GET", "POST"])
def visit_feeds(request: HttpRequest) -> HttpResponse:
    """The addresses; a POST makes one, which is shown in the answer and never again."""
    user = cast(User, request.user)
    if not policy_registry.get_by_type(Visit).user_has_any_permission(user, READING):  # type: ignore[union-attr]
        raise PermissionDenied
    if request.method == "GET":
        return _screen(request, user)
    parks = {str(park.pk): park for park in parks_to_follow(user)}
    wanted = request.POST.get("park", "")
    if wanted and wanted not in parks:
        return _screen(request, user, error=_("Choose one of the parks whose visits you may read."))
    try:
        feed, secret = make_feed(park=parks.get(wanted), locale=request.POST.get("language", ""), by=user)
    except PartnershipRefusedError as error:
        return _screen(request, user, error=str(error))
    return _screen(request, user, made=feed, address=address_of(secret))


@require_POST
def visit_feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an address void."""
    try:
        feed = revoke_feed(feed_id=pk, by=cast(User, request.user))
    except PartnershipRefusedError as error:
        raise Http404 from error
    messages.success(request, _("The address of “%(name)s” opens nothing any more.") % {"name": feed_name(feed)})
    return redirect("visit_feeds")


def _screen(
    request: HttpRequest, user: User, *, made: CalendarFeed | None = None, address: str = "", error: str = ""
) -> HttpResponse:
    rows = manageable_feeds(user).select_related("owner", "park").order_by("owner", "-pk")
    feeds = [_row(feed, user) for feed in rows]
    listed = reverse("wagtailsnippets_partnerships_visit:list")
    context = {
        "header_title": _("Visits in your own calendar"),
        "header_icon": "link",
        "breadcrumbs_items": [
            {"url": listed, "label": capfirst(str(Visit._meta.verbose_name_plural))},
            {"url": reverse("visit_calendar"), "label": pgettext("of visits", "Calendar")},
            {"url": "", "label": _("In your own calendar")},
        ],
        "parks": [(park.pk, park.words("name").text) for park in parks_to_follow(user)],
        "languages": [(code, language_name(code)) for code, _label in settings.LANGUAGES],
        "language": preferred_locale(user),
        "feeds": [row for row in feeds if row["is_own"]],
        "others": [row for row in feeds if not row["is_own"] and row["is_open"]],
        "made": made and feed_name(made),
        "address": address,
        "error": error,
    }
    return render(request, "partnerships/visit_feeds.html", context)


def _row(feed: CalendarFeed, user: User) -> dict[str, Any]:
    return {
        "feed": feed,
        "name": feed_name(feed),
        "owner": name_of(feed.owner),
        "language": language_name(feed.locale),
        "is_own": feed.owner_id == user.pk,
        "is_open": feed.revoked_at is None,
    }
