"""The screen on which a list of delegates is pasted, looked over row by row, and put on the list of a visit."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from parks.models import Person
from partnerships.enums import Side
from partnerships.errors import PartnershipRefusedError
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Visit
from partnerships.visits.access import may_work
from partnerships.visits.desk.delegate_forms import PREFIX, DelegateFormSet, PasteForm, initial_row
from partnerships.visits.desk.state_views import readable_visit
from partnerships.visits.pasted import Pasted, PastedError, read_cells, read_text
from partnerships.visits.services.delegates import DelegatesRefusedError, add_delegates
from portal.core.models import User
from portal.core.tables import MAX_BYTES, TableError, read_lines


@require_http_methods(["GET", "POST"])
def visit_delegates(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list (`step=read`), show its rows, and write them once they have been looked over (`step=write`)."""
    visit = readable_visit(request, pk)
    if not may_work(request.user, visit):
        raise PermissionDenied
    if request.method == "GET":
        return _screen(request, visit, form=PasteForm())
    if request.POST.get("step") == "write":
        return _write(request, visit)
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _screen(request, visit, form=form)
    try:
        pasted = _read(form)
    except (PastedError, TableError) as error:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(error))
        return _screen(request, visit, form=form)
    rows = DelegateFormSet(
        initial=[initial_row(person) for person in pasted.people], prefix=PREFIX, may_add=_may_add(request)
    )
    return _screen(request, visit, rows=rows, side=form.cleaned_data["side"], left_out=pasted.left_out)


def _read(form: PasteForm) -> Pasted:
    if file := form.cleaned_data["file"]:
        return read_cells(read_lines(data=file.read(MAX_BYTES + 1)))
    return read_text(form.cleaned_data["text"])


def _write(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write the rows that are taken; where one is wrong nothing is written, and everything typed stays."""
    rows = DelegateFormSet(request.POST, prefix=PREFIX, may_add=_may_add(request))
    side = request.POST.get("side", "")
    left_out = request.POST.getlist("left_out")[:50]
    if side not in Side.values or not rows.is_valid():
        return _screen(request, visit, rows=rows, side=side, left_out=left_out)
    taken = [form for form in rows.forms if form.cleaned_data["take"]]
    if not taken:
        messages.error(request, _("No row is ticked: nobody was added."))
        return _screen(request, visit, rows=rows, side=side, left_out=left_out)
    delegates = [form.delegate() for form in taken]
    try:
        count = add_delegates(visit_id=visit.pk, delegates=delegates, side=side, by=cast(User, request.user))
    except DelegatesRefusedError as error:
        for place, problems in error.rows.items():
            for problem in problems:
                taken[place].add_error(None, problem)
        return _screen(request, visit, rows=rows, side=side, left_out=left_out)
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        if error.code == "gone":
            return redirect("wagtailsnippets_partnerships_visit:list")
        return _screen(request, visit, rows=rows, side=side, left_out=left_out)
    said = ngettext("%(count)d person was added to the list.", "%(count)d people were added to the list.", count)
    messages.success(request, said % {"count": count})
    return redirect("visit_precedence", visit.pk)


def _may_add(request: HttpRequest) -> bool:
    return bool(policy_registry.get_by_type(Person).user_has_permission(request.user, "add"))


def _screen(
    request: HttpRequest,
    visit: Visit,
    *,
    form: PasteForm | None = None,
    rows: Any = None,
    side: str = "",
    left_out: list[str] | None = None,
) -> HttpResponse:
    breadcrumbs = record_breadcrumbs(visit, _("Paste delegates"), may_change=True)
    faulty = [row for row in rows.forms if row.errors] if rows is not None and rows.is_bound else []
    context = {
        "visit": visit,
        "header_title": _("Delegates of “%(title)s”") % {"title": visit},
        "header_icon": "group",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the visit"))],
        "form": form,
        "rows": rows,
        "side": side if side in Side.values else Side.GUESTS.value,
        "sides": Side.choices,
        "left_out": left_out or [],
        "faulty": faulty,
        "doubtful": sum(bool(row.doubts_said) for row in rows.forms) if rows is not None else 0,
    }
    return render(request, "partnerships/visit_delegates.html", context, status=200)
