"""Where whoever comes without a map begins: `/api/v1/` itself, which names the resources."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Query
from pydantic import Field

from portal.api.parameters import Language
from portal.api.reading import Data, label
from portal.api.routes import Resource, refuse_unknown
from portal.api.shapes import Shape, Words

DOC = _("Where to begin: the resources and where they lie.")


class ResourceEntry(Shape):
    """A resource: its list is at this address, an item below it."""

    name: str = Field(examples=["parks"])
    url: str
    description: Words  # type: ignore[valid-type]


class Start(Shape):
    """The resources, and where they are described for people and for programs."""

    docs: str
    openapi: str
    resources: list[ResourceEntry]


def start_of(resources: Sequence[Resource]) -> Resource:
    """The route of `/api/v1/` itself."""
    start = Resource("", DOC)

    def answer(request: HttpRequest, options: Query[Language]) -> Data:
        refuse_unknown(request, Language)
        base = settings.PORTAL_BASE_URL
        with translation.override(options.lang or settings.LANGUAGE_CODE):
            return {
                "docs": base + reverse("api:openapi-view"),
                "openapi": base + reverse("api:openapi-json"),
                "resources": [
                    {
                        "name": one.name,
                        "url": f"{base}{reverse('api:api-root')}{one.name}",
                        "description": label(gettext_lazy(one.doc)),
                    }
                    for one in resources
                ],
            }

    start.route("", answer, Start, "read_start", DOC)
    return start
