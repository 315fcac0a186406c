"""Files of visits, for those who may read the visit; confidential ones for those who work on it."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from partnerships.models import VisitDocument
from partnerships.served_files import attachment
from partnerships.visits.access import may_read, may_work
from partnerships.visits.files import FOLDER
from portal.core import audit
from portal.core.models import User


def may_have(user: object, document: VisitDocument) -> bool:
    """Whether `user` may have the file and know that there is one."""
    may = may_work if document.is_confidential else may_read
    return may(user, document.visit)


@require_safe
def visit_document(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of that name as an attachment; 404 alike for what there is not and what the person may not have."""
    found = VisitDocument.objects.select_related("visit__unit").filter(file=f"{FOLDER}{name}")
    document = found.first()
    if document is None or not may_have(request.user, document):
        raise Http404
    audit.record_view(instance=document.visit, by=cast(User, request.user), action=audit.DOWNLOAD)
    return attachment(document.file, str(document))
