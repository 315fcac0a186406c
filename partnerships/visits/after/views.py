"""The screen of follow-ups: what is promised, until when, and what has become of it."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.permissions import policy_registry

from partnerships.errors import PartnershipRefusedError
from partnerships.kept_forms import may_know
from partnerships.models import FollowUp, Visit
from partnerships.visits.access import readable_visits
from partnerships.visits.after.listing import COLUMNS, FollowUpFilter, days_overdue, file_rows
from partnerships.visits.enums import FollowUpKind, FollowUpState
from partnerships.visits.services.follow_ups import settle_follow_up
from partnerships.visits.services.next_visits import begin_next_visit
from partnerships.visits.zones import zone_name
from portal.core import audit
from portal.core.days import today
from portal.core.models import User
from portal.core.table_views import table_file

PER_SCREEN = 50
#: What a button says that sets a state.
_STEPS = (FollowUpState.IN_PROGRESS, FollowUpState.DONE, FollowUpState.DROPPED)


@require_GET
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Follow-ups of the visits that the person may read: what is not settled, unless they ask for more."""
    form = _filter(request)
    shown = Paginator(form.matching(), PER_SCREEN).get_page(request.GET.get("p"))
    kept = urlencode([(name, value) for name, value in request.GET.items() if value and name != "p"])
    visit = form.cleaned_data.get("visit") if form.is_valid() else None
    context = {
        "form": form,
        "shown": shown,
        "rows": _rows(cast(User, request.user), shown),
        "query": kept and f"&{kept}",
        "exports": {kind: _export_address(kind, kept) for kind in ("csv", "xlsx")},
        "here": request.get_full_path(),
        "visit": visit,
        "beside": _beside(request.user, visit) if visit else [],
        "header_title": _("Follow-ups"),
        "header_icon": "tasks",
        "breadcrumbs_items": [
            {"url": reverse("wagtailsnippets_partnerships_visit:list"), "label": _("Visits")},
            {"url": "", "label": _("Follow-ups")},
        ],
    }
    return render(request, "partnerships/follow_ups.html", context)


@require_GET
def export_follow_ups(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The same list as a file."""
    form = _filter(request)
    rows = file_rows(form.matching(), cast(User, request.user))
    columns = [str(name) for name in COLUMNS]
    answer, _count = table_file(name="follow-ups", file_format=file_format, columns=columns, rows=rows)
    filters = {name: value for name, value in request.GET.items() if value}
    audit.record_export(model=FollowUp, by=cast(User, request.user), filters=filters, file_format=file_format)
    return answer


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the state of a follow-up to what the person pressed."""
    _demand_readable(request, pk)
    try:
        row = settle_follow_up(
            follow_up_id=pk,
            seen=request.POST.get("seen", ""),
            to=request.POST.get("to", ""),
            by=cast(User, request.user),
        )
    except PartnershipRefusedError as error:
        return _refused(request, error)
    messages.success(request, _("“%(what)s” is now “%(state)s”.") % {"what": row, "state": row.get_state_display()})
    return _back(request)


@require_POST
def begin_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the visit to which an invitation leads, and open it."""
    _demand_readable(request, pk)
    try:
        following = begin_next_visit(follow_up_id=pk, by=cast(User, request.user))
    except PartnershipRefusedError as error:
        return _refused(request, error)
    messages.success(
        request, _("Begun as a visit: “%(name)s”. Check its date, names and purpose.") % {"name": following}
    )
    if following.follows and following.direction != following.follows.direction:
        said = _("Its time zone is still that of the visit before (%(zone)s): choose that of the place.")
        messages.warning(request, said % {"zone": zone_name(following.timezone)})
    return redirect("wagtailsnippets_partnerships_visit:edit", following.pk)


def _demand_readable(request: HttpRequest, pk: int) -> None:
    """Raise Http404 alike for a follow-up that there is not and one of a visit that the person may not know."""
    if not FollowUp.objects.filter(pk=pk, visit__in=readable_visits(request.user)).exists():
        raise Http404


def _filter(request: HttpRequest) -> FollowUpFilter:
    if not policy_registry.get_by_type(Visit).user_has_any_permission(request.user, ["view", "change"]):
        raise PermissionDenied
    return FollowUpFilter(request.GET, cast(User, request.user))


def _refused(request: HttpRequest, error: PartnershipRefusedError) -> HttpResponse:
    if error.code == "forbidden":
        raise PermissionDenied from error
    messages.error(request, str(error))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or "visit_follow_ups")


def _rows(user: User, rows: Any) -> list[dict[str, Any]]:
    """What the table says of each row, and what the person may do with it."""
    policy: Any = policy_registry.get_by_type(Visit)
    of = {row.visit_id for row in rows}
    may_change, may_add = (
        set(policy.instances_user_has_any_permission_for(user, [action]).filter(pk__in=of).values_list("pk", flat=True))
        for action in ("change", "add")
    )
    day = today()
    return [
        {
            "row": row,
            "late": days_overdue(row, day),
            "steps": _steps(row) if row.visit_id in may_change else [],
            "may_begin": row.visit_id in may_add & may_change and _is_invitation(row),
            "becomes": row.becomes if row.becomes and may_know(user, row.becomes) else None,
        }
        for row in rows
    ]


def _steps(row: FollowUp) -> list[dict[str, str]]:
    """The buttons of a row: of what is open the states that follow, of what is settled the way back."""
    if not row.is_open:
        return [{"to": FollowUpState.OPEN.value, "label": _("Open again")}]
    return [{"to": state.value, "label": str(state.label)} for state in _STEPS if state != row.state]


def _is_invitation(row: FollowUp) -> bool:
    return row.kind == FollowUpKind.INVITATION and row.is_open and row.becomes_id is None


def _beside(user: Any, visit: Visit) -> list[tuple[str, Visit]]:
    """The visit that this one follows, and those that follow it, as far as the person may know of them."""
    former = [(_("Follows the visit"), visit.follows)] if visit.follows else []
    found = [*former, *((_("Followed by the visit"), one) for one in visit.followed_by.order_by("pk"))]
    return [(label, one) for label, one in found if may_know(user, one)]


def _export_address(file_format: str, kept: str) -> str:
    address = reverse("visit_follow_ups_export", args=[file_format])
    return f"{address}?{kept}" if kept else address
