"""Files of inquiries, for staff who may read the inquiry."""

from __future__ import annotations

from pathlib import PurePath
from typing import cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from partnerships.inquiries.access import readable_inquiries
from partnerships.inquiries.files import FOLDER
from partnerships.models import InquiryFile
from partnerships.served_files import attachment
from portal.core import audit
from portal.core.models import User


@require_safe
def inquiry_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of that name as an attachment; 404 alike for what there is not and what the person may not have."""
    found = InquiryFile.objects.select_related("inquiry").filter(file=f"{FOLDER}{name}").first()
    if found is None or not request.user.is_authenticated or not _may_have(request.user, found):
        raise Http404
    audit.record_view(instance=found.inquiry, by=cast(User, request.user), action=audit.DOWNLOAD)
    response = attachment(found.file, PurePath(found.name).stem)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _may_have(user: object, found: InquiryFile) -> bool:
    return readable_inquiries(user).filter(pk=found.inquiry_id).exists()
