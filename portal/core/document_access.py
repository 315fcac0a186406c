"""Who may download a document: everyone what a live page shows, staff also what they may choose for a page."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.core.models import PortalDocument, PortalImage
from portal.core.services.groups import mend_groups

#: Kept with the request; no header of a client can be called so.
_PRIVATE = "portal.private_document"


def refuse_hidden_document(document: PortalDocument, request: HttpRequest) -> None:
    """Raise Http404 for a document that the person has no reason to know of."""
    if is_public(document):
        return
    if not _may_choose(request, document):
        raise Http404("No live page shows this document.")
    request.META[_PRIVATE] = "1"


def shows_private_document(request: HttpRequest) -> bool:
    """Whether the request was let through to a document that the public may not see."""
    return _PRIVATE in request.META


def is_public(document: PortalDocument | PortalImage) -> bool:
    """Whether a page that everyone may see shows `document` (a picture too) or links to it.

    The index is written from the rows of pages: it tells what a live page shows, whatever its draft says; the rows of
    pages that are not live are in it too.
    """
    pages = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(document).filter(base_content_type=pages)
    referring = [int(pk) for pk in references.values_list("object_id", flat=True)]
    return Page.objects.live().public().filter(pk__in=referring).exists()


def _may_choose(request: HttpRequest, document: PortalDocument) -> bool:
    if request.user.is_authenticated:  # the admin's middleware does so for its own addresses alone
        mend_groups(user=request.user)
    policy = policy_registry.get(document)
    return policy.user_has_any_permission_for_instance(request.user, ["choose", "change"], document)
