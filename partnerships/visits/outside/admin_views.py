"""What the visiting side sent, for those who work on the visit; read only, and every look is logged."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Visit, VisitRequest
from partnerships.visits.access import may_work, readable_or_404
from partnerships.visits.outside.standing import withdrawal_reason
from portal.core.localized import field_label, language_in_words
from portal.core.record_lines import value_words

_FIELDS = [
    *("reference", "created_at", "organization", "country", "person", "office", "email", "phone", "headcount"),
    *("wanted_from", "wanted_until", "purpose", "delegates", "locale", "privacy_version", "consented_at"),
]


@require_safe
def visit_request(request: HttpRequest, pk: int) -> HttpResponse:
    """The request behind a visit, with what was added to it since."""
    visit = readable_or_404(request.user, Visit.objects.select_related("unit", "park"), pk)
    if not may_work(request.user, visit):
        raise PermissionDenied
    asked = VisitRequest.objects.filter(visit=visit).first()
    if asked is None:
        raise Http404("Nobody asked for this visit on the public form.")
    breadcrumbs = record_breadcrumbs(visit, _("Request from outside"), may_change=True)
    context = {
        "visit": visit,
        "asked": asked,
        "lines": _lines(asked),
        "notes": list(asked.notes.all()),
        "reason": withdrawal_reason(asked),
        "header_title": _("Request %(reference)s") % {"reference": asked.reference},
        "header_icon": "mail",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the visit"))],
    }
    return render(request, "partnerships/visit_request.html", context)


def _lines(asked: VisitRequest) -> list[tuple[str, str]]:
    """Label and words of every field that says something."""
    fields: list[Any] = [VisitRequest._meta.get_field(name) for name in _FIELDS]
    found = [(field, value_words(asked, field)) for field in fields]
    lines = [(field_label(field), said) for field, said in found if said]
    language = field_label(VisitRequest._meta.get_field("locale"))
    return [(label, language_in_words(asked.locale) if label == language else said) for label, said in lines]
