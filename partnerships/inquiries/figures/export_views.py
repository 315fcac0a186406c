"""The inbox as a file."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships.inquiries.access import inquiry_policy, readable_inquiries
from partnerships.inquiries.figures.export_rows import columns, rows
from partnerships.models import Inquiry
from portal.audit.middleware import used_filters
from portal.core import audit
from portal.core.models import User
from portal.core.permissions import READING
from portal.core.table_views import table_file

#: Argument of the address that is no filter of the list.
ENCODING = "encoding"


@require_GET
def export_inquiries(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The inquiries that the inbox shows the person for the same filters and search; `?encoding=gb18030` of a CSV."""
    user = cast(User, request.user)
    if not inquiry_policy.user_has_any_permission(user, READING):
        raise PermissionDenied
    wanted = columns()
    answer, count = table_file(
        name="inquiries",
        file_format=file_format,
        columns=[label for label, _value in wanted],
        rows=rows(_listed(request, user), wanted, user=user),
        encoding=request.GET.get(ENCODING) or "utf-8",
        title=_("Inquiries"),
    )
    filters: dict[str, Any] = {**used_filters(request), "rows": count}
    audit.record_export(model=Inquiry, by=user, filters=filters, file_format=file_format)
    return answer


def _listed(request: HttpRequest, user: User) -> QuerySet[Inquiry]:
    """What the inbox lists; it is asked itself, so that its filters and the file never part."""
    index: Any = resolve(reverse("inquiries:index")).func
    view = index.view_class(**index.view_initkwargs)
    view.setup(request)
    listed: QuerySet[Inquiry] = view.get_queryset()
    return readable_inquiries(user).filter(pk__in=listed.order_by().values("pk")).order_by("-created_at", "-pk")
