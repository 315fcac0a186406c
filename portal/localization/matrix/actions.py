"""The screens on which something is done to ticked translations: asked first, then told how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from portal.core.models import User
from portal.localization.matrix.access import viewers_only
from portal.localization.matrix.bulk import Outcome, Picked, act, sums_of, why_not_changed, why_not_sent
from portal.localization.matrix.cells import rows_of
from portal.localization.matrix.forms import FORMS, Action
from portal.localization.matrix.scope import Scope
from portal.localization.services.charges import estimate

#: More than one screen of the matrix can hold.
MOST = 500
#: So many refusals are told one by one.
TOLD = 10


@require_POST
@viewers_only
def act_on_ticked(request: HttpRequest) -> HttpResponse:
    """Ask how, then do it. Works without JavaScript: what is ticked goes along as hidden fields."""
    action = request.POST.get("do", "")
    picked = _picked(request)
    if action not in Action.values or not picked:
        told = _("Choose what is to be done.") if picked else _("Tick at least one translation or source.")
        messages.error(request, told)
        return redirect(_back(request))
    locales = list({cell.locale.pk: cell.locale for _row, cell in picked}.values())
    is_sure = "sure" in request.POST
    form = FORMS[action](request.POST if is_sure else None, locales=locales)
    if is_sure and form.is_valid():
        outcome = act(action, picked, form.cleaned_data, by=cast(User, request.user))
        _tell(request, action, outcome)
        return redirect(_back(request))
    why_not = why_not_sent if action == Action.SEND else why_not_changed
    listed = [(row, cell, why_not(cell)) for row, cell in picked]
    context = {
        "form": form,
        "action": Action(action),
        "listed": listed,
        "number": sum(not reason for _row, _cell, reason in listed),
        "estimate": _estimate(picked) if action == Action.SEND else None,
        "back": _back(request),
    }
    return render(request, "localization/matrix/act.html", context)


def _picked(request: HttpRequest) -> Picked:
    """The ticked cells, and those of the ticked rows, as far as the person may see them."""
    cells = {name for name in request.POST.getlist("cell")[:MOST] if _is_name(name)}
    rows = {name for name in request.POST.getlist("row")[:MOST] if name.isdecimal() and len(name) < 19}
    scope = Scope(request.user)
    columns = _columns(request, scope)
    ids = {int(name.partition("-")[0]) for name in cells} | {int(name) for name in rows}
    if not ids:
        return []
    counts = scope.sources().filter(pk__in=ids).select_related("section", "content_type", "locale")
    found = rows_of(list(counts.order_by("-changed_at", "-pk")), scope, columns=scope.locales)
    return [
        (row, cell)
        for row in found
        for cell in row.cells
        if cell.name in cells or (str(row.count.pk) in rows and cell.is_tickable and cell.locale in columns)
    ]


def _columns(request: HttpRequest, scope: Scope) -> Sequence[Locale]:
    """The languages that were on the screen; a ticked row means them and no others."""
    shown = set(request.POST.getlist("column"))
    return [locale for locale in scope.locales if not shown or str(locale.pk) in shown]


def _is_name(name: str) -> bool:
    row, _dash, locale = name.partition("-")
    return row.isdecimal() and locale.isdecimal() and len(name) < 30


def _estimate(picked: Picked) -> dict[str, object]:
    segments, characters = sums_of(picked)
    return {
        "segments": segments,
        "characters": characters,
        "money": estimate(engine=settings.TRANSLATION_ENGINE, characters=characters),
    }


def _back(request: HttpRequest) -> str:
    """The matrix as the person had it before them."""
    wanted = request.POST.get("next", "")
    index = reverse("translation_matrix:index")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.partition("?")[0] == index
    return wanted if is_ours else index


def _tell(request: HttpRequest, action: str, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, _done(action, outcome.done))
    if not outcome.refused:
        return
    told = pgettext("between details", "; ").join(
        _("“%(title)s” (%(language)s): %(reason)s") % {"title": title, "language": language, "reason": reason}
        for title, language, reason in outcome.refused[:TOLD]
    )
    head = ngettext("%(count)d was left out:", "%(count)d were left out:", len(outcome.refused))
    rest = " …" if len(outcome.refused) > TOLD else ""
    messages.warning(request, f"{head % {'count': len(outcome.refused)}} {told}{rest}")


def _done(action: str, number: int) -> str:
    if action == Action.SEND:
        text = ngettext(
            "%(count)d translation was sent. Workers prepare it; this screen shows how far they are.",
            "%(count)d translations were sent. Workers prepare them; this screen shows how far they are.",
            number,
        )
    elif action == Action.CANCEL:
        text = ngettext(
            "%(count)d translation is cancelled. What was translated stays.",
            "%(count)d translations are cancelled. What was translated stays.",
            number,
        )
    else:
        text = ngettext("%(count)d translation was changed.", "%(count)d translations were changed.", number)
    return text % {"count": number}
