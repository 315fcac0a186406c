"""Files of agreements, for those who may read the agreement, and for everybody where it says so."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from partnerships.enums import PublicField
from partnerships.files import FOLDER
from partnerships.models import Agreement, AgreementDocument
from partnerships.served_files import attachment
from portal.core import audit
from portal.core.models import User

READ = ("view", "change", "delete")


def is_public(document: AgreementDocument) -> bool:
    """Whether everybody may have the file: it, its agreement and the documents of the agreement are public."""
    return document.is_public and document.agreement.shows(PublicField.DOCUMENTS)


@require_safe
def agreement_document(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of that name as an attachment; 404 alike for what there is not and what the person may not have."""
    found = AgreementDocument.objects.select_related("agreement").filter(file=f"{FOLDER}{name}")
    document = found.first()
    if document is None:
        raise Http404
    # The person is asked for last: whoever reads the session makes the answer vary by cookie.
    if is_public(document):
        return attachment(document.file, _stem(document), "no-cache")
    if not may_read(request, document.agreement):
        raise Http404
    audit.record_view(instance=document.agreement, by=cast(User, request.user), action=audit.DOWNLOAD)
    return attachment(document.file, _stem(document))


def may_read(request: HttpRequest, agreement: Agreement) -> bool:
    """Whether the person signed in reads `agreement` by a role in its unit."""
    policy = policy_registry.get(agreement)
    return policy.user_has_any_permission_for_instance(request.user, READ, agreement)


def _stem(document: AgreementDocument) -> str:
    """The title and version."""
    return " ".join(filter(None, (str(document), document.version)))
