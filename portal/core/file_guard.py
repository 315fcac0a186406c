"""A picture or document that a live page shows is not deleted: that would change the page without its approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from portal.core.admin_guards import stock_view
from portal.core.document_access import is_public
from portal.core.models import PortalDocument, PortalImage

FILES = (PortalImage, PortalDocument)
#: File → namespace of Wagtail's addresses, the argument of its address, the name of the list of its uses.
_SCREENS: dict[type, tuple[str, str, str]] = {
    PortalImage: ("wagtailimages", "image_id", "image_usage"),
    PortalDocument: ("wagtaildocs", "document_id", "document_usage"),
}


class FileInUseError(PermissionDenied):
    """A live page shows the file."""


def refuse_deletion(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of `pre_delete`, where every screen of Wagtail ends. Raises FileInUseError."""
    if is_public(instance):
        raise FileInUseError(in_use(instance))


def in_use(file: Any) -> str:
    """What a person reads who wants to delete it."""
    return _(
        "“%(title)s” is shown on a live page. Take it out of the page and have that approved; then it can be deleted."
    ) % {"title": file.title}


def delete_image(request: HttpRequest, image_id: int) -> HttpResponseBase:
    return _delete(request, PortalImage, image_id)


def delete_document(request: HttpRequest, document_id: int) -> HttpResponseBase:
    return _delete(request, PortalDocument, document_id)


def _delete(request: HttpRequest, model: type[PortalImage | PortalDocument], pk: int) -> HttpResponseBase:
    """Wagtail's own screen; in place of a deletion that would be refused, the reason above the uses of the file."""
    namespace, argument, usage = _SCREENS[model]
    file = model._default_manager.filter(pk=pk).first()
    if request.method == "POST" and file is not None and _may_delete(request, file) and is_public(file):
        messages.error(request, in_use(file))
        return redirect(f"{namespace}:{usage}", pk)
    return stock_view(namespace, "delete")(request, **{argument: pk})


def _may_delete(request: HttpRequest, file: Any) -> bool:
    return policy_registry.get(file).user_has_permission_for_instance(request.user, "delete", file)


def refuse_bulk_deletion(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponseBase | None:
    """Hook `before_bulk_action`: all or nothing, and the first that is in use is named."""
    files = [row for row in objects if isinstance(row, FILES)] if action_type == "delete" else []
    shown = next((file for file in files if is_public(file)), None)
    if shown is None:
        return None
    messages.error(request, in_use(shown))
    return redirect(f"{_SCREENS[type(shown)][0]}:index")
