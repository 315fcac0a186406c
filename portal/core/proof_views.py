"""The screen on which the proof readings of a page are marked."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Revision

from portal.core.models import ProofMark, User
from portal.core.proof_reading import READINGS, Proofs, proofs_of, reading_name
from portal.core.services.proofs import mark_proof
from portal.core.unit_pages import unit_of_page

#: Lapsed marks that the screen shows.
_HISTORY = 30


class ProofForm(forms.Form):
    """One reading. The text that was read and its number come with the form, so that nothing is marked unseen."""

    note = forms.CharField(label=pgettext_lazy("of a proof reading", "Note"), required=False, max_length=255)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=READINGS)


@require_http_methods(["GET", "POST"])
def proofs(request: HttpRequest, page_id: int) -> HttpResponse:
    """Which readings the saved text has, which lapsed and why, and the form for the next one."""
    page = get_object_or_404(Page, pk=page_id)
    if page.is_root() or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = ProofForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and _mark(request, page, form):
        return redirect("page_proofs", page.pk)
    return render(request, "core/proofs.html", _context(page, form))


def _mark(request: HttpRequest, page: Page, form: ProofForm) -> bool:
    facts = form.cleaned_data
    try:
        mark = mark_proof(
            page=page,
            read=facts["revision"],
            number=facts["number"],
            note=facts["note"],
            by=cast(User, request.user),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("%(reading)s: marked.") % {"reading": reading_name(mark.number)})
    return True


def _context(page: Page, form: ProofForm | None) -> dict[str, Any]:
    latest = page.get_latest_revision()
    found = proofs_of(page, latest)
    unit = unit_of_page(page)
    number = found.next_number
    fresh = {"revision": latest.pk if latest else None, "number": number}
    if form is None:
        form = ProofForm(initial=fresh)
    else:  # what was typed stays; what is marked next is what is there now
        note = form.data.get("note", "")
        errors = form.errors
        form = ProofForm(initial=fresh | {"note": note[:255]})
        form.refusals = [text for texts in errors.values() for text in texts]  # type: ignore[attr-defined]
    return {
        "page": page,
        "title": page.get_admin_display_title(),
        "unit": unit,
        "latest": latest,
        "readings": _readings(found, unit.proofs if unit else 0),
        "lapsed": [_lapsed(page, mark, latest) for mark in found.lapsed[:_HISTORY]],
        "next": reading_name(number) if number and latest else "",
        "form": form,
    }


def _readings(found: Proofs, wanted: int) -> list[dict[str, Any]]:
    return [
        {"name": reading_name(number), "mark": found.holding.get(number), "is_wanted": number <= wanted}
        for number in range(1, READINGS + 1)
    ]


def _lapsed(page: Page, mark: ProofMark, latest: Revision | None) -> dict[str, Any]:
    compare = ""
    if mark.revision_id and latest is not None and mark.revision_id != latest.pk:
        compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, mark.revision_id, latest.pk])
    return {"name": reading_name(mark.number), "mark": mark, "compare": compare}
