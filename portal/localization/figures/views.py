"""The screen of figures: one table at a time, narrowed by months and language, also as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Locale

from portal.core import audit
from portal.core.days import today
from portal.core.models import User
from portal.core.month_forms import MonthsForm
from portal.localization.figures import queries
from portal.localization.figures.access import may_see, may_see_money, sees_own_only, viewers_only
from portal.localization.figures.chart import chart_of
from portal.localization.figures.export import EXPORTS
from portal.localization.figures.queries import Span, Table
from portal.localization.matrix.filters import LanguageField
from portal.localization.menu import MENU
from portal.localization.models import PublishedWords

MONEY = "money"
VIEWS: dict[str, tuple[Any, Callable[[User, Span], Table]]] = {
    "origin": (_("Memory and machine"), queries.by_origin),
    "pair": (_("Languages"), queries.by_pair),
    "engine": (_("Engines"), queries.by_engine),
    "person": (_("People"), queries.by_person),
    MONEY: (_("Money"), queries.money),
}


class FiguresForm(MonthsForm):
    """From which month to which, and into which language."""

    target = LanguageField(
        label=_("Into language"), required=False, queryset=Locale.objects.none(), empty_label=_("All")
    )

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(months, ("", _("All")))
        fields: dict[str, Any] = self.fields
        fields["target"].queryset = Locale.objects.all()

    def span(self) -> Span:
        return Span(**self.cleaned_data)


@require_safe
@viewers_only
def index(request: HttpRequest) -> HttpResponseBase:
    """One table of figures; `?export=csv|xlsx` as a file."""
    person = cast(User, request.user)
    views = {name: label for name, (label, _table) in VIEWS.items() if name != MONEY or may_see_money(person)}
    chosen = request.GET.get("view", "")
    chosen = chosen if chosen in views else "origin"
    form = FiguresForm(request.GET, months=queries.months_of(person))
    valid = form.is_valid()
    table = VIEWS[chosen][1](person, form.span()) if valid else None
    file_format = request.GET.get("export", "")
    if table is not None and file_format in EXPORTS:
        data = {"view": chosen, "format": file_format}
        audit.record_list(model=PublishedWords, action="localization.figures.export", by=person, data=data)
        return EXPORTS[file_format](table, f"translation-{chosen}-{today():%Y-%m-%d}")
    context = {
        "form": form,
        "view": chosen,
        "label": views[chosen],
        "views": [(name, label, _address(request, view=name)) for name, label in views.items()],
        "table": table,
        "chart": chart_of(table.bars) if table is not None else None,
        "is_narrowed": chosen == "person" and sees_own_only(person),
        "exports": {name: _address(request, view=chosen, export=name) for name in EXPORTS},
    }
    return render(request, "localization/figures/index.html", context)


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class FiguresViewSet(ViewSet):
    name = "translation_figures"
    icon = "order"
    menu_label = _("Figures")
    menu_order = 90
    menu_hook = MENU

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return FiguresMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", index, name="index")]
