"""Inquiries in the admin: the inbox and, by `case_views`, the case; scoped to the parks of the person."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView

from partnerships.inquiries.access import readable_inquiries
from partnerships.inquiries.desk.case_views import case_screen
from partnerships.inquiries.desk.columns import COLUMNS
from partnerships.inquiries.desk.inbox_filters import InboxFilterSet, filter_query
from partnerships.inquiries.desk.inbox_rows import InboxRows, sides, waiting, with_due
from partnerships.inquiries.figures.inbox_buttons import FileButtons
from partnerships.models import Inquiry, SavedFilter
from partnerships.references import normalized
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet

_SEARCHED = ("reference", "company", "person", "email", "message")


class InquiryIndexView(FileButtons, IndexView):
    template_name = "partnerships/inquiries/inbox.html"
    results_template_name = "partnerships/inquiries/inbox_results.html"
    table_classname = "listing inbox-table"

    def get_base_queryset(self) -> QuerySet[Inquiry]:
        return super().get_base_queryset().received().for_list()

    def order_queryset(self, queryset: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
        """As the person asked; else `InboxRows` puts them in order, page by page."""
        if not self.ordering:
            return queryset.order_by("-created_at", "-pk")
        if self.ordering.lstrip("-") == "due_at":
            due = F("due_at")
            order = due.desc(nulls_last=True) if self.ordering.startswith("-") else due.asc(nulls_last=True)
            return with_due(queryset).order_by(order, "-pk")
        return with_due(queryset).order_by(self.ordering, "-pk")

    def search_queryset(self, queryset: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
        """By the reference, however it is typed, or by words of the rest."""
        if not self.is_searching:
            return queryset
        if reference := normalized(self.search_query):
            return queryset.filter(reference=reference)
        found = Q()
        for name in _SEARCHED:
            found |= Q(**{f"{name}__icontains": self.search_query})
        return queryset.filter(found)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        rows = queryset.prefetch_related("wanted_parks")
        return super().paginate_queryset(rows if self.ordering else InboxRows(rows), page_size)

    def get_table(self, object_list: Any) -> Any:
        if not self.is_export:
            object_list = list(object_list)
            found = waiting(object_list)
            for row in object_list:
                row.waits = found.get(row.pk, [])
        return super().get_table(object_list)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        user = self.request.user
        offices = sides(user, readable_inquiries(user).filter(quarantined_at=None))
        context |= {
            "sides": offices if len(offices) > 1 else [],
            "side": self.request.GET.get("unit", ""),
            "open": sum(side.open for side in offices),
            "late": sum(side.late for side in offices),
            "kept_filters": SavedFilter.objects.filter(owner=user),
            "present": filter_query(self.request.GET.urlencode(), self.request) or "",
        }
        return context


class InquiryInspectView(ReadOnlyInspectView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return case_screen(request, self.object)


class InquiryViewSet(ReadOnlyViewSet):
    model = Inquiry
    name = "inquiries"
    icon = "form"
    menu_label = _("Inbox")
    menu_name = "inquiries-inbox"
    menu_order = 10
    index_view_class = InquiryIndexView
    inspect_view_class = InquiryInspectView
    list_display = COLUMNS
    filterset_class = InboxFilterSet
    search_fields = list(_SEARCHED)
    search_backend_name = None
    inspect_view_fields = ["reference"]
