"""The matrix as a screen, the part of it that is asked for again while workers are at it, and a person's filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.core.models import User
from portal.core.paging import ListPage, list_page
from portal.localization.errors import RefusedError
from portal.localization.matrix.access import viewers_only
from portal.localization.matrix.actions import act_on_ticked
from portal.localization.matrix.cells import Cell, Row, rows_of
from portal.localization.matrix.filters import MatrixFilter
from portal.localization.matrix.forms import Action
from portal.localization.matrix.scope import Scope, may_see
from portal.localization.matrix.states import MEANINGS, CellState
from portal.localization.matrix.steps import Step, next_step
from portal.localization.menu import MENU
from portal.localization.models import SavedFilter
from portal.localization.services.saved_filters import FILTERS

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its cells and what the person does next about each."""

    row: Row
    cells: list[tuple[Cell, Step | None]]

    @property
    def is_tickable(self) -> bool:
        return any(cell.is_tickable for cell, _step in self.cells)


@require_safe
@viewers_only
def index(request: HttpRequest) -> HttpResponse:
    """Every source and where its translations stand, narrowed by the address, the latest change first."""
    scope = Scope(request.user)
    form = MatrixFilter(request.GET, scope=scope)
    valid = form.is_valid()
    columns = form.columns() if valid else scope.locales
    counts = form.narrow(scope.sources()) if valid else scope.sources().none()
    counts = counts.select_related("section", "content_type", "locale").order_by("-changed_at", "-pk")
    page = list_page(counts, request, size=PAGE_SIZE)
    shown = _shown(page, scope, columns, request.user)
    context = {
        "form": form,
        "is_filtered": valid and form.is_used(),
        "columns": columns,
        "rows": shown,
        "moving": sum(cell.is_moving for row in shown for cell, _step in row.cells),
        "page": page,
        "older": _address(request, page=page.number + 1) if page.has_next else "",
        "newer": _address(request, page=page.number - 1) if page.has_previous else "",
        "filters": SavedFilter.objects.filter(user=cast(User, request.user)),
        "query": _query(request),
        "actions": Action.choices,
        "legend": [(state.label, MEANINGS[state]) for state in CellState],
    }
    return render(request, "localization/matrix/index.html", context)


def _shown(page: ListPage, scope: Scope, columns: list[Any], user: Any) -> list[Shown]:
    rows = rows_of(list(page.object_list), scope, columns=columns)
    return [Shown(row, [(cell, next_step(cell, row, user)) for cell in row.cells]) for row in rows]


@require_safe
@viewers_only
def progress(request: HttpRequest) -> HttpResponse:
    """The cells of some rows as they are now: what the script of the screen asks for while workers are at them."""
    names = [name for name in request.GET.getlist("row")[:PAGE_SIZE] if name.isdecimal() and len(name) < 19]
    scope = Scope(request.user)
    counts = scope.sources().filter(pk__in=[int(name) for name in names])
    counts = counts.select_related("section", "content_type", "locale").order_by("-changed_at", "-pk")
    rows = _shown(ListPage(list(counts), 1, False), scope, scope.locales, request.user)
    moving = sum(cell.is_moving for row in rows for cell, _step in row.cells)
    return render(request, "localization/matrix/progress.html", {"rows": rows, "moving": moving})


@require_POST
@viewers_only
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    query = _cleaned(request.POST.get("query", ""))
    try:
        kept = FILTERS.save(owner=cast(User, request.user), name=request.POST.get("name", ""), query=query)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The filter “%(name)s” is kept.") % {"name": kept.name})
    return redirect(f"{reverse('translation_matrix:index')}?{query}")


@require_http_methods(["GET", "POST"])
@viewers_only
def edit_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or delete a filter of one's own; that of another person does not exist."""
    person = cast(User, request.user)
    kept = get_object_or_404(SavedFilter, pk=pk, user=person)
    if request.method != "POST":
        return render(request, "localization/matrix/filter.html", {"filter": kept, "name": kept.name})
    try:
        if "delete" in request.POST:
            FILTERS.delete(filter_id=pk, owner=person)
            messages.success(request, _("The filter “%(name)s” is deleted.") % {"name": kept.name})
        else:
            FILTERS.rename(filter_id=pk, owner=person, name=request.POST.get("name", ""))
            messages.success(request, _("The filter has a new name."))
    except RefusedError as refusal:
        if refusal.code == "gone":
            raise Http404 from refusal
        context = {"filter": kept, "name": request.POST.get("name", ""), "error": str(refusal)}
        return render(request, "localization/matrix/filter.html", context, status=422)
    return redirect("translation_matrix:index")


def _query(request: HttpRequest) -> str:
    """The filter as an address says it, without the page and without what is empty."""
    return _cleaned(request.GET.urlencode())


def _cleaned(query: str) -> str:
    given = QueryDict(query[:2000], mutable=True)
    kept = QueryDict(mutable=True)
    for name in MatrixFilter.base_fields:
        if value := given.get(name, ""):
            kept[name] = value.replace("\x00", "")
    return kept.urlencode()


def _address(request: HttpRequest, *, page: int) -> str:
    query = _query(request)
    return f"{request.path}?{query}{'&' if query else ''}page={page}"


class MatrixMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class MatrixViewSet(ViewSet):
    name = "translation_matrix"
    icon = "table"
    menu_label = gettext_lazy("All translations at a glance")
    menu_order = 1
    menu_hook = MENU

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return MatrixMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("progress/", progress, name="progress"),
            path("act/", act_on_ticked, name="act"),
            path("filter/", keep_filter, name="keep_filter"),
            path("filter/<int:pk>/", edit_filter, name="edit_filter"),
        ]
