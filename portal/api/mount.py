"""The whole of `/api/v1/`, put together from the resources of the features."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver, path, re_path, resolve
from django.urls.exceptions import Resolver404
from django.utils.functional import cached_property
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from portal.api import errors
from portal.api.reference import Reference
from portal.api.routes import Resource
from portal.api.start import start_of
from portal.api.throttle import ClientThrottle
from portal.core.methods import read_only

TITLE = _("Data of the park portal")
ABOUT = _(
    "What the portal shows in public, as data to read: facts are numbers, dates and words in every language. "
    "Unknown is null."
)


class ExactJSON(JSONRenderer):
    """Chinese as it is written, without spaces that nobody reads."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


class PortalAPI(NinjaAPI):
    """Ninja's, with the description made once: it follows from the code alone."""

    @cached_property
    def _description(self) -> Any:
        return super().get_openapi_schema()

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        return self._description


def addresses(resources: Iterable[Resource]) -> list[URLPattern | URLResolver]:
    """The routes of all resources, the description and the reference; the rest is not found, as data."""
    api = PortalAPI(
        title=TITLE,
        description=ABOUT,
        version="1",
        urls_namespace="api",
        docs=Reference(),
        docs_decorator=read_only,
        throttle=ClientThrottle(),
        renderer=ExactJSON(),
    )
    errors.connect(api)
    resources = list(resources)
    for resource in [start_of(resources), *resources]:
        api.add_router(resource.name, resource)
    urls: tuple[Any, ...] = api.urls
    return [path("", (urls[0], *urls[1:])), re_path("", nothing)]


@read_only
def nothing(request: HttpRequest) -> HttpResponse:
    """An address of no route; with a slash too many or too few it leads to the one that there is."""
    other = request.path.rstrip("/") if request.path.endswith("/") else f"{request.path}/"
    try:
        known = resolve(other).func is not nothing
    except Resolver404:
        known = False
    if not known:
        raise Http404("No such data.")
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{other}?{query}" if query else other)
