"""The screen of a visit's invitations: who will be told what, and the button that does it."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from partnerships.errors import PartnershipRefusedError
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Visit
from partnerships.visits.access import may_work, readable_or_404
from partnerships.visits.calendars.invitations import hindrance, send_invitations
from partnerships.visits.calendars.telling import (
    AGAIN,
    CANCELLED,
    CHANGED,
    ENDINGS,
    NEW,
    POSTPONED,
    REMOVED,
    SAME,
    Telling,
    fingerprint,
    tellings,
    visits_to_invite,
)
from partnerships.visits.calendars.visit_words import agenda_lines, when, where
from partnerships.visits.missing_words import missing_words
from portal.core.localized import language_name
from portal.core.models import User
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter, Suppression
from portal.outbox.recipients import is_usable, normalised


@require_http_methods(["GET", "POST"])
def visit_invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom the next sending tells what; a POST sends. For those who work on the visit: it shows addresses."""
    visit = readable_or_404(request.user, visits_to_invite(), pk)
    if not may_work(request.user, visit):
        raise PermissionDenied
    if request.method == "GET":
        return _screen(request, visit)
    locales = {one.email: request.POST.get(f"language:{one.email}", "") for one in tellings(visit)}
    try:
        told = send_invitations(
            visit_id=pk, by=cast(User, request.user), seen=request.POST.get("seen", ""), locales=locales
        )
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        return redirect("wagtailsnippets_partnerships_visit:list" if error.code == "gone" else request.path)
    _say(request, told)
    return redirect("visit_invitations", pk)


def _say(request: HttpRequest, told: list[tuple[Telling, Letter]]) -> None:
    if not told:
        messages.info(request, _("Everybody’s calendar is up to date already: nothing was sent."))
        return
    dead = sum(letter.state == LetterState.DEAD for _one, letter in told)
    if sent := len(told) - dead:
        text = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", sent)
        messages.success(request, text % {"count": sent})
    if dead:
        text = ngettext(
            "%(count)d letter cannot be delivered: see the list of letters.",
            "%(count)d letters cannot be delivered: see the list of letters.",
            dead,
        )
        messages.warning(request, text % {"count": dead})


def _screen(request: HttpRequest, visit: Visit) -> HttpResponse:
    told = tellings(visit)
    unreachable = _unreachable(told)
    breadcrumbs = record_breadcrumbs(visit, _("Invitations"), may_change=True)
    context = {
        "visit": visit,
        "header_title": _("Invitations to “%(title)s”") % {"title": visit},
        "header_icon": "mail",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the visit"))],
        "hindrance": hindrance(visit),
        "when": when(visit),
        "where": where(visit),
        "agenda": agenda_lines(visit),
        "rows": [_row(one, one.email in unreachable) for one in told],
        "languages": [(code, language_name(code)) for code, _label in settings.LANGUAGES],
        "due": sum(one.is_told for one in told),
        "without": [str(member) for member in visit.members.all() if not member.email],
        "seen": fingerprint(told),
        "missing": missing_words(visit, papers=False),
        "form_url": reverse("wagtailsnippets_partnerships_visit:edit", args=[visit.pk]),
    }
    return render(request, "partnerships/visit_invitations.html", context)


def _row(one: Telling, is_unreachable: bool) -> dict[str, Any]:
    return {
        "telling": one,
        "name": str(one.member) if one.member else one.name,
        "side": one.member.get_side_display() if one.member else "",
        "what": what_words(one.what),
        "is_unreachable": is_unreachable,
        "language": language_name(one.locale),
        "is_over": one.what in ENDINGS,
        "last": one.row.told_at if one.row else None,
    }


def what_words(what: str) -> str:
    """What a calendar is told by the next sending."""
    return {
        NEW: pgettext("invitation", "Will be invited"),
        CHANGED: pgettext("invitation", "Will be told of the change"),
        AGAIN: pgettext("invitation", "Will be invited again"),
        POSTPONED: pgettext("invitation", "Will be told that it is postponed"),
        CANCELLED: pgettext("invitation", "Will be told that it is cancelled"),
        REMOVED: pgettext("invitation", "Will be told that they are no longer on the list"),
        SAME: pgettext("invitation", "Knows it already"),
    }[what]


def _unreachable(told: list[Telling]) -> set[str]:
    """Addresses at which nothing arrives."""
    asked = {normalised(one.email): one.email for one in told}
    rows = Suppression.objects.filter(lifted_at=None, address__in=asked).values_list("address", flat=True)
    return {asked[address] for address in rows} | {one.email for one in told if not is_usable(one.email)}
